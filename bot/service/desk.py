"""The one counter where adapters hand in what a person did and get a reply to draw."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from bot.commands import Invocation, parse
from bot.errors import DailydrillError, Misfilled, NoMember, Offers, UsageError
from bot.intents import refusals
from bot.intents.base import Intent, Reply
from bot.intents.meant import Instead
from bot.intents.trouble import Broken, Sorry
from bot.service import buttons, commands
from bot.service.allowance import Clicks
from bot.service.home import home
from bot.service.measuring import outcome_of
from bot.service.present import is_organiser
from bot.service.reacting import REACTIONS, react
from bot.service.tools import Tools, Who
from bot.service.untold import with_notices

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Desk:
    """A known error comes back as a reply with its sentence; an unknown one is logged with an id
    that the person gets. Only cancellation passes through."""

    tools: Tools
    clicks: Clicks = field(default_factory=Clicks)

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        """A slash command as typed, e.g. "/quiz mlflow 5"; ``at``: the platform's time of it, if any."""
        return await self._guarded(who, lambda: self._command(who, text, at))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:
        """A button's action id; ``at`` is the platform's time of the click, if it has one."""
        now = at or self.tools.clock.now()
        return await self._guarded(who, lambda: buttons.press(self.tools, who, action, now))

    async def submit(
        self, who: Who, action: str, values: Mapping[str, str], at: datetime | None = None
    ) -> Reply:
        """A form that was filled in."""
        now = at or self.tools.clock.now()
        return await self._guarded(who, lambda: buttons.submit(self.tools, who, action, values, now))

    async def home(self, who: Who) -> Intent:
        """What the person's home shows, or the sentence why it cannot be shown."""
        reply = await self._guarded(who, lambda: self._home(who))
        assert reply.intent is not None
        return reply.intent

    async def _home(self, who: Who) -> Reply:
        return Reply(await home(self.tools, who))

    async def react(self, who: Who, post_ref: str, symbol: str, on: bool, at: datetime | None = None) -> None:
        """A reaction set or taken back on a post; others than letters are ignored."""
        if symbol in REACTIONS and self._may(who):
            now = at or self.tools.clock.now()
            done = self.tools.metrics.interaction(who.platform)
            await _even_if_deleted(lambda: react(self.tools, who, post_ref, symbol, on, now))
            done("done")

    async def _command(self, who: Who, text: str, at: datetime | None) -> Reply:
        invocation = await self._read(who, text)
        reply = await commands.run(self.tools, who, invocation, at or self.tools.clock.now())
        return await with_notices(self.tools, who, reply)

    async def _read(self, who: Who, text: str) -> Invocation:
        """What was typed; whoever is no organiser is told nothing of what organisers may type."""
        try:
            return parse(text)
        except UsageError:
            return parse(text, organiser=await is_organiser(self.tools, who))

    def _may(self, who: Who) -> bool:
        return self.clicks.allow(who.platform, who.account, self.tools.clock.now())

    async def _guarded(self, who: Who, work: Callable[[], Awaitable[Reply]]) -> Reply:
        done = self.tools.metrics.interaction(who.platform)
        reply = await self._reply(who, work)
        done(outcome_of(reply))
        return reply

    async def _reply(self, who: Who, work: Callable[[], Awaitable[Reply]]) -> Reply:
        if not self._may(who):
            return Reply(Sorry(refusals.ENOUGH))
        try:
            return await _even_if_deleted(work)
        except Offers as error:
            return Reply(Instead(str(error), error.offers))
        except Misfilled as error:
            return Reply(Sorry(str(error), error.faults))
        except Exception as error:
            if isinstance(error, DailydrillError) and not isinstance(error, NoMember):
                return Reply(Sorry(str(error)))
            reference = self.tools.token(4).hex()
            log.exception("an act failed", reference=reference)
            return Reply(Broken(reference))


async def _even_if_deleted(work: Callable[[], Awaitable[T]]) -> T:
    """An act that met the deletion of whoever acts left nothing: it is done again, as a newcomer's."""
    try:
        return await work()
    except NoMember:
        return await work()
