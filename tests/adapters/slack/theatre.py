"""Slack as a theatre: the real adapter over Socket Mode, real services and store, a clock by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

from adapters.slack.platform import DEFAULTS
from bot.bank import Bank
from bot.ports.store import Store
from bot.service.walk import Walk
from tests.adapters.slack.town import Town, living
from tests.fakes.clock import ManualClock
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.message import Message
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.views import View
from tests.transcript import (
    MEMBER,
    ORGANISER,
    POST,
    REPLY,
    START,
    Filled,
    Pressed,
    Reacted,
    Step,
    Tape,
    TapedDesk,
    Typed,
    Waited,
)

AS_ELSEWHERE = replace(DEFAULTS, names=True, boards=True, reactions=True, asks_by_form=False)
"""What a platform gives by default is its own matter; the story is about the rest."""

LETTERS = {chr(0x1F1E6 + place): f"regional_indicator_{letter}" for place, letter in enumerate("abcde")}


class SlackTheatre:
    def __init__(self, town: Town, walk: Walk, tape: Tape) -> None:
        self._town = town
        self._walk = walk
        self._tape = tape
        self._people: dict[str, Person] = {ORGANISER: town.grace, MEMBER: town.ada}
        self._replies: dict[str, Reply] = {}
        self._form: View | None = None
        self._opened: Reply | None = None

    async def play(self, step: Step) -> None:
        heard = len(self._tape.said)
        match step:
            case Typed(who, _, _):
                command = step.text.removeprefix("/")
                await self._keep(
                    who, await self._people[who].slash(self._town.channel, "/dailydrill", command)
                )
            case Pressed(who, label, on):
                await self._press(who, label, on)
            case Filled(who, values):
                await self._fill(who, values)
            case Reacted(who, emoji, on):
                change = self._people[who].react if on else self._people[who].unreact
                change(self._post(), LETTERS[emoji])
                await self._town.server.until(lambda: len(self._tape.said) > heard)
            case Waited(until):
                await self._walk.to(START + until)

    async def _press(self, who: str, label: str, on: str) -> None:
        if on == REPLY:
            reply = self._replies[who]
            before = reply.replaced
            pressed = await self._people[who].click(reply, label)
            await self._town.server.until(
                lambda: pressed.messages or pressed.views or pressed.replaced or reply.replaced > before
            )
            await self._keep(who, pressed if pressed.messages or pressed.views else reply)
        else:
            place = self._post() if on == POST else self._town.channel.thread(self._post())[-1]
            await self._keep(who, await self._people[who].click(place, label))

    async def _fill(self, who: str, values: Any) -> None:
        assert self._form is not None and self._opened is not None
        opened, before = self._opened, len(self._opened.messages) + self._opened.replaced
        await self._people[who].submit(self._form, values)
        await self._town.server.until(lambda: len(opened.messages) + opened.replaced > before)
        await self._keep(who, opened)

    async def _keep(self, who: str, reply: Reply) -> None:
        await self._town.server.until(lambda: reply.messages or reply.views or reply.replaced)
        if reply.views and not reply.messages:
            self._form, self._opened = reply.views[-1], reply
        if reply.messages and reply.messages[-1].ephemeral:
            self._replies[who] = reply

    def _post(self) -> Message:
        return next(one for one in reversed(self._town.channel.messages) if one.metadata)


@asynccontextmanager
async def slack_theatre(store: Store, bank: Bank, tape: Tape) -> AsyncIterator[SlackTheatre]:
    clock = ManualClock(START)
    async with SlackServer(clock) as server:
        workspace = server.add_workspace("Playground")
        channel = workspace.add_channel("ml-daily", bot=True)
        organiser = workspace.add_user("ada", admin=True, tz="Europe/Berlin", display_name=ORGANISER)
        member = workspace.add_user("robin", tz="Europe/Berlin", display_name=MEMBER)
        desk = lambda tools: TapedDesk(tools=tools, tape=tape)  # noqa: E731
        async with living(server, workspace, store, clock, bank, desk, AS_ELSEWHERE) as (
            tools,
            platform,
            presence,
        ):
            town = Town(server, workspace, channel, member, organiser, tools, platform, presence, clock)
            posters = cast(dict[str, Any], tools.posters)
            posters["slack"] = tape.poster(posters["slack"])
            walk = Walk(tools, clock, "slack")
            await walk.connect()
            yield SlackTheatre(town, walk, tape)
