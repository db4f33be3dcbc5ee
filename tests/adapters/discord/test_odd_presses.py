"""Buttons are public: old, tampered and foreign ones get a sentence and change nothing."""

import pytest

from adapters.discord.components import action_of, carries, group_of
from tests.adapters.discord.town import Town

MARK = "abcdefghijklmnopqrstuvwx"
ODD = (
    "x",
    "v1:",
    "v1:answer",
    "v1:answer:nothing:0",
    "v2:answer:nothing:0",
    "v1:answer:@everyone <@1>:0",
    "v1:quiz:key:1:99999999999999999999",
    "v1:setupstart:-1",
    "v1:setupstart:1",
    "v1:do:daily end",
    "v1:do:/daily end",
    "~~1",
    "🇦" * 50,
    "v1:answer:\x00:0",
    "x" * 100,
)


@pytest.mark.parametrize("custom_id", ODD)
async def test_a_press_on_nothing_known_gets_a_sentence(town: Town, custom_id: str) -> None:
    await town.set_up()
    post = await town.posted()
    reply = await town.ada.click(post, custom_id, stale=True)
    assert reply.ephemeral and reply.text and reply.message is not None and reply.message.pings == []
    assert await town.store.answers.count((await town.round()).id) == 0
    assert (await town.track()).next_at is not None


async def test_an_organisers_button_is_refused_to_others(town: Town) -> None:
    asked = await town.grace.slash(town.channel, "daily setup", time="09:00", zone="Europe/Berlin")
    assert asked.message is not None
    key = asked.message.part("One region")["custom_id"]
    reply = await town.ada.click(asked.message, key)
    assert reply.ephemeral and "organiser" in reply.text
    assert "One region" in asked.message.labels


async def test_a_mark_of_another_server_counts_nothing_here(town: Town) -> None:
    """A button of that server's post, pressed in this one, is not this one's answer."""
    await town.set_up()
    post = await town.posted()
    key = post.part("A")["custom_id"]
    other = town.server.add_guild("Other")
    elsewhere = other.add_text("talk")
    mallory = other.add_member("Mallory")
    message = mallory.say(elsewhere, "press")
    reply = await mallory.click(message, key, stale=True)
    assert reply.ephemeral and "Saved" not in reply.text
    assert await town.store.answers.count((await town.round()).id) == 0


async def test_a_form_that_was_tampered_with_gets_a_sentence(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await town.answered(post, town.ada)
    reveal = await town.revealed()
    form = await town.ada.click(reveal, "Report a problem")
    assert form.modal is not None
    form.modal["custom_id"] = "v1:report:nothing"
    field = form.modal["components"][0]["component"]["custom_id"]
    told = await town.ada.submit(form, {field: "typo"})
    assert told.ephemeral and "Thank you" not in told.text


async def test_who_presses_too_much_is_asked_to_stop(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    replies = [town.ada.begin_click(post, "A") for _ in range(70)]
    texts = [(await reply.answered()).text for reply in replies]
    assert texts[-1] == "That is enough for now. Thank you."
    assert "Saved" in (await town.grace.click(post, "B")).text


@pytest.mark.parametrize(
    ("custom_id", "action", "mark", "group"),
    [
        ("v1:answer:m:1", "v1:answer:m:1", "", ""),
        (f"v1:answer:m:1~{MARK}", "v1:answer:m:1", MARK, ""),
        (f"v1:there:m~{MARK}~123456789012345678", "v1:there:m", MARK, "123456789012345678"),
        ("v1:do:daily status~~123456789012345678", "v1:do:daily status", "", "123456789012345678"),
        ("v1:do:answer ~0.82", "v1:do:answer ~0.82", "", ""),
        ("v1:do:answer ~5", "v1:do:answer ~5", "", ""),
        ("v1:do:a~b~c", "v1:do:a~b~c", "", ""),
    ],
)
def test_what_follows_an_action_is_told_from_what_people_typed(
    custom_id: str, action: str, mark: str, group: str
) -> None:
    assert (action_of(custom_id), group_of(custom_id)) == (action, group)
    assert carries(custom_id, mark)
