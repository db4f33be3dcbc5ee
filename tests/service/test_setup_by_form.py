"""Where a platform asks by form, set-up is one form and then the preview as everywhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import FieldKind, Form, How, Reply
from bot.intents.setup import SetupPreview
from bot.intents.trouble import Sorry
from bot.service.desk import Desk
from tests.fakes.world import DEFAULTS, World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, nine, only, said
from tests.service.organising import command, fresh, labels, press
from tests.service.test_setup import bank_with_areas

FILLED_IN = {
    "channel": "<#c2|reading>",
    "time": "08:30",
    "zone": "Europe/Paris",
    "where": "many",
    "topics": "everything",
}


def asking_by_form(world: World) -> World:
    world.tools = replace(world.tools, defaults={"fake": replace(DEFAULTS, asks_by_form=True)})
    world.desk = Desk(world.tools)
    return world


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return asking_by_form(await make_world(only(Kind.CHOICE)))


def form_of(reply: Reply) -> Form:
    assert reply.how is How.FORM and reply.form is not None
    return reply.form


async def submit(
    world: World, values: dict[str, str], *, organiser: bool = True, channel: str = "c1"
) -> Reply:
    who = world.who("grace", organiser=organiser, channel=channel)
    return await world.desk.submit(who, "v1:setupform", values)


async def test_setup_alone_opens_a_form_with_what_is_known(world: World) -> None:
    form = form_of(await command(world, "/daily setup"))
    filled = {field.name: field.value for field in form.fields}
    assert filled == {
        "channel": "<#c1|ml-daily>",
        "time": "09:00",
        "zone": "Europe/Berlin",
        "where": "one",
        "topics": "everything",
    }
    kinds = {field.name: field.kind for field in form.fields}
    assert (kinds["channel"], kinds["time"], kinds["zone"]) == (
        FieldKind.CHANNEL,
        FieldKind.TIME,
        FieldKind.TEXT,
    )


async def test_where_no_channel_is_known_none_is_suggested(world: World) -> None:
    form = form_of(await command(world, "/daily setup", channel=""))
    assert form.fields[0].value == "" and form.fields[0].required


async def test_the_form_leads_to_the_preview_of_the_channel_that_was_chosen(world: World) -> None:
    preview = await submit(world, FILLED_IN)
    assert said(preview).split("\n")[0] == (
        "#reading · Mon–Fri 08:30 Europe/Paris · everything · revealed 08:00 next day"
    )
    assert labels(preview)[:4] == ["Start", "Preview", "Change", "Start and post now"]
    assert "Started: #reading" in said(await press(world, preview, "Start"))
    await world.at(nine())
    assert [post.target.channel for post in world.platform.log] == ["c2"]


async def test_nothing_starts_by_the_form_alone(world: World) -> None:
    await submit(world, FILLED_IN)
    assert await world.store.tracks.of_group(world.group.id) == []


async def test_missing_rights_in_the_chosen_channel_are_named(world: World) -> None:
    world.platform.lacking["c2"] = ("Send Messages",)
    assert "#reading yet: give me Send Messages" in said(await submit(world, FILLED_IN))
    assert isinstance((await submit(world, FILLED_IN | {"channel": "<#c1>"})).intent, SetupPreview)


async def test_a_preset_becomes_its_topics(make_world: MakeWorld) -> None:
    world = asking_by_form(await make_world(bank_with_areas()))
    form = form_of(await command(world, "/daily setup"))
    assert form.fields[4].choices == (
        ("everything", "Everything"),
        ("mlops", "MLOps core"),
        ("foundations", "ML foundations"),
        ("llm", "LLM systems"),
    )
    preview = await submit(world, FILLED_IN | {"topics": "mlops"})
    assert "· MLOps core ·" in said(preview)


async def test_words_or_a_track_that_runs_need_no_form(world: World) -> None:
    assert "Where are your people?" in said(await command(world, "/daily setup 10:00"))
    await world.track(BERLIN)
    change = await command(world, "/daily setup")
    assert labels(change)[0] == "Save"


async def test_choosing_a_channel_that_has_a_track_changes_it(world: World) -> None:
    track = await world.track(BERLIN, channel="c2")
    world.clock.advance(timedelta(seconds=1))
    preview = await submit(world, FILLED_IN)
    assert labels(preview)[0] == "Save"
    await press(world, preview, "Save")
    assert f"{(await fresh(world, track)).schedule.at:%H:%M}" == "08:30"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"channel": "", "where": "one"}, "Choose the channel"),
        ({"channel": "#nowhere"}, "do not know the channel #nowhere"),
        ({"channel": "<#>"}, "do not know the channel"),
        ({"channel": "<#c2|a>b>"}, "do not know the channel"),
        ({"time": "25:00"}, "no time of day"),
        ({"zone": "belrin"}, "Did you mean Europe/Berlin?"),
        ({"where": "mars"}, "belongs to another version"),
        ({"topics": "cobol"}, "belongs to another version"),
    ],
)
async def test_what_cannot_be_read_is_a_sentence(world: World, values: dict[str, str], sentence: str) -> None:
    assert sentence in said(await submit(world, FILLED_IN | values, channel=""))
    assert await world.store.tracks.of_group(world.group.id) == []


@pytest.mark.parametrize("typed", ["ml-daily", "#ml-daily", "", "<#c1>", "c1"])
async def test_a_channel_may_be_typed_where_it_cannot_be_picked(world: World, typed: str) -> None:
    assert said(await submit(world, FILLED_IN | {"channel": typed})).startswith("#ml-daily · ")


async def test_only_organisers_get_and_send_the_form(world: World) -> None:
    reply = await world.desk.command(world.who("ada"), "/daily setup")
    assert reply.form is None and "organisers" in said(reply)
    assert "organisers" in said(await submit(world, FILLED_IN, organiser=False))
    assert "organisers" in said(await world.desk.press(world.who("ada"), "v1:setupform"))


async def test_every_mistake_is_told_with_the_field_it_belongs_to(world: World) -> None:
    reply = await submit(world, FILLED_IN | {"channel": "#nowhere", "time": "25:00", "zone": "belrin"})
    assert isinstance(reply.intent, Sorry)
    assert [field for field, _ in reply.intent.faults] == ["channel", "time", "zone"]
    assert reply.intent.sentence == " ".join(sentence for _, sentence in reply.intent.faults)
    assert all(part in said(reply) for part in ("#nowhere", "no time of day", "Europe/Berlin"))
