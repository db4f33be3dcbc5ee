"""The store as a whole: opened, handed on as ports, closed."""

import secrets
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bot.store.answers import SqlAnswers
from bot.store.away import SqlAway
from bot.store.boards import SqlBoards
from bot.store.cards import Cards
from bot.store.connections import SqlConnections
from bot.store.deliveries import SqlDeliveries
from bot.store.engine import Database, connect, parsed
from bot.store.fixes import SqlFixes
from bot.store.installations import SqlInstallations
from bot.store.interviews import SqlInterviews
from bot.store.migrate import require_head
from bot.store.notes import SqlNotes
from bot.store.oauth_states import SqlOAuthStates
from bot.store.organisers import SqlOrganisers
from bot.store.page import SqlPage
from bot.store.people import SqlPeople
from bot.store.practice import SqlPractice
from bot.store.privacy import SqlPrivacy
from bot.store.reports import SqlReports
from bot.store.reviews import SqlReviews
from bot.store.rounds import SqlRounds
from bot.store.seen_events import SqlSeenEvents
from bot.store.stats import SqlStats
from bot.store.tracks import SqlTracks
from bot.store.writer import AnswerWriter

if TYPE_CHECKING:
    from bot.secrets import Sealer

NUMBER_BITS = 56
TokenBytes = Callable[[int], bytes]


class SqlStore:
    """``bot.ports.store.Store`` on one migrated database: an async context manager."""

    def __init__(self, database: Database, token_bytes: TokenBytes, sealer: "Sealer | None") -> None:
        self._database = database
        self._writer = AnswerWriter(database, secrets.randbits(NUMBER_BITS))
        self.people = SqlPeople(database, token_bytes)
        self.tracks = SqlTracks(database)
        cards = Cards(database)
        self.rounds = SqlRounds(database, cards)
        self.deliveries = SqlDeliveries(database)
        self.answers = SqlAnswers(database, self._writer, cards)
        self.boards = SqlBoards(database)
        self.away = SqlAway(database)
        self.stats = SqlStats(database)
        self.practice = SqlPractice(database)
        self.reports = SqlReports(database)
        self.fixes = SqlFixes(database)
        self.reviews = SqlReviews(database)
        self.interviews = SqlInterviews(database)
        self.organisers = SqlOrganisers(database)
        self.privacy = SqlPrivacy(database, token_bytes)
        self.connections = SqlConnections(database)
        self.notes = SqlNotes(database)
        self.installations = SqlInstallations(database, sealer)
        self.oauth_states = SqlOAuthStates(database)
        self.seen_events = SqlSeenEvents(database)
        self.page = SqlPage(database)

    async def close(self) -> None:
        """What was submitted is committed first; no task, thread or connection is left."""
        await self._writer.close()
        await self._database.close()

    async def __aenter__(self) -> Self:
        """StoreError if the database is not at this version."""
        try:
            await self._database.read(require_head, self._database.url)
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def open_store(
    url: str, token_bytes: TokenBytes = secrets.token_bytes, sealer: "Sealer | None" = None
) -> SqlStore:
    """A store on ``url`` (sqlite+aiosqlite:///path or postgresql+asyncpg://…), whose tables
    ``bot.store.migrate.upgrade`` has made; ``token_bytes`` makes the keys of new groups and the numbers of
    answers that have lost their member; ``sealer`` opens the tokens of workspaces, where there are any."""
    return SqlStore(connect(parsed(url)), token_bytes, sealer)
