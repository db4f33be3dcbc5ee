"""Messages, threads, forums and direct messages, sent by the real discord.py and read back."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.clock import ManualClock
from tests.platforms.discord.bot import SilentBot
from tests.platforms.discord.library import running
from tests.platforms.discord.rest import Rest, rest_of
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Guild

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def text_channel(client: discord.Client, channel: Channel) -> discord.TextChannel:
    found = client.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_a_message_is_sent_edited_read_and_deleted(channel: Channel, silent_bot: SilentBot) -> None:
    view = discord.ui.View(timeout=None).add_item(discord.ui.Button(label="A", custom_id="a"))
    seen = text_channel(silent_bot, channel)
    sent = await seen.send("Question?", embed=discord.Embed(title="Title"), view=view, silent=True)
    message = channel.last
    assert (message.id, message.text, message.labels, message.silent) == (
        sent.id,
        "Question?\nTitle",
        ["A"],
        True,
    )
    await sent.edit(content="Answer.", view=None)
    assert (message.content, message.components, len(message.edits)) == ("Answer.", [], 1)
    assert [each.content async for each in seen.history()] == ["Answer."]
    await sent.delete()
    assert (channel.messages, message.deleted) == ([], True)
    with pytest.raises(discord.NotFound) as refused:
        await seen.fetch_message(sent.id)
    assert refused.value.code == 10008


async def test_the_same_nonce_makes_one_message(channel: Channel, silent_bot: SilentBot) -> None:
    seen = text_channel(silent_bot, channel)
    first, second = await seen.send("one", nonce="daily-1"), await seen.send("one", nonce="daily-1")
    assert (first.id, len(channel.messages), channel.last.nonce) == (second.id, 1, "daily-1")
    await first.delete()
    with pytest.raises(discord.NotFound) as refused:
        await seen.send("one", nonce="daily-1")
    assert refused.value.code == 10008


async def test_a_nonce_is_kept_for_a_few_minutes_and_a_channel() -> None:
    clock = ManualClock(NOW)
    async with DiscordServer(clock) as server, rest_of(server) as rest:
        guild = server.add_guild()
        one, other = guild.add_text("one"), guild.add_text("other")
        form = {"content": "x", "nonce": "n", "enforce_nonce": True}
        for channel in (one, other, one):
            await rest.call("POST", f"/channels/{channel.id}/messages", form)
        assert (len(one.messages), len(other.messages)) == (1, 1)
        clock.advance(timedelta(minutes=6))
        await rest.call("POST", f"/channels/{one.id}/messages", form)
        await rest.call("POST", f"/channels/{one.id}/messages", form | {"enforce_nonce": False})
        assert len(one.messages) == 3


async def test_another_lawful_server_ignores_the_nonce() -> None:
    async with DiscordServer(ignore_nonce=True) as server, rest_of(server) as rest:
        channel = server.add_guild().add_text("daily")
        for _ in range(2):
            await rest.call(
                "POST",
                f"/channels/{channel.id}/messages",
                {"content": "x", "nonce": "n", "enforce_nonce": True},
            )
        assert len(channel.messages) == 2


async def test_the_history_is_paged_newest_first(guild: Guild, channel: Channel, rest: Rest) -> None:
    ids = [str(guild.member.say(channel, str(number)).id) for number in range(5)]
    path = f"/channels/{channel.id}/messages"

    async def read(**query: str) -> list[str]:
        return [each["id"] for each in (await rest.call("GET", path, **query)).body]

    assert await read() == ids[::-1]
    assert await read(limit="2") == [ids[4], ids[3]]
    assert await read(limit="2", before=ids[3]) == [ids[2], ids[1]]
    assert await read(limit="2", after=ids[0]) == [ids[2], ids[1]]
    assert await read(limit="3", around=ids[2]) == [ids[3], ids[2], ids[1]]
    assert (await rest.call("GET", path, limit="101")).faults == {"limit": "NUMBER_TYPE_MAX"}
    assert (await rest.call("GET", path)).body[0]["content"] == ""  # others' content without the intent
    channel.deny("READ_MESSAGE_HISTORY")
    assert await read() == []


async def test_files_are_sent_and_can_be_fetched(channel: Channel, silent_bot: SilentBot) -> None:
    file = discord.File(io.BytesIO(b"\x89PNG"), "card.png", description="A card")
    sent = await text_channel(silent_bot, channel).send(file=file)
    (attachment,) = channel.last.attachments
    assert (attachment.filename, attachment.data, attachment.description) == (
        "card.png",
        b"\x89PNG",
        "A card",
    )
    assert await sent.attachments[0].read() == b"\x89PNG"
    await sent.edit(attachments=[discord.File(io.BytesIO(b"2"), "other.png")])
    assert [each.filename for each in channel.last.attachments] == ["other.png"]


async def test_a_layout_is_sent_and_stays_one(channel: Channel, silent_bot: SilentBot) -> None:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.Container[Any](
            discord.ui.TextDisplay("# Question"),
            discord.ui.ActionRow[Any](discord.ui.Button[Any](label="A", custom_id="a")),
        )
    )
    sent = await text_channel(silent_bot, channel).send(view=view)
    assert (channel.last.text, channel.last.labels, channel.last.flags) == ("# Question", ["A"], 1 << 15)
    with pytest.raises(discord.HTTPException) as refused:
        await sent.edit(content="plain", view=None)
    assert refused.value.code == 50035


async def test_a_thread_is_started_once_and_wakes_by_a_message(
    channel: Channel, silent_bot: SilentBot
) -> None:
    sent = await text_channel(silent_bot, channel).send("Question?")
    thread = await sent.create_thread(name="Answers")
    assert channel.last.thread is not None and channel.last.thread.id == sent.id == thread.id
    with pytest.raises(discord.HTTPException) as refused:
        await sent.create_thread(name="Answers")
    assert refused.value.code == 160004
    said = await thread.send("Reveal")
    channel.last.thread.archive()
    with pytest.raises(discord.HTTPException) as refused:
        await said.edit(content="Changed")
    assert refused.value.code == 50083
    await thread.send("Awake")
    states = [channel.last.thread.archived]
    await thread.edit(archived=True)
    states.append(channel.last.thread.archived)
    assert states == [False, True]
    channel.last.thread.archive(locked=True)
    with pytest.raises(discord.HTTPException) as refused:
        await thread.send("Too late")
    assert refused.value.code == 160005


async def test_an_announcement_channel_has_threads_of_its_own(
    server: DiscordServer, guild: Guild, channel: Channel, rest: Rest
) -> None:
    news = guild.add_announcement("news")
    await rest.call("POST", f"/channels/{news.id}/messages", {"content": "Question?"})
    path = f"/channels/{news.id}/messages/{news.last.id}/threads"
    assert (await rest.call("POST", path, {"name": "x", "auto_archive_duration": 1})).status == 400
    assert (await rest.call("POST", path, {"name": "x" * 101})).status == 400
    made = await rest.call("POST", path, {"name": "Answers", "auto_archive_duration": 60})
    assert (made.body["type"], made.body["thread_metadata"]["auto_archive_duration"]) == (10, 60)
    active = await rest.call("GET", f"/guilds/{guild.id}/threads/active")
    assert [each["id"] for each in active.body["threads"]] == [made.body["id"]]
    news.threads[0].archive()
    archived = await rest.call("GET", f"/channels/{news.id}/threads/archived/public")
    assert [each["id"] for each in archived.body["threads"]] == [made.body["id"]]
    assert (await rest.call("PATCH", f"/channels/{made.body['id']}", {"archived": False})).status == 200
    assert (await rest.call("PATCH", f"/channels/{made.body['id']}", {"locked": True})).code == 50013
    assert (await rest.call("DELETE", f"/channels/{made.body['id']}")).code == 50013


async def test_a_forum_takes_posts_with_their_tags(
    server: DiscordServer, guild: Guild, channel: Channel
) -> None:
    forum = guild.add_forum("questions", ("mlflow",), requires_tag=True)
    async with running(SilentBot(), server) as client:
        seen = client.get_channel(forum.id)
        assert isinstance(seen, discord.ForumChannel) and seen.flags.require_tag
        with pytest.raises(discord.HTTPException) as refused:
            await seen.create_thread(name="Question", content="Why?")
        assert refused.value.code == 40067
        made = await seen.create_thread(
            name="Question", content="Why?", applied_tags=list(seen.available_tags)
        )
        (thread,) = forum.threads
        assert (thread.id, thread.last.content, thread.applied_tags) == (made.thread.id, "Why?", forum.tags)
        assert made.message.id == thread.last.id


async def test_direct_messages_go_to_who_wants_them(guild: Guild, silent_bot: SilentBot) -> None:
    ada = guild.add_member("ada")
    user = await silent_bot.fetch_user(ada.id)
    await user.send("Your streak")
    assert ada.user.dm.last.content == "Your streak"
    ada.user.refuses_dms = True
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("Again")
    assert refused.value.code == 50007
    ada.user.refuses_dms = False
    guild.members.remove(ada)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("Again")
    assert refused.value.code == 50278


async def test_what_pings_whom(guild: Guild, channel: Channel, rest: Rest) -> None:
    ada, role = guild.add_member("ada"), guild.add_role("Data")
    text = f"{ada.user.mention} <@&{role.id}> @everyone `{ada.user.mention}`"

    async def pings(**form: object) -> list[str]:
        await rest.call("POST", f"/channels/{channel.id}/messages", {"content": text} | form)
        return channel.last.pings

    assert await pings() == [ada.user.mention, f"<@&{role.id}>"]
    assert await pings(allowed_mentions={"parse": []}) == []
    assert await pings(allowed_mentions={"parse": [], "roles": [str(role.id)]}) == [f"<@&{role.id}>"]
    guild.grant("MENTION_EVERYONE")
    assert "@everyone" in await pings()


async def test_an_invalid_body_is_refused_as_such(server: DiscordServer, channel: Channel) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as session:
        url = f"{server.api_url}/channels/{channel.id}/messages"
        async with session.post(url, data=b"{") as response:
            assert (response.status, (await response.json())["code"]) == (400, 50109)
        async with session.post(url, json=["x"]) as response:
            assert (await response.json())["code"] == 50035
        async with session.post(url, data=io.BytesIO(b" " * (25 * 1024 * 1024 + 1))) as response:
            assert (response.status, (await response.json())["code"]) == (413, 40005)


async def test_edits_of_old_messages_run_out() -> None:
    clock = ManualClock(NOW)
    async with DiscordServer(clock) as server, rest_of(server) as rest:
        channel = server.add_guild().add_text("daily")
        await rest.call("POST", f"/channels/{channel.id}/messages", {"content": "x"})
        server.old_edits = 1
        path = f"/channels/{channel.id}/messages/{channel.last.id}"
        assert (await rest.call("PATCH", path, {"content": "fresh"})).status == 200
        clock.advance(timedelta(hours=2))
        assert (await rest.call("PATCH", path, {"content": "old"})).status == 200
        refused = await rest.call("PATCH", path, {"content": "too often"})
        assert (refused.status, refused.code, channel.last.content) == (429, 30046, "old")


async def test_the_bot_reacts(guild: Guild, channel: Channel, silent_bot: SilentBot) -> None:
    sent = await text_channel(silent_bot, channel).send("Question?")
    await sent.add_reaction("🇦")
    guild.member.react(channel.last, "🇦")
    assert len(channel.last.reactions["🇦"]) == 2
    fetched = await sent.fetch()
    assert [each.name async for each in fetched.reactions[0].users()] == ["ada", "dailydrill"]
    await sent.remove_reaction("🇦", discord.Object(fetched.author.id))
    assert channel.last.reactions == {"🇦": [guild.member.user]}
