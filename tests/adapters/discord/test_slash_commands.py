"""Each declared command as Discord offers it, and what the core is told of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.bank import Bank
from bot.commands import COMMANDS, Option, OptionKind, parse
from bot.ports.store import Store
from tests.adapters.discord.desks import Scribe
from tests.adapters.discord.town import Town, found, opened, shown
from tests.fakes.clock import ManualClock
from tests.platforms.discord.asking import NotOfferedError
from tests.platforms.discord.server import DiscordServer

GIVEN = {
    OptionKind.TOPICS: "topic",
    OptionKind.COUNT: 7,
    OptionKind.LEVEL: "mid",
    OptionKind.ANSWER: "A C",
    OptionKind.TIME: "09:30",
    OptionKind.ZONE: "Europe/Berlin",
    OptionKind.TEXT: "what people write",
    OptionKind.DATES: "2026-12-24",
}
Heard = tuple[Town, Scribe]


@pytest.fixture
async def heard(server: DiscordServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Heard]:
    scribes: list[Scribe] = []

    def scribe(tools: Any) -> Scribe:
        scribes.append(Scribe(tools))
        return scribes[0]

    async with opened(found(server), store, clock, bank, desk=scribe) as town:
        yield town, scribes[0]


def given(town: Town, option: Option) -> Any:
    if option.kind is OptionKind.PERSON:
        return town.ada
    if option.kind is OptionKind.CHANNEL:
        return town.channel
    return option.choices[-1] if option.kind is OptionKind.CHOICE else GIVEN[option.kind]


def typed(town: Town, option: Option) -> str:
    if option.kind is OptionKind.PERSON:
        return f"<@{town.ada.id}>"
    if option.kind is OptionKind.CHANNEL:
        return f"<#{town.channel.id}|ml-daily>"
    return str(given(town, option))


async def test_every_command_with_every_option_arrives_as_it_is_typed_elsewhere(heard: Heard) -> None:
    town, scribe = heard
    for command in COMMANDS:
        if command.verbs and command.alone:
            continue
        ways = [(f"{command.name} {verb.name}", verb.options) for verb in command.verbs]
        for path, options in ways or [(command.name, command.options)]:
            chosen = {option.name: given(town, option) for option in options}
            reply = await town.grace.slash(town.channel, path, **chosen)
            assert reply.text == "Heard." and reply.ephemeral
            words = [path, *(typed(town, option) for option in options)]
            assert scribe.heard[-1][1] == f"/{' '.join(words)}"
            assert parse(scribe.heard[-1][1]).command.name == command.name


async def test_every_command_runs_with_nothing_but_what_it_requires(heard: Heard) -> None:
    town, scribe = heard
    for command in COMMANDS:
        ways = [(f"{command.name} {verb.name}", verb.options) for verb in command.verbs]
        if not ways or command.alone:
            ways = [(command.name, command.options)]
        for path, options in ways:
            needed = [option for option in options if option.required]
            await town.grace.slash(town.channel, path, **{one.name: given(town, one) for one in needed})
            assert scribe.heard[-1][1] == " ".join([f"/{path}", *(typed(town, one) for one in needed)])


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.alone])
async def test_a_verb_is_a_choice_where_the_command_also_runs_alone(heard: Heard, name: str) -> None:
    town, scribe = heard
    command = next(command for command in COMMANDS if command.name == name)
    for verb in command.verbs:
        chosen = {option.name: given(town, option) for option in verb.options}
        await town.ada.slash(town.channel, name, **{command.verb_as: verb.name}, **chosen)
        words = [verb.name, *(typed(town, option) for option in verb.options)]
        assert scribe.heard[-1][1] == f"/{name} {' '.join(words)}"


async def test_who_typed_is_told_with_name_language_and_rights(heard: Heard) -> None:
    town, scribe = heard
    town.grace.user.locale = "de"
    await town.grace.slash(town.channel, "help")
    who = scribe.heard[-1][0]
    assert (who.platform, who.group, who.group_name) == ("discord", str(town.guild.id), "Team")
    assert (who.account, who.name, who.organiser) == (str(town.grace.id), "Grace", True)
    assert (who.channel, who.channel_name, who.zone) == (str(town.channel.id), "ml-daily", "Europe/Berlin")
    await town.ada.slash(town.channel, "help")
    assert not scribe.heard[-1][0].organiser and scribe.heard[-1][0].zone is None


async def test_a_thread_stands_for_its_channel(heard: Heard) -> None:
    town, scribe = heard
    post = town.grace.say(town.channel, "Let us talk.")
    thread = await begun(town, post.id)
    await town.ada.slash(thread, "answer", answer="B")
    who = scribe.heard[-1][0]
    assert (who.channel, who.channel_name) == (str(town.channel.id), "ml-daily")
    await town.grace.slash(town.channel, "daily status", track=thread)
    assert scribe.heard[-1][1] == f"/daily status <#{town.channel.id}|ml-daily>"


async def begun(town: Town, message: int) -> Any:
    """A thread under a message."""
    client = town.platform.poster.client
    held = client.get_partial_messageable(town.channel.id, guild_id=town.guild.id).get_partial_message(
        message
    )
    await held.create_thread(name="Talk")
    await town.server.until(lambda: client.get_channel(town.channel.id).threads)  # type: ignore[union-attr]
    return town.channel.threads[-1]


async def test_a_channel_written_in_words_is_told_with_its_name(heard: Heard) -> None:
    town, scribe = heard
    await town.grace.slash(town.channel, "daily settings", name="notices", value=f"<#{town.channel.id}>")
    assert scribe.heard[-1][1] == f"/daily settings notices <#{town.channel.id}|ml-daily>"


async def test_somebody_who_left_can_still_be_named(heard: Heard) -> None:
    town, scribe = heard
    town.ada.leave()
    await town.grace.slash(town.channel, "daily organisers", how="remove", person=town.ada.user)
    assert scribe.heard[-1][1] == f"/daily organisers remove <@{town.ada.id}>"


async def test_only_channels_that_take_questions_are_offered(town: Town) -> None:
    daily = next(command for command in town.server.commands if command["name"] == "daily")
    move = next(verb for verb in daily["options"] if verb["name"] == "move")
    channel = next(option for option in move["options"] if option["name"] == "channel")
    assert sorted(channel["channel_types"]) == [0, 5, 10, 11, 12, 15, 16]


async def test_daily_is_offered_to_organisers_and_the_rest_to_all(town: Town) -> None:
    rights = {one["name"]: one["default_member_permissions"] for one in town.server.commands}
    assert rights.pop("daily") == str(1 << 5)
    assert set(rights.values()) == {None}
    assert {tuple(one["contexts"]) for one in town.server.commands} == {(0,)}
    with pytest.raises(NotOfferedError):
        await town.ada.slash(town.channel, "daily status")


async def test_the_core_refuses_whoever_is_no_organiser_though_discord_offers_it(town: Town) -> None:
    for command in town.server.commands:
        command["default_member_permissions"] = None
    reply = await town.ada.slash(town.channel, "daily setup")
    assert reply.ephemeral and "organiser" in reply.text and not reply.message.buttons  # type: ignore[union-attr]


async def test_quiz_takes_several_topics_and_more_as_one_line(town: Town) -> None:
    quiz = await town.ada.slash(town.channel, "quiz", topics="topic", count=3, level="mid")
    assert "1 of 3" in shown(quiz).text


async def test_a_command_that_discord_knows_and_this_version_does_not_gets_a_sentence(town: Town) -> None:
    old = [{"name": "old", "description": "Gone.", "type": 1}]
    town.server.registry.overwrite(old, town.server.bot.id, None)
    reply = await town.ada.slash(town.channel, "old")
    assert reply.ephemeral and "commands have changed" in reply.text


async def test_an_option_that_this_version_does_not_know_gets_a_sentence(town: Town) -> None:
    quiz = next(command for command in town.server.commands if command["name"] == "quiz")
    quiz["options"][0]["name"] = "about"
    reply = await town.ada.slash(town.channel, "quiz", about="topic")
    assert reply.ephemeral and "commands have changed" in reply.text


async def test_what_a_command_wants_typed_can_be_pressed_on(town: Town) -> None:
    ids = {command["name"]: command["id"] for command in town.server.commands}
    told = (await town.ada.slash(town.channel, "help")).text
    assert f"</quiz:{ids['quiz']}>" in told
