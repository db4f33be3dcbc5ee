"""The question and its reveal as messages: marks, counts, threads, edits."""

from datetime import timedelta

import pytest

from bot.domain.round import RoundState
from tests.adapters.discord.town import NINE, Town
from tests.platforms.discord.message import COMPONENTS_V2

POST = "POST /channels/{channel}/messages"
EDIT = "PATCH /channels/{channel}/messages/{message}"
THREAD = "POST /channels/{channel}/messages/{message}/threads"
REVEAL = NINE + timedelta(hours=8, seconds=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def started(town: Town) -> Town:
    await town.set_up()
    return town


async def test_a_post_carries_its_mark_as_nonce_and_in_a_button(started: Town) -> None:
    post = await started.posted()
    mark = (await started.round()).mark
    (request,) = started.server.asked(POST)
    assert (request.body["nonce"], request.body["enforce_nonce"]) == (mark, True)
    assert post.buttons[0]["custom_id"].endswith(f"~{mark}")
    assert post.allowed_mentions == {"parse": []} and post.pings == []


async def test_the_question_is_the_first_line_of_plain_content(started: Town) -> None:
    post = await started.posted()
    assert post.content.splitlines()[0] == "**Tell me which?**" and not post.flags & COMPONENTS_V2
    assert not post.silent and post.labels == [*"ABCD"]


async def test_no_letter_gives_the_key_away(started: Town) -> None:
    post = await started.posted()
    ids = [button["custom_id"].partition("~")[0] for button in post.buttons]
    mark = (await started.round()).mark
    assert ids == [f"v1:answer:{mark}:{place}" for place in range(4)]


async def test_a_second_look_posts_nothing(started: Town) -> None:
    await started.posted()
    await started.at(NINE)
    assert len(started.channel.messages) == 1


async def test_the_count_is_edited_while_it_is_young(started: Town) -> None:
    post = await started.posted()
    assert "answered" not in post.content
    await started.answered(post, started.ada)
    await started.at(NINE + MINUTE)
    assert "1 answered" in post.content
    await started.answered(post, started.grace)
    await started.at(NINE + 2 * MINUTE)
    assert len(post.edits) == 1
    others = [started.guild.add_member(f"M{place}") for place in range(8)]
    await started.answered(post, *others)
    await started.at(NINE + 3 * MINUTE)
    assert "10 answered" in post.content and post.labels == [*"ABCD"]
    assert post.buttons[0]["custom_id"].startswith("v1:answer:")


async def test_the_reveal_stands_silently_in_the_thread(started: Town) -> None:
    post = await started.posted()
    await started.answered(post, started.ada)
    reveal = await started.revealed()
    assert reveal.silent and reveal.labels == ["My result", "Practise", "Report a problem"]
    assert reveal.pings == [] and post.thread is not None and "Tell me which?" in post.thread.name
    assert len(started.channel.messages) == 1


async def test_after_the_reveal_the_post_says_what_was_right(started: Town) -> None:
    post = await started.posted()
    right = await started.right()
    await started.revealed()
    assert f"**{right}**" in post.content and "✅ right" in post.content
    assert post.labels == ["My result", "Practise", "Report a problem"]


async def test_an_open_thread_is_used(started: Town) -> None:
    """Somebody began to talk under the question."""
    post = await started.posted()
    held = started.platform.poster.client.get_partial_messageable(
        started.channel.id, guild_id=started.guild.id
    )
    await held.get_partial_message(post.id).create_thread(name="Talk")
    reveal = await started.revealed()
    assert reveal.channel is post.thread and post.thread.name == "Talk"


async def test_an_archived_thread_is_woken(started: Town) -> None:
    post = await started.posted()
    await started.revealed()
    assert post.thread is not None
    post.thread.archive()
    await started.server.until(lambda: not known_threads(started))
    await correct(started)
    assert len(post.thread.messages) == 2 and not post.thread.archived


async def correct(town: Town) -> None:
    """A correction follows, which belongs in the thread."""
    wrong = "A" if await town.right() != "A" else "B"
    asked = await town.grace.slash(
        town.channel, "daily fix", date="2026-11-02", how="accept", what=f"{wrong} is right too"
    )
    assert asked.message is not None
    await town.grace.click(asked.message, asked.message.labels[0])
    await town.at(town.clock.now() + MINUTE)


def known_threads(town: Town) -> list[object]:
    channel = town.platform.poster.client.get_channel(town.channel.id)
    return [thread for thread in channel.threads if not thread.archived]  # type: ignore[union-attr]


async def test_where_moderators_locked_the_thread_the_channel_gets_an_answer_to_the_post(
    started: Town,
) -> None:
    post = await started.posted()
    await started.revealed()
    assert post.thread is not None
    post.thread.archive(locked=True)
    await correct(started)
    correction = started.channel.last
    assert correction is not post and "Correction" in correction.text and correction.silent
    assert correction.reference is not None and correction.reference["message_id"] == post.id


async def test_where_threads_are_forbidden_the_reveal_answers_the_post(started: Town) -> None:
    post = await started.posted()
    started.channel.deny("CREATE_PUBLIC_THREADS")
    await started.at(REVEAL)
    reveal = started.channel.last
    assert post.thread is None and reveal.reference is not None
    assert reveal.reference["message_id"] == post.id and reveal.silent
    assert (await started.round()).state is RoundState.REVEALED


async def test_where_a_moderator_deleted_the_thread_the_channel_gets_it(started: Town) -> None:
    """The post is still there, so the round counts."""
    post = await started.posted()
    await started.revealed()
    assert post.thread is not None
    post.thread.remove()
    await correct(started)
    assert "Correction" in started.channel.last.text
    assert (await started.round()).excused is None


async def test_a_full_server_of_threads_keeps_no_reveal_back(started: Town) -> None:
    await started.posted()
    started.server.fail(THREAD, code=160006)
    await started.at(REVEAL)
    assert "✅" in started.channel.last.content and len(started.channel.messages) == 2


async def test_with_threads_off_the_reveal_is_in_the_channel(started: Town) -> None:
    await started.grace.slash(started.channel, "daily settings", name="thread", value="off")
    post = await started.posted()
    await started.at(REVEAL)
    assert post.thread is None and started.channel.last is not post
    assert started.channel.last.reference is None and started.channel.last.silent


async def test_an_edit_that_is_refused_for_now_is_tried_again(started: Town) -> None:
    post = await started.posted()
    refused = started.server.fail(EDIT, code=30046, times=5)
    started.server.faults.faults[-1].retry_after = 0.0
    await started.at(REVEAL)
    assert refused.hits == 5 and "✅ right" not in post.content
    assert (await started.round()).state is RoundState.REVEALED
    await started.at(REVEAL + MINUTE)
    assert "✅ right" in post.content


async def test_a_post_that_somebody_deleted_excuses_its_round(started: Town) -> None:
    """Found at an edit; the reveal goes to the channel."""
    post = await started.posted()
    await started.answered(post, started.ada)
    started.grace.delete(post)
    await started.at(NINE + MINUTE)
    assert (await started.round()).excused is not None
    await started.at(REVEAL)
    assert "✅" in started.channel.last.text and started.channel.last.reference is None


async def test_a_post_found_deleted_at_the_reveal_excuses_its_round(started: Town) -> None:
    post = await started.posted()
    started.grace.delete(post)
    await started.at(REVEAL)
    assert (await started.round()).excused is not None
    assert "✅" in started.channel.last.text


async def test_an_announcement_channel_works_the_same(started: Town) -> None:
    news = started.guild.add_announcement("news")
    await started.server.until(lambda: started.platform.poster.client.get_channel(news.id))
    started.channel = news
    await started.set_up()
    await started.at(NINE)
    post = news.last
    assert post.labels == [*"ABCD"]
    await started.at(REVEAL)
    assert post.thread is not None and "✅" in post.thread.last.text
