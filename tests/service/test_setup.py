"""RULES: set-up in two clicks, presets, preview, change, also of a track that runs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Kind, Topic
from bot.domain.round import TrackState
from bot.intents.base import How
from bot.intents.question_post import QuestionPost
from bot.intents.setup import SetupPreview
from tests.fakes.bank import bank_of, choice, make_bank, question
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, nine, only, posted, said
from tests.service.organising import button, command, fresh, labels, press

AREAS = {"mlflow": "operations", "dvc": "data", "keras": "modelling", "rag": "llm-systems"}


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(make_bank(kinds=False))


def bank_with_areas() -> Bank:
    topics = {
        name: Topic(
            name, name.upper(), area, tuple(question(f"{name}-{i:02}", name, choice(name)) for i in range(20))
        )
        for name, area in AREAS.items()
    }
    open_only = Topic(
        "behavioral", "Behavioural", "practice", (question("behavioral-1", "behavioral", None),)
    )
    return bank_of({**topics, "behavioral": open_only})


async def test_two_clicks_start_a_track(world: World) -> None:
    where = await command(world, "/daily setup")
    assert "Where are your people?" in said(where)
    preview = await press(world, where, "One region")
    lines = said(preview).split("\n")
    assert lines[0] == "#ml-daily · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00"
    assert lines[1] == "First question: Mon 2 Nov 09:00 (in 2 h)."
    assert preview.intent is not None
    rows = [[one.label for one in row] for row in preview.intent.said().buttons]
    assert rows == [["Start", "Preview", "Change", "Start and post now"], ["✓ Everything", "Choose"]]
    started = await press(world, preview, "Start")
    assert "Started: #ml-daily" in said(started)
    await world.at(nine())
    assert len(world.platform.log) == 1


async def test_several_time_zones_reveal_the_next_day(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "Several time zones")
    assert "revealed 08:00 next day" in said(preview)


@pytest.mark.parametrize(
    ("typed", "where", "expected"),
    [
        ("9", "One region", "09:00 Europe/Berlin · everything · revealed 17:00"),
        ("9am new york", "One region", "09:00 America/New_York"),
        ("21h berlin", "One region", "21:00 Europe/Berlin · everything · revealed 08:00 next day"),
        ("CET 16.30", "One region", "16:30 Europe/Berlin · everything · revealed 08:00 next day"),
        ("07:30", "Several time zones", "07:30 Europe/Berlin · everything · revealed 06:30 next day"),
        ("00:30", "Several time zones", "00:30 Europe/Berlin · everything · revealed 23:30"),
    ],
)
async def test_times_and_zones_are_read_forgivingly_and_the_reveal_fits(
    world: World, typed: str, where: str, expected: str
) -> None:
    preview = await press(world, await command(world, f"/daily setup {typed}"), where)
    assert expected in said(preview)


async def test_nothing_happens_before_start(world: World) -> None:
    await press(world, await command(world, "/daily setup"), "One region")
    await world.at(nine())
    assert world.platform.log == []
    assert "No daily question here yet" in said(await command(world, "/daily status"))


async def test_start_and_post_now_posts_at_once(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    on_its_way = await press(world, preview, "Start and post now")
    assert "on its way to #ml-daily" in said(on_its_way)
    await world.at(world.clock.now())
    assert len(world.platform.log) == 1


async def test_change_takes_every_field_and_refuses_a_short_window_with_the_nearest(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    form = (await press(world, preview, "Change")).form
    assert form is not None
    assert [field.name for field in form.fields] == ["time", "zone", "days", "reveal", "topics"]
    values = {"time": "8.30", "zone": "kolkata", "days": "mon, wed", "reveal": "10:00", "topics": "beta mid"}
    who = world.who("grace", organiser=True)
    refused = await world.desk.submit(who, form.action, values)
    assert "nearest is 10:30" in said(refused)
    changed = await world.desk.submit(who, form.action, values | {"reveal": "10:30"})
    assert "Mon, Wed 08:30 Asia/Kolkata · Beta (mid) · revealed 10:30" in said(changed)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("time", "25:00", "no time of day"),
        ("zone", "belrin", "Did you mean Europe/Berlin?"),
        ("days", "", "no weekday"),
        ("days", "someday", "no weekday"),
        ("reveal", "x" * 500, "no time of day"),
        ("topics", "cobol", "There is no topic"),
    ],
)
async def test_a_field_that_cannot_be_read_changes_nothing(
    world: World, field: str, typed: str, sentence: str
) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    form = (await press(world, preview, "Change")).form
    assert form is not None
    reply = await world.desk.submit(world.who("grace", organiser=True), form.action, {field: typed})
    assert sentence in said(reply)
    assert "Mon–Fri 09:00 Europe/Berlin · everything" in said(await press(world, preview, "✓ Everything"))


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "europe", "x" * 300])
async def test_an_unknown_zone_is_a_sentence(world: World, zone: str) -> None:
    assert "zone" in said(await command(world, f"/daily setup 09:00 {zone}"))


async def test_a_preset_offers_the_topics_of_its_areas(make_world: MakeWorld) -> None:
    world = await make_world(bank_with_areas())
    preview = await press(world, await command(world, "/daily setup"), "One region")
    assert labels(preview)[4:] == ["✓ Everything", "MLOps core", "ML foundations", "LLM systems", "Choose"]
    core = await press(world, preview, "MLOps core")
    assert "· MLOps core · revealed" in said(core) and "✓ MLOps core" in labels(core)
    await press(world, core, "Start")
    [track] = await world.store.tracks.of_group(world.group.id)
    assert track.topics == {"mlflow", "dvc"}


async def test_topics_and_levels_can_be_chosen_by_hand(make_world: MakeWorld) -> None:
    world = await make_world(bank_with_areas())
    preview = await press(world, await command(world, "/daily setup"), "One region")
    areas = await press(world, preview, "Choose")
    assert labels(areas)[:4] == ["Modelling", "Data", "Operations", "LLM systems"]
    assert "No topic chosen, which means everything: 80 questions." in said(areas)
    topics = await press(world, areas, "Modelling")
    ticked = await press(world, topics, "KERAS")
    assert button(ticked, "✓ KERAS").spoken == "KERAS: chosen"
    back = await press(world, ticked, "Areas")
    assert "Modelling (1 of 1)" in labels(back) and "1 topic: 20 questions." in said(back)
    fewer = await press(world, back, "✓ junior")
    assert "· KERAS (mid, senior) ·" in said(await press(world, fewer, "Done"))
    none = await press(world, await press(world, fewer, "Modelling (1 of 1)"), "None of these")
    assert "everything (mid, senior)" in said(await press(world, await press(world, none, "Areas"), "Done"))


async def test_no_screen_of_choices_is_too_large_for_a_message(make_world: MakeWorld) -> None:
    topics = {
        f"t{n:02}": Topic(
            f"t{n:02}", f"Topic {n:02}", "data", (question(f"t{n:02}-1", f"t{n:02}", choice()),)
        )
        for n in range(45)
    }
    world = await make_world(bank_of(topics))
    preview = await press(world, await command(world, "/daily setup"), "One region")
    screen = await press(world, await press(world, preview, "Choose"), "Data")
    seen: set[str] = set()
    for _ in range(3):
        assert screen.intent is not None
        rows = screen.intent.said().buttons
        assert len(rows) <= 5 and all(len(row) <= 5 for row in rows)
        assert all(len(one.action) <= 100 for one in buttons(screen.intent))
        seen.update(label for label in labels(screen) if label.startswith("Topic"))
        screen = await press(world, screen, "More")
    assert len(seen) == 45


async def test_a_choice_without_a_question_cannot_be_started(make_world: MakeWorld) -> None:
    world = await make_world(bank_with_areas())
    preview = await press(world, await command(world, "/daily setup"), "One region")
    await press(world, await press(world, preview, "Choose"), "✓ mid")
    assert said(await press(world, preview, "Start")) == "No question fits these topics and levels."
    assert await world.store.tracks.of_group(world.group.id) == []


async def test_a_preview_is_private_and_its_buttons_do_nothing(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    shown = await press(world, preview, "Preview")
    assert shown.how is How.PRIVATE and "Tap a letter" in said(shown)
    assert "because" not in said(shown), "the answer is not given away"
    assert "only a preview" in said(await press(world, shown, "A"))


@pytest.mark.parametrize("seed", range(6))
async def test_a_preview_is_never_the_question_that_comes_next(make_world: MakeWorld, seed: int) -> None:
    world = await make_world(only(Kind.CHOICE, count=2))
    for _ in range(seed):
        world.tools.token(10)
    preview = await press(world, await command(world, "/daily setup"), "One region")
    shown = (await press(world, preview, "Preview")).intent
    assert isinstance(shown, QuestionPost)
    await press(world, preview, "Start")
    [track] = await world.store.tracks.of_group(world.group.id)
    round_ = await posted(world, track)
    assert round_.question is not None
    assert round_.question.question_id != shown.question.question_id


async def test_a_preview_is_never_an_open_question(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=2))
    track = await world.track(BERLIN)
    await posted(world, track)
    reply = await press(world, await command(world, "/daily setup"), "Preview")
    assert said(reply) == "No other question fits, so a preview would give the next one away."


async def test_a_pool_that_never_had_more_is_told_at_set_up(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=7))
    preview = await press(world, await command(world, "/daily setup"), "One region")
    assert isinstance(preview.intent, SetupPreview) and "Only 7 questions fit" in said(preview)


async def test_two_organisers_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    first = await press(world, await command(world, "/daily setup"), "One region")
    second = await press(world, await command(world, "/daily setup", "ada"), "Several time zones", "ada")
    world.clock.advance(timedelta(seconds=5))
    await press(world, first, "Start")
    reply = await press(world, second, "Start", "ada")
    assert "Started" not in said(reply)
    tracks = await world.store.tracks.of_group(world.group.id)
    assert len(tracks) == 1 and not tracks[0].schedule.reveal.next_day


async def test_set_up_on_a_running_track_changes_it_and_loses_nothing(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    open_round = await posted(world, track, 1)
    await command(world, "/daily skip 2026-11-05")
    world.clock.advance(timedelta(minutes=1))
    change = await command(world, "/daily setup 10:00")
    assert labels(change)[:3] == ["Save", "Preview", "Change"]
    assert "Next question: Wed 4 Nov 10:00" in said(change)
    assert "Saved: " in said(await press(world, change, "Save"))
    changed = await fresh(world, track)
    assert (changed.key, f"{changed.schedule.at:%H:%M}") == (track.key, "10:00")
    assert [day.isoformat() for day in changed.schedule.skips] == ["2026-11-05"]
    kept = await world.store.rounds.get(open_round.id)
    assert kept is not None and kept.closes_at == open_round.closes_at
    ada = await world.member("ada")
    assert dict(await world.store.answers.streaks(ada.id))[track.id].streak == 1


async def test_a_change_never_loses_a_date_that_is_due(world: World) -> None:
    track = await world.track(BERLIN)
    world.clock.advance(timedelta(minutes=1))
    change = await command(world, "/daily setup 11:00")
    world.clock.advance(nine() - world.clock.now() + timedelta(minutes=1))
    await press(world, change, "Save")
    rounds = await world.store.rounds.recent(track.id, 5)
    assert [round_.day for round_ in rounds] == [nine().date()]
    await world.at(world.clock.now())
    assert len(world.platform.log) == 1
    await world.at(nine() + timedelta(hours=3))
    assert len(world.platform.log) == 1, "one question a day, whatever the new time"


async def test_a_paused_track_stays_paused_when_it_is_changed(world: World) -> None:
    track = await world.track(BERLIN)
    await command(world, "/daily pause")
    world.clock.advance(timedelta(minutes=1))
    await press(world, await command(world, "/daily setup 10:00"), "Save")
    changed = await fresh(world, track)
    assert (changed.state, changed.next_at) == (TrackState.PAUSED, None)


async def test_somebody_elses_change_is_not_undone_by_an_older_draft(world: World) -> None:
    track = await world.track(BERLIN)
    older = await command(world, "/daily setup 11:00")
    world.clock.advance(timedelta(seconds=5))
    await command(world, "/daily move 10:00")
    assert "Somebody changed the daily question" in said(await press(world, older, "Save"))
    assert (await fresh(world, track)).schedule == replace(BERLIN, at=BERLIN.at.replace(hour=10))
