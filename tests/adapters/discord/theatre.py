"""Discord as a theatre: the real adapter over the wire, real services and store, a clock by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

from bot.bank import Bank
from bot.ports.store import Store
from bot.service.walk import Walk
from tests.adapters.discord.town import Founding, Town, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Reply
from tests.platforms.discord.message import Message
from tests.platforms.discord.person import Member
from tests.platforms.discord.server import DiscordServer
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


class DiscordTheatre:
    def __init__(self, town: Town, walk: Walk, tape: Tape) -> None:
        self._town = town
        self._walk = walk
        self._tape = tape
        self._people: dict[str, Member] = {ORGANISER: town.grace, MEMBER: town.ada}
        self._replies: dict[str, Message] = {}
        self._form: Reply | None = None
        for command in town.server.commands:
            command["default_member_permissions"] = None  # the core refuses by itself

    async def play(self, step: Step) -> None:
        heard = len(self._tape.said)
        match step:
            case Typed(who, path, options):
                self._keep(who, await self._people[who].slash(self._town.channel, path, **options))
            case Pressed(who, label, on):
                self._keep(who, await self._people[who].click(self._found(who, on), label))
            case Filled(who, values):
                assert self._form is not None
                self._keep(who, await self._people[who].submit(self._form, values))
            case Reacted(who, emoji, on):
                change = self._people[who].react if on else self._people[who].unreact
                change(self._found(who, POST), emoji)
                await self._town.server.until(lambda: len(self._tape.said) > heard)
            case Waited(until):
                await self._walk.to(START + until)

    def _keep(self, who: str, reply: Reply) -> None:
        if reply.modal is not None:
            self._form = reply
        if reply.message is not None and reply.message.ephemeral:
            self._replies[who] = reply.message

    def _found(self, who: str, on: str) -> Message:
        if on == REPLY:
            return self._replies[who]
        post = next(
            one for one in reversed(self._town.channel.messages) if one.reference is None and one.nonce
        )
        if on == POST:
            return post
        assert post.thread is not None
        return post.thread.last


@asynccontextmanager
async def discord_theatre(store: Store, bank: Bank, tape: Tape) -> AsyncIterator[DiscordTheatre]:
    clock = ManualClock(START)
    async with DiscordServer(clock) as server:
        guild = server.add_guild("Playground")
        organiser, member = guild.add_member(ORGANISER, manage_guild=True), guild.add_member(MEMBER)
        there = Founding(server, guild, guild.add_text("ml-daily"), ada=member, grace=organiser)
        desk = partial(TapedDesk, tape=tape)
        async with opened(there, store, clock, bank, desk=desk) as town:
            posters = cast(dict[str, Any], town.tools.posters)
            posters["discord"] = tape.poster(posters["discord"])
            walk = Walk(town.tools, clock, "discord")
            await walk.connect()
            yield DiscordTheatre(town, walk, tape)
