"""Installations under way, by the digest of their state: who reads the database cannot go on with one."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert

from bot.store.engine import Database
from bot.store.tables_platforms import oauth_states


class SqlOAuthStates:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, state: str, until: datetime, now: datetime) -> None:
        await self._database.write(_issue, _digest(state), until, now)

    async def consume(self, state: str, now: datetime) -> bool:
        return await self._database.write(_consume, _digest(state), now)


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "surrogatepass")).hexdigest()


def _issue(connection: Connection, digest: str, until: datetime, now: datetime) -> None:
    connection.execute(delete(oauth_states).where(oauth_states.c.until <= now))
    connection.execute(insert(oauth_states).values(digest=digest, until=until))


def _consume(connection: Connection, digest: str, now: datetime) -> bool:
    """Deleting it is what only one can do."""
    good = oauth_states.c.digest == digest, oauth_states.c.until > now
    return connection.execute(delete(oauth_states).where(*good)).rowcount > 0
