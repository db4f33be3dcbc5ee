"""Posting, changing, deleting and reading messages: whose, where, and what stays of them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.clock import ManualClock
from tests.platforms.slack.making import actions, button, line, mrkdwn, rich, section, words
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest, rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Workspace

MARK: Json = {"event_type": "delivery", "event_payload": {"mark": "abc"}}


async def test_a_post_has_its_own_timestamp(channel: Channel, rest: Rest) -> None:
    told = [
        (await rest.call("chat.postMessage", channel=channel.id, text=str(number))).body
        for number in range(3)
    ]
    assert [each["ts"] for each in told] == sorted({each["ts"] for each in told})
    assert [message.ts for message in channel.messages] == [each["ts"] for each in told]
    assert (told[0]["message"]["text"], told[0]["message"]["user"]) == ("0", channel.workspace.bot.id)


async def test_timestamps_differ_while_the_clock_stands_still() -> None:
    async with SlackServer(ManualClock(datetime(2026, 3, 1, 9, tzinfo=UTC))) as server:
        ws = server.add_workspace()
        channel, ada = ws.add_channel("daily"), ws.add_user("ada")
        said = [ada.say(channel, "x") for _ in range(3)]
        assert [message.ts for message in said] == [
            "1772355600.000000",
            "1772355600.000100",
            "1772355600.000200",
        ]


async def test_a_reply_stands_in_its_thread(channel: Channel, rest: Rest) -> None:
    there = {"channel": channel.id}
    first = (await rest.call("chat.postMessage", **there, text="first")).body["ts"]
    second = (await rest.call("chat.postMessage", **there, text="second", thread_ts=first)).body["ts"]
    await rest.call("chat.postMessage", **there, text="third", thread_ts=second, reply_broadcast=True)
    assert [message.text for message in channel.messages] == ["first", "third"]
    assert [message.text for message in channel.thread(first)] == ["second", "third"]
    assert [message.text for message in channel.messages[0].replies] == ["second", "third"]
    told = (await rest.call("conversations.replies", **there, ts=second)).body["messages"]
    assert [each["text"] for each in told] == ["first", "second", "third"]
    assert (told[0]["reply_count"], told[2]["subtype"]) == (2, "thread_broadcast")
    assert (await rest.call("conversations.replies", **there, ts="1.000000")).error == "thread_not_found"


async def test_history_is_newest_first_and_tells_metadata_when_asked(channel: Channel, rest: Rest) -> None:
    there = {"channel": channel.id}
    times = [
        (await rest.form("chat.postMessage", **there, text=str(number), metadata=MARK)).body["ts"]
        for number in range(3)
    ]
    plain = (await rest.call("conversations.history", **there)).body["messages"]
    assert [(each["text"], "metadata" in each) for each in plain] == [
        ("2", False),
        ("1", False),
        ("0", False),
    ]
    some = (
        await rest.call("conversations.history", **there, oldest=times[0], include_all_metadata=True)
    ).body
    assert [(each["text"], each["metadata"]) for each in some["messages"]] == [("2", MARK), ("1", MARK)]
    some = (await rest.call("conversations.history", **there, latest=times[0], inclusive="1", limit=1)).body
    assert ([each["text"] for each in some["messages"]], some["has_more"]) == (["0"], False)
    some = (await rest.call("conversations.history", **there, limit=2)).body
    cursor = some["response_metadata"]["next_cursor"]
    assert (len(some["messages"]), some["has_more"], bool(cursor)) == (2, True, True)
    assert len((await rest.call("conversations.history", **there, cursor=cursor)).body["messages"]) == 1
    assert (await rest.call("conversations.history", **there, limit=1000)).error == "invalid_limit"
    assert (await rest.call("conversations.history", **there, cursor="x")).error == "invalid_cursor"
    channel.server.history_most = 1
    assert len((await rest.call("conversations.history", **there)).body["messages"]) == 1


async def test_an_edit_is_of_the_bots_own(channel: Channel, rest: Rest, ada: Person) -> None:
    posted = await rest.call(
        "chat.postMessage", channel=channel.id, text="x", blocks=[section()], metadata=MARK
    )
    there = {"channel": channel.id, "ts": posted.body["ts"]}
    assert (await rest.call("chat.update", **there, blocks=[section("y")])).error == ""
    assert (channel.last.shown, channel.last.edited, channel.last.metadata) == ("y", None, MARK)
    await rest.call("chat.update", **there, text="z")
    assert (channel.last.shown, channel.last.blocks, len(channel.last.edits)) == ("z", [], 2)
    assert channel.last.edited is not None
    assert (await rest.call("chat.update", **there, text="z @here", metadata={}, parse="full")).error == ""
    assert (channel.last.metadata, channel.last.pings) == (None, ["@here"])
    assert (await rest.call("chat.update", **there)).error == "no_text"
    theirs = {"channel": channel.id, "ts": ada.say(channel, "x").ts}
    assert (await rest.call("chat.update", **theirs, text="z")).error == "cant_update_message"
    assert (await rest.call("chat.delete", **theirs)).error == "cant_delete_message"
    assert (await rest.call("chat.delete", **there)).error == ""
    assert (await rest.call("chat.update", **there, text="z")).error == "message_not_found"


async def test_rich_text_stays_rich(channel: Channel, rest: Rest) -> None:
    posted = await rest.call("chat.postMessage", channel=channel.id, blocks=[rich(line(words()))])
    there = {"channel": channel.id, "ts": posted.body["ts"]}
    assert (await rest.call("chat.update", **there, blocks=[section()])).error == "block_mismatch"
    assert (await rest.call("chat.update", **there, blocks=[rich(line(words("y"))), section()])).error == ""
    assert channel.last.shown == "y\nx"


async def test_a_workspace_may_close_the_window_for_edits() -> None:
    clock = ManualClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    async with SlackServer(clock) as server:
        ws = server.add_workspace()
        channel, ws.edit_window = ws.add_channel("daily"), timedelta(minutes=5)
        async with rest_of(server, ws.token) as rest:
            posted = await rest.call("chat.postMessage", channel=channel.id, text="x")
            there = {"channel": channel.id, "ts": posted.body["ts"]}
            assert (await rest.call("chat.update", **there, text="y")).error == ""
            clock.advance(timedelta(minutes=6))
            assert (await rest.call("chat.update", **there, text="z")).error == "edit_window_closed"


async def test_an_ephemeral_message_is_for_one_person_in_the_channel(
    channel: Channel, rest: Rest, ada: Person, ws: Workspace
) -> None:
    robin = ws.add_user("robin")
    told = await rest.call("chat.postEphemeral", channel=channel.id, user=ada.id, text="x")
    assert ([each.text for each in ada.ephemerals(channel)], robin.ephemerals(channel)) == (["x"], [])
    there = {"channel": channel.id, "ts": told.body["message_ts"]}
    assert (await rest.call("chat.update", **there, text="y")).error == "message_not_found"
    channel.leave(robin)
    refused = await rest.call("chat.postEphemeral", channel=channel.id, user=robin.id, text="x")
    assert refused.error == "user_not_in_channel"


async def test_a_users_id_opens_their_messages(
    channel: Channel, rest: Rest, ada: Person, ws: Workspace
) -> None:
    told = await rest.call("chat.postMessage", channel=ada.id, text="x")
    assert (told.body["channel"], [each.text for each in ada.dm.messages]) == (ada.dm.id, ["x"])
    assert (
        await rest.call("chat.update", channel=ada.id, ts=told.body["ts"], text="y")
    ).error == "channel_not_found"
    assert (await rest.call("chat.postMessage", channel=ws.bot.id, text="x")).error == "cannot_dm_bot"
    assert (await rest.call("chat.postMessage", channel="U0", text="x")).error == "user_not_found"
    ada.deleted = True
    assert (await rest.call("chat.postMessage", channel=ada.id, text="x")).error == "user_disabled"
    ws.server.app.messages_tab = False
    assert (await rest.call("chat.postMessage", channel=ada.id, text="x")).error == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("form", "pings"),
    [
        ({"text": "hello <!channel> and <@U0000000001|ada>"}, ["<!channel>", "<@U0000000001>"]),
        ({"text": "hello &lt;!channel&gt; and @here <!date^1^{ago}|then>"}, []),
        ({"text": "hello @here", "link_names": True}, ["@here"]),
        ({"text": "x", "blocks": [section("`<!here>`")]}, ["<!here>"]),
        ({"text": "x", "blocks": [actions(button(text={"type": "plain_text", "text": "<!here>"}))]}, []),
        (
            {"text": "x", "blocks": [{"type": "context", "elements": [mrkdwn("<!subteam^S1>")]}]},
            ["<!subteam^S1>"],
        ),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "<@U1>"}]}, ["<@U1>"]),
        ({"text": "x", "blocks": [rich(line(words("<!here>")))]}, []),
        ({"text": "x", "blocks": [rich(line({"type": "user", "user_id": "U1"}))]}, ["<@U1>"]),
        ({"text": "x", "blocks": [rich(line({"type": "broadcast", "range": "here"}))]}, ["<!here>"]),
    ],
)
async def test_pings_are_seen(channel: Channel, rest: Rest, form: Json, pings: list[str]) -> None:
    assert (await rest.call("chat.postMessage", channel=channel.id, **form)).error == ""
    assert channel.last.pings == pings


async def test_what_is_shown_is_read_out_of_the_blocks(channel: Channel, rest: Rest) -> None:
    code = {"type": "rich_text_preformatted", "elements": [words("a < b")]}
    bullets = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [line(words("one")), line(words("two"))],
    }
    moment = {"type": "date", "timestamp": 0, "format": "{time}", "fallback": "00:00"}
    cells = [{"type": "raw_text", "text": "1"}, {"type": "rich_text", "elements": [line(words("Ada"))]}]
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Today"}},
        section("a &lt; b <https://example.org|here> <!date^0^{time}|00:00>"),
        rich(line(words("At "), moment), code, bullets),
        {"type": "table", "rows": [cells]},
        {"type": "divider"},
        actions(button()),
    ]
    await rest.call("chat.postMessage", channel=channel.id, text="Today", blocks=blocks)
    assert channel.last.shown.splitlines() == [
        "Today",
        "a < b here 00:00",
        "At 00:00",
        "a < b",
        "• one",
        "• two",
        "1 | Ada",
        "B",
    ]


async def test_reactions_are_counted(channel: Channel, rest: Rest, ada: Person) -> None:
    message = ada.say(channel, "x")
    there = {"channel": channel.id, "timestamp": message.ts}
    ada.react(message, "thumbsup")
    assert (await rest.call("reactions.add", **there, name="thumbsup")).error == ""
    assert (await rest.call("reactions.add", **there, name="thumbsup")).error == "already_reacted"
    told = (await rest.call("reactions.get", **there, full=True)).body["message"]["reactions"]
    assert told == [{"name": "thumbsup", "users": [ada.id, channel.workspace.bot.id], "count": 2}]
    assert (await rest.call("reactions.remove", **there, name="thumbsup")).error == ""
    assert (await rest.call("reactions.remove", **there, name="thumbsup")).error == "no_reaction"
    for number in range(22):
        ada.react(message, f"e{number}")
    assert (await rest.call("reactions.add", **there, name="one_more")).error == "too_many_emoji"
    assert (
        await rest.call("reactions.get", channel=channel.id, timestamp="1.000000")
    ).error == "message_not_found"
