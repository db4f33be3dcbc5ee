"""Installations: one row for each workspace, with its tokens sealed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from bot.errors import SettingsError
from bot.ports.installations import Installation
from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables_platforms import installations

if TYPE_CHECKING:
    from bot.secrets import Sealer  # its library takes time and memory, and most have no workspace here

NO_KEY = "DAILYDRILL_SECRET_KEY is not set: it encrypts the tokens of workspaces."
SEALED = ("sealed_token", "sealed_refresh_token")


class SqlInstallations:
    def __init__(self, database: Database, sealer: "Sealer | None") -> None:
        """``sealer``: None where no workspace is installed over OAuth."""
        self._database = database
        self._given = sealer

    async def save(self, installation: Installation) -> bool:
        return await self._database.write(_save, _row_of(installation, self._sealer))

    async def find(self, platform: str, team: str) -> Installation | None:
        row = await self._database.read(_find, platform, team)
        return None if row is None else _installation_of(row, self._sealer)

    async def all(self, platform: str) -> list[tuple[str, bool]]:
        return await self._database.read(_all, platform)

    async def renew(self, installation: Installation, expired: datetime) -> bool:
        return await self._database.write(_renew, _row_of(installation, self._sealer), expired)

    async def remove(self, platform: str, team: str, at: datetime, now: datetime) -> bool:
        return await self._database.write(_remove, platform, team, at, now)

    async def reseal(self) -> int:
        return await self._database.write(_reseal, self._sealer)

    async def forget(self, before: datetime) -> None:
        await self._database.write(_forget, before)

    @property
    def _sealer(self) -> "Sealer":
        if self._given is None:
            raise SettingsError(NO_KEY)
        return self._given


def installed_by(platform: str, account: str) -> ColumnElement[bool]:
    """An account is named by its enterprise, or by its workspace where there is none."""
    home, _, user = account.rpartition(":")
    of_home = (installations.c.enterprise == home) | (installations.c.team == home)
    return (installations.c.platform == platform) & (installations.c.installer == user) & of_home


def _row_of(installation: Installation, sealer: "Sealer") -> dict[str, Any]:
    refresh = installation.refresh_token
    return {
        "platform": installation.platform,
        "team": installation.team,
        "enterprise": installation.enterprise,
        "name": installation.name,
        "app": installation.app,
        "bot_user": installation.bot_user,
        "bot": installation.bot,
        "scopes": sorted(installation.scopes),
        "installer": installation.installer,
        "sealed_token": sealer.seal(installation.token),
        "sealed_refresh_token": None if refresh is None else sealer.seal(refresh),
        "expires_at": installation.expires_at,
        "installed_at": installation.installed_at,
        "removed_at": None,
    }


def _installation_of(row: Row[Any], sealer: "Sealer") -> Installation:
    refresh = row.sealed_refresh_token
    return Installation(
        row.platform,
        row.team,
        row.enterprise,
        row.name,
        row.app,
        row.bot_user,
        row.bot,
        frozenset(row.scopes),
        row.installer,
        sealer.open(row.sealed_token),
        None if refresh is None else sealer.open(refresh),
        row.expires_at,
        row.installed_at,
    )


def _save(connection: Connection, row: dict[str, Any]) -> bool:
    same = installations.c.platform == row["platform"], installations.c.team == row["team"]
    known = connection.execute(select(installations.c.team).where(*same)).first()
    new = insert(connection, installations).values(row)
    connection.execute(new.on_conflict_do_update(index_elements=["platform", "team"], set_=row))
    return known is None


def _find(connection: Connection, platform: str, team: str) -> Row[Any] | None:
    there = installations.c.platform == platform, installations.c.team == team
    return connection.execute(
        select(installations).where(*there, installations.c.removed_at.is_(None))
    ).first()


def _all(connection: Connection, platform: str) -> list[tuple[str, bool]]:
    asked = select(installations.c.team, installations.c.removed_at.is_(None))
    rows = connection.execute(
        asked.where(installations.c.platform == platform).order_by(installations.c.team)
    )
    return [(team, bool(installed)) for team, installed in rows]


def _renew(connection: Connection, row: dict[str, Any], expired: datetime) -> bool:
    there = installations.c.platform == row["platform"], installations.c.team == row["team"]
    still = installations.c.expires_at == expired, installations.c.removed_at.is_(None)
    fresh = {name: row[name] for name in (*SEALED, "expires_at")}
    return connection.execute(update(installations).where(*there, *still).values(fresh)).rowcount > 0


def _remove(connection: Connection, platform: str, team: str, at: datetime, now: datetime) -> bool:
    there = installations.c.platform == platform, installations.c.team == team
    later = select(installations.c.team).where(*there, installations.c.installed_at > at)
    if connection.execute(later).first() is not None:
        return False
    wiped = dict.fromkeys((*SEALED, "expires_at")) | {"removed_at": now}
    connection.execute(
        update(installations).where(*there, installations.c.removed_at.is_(None)).values(wiped)
    )
    return True


def _reseal(connection: Connection, sealer: "Sealer") -> int:
    asked = select(installations).where(installations.c.removed_at.is_(None)).with_for_update()
    count = 0
    for row in connection.execute(asked).all():
        fresh = {name: _resealed(getattr(row, name), sealer) for name in SEALED}
        changed = {name: sealed for name, sealed in fresh.items() if sealed is not None}
        if changed:
            same = installations.c.platform == row.platform, installations.c.team == row.team
            connection.execute(update(installations).where(*same).values(changed))
            count += len(changed)
    return count


def _resealed(sealed: str | None, sealer: "Sealer") -> str | None:
    """None for what may stay as it is."""
    if sealed is None or sealer.is_current(sealed):
        return None
    return sealer.seal(sealer.open(sealed))


def _forget(connection: Connection, before: datetime) -> None:
    connection.execute(delete(installations).where(installations.c.removed_at < before))
