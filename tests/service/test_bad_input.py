"""Hostile and odd input: a clear sentence, nothing lost, nothing executed, nobody pinged."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import OptionKind, parse
from bot.completion import suggest
from bot.domain.question import Kind
from bot.errors import UsageError
from bot.intents.trouble import Broken
from bot.service import schedule_words
from bot.service.channel_words import read_channel
from bot.service.date_words import read_dates
from bot.service.zone_words import read_zone
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, only, posted, said

HOSTILE = [
    "@everyone",
    "<script>alert(1)</script>",
    "'; DROP TABLE answers; --",
    "\u202eevil\u202c",
    "a\x00b\x07c",
    "x" * 10_000,
    "<!channel> <@U123>",
    "$(reboot)`id`",
    "",
    "   ",
]


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_hostile_name_is_stored_inert_and_shown_on_the_board(world: World, text: str) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    who = replace(world.who("mallory"), name=text)
    await world.desk.press(who, f"v1:answer:{round_.mark}:0")
    assert await world.store.answers.count(round_.id) == 1
    member = await world.store.people.member(world.group, "mallory", text)
    assert len(member.name) <= 100 and "\x00" not in member.name


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "command", ["/quiz", "/answer", "/leaderboard", "/streak", "/daily setup", "/daily skip", "/"]
)
async def test_hostile_words_get_a_sentence(world: World, command: str, text: str) -> None:
    await posted(world, await world.track(BERLIN))
    reply = await world.desk.command(world.who("ada", organiser=True), f"{command} {text}")
    assert not isinstance(reply.intent, Broken), "an odd command is no bug"
    assert reply.intent is not None or reply.form is not None


@pytest.mark.parametrize(
    "action",
    [
        "",
        "v1",
        "v0:answer:x:1",
        "v1:answer",
        "v1:answer:nosuchmark:1",
        "v1:answer:x:-1",
        "v1:answer:x:1e9",
        "v1:answer:x:99999999999999999999",
        "v1:answer:x:١",
        "v1:setupstart:999999",
        "v1:setupstart:'; DROP TABLE tracks",
        "v1:quiz:::",
        "v1:quizgo:" + "a" * 500,
        "v1:nosuchverb:1",
    ],
)
async def test_a_forged_button_is_refused_in_words(world: World, action: str) -> None:
    reply = await world.desk.press(world.who("ada", organiser=True), action)
    assert not isinstance(reply.intent, Broken)
    assert said(reply)


@pytest.mark.parametrize("values", [{}, {"answer": ""}, {"answer": "x" * 5000}, {"other": "B"}])
async def test_a_form_with_odd_values_is_refused_in_words(world: World, values: dict[str, str]) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    reply = await world.desk.submit(world.who(), f"v1:form:{round_.mark}", values)
    assert not isinstance(reply.intent, Broken)
    assert await world.store.answers.count(round_.id) == 0


async def test_an_unknown_error_gives_an_id_and_the_traceback_to_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    class Exploding:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError("a bug, with a secret token inside")

    desk = replace(world.desk, tools=replace(world.tools, store=Exploding()))  # type: ignore[arg-type]
    reply = await desk.command(world.who(), "/streak")
    assert isinstance(reply.intent, Broken)
    assert "secret" not in plain(reply.intent)


async def test_ten_thousand_people_with_the_same_name_are_different_people(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    for number in range(20):
        who = replace(world.who(f"id{number}"), name="Same")
        await world.desk.press(who, f"v1:answer:{round_.mark}:0")
    assert await world.store.answers.count(round_.id) == 20


async def test_a_board_of_hostile_names_keeps_its_lines(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    who = replace(world.who("mallory"), name="line\nbreak\r\nhere")
    await world.store.people.member(world.group, who.account, who.name)
    text = said(await world.desk.command(world.who(), "/leaderboard"))
    assert len(text.split("\n")) == 2


@given(st.text(max_size=600))
def test_the_parser_raises_nothing_but_usage_errors(text: str) -> None:
    with suppress(UsageError):
        assert parse(text).command.name


@given(st.text(max_size=80))
def test_suggestions_never_fail_and_always_extend_a_command(text: str) -> None:
    for one in suggest(f"/{text}", {OptionKind.TOPICS: [("mlflow", "MLflow")]}, organiser=True):
        assert one.insert.startswith("/")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
@pytest.mark.parametrize("read", ["read_time", "read_reveal", "read_days"])
def test_schedule_words_raise_nothing_but_usage_errors(read: str, text: str) -> None:
    with suppress(UsageError):
        assert getattr(schedule_words, read)(text) is not None


TODAY = date(2026, 11, 2)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9 .–-]{1,20}(\.\.|to)?[a-z0-9 -]{0,20}", fullmatch=True))
def test_dates_raise_nothing_but_usage_errors(text: str) -> None:
    with suppress(UsageError):
        assert read_dates(text.split(), TODAY)


@pytest.mark.parametrize(
    "text", ["9999-12-31..mon", "9999-12-30 to mon", "fri..9999-12-31", "9999-12-31..29 feb"]
)
def test_the_end_of_time_is_a_sentence(text: str) -> None:
    with pytest.raises(UsageError):
        read_dates(text.split(), TODAY)


@pytest.mark.parametrize("read", ["read_zone", "read_channel"])
@given(st.text(max_size=80))
def test_zones_and_channels_raise_nothing_but_usage_errors(read: str, text: str) -> None:
    with suppress(UsageError):
        assert {"read_zone": read_zone, "read_channel": read_channel}[read](text) != ""
