"""The real counter, watched, slowed down or broken by a test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.intents.base import Intent, Reply, Said, para
from bot.service.desk import Desk
from bot.service.tools import Tools, Who


@dataclass(frozen=True, slots=True)
class Plain:
    """A sentence."""

    text: str

    def said(self) -> Said:
        return Said((para(self.text),))


class Undrawable:
    """What says something that cannot be drawn."""

    def said(self) -> Said:
        raise RuntimeError("a bug in drawing")


@dataclass(frozen=True)
class Scribe(Desk):
    """Writes down what was typed and by whom, and answers that it was heard."""

    heard: list[tuple[Who, str]] = field(default_factory=list)

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        self.heard.append((who, text))
        return Reply(Plain("Heard."))


@dataclass(frozen=True)
class Slow(Desk):
    """Does nothing before ``may_go``; ``began`` counts who waits."""

    may_go: asyncio.Event = field(default_factory=asyncio.Event)
    began: list[str] = field(default_factory=list)

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        return await self._late(text, lambda: super(Slow, self).command(who, text, at))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:
        return await self._late(action, lambda: super(Slow, self).press(who, action, at))

    async def _late(self, what: str, work: Callable[[], Awaitable[Reply]]) -> Reply:
        self.began.append(what)
        await self.may_go.wait()
        return await work()


@dataclass(frozen=True, kw_only=True)
class Saying(Desk):
    """Answers every command with the same."""

    reply: Reply

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        return self.reply


def _at_once() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(frozen=True)
class Broken(Desk):
    """Has a bug that nobody caught, and waits with it for ``may_go``."""

    may_go: asyncio.Event = field(default_factory=_at_once)

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        await self.may_go.wait()
        raise RuntimeError("a bug")


def saying(intent: Intent) -> Callable[[Tools], Desk]:
    return lambda tools: Saying(tools=tools, reply=Reply(intent))
