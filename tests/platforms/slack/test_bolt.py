"""A bot on the real slack-bolt, in Socket Mode, meets people."""

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.interactions import NotAnsweredError
from tests.platforms.slack.library import app_of, running
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.using import NotOfferedError
from tests.platforms.slack.world import Channel, Workspace


async def test_a_command_is_answered_to_the_person_alone(
    bot: AsyncApp, channel: Channel, ada: Person
) -> None:
    reply = await ada.slash(channel, "/quiz", "mlflow 5")
    assert (reply.text, reply.ephemeral) == ("mlflow 5 for ada", True)
    assert channel.last.shown.startswith("Which *one*?\nA Form Edit Away Slow")
    assert [each.text for each in ada.ephemerals(channel)] == ["mlflow 5 for ada"]
    assert reply.requests[-1].method == "chat.postMessage"


async def test_answers_follow_by_the_response_url(bot: AsyncApp, channel: Channel, ada: Person) -> None:
    reply = await ada.slash(channel, "/later")
    assert await reply.posted(2) is channel.last
    assert (reply.text, reply.messages[0].ephemeral) == ("Here it is.\nFor all.", True)
    assert [message.text for message in channel.messages] == ["For all."]


async def test_a_button_is_answered(bot: AsyncApp, channel: Channel, ada: Person) -> None:
    await ada.slash(channel, "/quiz")
    saved = await ada.click(channel.last, "A")
    assert (await saved.posted()).ephemeral and saved.text == "Saved: A."
    chosen = await (await ada.select(channel.last, "level", "Senior")).posted()
    assert chosen.text == "Level senior."


async def test_a_message_is_replaced_and_taken_away(bot: AsyncApp, channel: Channel, ada: Person) -> None:
    await ada.slash(channel, "/quiz")
    question = channel.last
    edited = await (await ada.click(question, "Edit")).changed()
    assert (edited.shown, edited.buttons, edited is question) == ("Edited.", [], True)
    await ada.slash(channel, "/quiz")
    await (await ada.click(channel.last, "Away")).changed()
    assert channel.messages == [question]


async def test_a_modal_is_filled_in(bot: AsyncApp, channel: Channel, ada: Person) -> None:
    await ada.slash(channel, "/quiz")
    form = await (await ada.click(channel.last, "Form")).opened()
    assert (ada.modal, form.title, form.private_metadata) == (form, "A question", "kept")
    with pytest.raises(NotOfferedError, match="must be filled in"):
        await ada.submit(form)
    refused = await ada.submit(form, {"what": "?"})
    assert (refused.errors, form.errors, ada.modal) == ({"what": "Say more."}, {"what": "Say more."}, form)
    taken = await ada.submit(form, {"Question": "Why?"})
    assert (taken.response_action, ada.modal) == (None, None)
    assert [message.text for message in ada.dm.messages] == ["kept: Why?"]


async def test_events_arrive(bot: AsyncApp, channel: Channel, ada: Person, server: SlackServer) -> None:
    await ada.open_home().delivered()
    await server.until(lambda: ada.home)
    assert ada.home is not None and ada.home.shown == f"Hello {ada.id}"
    message = ada.say(channel, "x")
    await ada.react(message, "thumbsup").delivered()
    await server.until(lambda: channel.last.text == "thumbsup")
    assert message.shape()["reactions"] == [{"name": "thumbsup", "users": [ada.id], "count": 1}]
    ada.unreact(message, "thumbsup")
    assert message.reactions == {}


async def test_what_nobody_answers_is_told(
    bot: AsyncApp, channel: Channel, ada: Person, server: SlackServer
) -> None:
    await ada.slash(channel, "/quiz")
    server.patience = 0.05
    with pytest.raises(NotAnsweredError, match="/nothing: timeout"):
        await ada.slash(channel, "/nothing")
    with pytest.raises(NotAnsweredError, match="slow: timeout"):
        await ada.click(channel.last, "Slow")
    with pytest.raises(NotAnsweredError, match="gone"):
        await ada.click(channel.last, "gone", stale=True)


async def test_people_can_do_only_what_is_there(
    bot: AsyncApp, channel: Channel, ada: Person, ws: Workspace, server: SlackServer
) -> None:
    message = ada.say(channel, "x")
    with pytest.raises(NotOfferedError, match="no 'A' among"):
        await ada.click(message, "A")
    ada.react(message, "a")
    with pytest.raises(NotOfferedError, match="already"):
        ada.react(message, "a")
    with pytest.raises(NotOfferedError, match="has not"):
        ada.unreact(message, "b")
    ada.delete(message)
    with pytest.raises(NotOfferedError, match="deleted"):
        await ada.click(message, "A")
    server.app.commands = {"/quiz"}
    with pytest.raises(NotOfferedError, match="not a valid command"):
        await ada.slash(channel, "/other")
    ws.deny("commands")
    with pytest.raises(NotOfferedError, match="not granted"):
        await ada.slash(channel, "/quiz")


async def test_shortcuts_are_heard(server: SlackServer, ws: Workspace, channel: Channel, ada: Person) -> None:
    app, heard = app_of(server, ws), []

    @app.shortcut("ask")
    async def ask(ack: Any, body: Any) -> None:
        heard.append(body["type"])
        await ack()

    async with running(app, server):
        await ada.shortcut("ask")
        await ada.shortcut("ask", ada.say(channel, "x"))
    assert heard == ["shortcut", "message_action"]


async def test_a_shared_channel_has_people_of_another_team(
    bot: AsyncApp, channel: Channel, ada: Person, server: SlackServer, ws: Workspace
) -> None:
    other = server.add_workspace("Partner", installed=False)
    eve = other.add_user("eve", owner=True)
    channel.share(other)
    await ada.slash(channel, "/quiz")
    saved = await ada.click(channel.last, "A")
    assert (saved.payload["user"]["team_id"], saved.payload["team"]["id"]) == (ws.id, ws.id)
    saved = await eve.click(channel.last, "A")
    assert (saved.payload["user"]["team_id"], saved.payload["team"]["id"]) == (other.id, ws.id)
    form = await (await eve.click(channel.last, "Form")).opened()
    sent = await eve.submit(form, {"what": "?"})
    told = sent.payload["team"]["id"], sent.payload["view"]["app_installed_team_id"]
    assert (told, sent.errors) == ((other.id, ws.id), {"what": "Say more."})
    with pytest.raises(NotOfferedError, match="not granted its commands in Partner"):
        await eve.slash(channel, "/quiz")
    assert eve.shape(ws)["is_stranger"] and "is_owner" not in eve.shape(ws)
