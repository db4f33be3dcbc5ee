"""The playground as one object: the page, the people on it, the clock, and the core behind the desk."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from adapters.web.hub import RELOAD, Hub
from adapters.web.people import BOT, BOT_NAME, CHANNEL, CHANNEL_NAME, RESIDENTS, MemberFacts, Resident, who
from adapters.web.refusals import Busy, Down, Missing
from adapters.web.strip import step_of_move, strip, tick
from adapters.web.view import message_json, move_json, person_json, reactions_json, visible
from adapters.web.walk import Walk
from bot.errors import UsageError
from bot.intents.base import Reply
from bot.ports.page import Page, PageMessage
from bot.service.tools import Who

SHOWN_MESSAGES: Final = 400
FARTHEST: Final = timedelta(days=366)
LEFT_OUT: Final = "Left out, because of a fault"


class Counter(Protocol):
    """The part of the desk that the playground uses; ``bot.service.desk.Desk`` is one."""

    async def command(self, who: Who, text: str) -> Reply: ...

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply: ...

    async def submit(
        self, who: Who, action: str, values: Mapping[str, str], at: datetime | None = None
    ) -> Reply: ...

    async def react(
        self, who: Who, post_ref: str, symbol: str, on: bool, at: datetime | None = None
    ) -> None: ...


async def nobody(account: str) -> bool:
    return False


@dataclass(slots=True)
class Playground:
    """``topics``: (name, title) pairs for autocomplete. ``added``: whether organisers have made the account
    one of them. ``faults``: what is wrong with the bank's files, under ``faults_head``. ``guided``: with
    the strip of first steps.

    Call ``open()`` once before serving.
    """

    desk: Counter
    page: Page
    hub: Hub
    walk: Walk
    facts: Callable[[], Awaitable[Mapping[str, MemberFacts]]]
    topics: Sequence[tuple[str, str]]
    zone: str = "Europe/Berlin"
    residents: Sequence[Resident] = RESIDENTS
    added: Callable[[str], Awaitable[bool]] = nobody
    faults: Sequence[str] = ()
    faults_head: str = LEFT_OUT
    guided: bool = True
    down: bool = False
    _moving: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ticking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def open(self) -> None:
        """Take up where the page stood before a restart."""
        self.down = await self.page.value("down") == "yes"
        if self.down:
            await self.walk.set_down(True)

    def resident(self, account: str) -> Resident:
        for resident in self.residents:
            if resident.account == account:
                return resident
        raise Missing(f"There is no member {account[:40]!r} here.")

    def who(self, account: str) -> Who:
        """The person acting, an organiser by the platform's word or not."""
        return who(self.resident(account), self.zone)

    async def organises(self, account: str) -> bool:
        return self.resident(account).organiser or await self.added(account)

    def must_be_up(self) -> None:
        if self.down:
            raise Down("The bot is down, so nobody answers. Switch it on again.")

    async def message(self, account: str, message_id: int) -> PageMessage:
        """A message that ``account`` may see."""
        message = await self.page.message(message_id)
        if message is None or not visible(message, account):
            raise Missing("That message is not on the page.")
        return message

    async def state(self, account: str) -> dict[str, Any]:
        """Everything a tab that acts as ``account`` draws."""
        me = self.resident(account)
        return {
            **self.clock_json(),
            "zone": self.zone,
            "channel": {"id": CHANNEL, "name": f"#{CHANNEL_NAME}"},
            "bot": {"account": BOT, "name": BOT_NAME},
            "me": me.account,
            "organiser": await self.organises(account),
            "people": await self.people_json(),
            **await self.messages_json(account),
            "strip": await strip(self.page) if self.guided else [],
            **self.faults_json(),
        }

    async def messages_json(self, account: str, before: int | None = None) -> dict[str, Any]:
        """The newest messages that ``account`` may see, of those with an id under ``before``; ``earlier``
        is the ``before`` of the page that comes next, None if there is none."""
        self.resident(account)
        found = await self.page.messages(CHANNEL, SHOWN_MESSAGES + 1, before)
        shown, reactions = found[-SHOWN_MESSAGES:], await self.page.reactions(CHANNEL)
        return {
            "messages": [
                {**message_json(message), "reactions": reactions_json(reactions.get(message.id, {}))}
                for message in shown
                if visible(message, account)
            ],
            "earlier": shown[0].id if len(found) > len(shown) else None,
        }

    def faults_json(self) -> dict[str, Any]:
        return {"faults": list(self.faults), "faults_head": self.faults_head}

    def show_faults(self, faults: Sequence[str]) -> None:
        self.faults = faults
        self.hub.tell({"type": "faults", **self.faults_json()})

    def clock_json(self) -> dict[str, Any]:
        return {
            "now": self.walk.now().isoformat(),
            "moves": [move_json(move) for move in self.walk.moves()],
            "walking": self._moving.locked(),
            "down": self.down,
        }

    async def people_json(self) -> list[dict[str, Any]]:
        facts = await self.facts()
        return [
            {**person_json(resident, facts), "organiser": await self.organises(resident.account)}
            for resident in self.residents
        ]

    async def move(self, move_id: str) -> None:
        """Press one of the clock's buttons."""
        for move in self.walk.moves():
            if move.id == move_id:
                await self.move_to(move.to)
                await self.tick(step_of_move(move_id))
                return
        raise Missing("The clock has no such button now.")

    async def move_to(self, instant: datetime) -> None:
        """Walk the clock forward to ``instant`` (aware)."""
        now = self.walk.now()
        if instant <= now:
            raise UsageError("The clock only goes forward.")
        if instant - now > FARTHEST:
            raise UsageError("Move the clock by at most a year at once.")
        if self._moving.locked():
            raise Busy("The clock is already moving.")
        async with self._moving:
            self.tell_clock()
            await self.walk.to(instant)
        self.tell_clock()
        await self.tell_people()

    async def set_down(self, down: bool) -> None:
        if down != self.down:
            await self.walk.set_down(down)
            await self.page.set_value("down", "yes" if down else "no")
            self.down = down
        self.tell_clock()

    async def tick(self, step: str | None) -> None:
        async with self._ticking:
            if self.guided and await tick(self.page, step):
                self.hub.tell({"type": "strip", "strip": await strip(self.page)})

    def tell_clock(self) -> None:
        self.hub.tell({"type": "clock", **self.clock_json()})

    async def tell_people(self) -> None:
        self.hub.tell({"type": "people", "people": await self.people_json()})


@dataclass(slots=True)
class Shown:
    """The playground that is served now; another one may take its place."""

    playground: Playground

    def change(self, playground: Playground) -> None:
        """From now on every tab shows this one, from its beginning."""
        before, self.playground = self.playground, playground
        before.hub.tell(RELOAD)
