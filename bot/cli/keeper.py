"""Keeping one platform going: begun again when it breaks, and never in a rush."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.cli.platform import Platform
from bot.errors import DailydrillError, SettingsError
from bot.service.presence import Presence
from bot.service.tools import Tools

log = structlog.get_logger()

Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

LONGEST_PAUSE = 300.0
DOUBLINGS = 9
STEADY = timedelta(minutes=5)
"""Who served for so long and breaks did not fail to begin."""
RUSH = timedelta(minutes=10)
CALM = 4
"""So many connections within RUSH are a crash loop; a platform that counts them may lock the bot out."""

BROKE = "a platform broke off and is begun again"
ENDED = "It ended by itself."
RUSHED = (
    "many connections began within ten minutes; the next one waits, as a platform may lock out who rushes"
)
UNFINISHED = "a platform was closed with work in hand"


class Keeper:
    """One platform, from its first connection to the last."""

    def __init__(
        self, platform: Platform, presence: Presence, tools: Tools, pause: Pause = asyncio.sleep
    ) -> None:
        self.presence = presence
        self.platform = platform
        self._tools = tools
        self._pause = pause
        self._failures = 0
        self._closing = False

    async def keep(self) -> None:
        """Until it is closed. SettingsError when the platform refuses the settings; whatever else breaks it
        is logged, and stops nobody else."""
        while not self._closing:
            try:
                await self._back_off()
                await self._calm_down()
                await self._serve()
            except SettingsError:
                raise
            except DailydrillError as error:
                log.error(BROKE, platform=self.platform.name, reason=str(error))
            except Exception:
                log.exception(BROKE, platform=self.platform.name)

    async def close(self, patience: float) -> None:
        """Work in hand gets ``patience`` seconds. Never raises."""
        self._closing = True
        try:
            async with asyncio.timeout(patience):
                await self.platform.close()
            await self.presence.down()
        except TimeoutError:
            log.warning(UNFINISHED, platform=self.platform.name)
        except Exception:
            log.exception(UNFINISHED, platform=self.platform.name)

    async def _back_off(self) -> None:
        if self._failures:
            await self._pause(_doubled(self._failures - 1))
        self._failures += 1

    async def _calm_down(self) -> None:
        """Waits when the last connections came quickly; they are rows, so a restart knows as well."""
        since = self._tools.clock.now() - RUSH
        lines = await self._tools.store.connections.alive(self.platform.name, since)
        count = sum(began > since for began, _ in lines)
        if count >= CALM:
            seconds = _doubled(count)
            log.warning(RUSHED, platform=self.platform.name, connections=count, seconds=seconds)
            await self._pause(seconds)

    async def _serve(self) -> None:
        began = self._tools.clock.now()
        try:
            await self.platform.serve()
            if not self._closing:
                raise DailydrillError(ENDED)
        finally:
            if self._tools.clock.now() - began >= STEADY:
                self._failures = 1
            await self.presence.down()


def _doubled(times: int) -> float:
    """A second, doubled so often; seconds."""
    return min(2.0 ** min(times, DOUBLINGS), LONGEST_PAUSE)
