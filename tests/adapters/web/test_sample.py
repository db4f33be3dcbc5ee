from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from adapters.web.cast import HISTORY, typed_answer
from adapters.web.client import Playground
from adapters.web.people import MemberFacts
from adapters.web.sample import Sample, beginning
from bot.domain.frozen import FrozenQuestion, Key
from bot.domain.grading import parse_response, points
from bot.domain.question import Kind, Tolerance
from tests.adapters.core import BERLIN, ZONE, ScriptedDesk, scripted
from tests.adapters.question import QUESTION


async def frozen(mark: str) -> FrozenQuestion:
    return QUESTION


@pytest.fixture
async def fortnight() -> tuple[Playground, ScriptedDesk]:
    playground, desk = scripted(beginning(datetime(2026, 11, 21, 4, tzinfo=UTC), ZONE))
    await Sample(playground, desk.poster, frozen).make()
    return playground, desk


async def facts(stage: tuple[Playground, ScriptedDesk]) -> Mapping[str, MemberFacts]:
    return await stage[0].facts()


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 11, 21, 4, tzinfo=UTC), datetime(2026, 11, 3, 15, tzinfo=UTC)),
        (datetime(2026, 11, 18, 8, 4, tzinfo=UTC), datetime(2026, 10, 27, 15, tzinfo=UTC)),
        (datetime(2026, 11, 18, 8, 6, tzinfo=UTC), datetime(2026, 11, 3, 15, tzinfo=UTC)),
    ],
)
def test_it_begins_so_that_it_ends_on_the_last_wednesday_morning(now: datetime, begins: datetime) -> None:
    assert beginning(now, ZONE) == begins


async def test_it_ends_at_five_past_nine_with_todays_question_open(
    fortnight: tuple[Playground, ScriptedDesk],
) -> None:
    playground, desk = fortnight
    assert playground.walk.now().astimezone(BERLIN) == datetime(2026, 11, 18, 9, 5, tzinfo=BERLIN)
    assert desk.open is not None
    assert sorted(desk.open.answers) == ["ada", "grace"]
    assert not (await facts(fortnight))["robin"].answered_today


async def test_it_holds_ten_posting_days_over_two_weekends(
    fortnight: tuple[Playground, ScriptedDesk],
) -> None:
    days = [game.day for game in fortnight[1].games.values() if game.closed]
    assert len(days) == 10
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert (days[-1] - days[0]).days == 13


async def test_grace_and_alan_tie_and_alan_lost_his_streak(
    fortnight: tuple[Playground, ScriptedDesk],
) -> None:
    found = await facts(fortnight)
    assert found["grace"].points == found["alan"].points > found["katherine"].points
    assert found["alan"].streak == 5
    assert HISTORY["grace"].count("-") == 1


async def test_history_says_that_it_is_sample_and_today_does_not(
    fortnight: tuple[Playground, ScriptedDesk],
) -> None:
    messages = (await fortnight[0].state("ada"))["messages"]
    today = [message for message in messages if message["at"].startswith("2026-11-18")]
    assert all(message["sample"] for message in messages if message not in today)
    assert not any(message["sample"] for message in today)
    assert today[-1]["text"].startswith("Saved: B.")


async def test_the_same_story_every_time(fortnight: tuple[Playground, ScriptedDesk]) -> None:
    other, desk = scripted(beginning(datetime(2026, 11, 21, 4, tzinfo=UTC), ZONE))
    await Sample(other, desk.poster, frozen).make()
    assert (await other.state("ada"))["messages"] == (await fortnight[0].state("ada"))["messages"]


def question(kind: Kind, key: Key) -> FrozenQuestion:
    options = () if kind is Kind.NUMBER else ("a", "b", "c", "d", "e")
    return FrozenQuestion("q", "1", "t", "T", QUESTION.level, kind, "?", options, "", (key,), "?", "", (), ())


@pytest.mark.parametrize(
    "asked",
    [
        QUESTION,
        question(Kind.MULTI, Key((1, 3), ("",) * 5)),
        question(Kind.ORDER, Key((3, 1, 0, 4, 2), ("",))),
        question(Kind.NUMBER, Key((), ("",), Decimal("0.82"), Tolerance(Decimal("0.01")))),
        question(Kind.NUMBER, Key((), ("",), Decimal(0), Tolerance(Decimal(1)))),
        question(Kind.NUMBER, Key((), ("",), Decimal(-3), Tolerance(Decimal(5), percent=True))),
    ],
    ids=lambda asked: str(asked.kind),
)
def test_the_cast_can_be_right_and_wrong_about_any_question(asked: FrozenQuestion) -> None:
    assert points(asked, parse_response(asked, typed_answer(asked, right=True))) == asked.level.points
    assert points(asked, parse_response(asked, typed_answer(asked, right=False))) == 0


async def test_a_day_whose_question_has_no_letters_becomes_history_too() -> None:
    playground, desk = scripted(beginning(datetime(2026, 11, 21, 4, tzinfo=UTC), ZONE))
    number = question(Kind.NUMBER, Key((), ("",), Decimal("0.82")))

    async def none_before_thursday(mark: str) -> FrozenQuestion:
        eleventh = len(desk.games) == 11
        return number if eleventh and not desk.games[mark].answers else QUESTION

    await Sample(playground, desk.poster, none_before_thursday).make()
    messages = (await playground.state("robin"))["messages"]
    assert playground.walk.now().astimezone(BERLIN).date() == datetime(2026, 11, 19, tzinfo=BERLIN).date()
    assert [message["at"][:10] for message in messages if not message["sample"]] == ["2026-11-19"]
