"""The one counter where adapters hand in what a person did and get a reply to draw."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.commands import parse
from bot.domain.question import LETTERS
from bot.errors import DailydrillError
from bot.intents.base import Reply
from bot.intents.trouble import Broken, Sorry
from bot.service import buttons, commands
from bot.service.answer import react
from bot.service.tools import Tools, Who

log = structlog.get_logger()

FIRST_LETTER_EMOJI = 0x1F1E6
REACTIONS = {chr(FIRST_LETTER_EMOJI + index): letter for index, letter in enumerate(LETTERS)}
"""🇦 to 🇪."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A known error comes back as a reply with its sentence; an unknown one is logged with an id
    that the person gets. Only cancellation passes through."""

    tools: Tools

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        """A slash command as typed, e.g. "/quiz mlflow 5"; ``at``: the platform's time of it, if any."""
        return await self._guarded(self._command(who, text, at))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:
        """A button's action id; ``at`` is the platform's time of the click, if it has one."""
        return await self._guarded(buttons.press(self.tools, who, action, at or self.tools.clock.now()))

    async def submit(
        self, who: Who, action: str, values: Mapping[str, str], at: datetime | None = None
    ) -> Reply:
        """A form that was filled in."""
        return await self._guarded(
            buttons.submit(self.tools, who, action, values, at or self.tools.clock.now())
        )

    async def react(self, who: Who, post_ref: str, symbol: str, on: bool, at: datetime | None = None) -> None:
        """A reaction set or taken back on a post; others than letters are ignored."""
        letter = REACTIONS.get(symbol)
        if letter is not None:
            await react(self.tools, who, post_ref, letter, on, at or self.tools.clock.now())

    async def _command(self, who: Who, text: str, at: datetime | None) -> Reply:
        return await commands.run(self.tools, who, parse(text), at or self.tools.clock.now())

    async def _guarded(self, work: Awaitable[Reply]) -> Reply:
        try:
            return await work
        except DailydrillError as error:
            return Reply(Sorry(str(error)))
        except Exception:
            reference = self.tools.token(4).hex()
            log.exception("an act failed", reference=reference)
            return Reply(Broken(reference))
