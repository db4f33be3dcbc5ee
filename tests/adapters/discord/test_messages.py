"""How replies become messages: long ones are split, layouts stay layouts, nothing in them pings or formats."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.bank import Bank
from bot.intents.base import Button, CodeBlock, How, Person, Reply, Said, para
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.tools import Tools, Who
from tests.adapters.discord.desks import Plain, Saying, saying
from tests.adapters.discord.town import Town, found, opened, shown
from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Callback
from tests.platforms.discord.message import COMPONENTS_V2
from tests.platforms.discord.server import DiscordServer

Open = Callable[[Callable[[Tools], Desk]], AbstractAsyncContextManager[Town]]


@pytest.fixture
def town_with(server: DiscordServer, store: Store, clock: ManualClock, bank: Bank) -> Open:
    there = found(server)
    return lambda desk: opened(there, store, clock, bank, desk=desk)


@dataclass(frozen=True)
class Buttons:
    """A message of so many characters with so many buttons."""

    characters: int
    buttons: int = 1

    def said(self) -> Said:
        words = tuple(para("x" * 99) for _ in range(self.characters // 101))
        row = tuple(Button(f"v1:next:{place}", f"B{place}") for place in range(self.buttons))
        return Said(words or (para("short"),), (row,))


@dataclass(frozen=True)
class Turning(Desk):
    """Replaces a message by the next one at each press."""

    pages: list[Buttons] = field(default_factory=list)

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        return Reply(self.pages.pop(0))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:
        return Reply(self.pages.pop(0), how=How.REPLACE)


async def test_a_reply_too_long_for_content_is_one_layout(town_with: Open) -> None:
    async with town_with(saying(Buttons(3000))) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert shown(reply).flags & COMPONENTS_V2 and not reply.followups
        assert shown(reply).labels == ["B0"] and reply.ephemeral


async def test_a_reply_too_long_for_one_message_goes_on_in_private_ones(town_with: Open) -> None:
    async with town_with(saying(Buttons(9000))) as town:
        reply = await town.ada.slash(town.channel, "help")
        await reply.followed_up(2)
        messages = [shown(reply), *reply.followups]
        assert [message.labels for message in messages] == [[], [], ["B0"]]
        assert all(message.ephemeral for message in messages)
        assert reply.text.count("x") == 99 * (9000 // 101)


async def test_more_buttons_than_content_can_hold_make_a_layout(town_with: Open) -> None:
    async with town_with(saying(Buttons(0, 28))) as town:
        message = shown(await town.ada.slash(town.channel, "help"))
        assert len(message.labels) == 28 and message.flags & COMPONENTS_V2


async def test_a_message_that_became_a_layout_stays_one(town_with: Open) -> None:
    pages = [Buttons(100), Buttons(3000), Buttons(100)]
    async with town_with(lambda tools: Turning(tools, pages=pages)) as town:
        message = shown(await town.ada.slash(town.channel, "help"))
        assert not message.flags & COMPONENTS_V2
        for _ in range(2):
            assert (await town.ada.click(message, "B0")).type == Callback.UPDATE
            assert message.flags & COMPONENTS_V2
        assert message.labels == ["B0"]


@dataclass(frozen=True)
class Hostile:
    name: str

    def said(self) -> Said:
        return Said((para(Person(self.name), " and ", self.name), CodeBlock(self.name)))


@pytest.mark.parametrize(
    "name",
    ["@everyone", "@here", "<@{0}>", "<@&{1}>", "<#1>", "</quiz:1>", "`<@{0}>`", "```\n@everyone", "<@!{0}>"],
)
async def test_whatever_people_are_called_nobody_is_pinged(town_with: Open, name: str) -> None:
    async def said(town: Town) -> list[str]:
        reply = await town.ada.slash(town.channel, "help")
        return shown(reply).pings

    async with town_with(lambda tools: Renaming(tools, name=name)) as town:
        assert await said(town) == []
        assert shown_mentions(town) == [{"parse": []}]


@dataclass(frozen=True, kw_only=True)
class Renaming(Desk):
    """Says a name, with the ids of who asked in it, publicly."""

    name: str

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        return Reply(Hostile(self.name.format(who.account, who.group)), how=How.PUBLIC)


def shown_mentions(town: Town) -> list[object]:
    """What every message so far allowed to ping."""
    bodies = [request.body for request in town.server.asked("POST /interactions/{webhook}/{token}/callback")]
    return [body["data"]["allowed_mentions"] for body in bodies]


async def test_a_sentence_is_plain_content(town_with: Open) -> None:
    async with town_with(saying(Plain("1. One *two* # three"))) as town:
        message = shown(await town.ada.slash(town.channel, "help"))
        assert message.content == r"1\. One \*two\* # three" and not message.flags & COMPONENTS_V2


async def test_a_command_without_an_answer_is_confirmed(town_with: Open) -> None:
    silent = Reply(how=How.SILENT)
    async with town_with(lambda tools: Saying(tools=tools, reply=silent)) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert reply.ephemeral and reply.text == "Done."
