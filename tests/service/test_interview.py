"""RULES: /interview."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Level, Topic
from bot.domain.review import Fact, Rating, fold
from bot.intents.base import Button, How, Reply
from bot.intents.interview import InterviewAnswer, InterviewQuestion, InterviewResult
from tests.fakes.bank import bank_of, choice, make_bank, question
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, posted, said

POINTS = ("run lineage", "stages are gone", "`alias` moves", "who may promote", "roll back")


def bank(count: int = 1, *, opens: int = 0) -> Bank:
    """Questions with five key points; ``opens`` of them in topic behavioral, without a quiz."""
    drilled = [replace(question(f"q{place}", "topic", choice()), key_points=POINTS) for place in range(count)]
    spoken = [question(f"b{place}", "behavioral", None, Level.SENIOR) for place in range(opens)]
    topics = {
        "topic": Topic("topic", "Topic", "practice", tuple(drilled)),
        "behavioral": Topic("behavioral", "Behavioural", "practice", tuple(spoken)),
    }
    return bank_of(topics)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(bank())


async def start(world: World, words: str = "", name: str = "ada") -> Reply:
    return await world.desk.command(world.who(name), f"/interview {words}")


async def press(world: World, reply: Reply, label: str, name: str = "ada") -> Reply:
    return await world.desk.press(world.who(name), labelled(reply, label).action)


def labelled(reply: Reply, label: str) -> Button:
    return next(button for button in buttons(reply.intent) if button.label.startswith(label))


def asked(reply: Reply) -> str:
    assert isinstance(reply.intent, InterviewQuestion), said(reply)
    return reply.intent.asked.question.id


async def ticked(world: World, reply: Reply, *places: int) -> Reply:
    reply = await press(world, reply, "Show answer")
    for place in places:
        reply = await press(world, reply, f"☐ {place}")
    return reply


async def written(world: World, reply: Reply, text: str, name: str = "ada") -> Reply:
    form = await press(world, reply, "Write it", name)
    assert form.form is not None
    return await world.desk.submit(world.who(name), form.form.action, {"note": text})


async def attempts(world: World, name: str = "ada") -> tuple[int, int]:
    """(right, all) of the topic."""
    member = await world.member(name)
    return await world.store.practice.tally(member.account_id, ["topic"])


async def test_it_asks_the_open_prompt_and_shows_no_answer_yet(world: World) -> None:
    reply = await start(world)
    assert reply.how is How.PRIVATE
    assert said(reply).splitlines() == [
        "Interview · Topic · mid",
        "Explain q0.",
        "Answer aloud or in notes, about 90 seconds.",
    ]
    assert [button.label for button in buttons(reply.intent)] == ["Write it", "Show answer"]


async def test_the_answer_comes_with_its_key_points_to_tick(world: World) -> None:
    reply = await press(world, await start(world), "Show answer")
    assert reply.how is How.REPLACE and isinstance(reply.intent, InterviewAnswer)
    assert "A strong candidate explains it" in said(reply)
    assert [button.label for button in buttons(reply.intent)] == ["☐ 1", "☐ 2", "☐ 3", "☐ 4", "☐ 5", "Done"]
    assert "- ☐ 1 run lineage" in said(reply)
    assert labelled(reply, "☐ 1").spoken == "Tick: run lineage"
    reply = await press(world, reply, "☐ 1")
    assert "- ☑ 1 run lineage" in said(reply)
    assert labelled(reply, "☑ 1").spoken == "Take the tick off: run lineage"
    assert "- ☐ 1 run lineage" in said(await press(world, reply, "☑ 1"))


async def test_done_says_how_many_and_what_was_missing(world: World) -> None:
    reply = await ticked(world, await start(world), 2, 3, 4, 5)
    reply = await press(world, reply, "Done")
    assert "4 of 5. Missing: run lineage." in said(reply)
    assert said(reply).endswith("You will see this one again on Wed 4 Nov.")
    assert [button.label for button in buttons(reply.intent)] == ["Another"]
    assert await attempts(world) == (1, 1)


async def test_several_missing_points_stand_in_a_list(world: World) -> None:
    reply = await press(world, await ticked(world, await start(world), 1, 3, 5), "Done")
    assert "3 of 5. Missing:\n- stages are gone\n- who may promote\n" in said(reply)


async def test_nothing_missing_is_said_too(world: World) -> None:
    reply = await press(world, await ticked(world, await start(world), 1, 2, 3, 4, 5), "Done")
    assert "5 of 5. Nothing is missing." in said(reply)


@pytest.mark.parametrize(
    ("points", "rating"), [(2, Rating.AGAIN), (3, Rating.HARD), (4, Rating.GOOD), (5, Rating.GOOD)]
)
async def test_the_result_feeds_the_item_of_the_question(world: World, points: int, rating: Rating) -> None:
    await press(world, await ticked(world, await start(world), *range(1, points + 1)), "Done")
    item = fold(None, [Fact(world.clock.now(), rating)])
    member = await world.member("ada")
    assert item is not None
    assert await world.store.reviews.due_at(member.account_id, "q0") == item.due_at
    assert await attempts(world) == (int(rating is Rating.GOOD), 1)


async def test_a_double_click_scores_once(world: World) -> None:
    reply = await ticked(world, await start(world), 1)
    first = await press(world, reply, "Done")
    second = await press(world, reply, "Done")
    assert said(first) == said(second) and await attempts(world) == (0, 1)


async def test_a_tick_pressed_twice_is_one_tick_and_after_the_end_none(world: World) -> None:
    reply = await press(world, await start(world), "Show answer")
    once, twice = await press(world, reply, "☐ 1"), await press(world, reply, "☐ 1")
    assert said(once) == said(twice)
    await press(world, twice, "Done")
    late = await press(world, twice, "☐ 2")
    assert isinstance(late.intent, InterviewResult) and "1 of 5." in said(late)


async def test_what_was_typed_is_kept_and_shown_beside_the_answer(world: World) -> None:
    reply = await start(world)
    form = await press(world, reply, "Write it")
    assert form.how is How.FORM and form.form is not None
    field = form.form.fields[0]
    assert field.multiline and field.max_length == 4000
    reply = await written(world, reply, "Versions are\n<@everyone> *kept*\n")
    assert "You wrote, only you see it:\nVersions are\n<@everyone> *kept*" in said(reply)
    assert "only you see it:\nVersions are" in said(await press(world, reply, "Show answer"))
    again = await press(world, reply, "Change it")
    assert again.form is not None and again.form.fields[0].value == "Versions are\n<@everyone> *kept*"


async def test_a_text_that_is_too_long_is_refused_with_the_limit(world: World) -> None:
    assert "at most 4,000 characters" in said(await written(world, await start(world), "x" * 4001))


async def test_another_person_gets_nothing_of_it(world: World) -> None:
    reply = await written(world, await start(world), "my secret")
    for label in ("Change it", "Show answer"):
        stolen = await press(world, reply, label, name="alan")
        assert said(stolen) == "This interview is not yours or is gone. Start one with /interview."
    key = labelled(reply, "Show").action.rsplit(":", 1)[1]
    for act in (f"interviewdone:{key}", f"interviewtick:{key}:1:1", f"interviewmore:{key}"):
        assert "not yours" in said(await world.desk.press(world.who("alan"), f"v1:{act}"))
    theirs = await world.desk.submit(world.who("alan"), f"v1:interviewnote:{key}", {"note": "mine now"})
    assert "not yours" in said(theirs) and "my secret" in said(await press(world, reply, "Show answer"))


@pytest.mark.parametrize("tampered", ["interviewshow:nothing", "interviewtick:x:1:1", "interviewtick:x:-1:1"])
async def test_a_tampered_button_does_nothing(world: World, tampered: str) -> None:
    reply = await world.desk.press(world.who(), f"v1:{tampered}")
    assert "not yours" in said(reply) or "damaged" in said(reply)


async def test_a_point_the_question_does_not_have_is_not_ticked(world: World) -> None:
    reply = await press(world, await start(world), "Show answer")
    key = labelled(reply, "Done").action.rsplit(":", 1)[1]
    for point in ("5", "29", "99999999999"):
        await world.desk.press(world.who(), f"v1:interviewtick:{key}:{point}:1")
    assert "0 of 5." in said(await press(world, reply, "Done"))


async def test_it_goes_on_after_a_restart(world: World) -> None:
    reply = await ticked(world, await written(world, await start(world), "noted"), 1, 2)
    other = await World.make(world.store, bank=world.tools.bank, seed=99, start=world.clock.now())
    reply = await press(other, reply, "☐ 3")
    assert "☑ 2" in said(reply) and "☑ 3" in said(reply) and "noted" in said(reply)
    assert "3 of 5." in said(await press(other, reply, "Done"))


async def test_after_a_day_an_unfinished_interview_says_so(world: World) -> None:
    reply = await start(world)
    world.clock.advance(timedelta(hours=24, seconds=1))
    told = said(await press(world, reply, "Show answer"))
    assert told == "This interview is more than a day old. /interview asks you the next one."


async def test_what_was_typed_is_kept_however_late_it_comes(world: World) -> None:
    reply = await start(world)
    form = await press(world, reply, "Write it")
    world.clock.advance(timedelta(hours=25))
    assert form.form is not None
    late = await world.desk.submit(world.who(), form.form.action, {"note": "took a while"})
    assert "took a while" in said(late)


async def test_the_one_asked_longest_ago_comes_next(make_world: MakeWorld) -> None:
    world = await make_world(bank(4))
    first = []
    for _ in range(4):
        first.append(asked(await start(world)))
        world.clock.advance(timedelta(minutes=1))
    assert sorted(first) == ["q0", "q1", "q2", "q3"]
    assert asked(await start(world)) == first[0]


async def test_another_asks_for_the_same_topics(make_world: MakeWorld) -> None:
    world = await make_world(bank(3, opens=2))
    reply = await start(world, "behavioral")
    for _ in range(4):
        world.clock.advance(timedelta(minutes=1))
        assert asked(reply).startswith("b")
        reply = await press(world, await press(world, await press(world, reply, "Show"), "Done"), "Another")
        assert reply.how is How.REPLACE


async def test_alone_it_asks_about_anything_also_what_has_no_quiz(make_world: MakeWorld) -> None:
    world = await make_world(bank(2, opens=2))
    assert sorted([asked(await start(world)) for _ in range(4)]) == ["b0", "b1", "q0", "q1"]


async def test_topics_and_a_level_in_any_order_and_an_unknown_one_is_named(make_world: MakeWorld) -> None:
    world = await make_world(make_bank())
    reply = await start(world, "senior beta")
    assert said(reply).startswith("Interview · Beta · senior")
    assert "There is no topic “cobol”." in said(await start(world, "cobol"))


async def test_the_open_question_is_never_asked(make_world: MakeWorld) -> None:
    world = await make_world(bank(2))
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.question is not None
    for _ in range(4):
        assert asked(await start(world)) != round_.question.question_id
        world.clock.advance(timedelta(minutes=1))


async def test_with_nothing_to_ask_it_says_so(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    assert said(await start(world)) == (
        "There is no interview question there right now. Try another topic or level."
    )


async def test_an_interview_gives_nothing_away_of_a_question_posted_meanwhile(world: World) -> None:
    reply = await start(world)
    track = await world.track(BERLIN)
    await posted(world, track)
    told = said(await press(world, reply, "Show answer"))
    assert told == "This question is open in a channel right now. Go on here after its reveal."
    key = labelled(reply, "Show").action.rsplit(":", 1)[1]
    for act in (f"interviewtick:{key}:1:1", f"interviewdone:{key}"):
        assert "open in a channel" in said(await world.desk.press(world.who(), f"v1:{act}"))
    await full_day(world, track, 0)
    assert "A strong candidate" in said(await press(world, reply, "Show answer"))
