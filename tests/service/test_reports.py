"""Members report problems with a question; three park it; organisers put it back, keep it out or fix it."""

from dataclasses import replace

import pytest

from bot.domain.question import Kind
from bot.domain.round import Round
from bot.intents.base import How, Reply, Verdict
from bot.service.tick import tick
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, nine, only, posted, said

KIND = "wrong key"


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE, count=5))


async def report(world: World, round_: Round, name: str, kind: str = KIND, text: str = "") -> Reply:
    values = {"kind": kind, "text": text}
    return await world.desk.submit(world.who(name), f"v1:report:{round_.mark}", values)


async def organise(world: World, text: str = "/daily reports") -> Reply:
    return await world.desk.command(world.who("grace", organiser=True), text)


async def press(world: World, reply: Reply, label: str, name: str = "grace") -> Reply:
    assert reply.intent is not None
    pressed = next(one for one in buttons(reply.intent) if one.label == label)
    return await world.desk.press(world.who(name, organiser=name == "grace"), pressed.action)


def name_of(round_: Round) -> str:
    assert round_.question is not None
    return round_.question.question_id


async def parked(world: World) -> frozenset[str]:
    return (await world.store.reports.parked([world.group.id]))[world.group.id]


def notices(world: World) -> list[str]:
    return [plain(one.intent) for one in world.platform.log if one.target.dm]


async def three_reports(world: World) -> Round:
    round_ = await full_day(world, await world.track(BERLIN), 0)
    for name, text in (("ada", "see the manual"), ("alan", ""), ("zoe", "B holds too")):
        await report(world, round_, name, text=text)
    return round_


async def test_three_reporters_park_a_question_and_organisers_are_told_once(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0)
    for name in ("ada", "ada", "alan"):
        assert "three reports take the question out" in said(await report(world, round_, name))
    assert await parked(world) == frozenset()
    assert "not asked here any more" in said(await report(world, round_, "zoe"))
    await report(world, round_, "zoe", "typo")
    await report(world, round_, "eve")
    await tick(world.tools)
    assert await parked(world) == {name_of(round_)}
    [told] = notices(world)
    assert "Three members reported a problem" in told and "/daily reports" in told
    assert not any(name in told for name in ("Ada", "Alan", "Zoe"))


async def test_a_parked_question_is_chosen_in_no_track_of_the_group(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=2))
    one, other = await world.track(BERLIN), await world.track(BERLIN, channel="c2")
    await world.at(nine())
    first = await world.round_of(one)
    for name in ("ada", "alan", "zoe"):
        await report(world, first, name)
    for day in (1, 2, 3):
        await world.at(nine(day))
        asked = {name_of(await world.round_of(track)) for track in (one, other)}
        assert name_of(first) not in asked


async def test_reports_are_listed_without_names_newest_first(world: World) -> None:
    track = await world.track(BERLIN)
    first = await full_day(world, track, 0)
    await report(world, first, "ada", text="see the manual")
    await report(world, first, "alan", "ambiguous", "what is “best”?\nreally")
    second = await full_day(world, track, 1)
    await report(world, second, "ada", "typo")
    listed = await organise(world)
    lines = said(listed).split("\n")
    assert lines[0] == "1. Tell me which? (1 × a typo)"
    assert lines[1] == "2. Tell me which? (1 × ambiguous and 1 × the answer is wrong)"
    assert "- Mon 2 Nov, the answer is wrong: see the manual" in lines
    assert "- Mon 2 Nov, ambiguous: what is “best”? really" in lines
    assert not any(name in said(listed) for name in ("Ada", "Alan"))
    labels = [one.label for one in buttons(listed.intent)]
    assert labels[:3] == ["Put back 1", "Keep parked 1", "Fix 1"] and len(labels) == 6


async def test_put_back_returns_the_question_and_a_new_count_begins(world: World) -> None:
    round_ = await three_reports(world)
    done = await press(world, await organise(world), "Put back")
    assert said(done).startswith("Put back: Tell me which?") and done.how is How.REPLACE
    assert "No open reports" in said(done) and await parked(world) == frozenset()
    for name in ("ada", "alan"):
        await report(world, round_, name)
    assert await parked(world) == frozenset()
    await report(world, round_, "zoe")
    assert await parked(world) == {name_of(round_)}


