"""What ``run`` does once a minute."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog

from bot.cli.backups import NightlyBackup
from bot.errors import DailydrillError
from bot.service.housekeeping import housekeep
from bot.service.presence import Presence
from bot.service.pulse import Pulse
from bot.service.tools import Tools

log = structlog.get_logger()

FAILED = "a chore failed; the next sweep repeats it"

Chore = Callable[[], Awaitable[None]]


class Sweep:
    """Says that the bot is there, and counts. What may take minutes is done beside it: a minute that is
    missed would count as an outage."""

    def __init__(
        self, tools: Tools, pulse: Pulse, presences: Sequence[Presence], backup: NightlyBackup | None
    ) -> None:
        self._tools = tools
        self._pulse = pulse
        self._presences = presences
        self._backup = backup
        self._chores: asyncio.Task[None] | None = None

    async def __call__(self) -> None:
        self._pulse.beat()
        for presence in self._presences:
            await presence.seen()
        if self._chores is None or self._chores.done():
            self._chores = asyncio.create_task(self._do_chores())
        waiting = await self._tools.store.deliveries.count_waiting()
        self._tools.metrics.backlog(waiting, await self._tools.store.rounds.count_posted())

    async def stop(self) -> None:
        """Chores are broken off: each is a row of small transactions, or a copy beside the database."""
        if self._chores is not None:
            self._chores.cancel()
            await asyncio.wait([self._chores])

    async def _do_chores(self) -> None:
        await _try(partial(housekeep, self._tools))
        if self._backup is not None:
            await _try(partial(self._backup.sweep, self._tools.clock.now()))


async def _try(chore: Chore) -> None:
    try:
        await chore()
    except DailydrillError as error:
        log.error(FAILED, reason=str(error))
    except Exception:
        log.exception(FAILED)
