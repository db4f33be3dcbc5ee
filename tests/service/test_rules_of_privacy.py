"""What people may rely on when they hide or delete, also while something of theirs is on its way."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.question import Kind
from bot.errors import NoMember
from bot.intents.trouble import Broken
from bot.service.desk import Desk
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, only, posted, reveal, right_index, said
from tests.service.organising import command

FIVE = {"ada": "right", "alan": "right", "kim": "wrong", "lin": "right", "zoe": "right"}


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def ask(world: World, words: str = "", name: str = "ada") -> str:
    return said(await world.desk.command(world.who(name), f"/privacy {words}".strip()))


async def delete(world: World, name: str = "ada") -> None:
    asked = await world.desk.command(world.who(name), "/privacy delete")
    yes = next(one for one in buttons(asked.intent) if one.label == "Delete everything")
    assert "is deleted" in said(await world.desk.press(world.who(name), yes.action))


async def test_hiding_takes_one_off_boards_reveals_and_the_season_and_others_close_up(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0)
    await ask(world, "hide")
    await full_day(world, track, 1, **FIVE)
    revealed = plain(world.platform.log[-1].intent)
    assert "Right: Alan, Lin and Zoe" in revealed and "4 of 5 right" in revealed
    lines = said(await world.desk.command(world.who("zoe"), "/leaderboard")).split("\n")
    assert [line[:7] for line in lines[1:]] == ["1. Alan", "1. Lin ", "1. Zoe ", "4. Kim "]
    assert "You: 1st of 5." in said(await world.desk.command(world.who("ada"), "/leaderboard"))


async def test_the_wrong_are_never_named(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, **FIVE)
    assert all("Kim" not in plain(message.intent) for message in world.platform.log)


async def test_an_answer_after_a_deletion_in_the_same_round_is_a_second_persons(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", right_index(round_))
    await delete(world)
    assert "Only you see this." in said(await answer(world, round_, "ada", right_index(round_)))
    await world.at(reveal())
    tally = await world.store.rounds.tally(round_.id)
    assert (tally.answered, tally.right, tally.right_names) == (2, 2, ("Ada",))
    board = said(await world.desk.command(world.who("ada"), "/leaderboard")).split("\n")
    assert board[1:] == ["1. Ada 15 points (1 of 1 right)"]


async def test_a_deletion_leaves_rights_added_by_an_organiser_behind(world: World) -> None:
    await world.track(BERLIN)
    await world.member("ada")
    await command(world, "/daily organisers add @Ada")
    assert "daily status" in said(await world.desk.command(world.who("ada"), "/help"))
    await delete(world)
    assert "daily status" not in said(await world.desk.command(world.who("ada"), "/help"))


class MeetsDeletion:
    """A store on which the first call of one method of one port meets the deletion of ada."""

    def __init__(self, store: Any, port: str, method: str) -> None:
        self._store, self._port, self._method = store, port, method
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return _Port(found, self._method, self._meet) if name == self._port else found

    async def _meet(self) -> None:
        self.calls += 1
        account_id = await self._store.privacy.account_id("fake", "ada")
        if self.calls == 1 and account_id is not None:
            await self._store.privacy.delete(account_id)


class _Port:
    def __init__(self, port: Any, method: str, before: Callable[[], Awaitable[None]]) -> None:
        self._port, self._method, self._before = port, method, before

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name != self._method:
            return found

        async def met(*given: Any) -> Any:
            await self._before()
            return await found(*given)

        return met


@pytest.mark.parametrize(
    ("port", "method", "typed", "told", "calls"),
    [
        ("reports", "report", "/report typo in B", "Thank you.", 2),
        ("practice", "start", "/quiz topic", "1 of 5", 2),
        ("interviews", "start", "/interview", "90 seconds", 2),
        ("away", "add", "/streak away 2026-11-09 2026-11-10", "Away Mon 9 Nov", 2),
        ("answers", "submit", "/answer B", "Only you see this.", 1),
    ],
)
async def test_whatever_meets_the_deletion_of_its_account_is_a_newcomers(
    world: World, port: str, method: str, typed: str, told: str, calls: int
) -> None:
    """An answer learns whose it is while it is written, so it need not be written again."""
    await posted(world, await world.track(BERLIN))
    await world.member("ada")
    store: Any = MeetsDeletion(world.store, port, method)
    reply = await Desk(replace(world.tools, store=store)).command(world.who("ada"), typed)
    assert told in said(reply)
    assert store.calls == calls
    assert "Ada, in 1 group" in await ask(world)


async def test_a_quiz_answer_that_meets_the_deletion_is_not_kept(world: World) -> None:
    quiz = await world.desk.command(world.who("ada"), "/quiz topic")
    store: Any = MeetsDeletion(world.store, "practice", "advance")
    desk = Desk(replace(world.tools, store=store))
    letter = next(one for one in buttons(quiz.intent) if ":quiz:" in one.action)
    reply = await desk.press(world.who("ada"), letter.action)
    assert store.calls and not isinstance(reply.intent, Broken)
    assert await ask(world) == "Nothing is stored about you."
    assert "is not yours or is gone" in said(await world.desk.press(world.who("ada"), letter.action))


async def test_what_belongs_to_nobody_twice_is_a_fault_and_told_as_one(world: World) -> None:
    class Never:
        async def member(self, *given: object) -> None:
            raise NoMember("never there")

        def __getattr__(self, name: str) -> Any:
            return getattr(world.store.people, name)

    class Without:
        people = Never()

        def __getattr__(self, name: str) -> Any:
            return getattr(world.store, name)

    store: Any = Without()
    reply = await Desk(replace(world.tools, store=store)).command(world.who("ada"), "/streak")
    assert isinstance(reply.intent, Broken)