async def test_keep_parked_settles_the_reports_and_keeps_the_question_out(world: World) -> None:
    round_ = await three_reports(world)
    listed = await organise(world)
    kept = await press(world, listed, "Keep parked")
    assert "until you put it back" in said(kept) and "(parked)" in said(kept)
    assert await parked(world) == {name_of(round_)}
    assert [one.label for one in buttons(kept.intent)] == ["Put back", "Fix"]
    await press(world, kept, "Put back")
    assert await parked(world) == frozenset()


async def test_what_is_settled_already_says_so(world: World) -> None:
    await three_reports(world)
    listed = await organise(world)
    await press(world, listed, "Put back")
    for label in ("Put back", "Keep parked"):
        assert "settled already" in said(await press(world, listed, label))
    assert await parked(world) == frozenset()


async def test_a_report_of_a_question_kept_out_tells_nobody_twice(world: World) -> None:
    round_ = await three_reports(world)
    await press(world, await organise(world), "Keep parked")
    for name in ("ada", "alan", "zoe"):
        await report(world, round_, name)
    await tick(world.tools)
    assert len(notices(world)) == 1


async def test_fix_leads_to_the_newest_round_with_that_question(world: World) -> None:
    await three_reports(world)
    menu = await press(world, await organise(world), "Fix")
    assert menu.how is How.PRIVATE and "#daily-c1, Mon 2 Nov: closed" in said(menu)
    assert "Accept another answer" in [one.label for one in buttons(menu.intent)]


async def test_fix_of_a_question_that_was_never_posted_here_says_so(world: World) -> None:
    ada = await world.member("ada")
    await world.store.reports.report(ada.id, "q04", KIND, "", world.clock.now())
    assert "never posted here" in said(await press(world, await organise(world), "Fix"))


async def test_a_long_list_shows_five_and_counts_the_rest(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=9))
    ada = await world.member("ada")
    for number in range(7):
        await world.store.reports.report(ada.id, f"q{number:02}", KIND, "x" * 900, world.clock.now())
    listed = await organise(world)
    assert listed.intent is not None and len(listed.intent.said().buttons) == 5
    assert "2 more questions after these." in said(listed)


@pytest.mark.parametrize("verb", ["reportback", "reportkeep", "reportfix"])
async def test_only_organisers_settle_reports(world: World, verb: str) -> None:
    round_ = await three_reports(world)
    refused = await world.desk.press(world.who("ada"), f"v1:{verb}:{name_of(round_)}")
    assert said(refused) == "Only organisers can do this."
    assert said(await world.desk.command(world.who("ada"), "/daily reports")) == said(refused)


async def test_a_tampered_button_parks_nothing(world: World) -> None:
    await world.track(BERLIN)
    who = world.who("grace", organiser=True)
    assert "settled already" in said(await world.desk.press(who, "v1:reportkeep:q03"))
    assert await parked(world) == frozenset()


async def test_the_command_reports_the_channels_newest_question(world: World) -> None:
    track = await world.track(BERLIN)
    assert "no question in this channel yet" in said(await world.desk.command(world.who(), "/report typo"))
    await full_day(world, track, 0)
    round_ = await posted(world, track, 1)
    thanks = await world.desk.command(world.who(), "/report wrong key: B holds as well")
    assert "Thank you" in said(thanks) and Verdict.RIGHT not in said(thanks)
    [reported] = await world.store.reports.open_in(world.group.id)
    assert reported.question_id == name_of(round_)
    assert [(line.kind, line.text) for line in reported.lines] == [(KIND, "B holds as well")]


async def test_the_command_asks_what_it_is_with_what_was_typed(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0)
    reply = await world.desk.command(world.who(), "/report option C is odd")
    assert reply.how is How.FORM and reply.form is not None
    assert [field.value for field in reply.form.fields] == ["wrong key", "option C is odd"]
    values = {"kind": "ambiguous", "text": "option C is odd"}
    assert "Thank you" in said(await world.desk.submit(world.who(), reply.form.action, values))


async def test_a_question_of_another_group_is_not_reported(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0)
    stranger = replace(world.who("eve"), group="g2", group_name="Elsewhere")
    values = {"kind": KIND, "text": ""}
    refused = await world.desk.submit(stranger, f"v1:report:{round_.mark}", values)
    assert "not known here" in said(refused)
    assert "not known here" in said(await world.desk.press(stranger, f"v1:report:{round_.mark}"))


async def test_an_unknown_kind_of_problem_is_refused(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0)
    assert "Say what the problem is" in said(await report(world, round_, "ada", "hate it"))
    assert await world.store.reports.open_in(world.group.id) == []
