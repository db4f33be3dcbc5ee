"""Forum channels: a post of its own for each round, with everything about it inside."""

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from bot.bank import Bank
from bot.domain.round import RoundState, TrackState
from bot.ports.store import Store
from tests.adapters.discord.town import NINE, Town, found, opened, shown
from tests.fakes.clock import ManualClock
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Thread

REVEAL = NINE + timedelta(hours=8, seconds=10)
AGAIN = timedelta(seconds=95)
MAKE = "POST /channels/{channel}/threads"


@pytest.fixture
def tags() -> tuple[str, ...]:
    return ()


@pytest.fixture
async def forum(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank, tags: tuple[str, ...]
) -> AsyncIterator[Town]:
    there = found(server)
    made = there.guild.add_forum("daily-forum", tags, requires_tag=bool(tags))
    async with opened(there, store, clock, bank) as town:
        await set_up(town, made)
        town.channel = made
        yield town


async def set_up(town: Town, forum: Channel) -> None:
    """Commands are typed in a post of the forum, which stands for it."""
    talk = await talking(town, forum)
    asked = await town.grace.slash(talk, "daily setup", time="09:00", zone="Europe/Berlin")
    plan = shown(await town.grace.click(shown(asked), "One region"))
    if forum.requires_tag:
        assert "tag" in plan.text.lower() or plan.labels
        await town.grace.click(plan, forum.tags[-1].name)
    await town.grace.click(plan, "Start")
    assert "Started" in plan.text


async def talking(town: Town, forum: Channel) -> Thread:
    client = town.platform.poster.client
    channel = client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    await channel.create_thread(name="Talk", content="Hello", applied_tags=channel.available_tags[:1])
    await town.server.until(lambda: channel.threads)
    return forum.threads[-1]


def asked(town: Town) -> list[Thread]:
    """The posts of rounds."""
    return [thread for thread in town.channel.threads if thread.name != "Talk"]


async def test_a_round_is_a_post_of_its_own_with_the_reveal_inside(forum: Town) -> None:
    await forum.at(NINE)
    (post,) = asked(forum)
    assert "Tell me which?" in post.name and post.messages[0].labels == [*"ABCD"]
    assert "Saved" in (await forum.ada.click(post.messages[0], "A")).text
    await forum.at(NINE + timedelta(minutes=1))
    assert "1 answered" in post.messages[0].content
    await forum.at(REVEAL)
    assert len(post.messages) == 2 and "✅" in post.last.text and post.last.silent
    assert "✅ right" in post.messages[0].content
    assert (await forum.round()).state is RoundState.REVEALED


@pytest.mark.parametrize("tags", [("Daily", "Question")])
async def test_a_forum_that_wants_a_tag_gets_the_chosen_one(forum: Town) -> None:
    await forum.at(NINE)
    (post,) = asked(forum)
    assert [tag.name for tag in post.applied_tags] == ["Question"]


@pytest.mark.parametrize("tags", [("Daily",)])
async def test_a_tag_that_is_wanted_and_gone_pauses_with_its_reason(forum: Town) -> None:
    forum.channel.tags.clear()
    forum.server.fail(MAKE, code=40067)
    await forum.at(NINE)
    track = await forum.track()
    assert track.state is TrackState.PAUSED and track.reason and "tag" in track.reason


async def test_an_archived_post_is_woken_for_its_reveal(forum: Town) -> None:
    await forum.at(NINE)
    (post,) = asked(forum)
    post.archive()
    await forum.at(REVEAL)
    assert len(post.messages) == 2 and "✅ right" in post.messages[0].content


@pytest.mark.parametrize("tags", [(), ("Daily",)])
async def test_a_locked_post_lets_the_reveal_stand_beside_it(forum: Town) -> None:
    """A moderator ended the talk; the track goes on."""
    await forum.at(NINE)
    post = asked(forum)[0]
    post.archive(locked=True)
    await forum.at(REVEAL)
    assert len(post.messages) == 1 and "✅" in asked(forum)[-1].messages[0].text
    assert (await forum.track()).state is TrackState.ACTIVE


@pytest.mark.parametrize("tags", [(), ("Daily",)])
async def test_a_deleted_post_excuses_its_round_and_the_reveal_is_a_post(forum: Town) -> None:
    await forum.at(NINE)
    asked(forum)[0].remove()
    await forum.at(REVEAL)
    round_ = await forum.round()
    assert round_.excused is not None and round_.state is RoundState.REVEALED
    assert "✅" in asked(forum)[-1].messages[0].text


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_lost_line_leaves_one_post_in_the_forum(forum: Town, after_effect: bool) -> None:
    """Discord takes no nonce for the posts of a forum: its history alone tells."""
    forum.server.fail(MAKE, drop=True, after_effect=after_effect)
    await forum.at(NINE)
    await forum.at(NINE + AGAIN)
    assert len(asked(forum)) == 1 and (await forum.round()).state is RoundState.POSTED


async def test_a_lost_post_is_found_though_it_was_archived_meanwhile(forum: Town) -> None:
    forum.server.fail(MAKE, drop=True, after_effect=True)
    await forum.at(NINE)
    asked(forum)[0].archive()
    await forum.at(NINE + AGAIN)
    assert len(asked(forum)) == 1 and (await forum.round()).state is RoundState.POSTED


async def test_a_reveal_that_got_lost_is_found_in_its_post(forum: Town) -> None:
    forum.server.nonces.ignored = True
    await forum.at(NINE)
    forum.server.fail("POST /channels/{channel}/messages", drop=True, after_effect=True)
    await forum.at(REVEAL)
    await forum.at(REVEAL + AGAIN)
    assert len(asked(forum)[0].messages) == 2 and (await forum.round()).state is RoundState.REVEALED


async def test_a_long_reveal_may_begin_a_post(forum: Town) -> None:
    forum.server.forum_layouts = True
    await forum.grace.slash(forum.channel.threads[0], "daily settings", name="thread", value="off")
    await forum.at(NINE)
    await forum.at(REVEAL)
    assert len(asked(forum)) == 2 and "✅" in asked(forum)[-1].messages[0].text
