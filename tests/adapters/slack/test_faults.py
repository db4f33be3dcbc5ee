"""Slack fails in every way it can: nothing is doubled, nothing that was confirmed is lost, and it goes on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.slack.pacer import Pacer
from bot.domain.round import RoundState, Track, TrackState
from tests.adapters.slack.town import MONDAY, NINE, Town
from tests.platforms.slack.message import Message
from tests.platforms.slack.server import SlackServer

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
REVEAL = NINE + timedelta(hours=8, seconds=10)
SENDING = "chat.postMessage"
EDITING = "chat.update"
HOOK = "response_url"


@pytest.fixture
def town(town: Town) -> Town:
    """It need not wait for its turn."""
    town.platform.poster._pacer = Pacer(between=0.0, window=0.0)
    return town


NOT_TAKEN: dict[str, dict[str, Any]] = {
    "429": {"error": "ratelimited", "status": 429, "retry_after": 1},
    "429 for a day": {"error": "ratelimited", "status": 429, "retry_after": 86400},
    "429 without a time": {"error": "ratelimited", "status": 429},
    "an unknown word": {"error": "wrong_phase_of_the_moon"},
    "turned away on the way": {"status": 403},
    "token_revoked": {"error": "token_revoked"},
    "account_inactive": {"error": "account_inactive"},
    "invalid_auth": {"error": "invalid_auth"},
}
"""Slack said no for now."""

MAYBE_TAKEN: dict[str, dict[str, Any]] = {
    "internal_error": {"error": "internal_error"},
    "500": {"status": 500},
    "503": {"status": 503},
    "a page": {"status": 200},
    "half a JSON": {"raw": '{"ok": tr'},
    "no object": {"raw": "[]"},
    "an empty object": {"raw": "{}"},
    "a dropped line": {"drop": True},
}
"""Nobody knows."""


DONE = {"post": RoundState.POSTED, "reveal": RoundState.REVEALED}


def break_next(server: SlackServer, method: str, how: dict[str, Any], **more: Any) -> None:
    given = {key: value for key, value in how.items() if key != "retry_after"}
    fault = server.fail(method, **given, **more)
    fault.retry_after = how.get("retry_after")


def each(faults: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("how", faults.values(), ids=faults)


def either(faults: dict[str, Any], of_reveals: tuple[str, ...]) -> list[Any]:
    """Of a post all, of a reveal some: they are sent the same way."""
    posts = [pytest.param("post", how, id=f"post-{name}") for name, how in faults.items()]
    return posts + [pytest.param("reveal", faults[name], id=f"reveal-{name}") for name in of_reveals]


async def due(town: Town, kind: str) -> datetime:
    """Everything up to just before the post or the reveal; when it is due."""
    await town.set_up()
    if kind == "post":
        return NINE
    post = await town.posted()
    await (await town.ada.click(post, await town.right())).posted()
    await town.at(NINE + MINUTE)
    return REVEAL


def sent(town: Town, kind: str) -> list[Message]:
    questions = [one for one in town.channel.messages if one.metadata]
    return questions if kind == "post" else town.channel.thread(questions[0])


async def state(town: Town) -> RoundState:
    return (await town.round()).state


async def track_of(town: Town) -> Track:
    group = await town.store.people.group("slack", town.workspace.id, "")
    (track,) = await town.store.tracks.of_group(group.id)
    return track


@pytest.mark.parametrize(("kind", "how"), either(NOT_TAKEN, ("429 for a day", "token_revoked")))
async def test_what_slack_did_not_take_is_sent_again(town: Town, kind: str, how: dict[str, Any]) -> None:
    moment = await due(town, kind)
    break_next(town.server, SENDING, how)
    await town.at(moment)
    assert sent(town, kind) == []
    await town.at(moment + MINUTE)
    await town.at(moment + 3 * MINUTE)
    assert (len(sent(town, kind)), await state(town)) == (1, DONE[kind])
    assert town.grace.dm.messages == [], "nobody is bothered with what passed"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("kind", "how"), either(MAYBE_TAKEN, ("internal_error", "500", "a page", "a dropped line"))
)
async def test_what_slack_may_have_taken_stands_once(
    town: Town, kind: str, after: bool, how: dict[str, Any]
) -> None:
    moment = await due(town, kind)
    break_next(town.server, SENDING, how, after_effect=after)
    await town.at(moment)
    await town.at(moment + MINUTE)
    assert len(sent(town, kind)) == int(after), "before the lease ran out nothing is sent"
    await town.at(moment + 2 * MINUTE)
    await town.at(moment + 5 * MINUTE)
    assert (len(sent(town, kind)), await state(town)) == (1, DONE[kind])
    assert town.grace.dm.messages == []


async def test_who_asks_to_be_left_alone_is_asked_ever_more_rarely(town: Town) -> None:
    await town.set_up()
    before = len(town.server.asked(SENDING))
    break_next(town.server, SENDING, NOT_TAKEN["429 for a day"], times=99)
    for minute in range(60):
        await town.at(NINE + minute * MINUTE)
    assert len(town.server.asked(SENDING)) - before <= 9
    town.server.faults.faults.clear()
    await town.at(NINE + timedelta(minutes=90))
    assert len(sent(town, "post")) == 1


# --- channels that take nothing any more -------------------------------------------------------------------


def archive(town: Town) -> Callable[[], object]:
    town.channel.archive()
    return town.channel.unarchive


def kick_out(town: Town) -> Callable[[], object]:
    town.channel.remove_bot()
    return town.channel.invite_bot


def restrict(town: Town) -> Callable[[], object]:
    town.channel.refuses = "restricted_action"
    return lambda: setattr(town.channel, "refuses", "")


def hide(town: Town) -> Callable[[], object]:
    """As if it was deleted; a private one the bot is thrown out of looks so too."""
    town.channel.deleted = True
    return lambda: setattr(town.channel, "deleted", False)


BROKEN = {"archived": archive, "kicked out": kick_out, "restricted": restrict, "hidden": hide}


def told(town: Town) -> list[Message]:
    return [one for one in town.grace.dm.messages if "is paused" in one.text]


@pytest.mark.parametrize("kind", DONE)
@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
async def test_a_channel_that_takes_nothing_pauses_and_goes_on_when_it_is_mended(
    town: Town, breaks: Callable[[Town], Callable[[], object]], kind: str
) -> None:
    moment = await due(town, kind)
    mend = breaks(town)
    for later in range(3):
        await town.at(moment + later * MINUTE)
    paused = await track_of(town)
    assert paused.state is TrackState.PAUSED and paused.reason
    assert len(told(town)) == 1 and paused.reason in told(town)[0].text
    assert await state(town) is (RoundState.FAILED if kind == "post" else RoundState.CLOSED)
    mend()
    if kind == "reveal":
        assert "You chose" in await town.say(town.ada, "answer")
    assert "goes on" in await town.say(town.grace, "daily resume")
    await town.at(NINE + DAY)
    assert sent(town, "post")[-1].labels == [*"ABCD"]
    assert (await town.round(MONDAY + DAY)).state is RoundState.POSTED
    assert len(told(town)) == 1


@pytest.mark.parametrize("breaks", [archive, kick_out, restrict])
async def test_a_channel_that_is_closed_to_us_was_not_a_deleted_question(
    town: Town, breaks: Callable[[Town], Callable[[], object]]
) -> None:
    """People saw it: to be absent counts."""
    await due(town, "reveal")
    breaks(town)
    await (await town.grace.click(sent(town, "post")[0], "A")).answered()
    for moment in (NINE + 2 * MINUTE, REVEAL, REVEAL + MINUTE):
        await town.at(moment)
    assert (await town.round()).excused is None


# --- edits -------------------------------------------------------------------------------------------------


@each(NOT_TAKEN | MAYBE_TAKEN)
async def test_an_edit_that_failed_is_made_by_a_later_sweep(town: Town, how: dict[str, Any]) -> None:
    await town.set_up()
    post = await town.posted()
    await (await town.ada.click(post, "A")).posted()
    break_next(town.server, EDITING, how)
    await town.at(NINE + MINUTE)
    assert "1 answered" not in post.text
    await town.at(NINE + 2 * MINUTE)
    assert "1 answered" in post.text and (await town.round()).excused is None


@pytest.mark.parametrize("word", ["cant_update_message", "edit_window_closed", "msg_too_long", "is_archived"])
async def test_an_edit_that_slack_never_takes_is_not_tried_again(town: Town, word: str) -> None:
    await town.set_up()
    post = await town.posted()
    await (await town.ada.click(post, "A")).posted()
    town.server.fail(EDITING, word, times=99)
    for minute in range(1, 4):
        await town.at(NINE + minute * MINUTE)
    assert len(town.server.asked(EDITING)) == 1
    assert (await town.round()).excused is None, "it is still there"
    await town.at(REVEAL)
    assert await state(town) is RoundState.REVEALED, "a reveal needs no edit"


# --- notices and what only one person sees -----------------------------------------------------------------


@each({name: (NOT_TAKEN | MAYBE_TAKEN)[name] for name in ("429", "an unknown word", "token_revoked")})
async def test_a_notice_that_was_refused_comes_later_once(town: Town, how: dict[str, Any]) -> None:
    await town.set_up()
    kick_out(town)
    break_next(town.server, SENDING, how, matching=lambda args: args["channel"] == town.grace.id)
    await town.at(NINE)
    assert told(town) == []
    for minute in range(1, 4):
        await town.at(NINE + minute * MINUTE)
    assert len(told(town)) == 1


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@each({name: MAYBE_TAKEN[name] for name in ("internal_error", "500", "a page", "a dropped line")})
async def test_a_notice_of_which_nobody_knows_is_said_again_at_the_next_command(
    town: Town, how: dict[str, Any], after: bool
) -> None:
    """Direct messages cannot be read: it is not sent again by itself."""
    await town.set_up()
    town.channel.refuses = "restricted_action"
    to_grace: Callable[[Any], bool] = lambda args: args["channel"] == town.grace.id  # noqa: E731
    break_next(town.server, SENDING, how, after_effect=after, matching=to_grace)
    for minute in range(6):
        await town.at(NINE + minute * MINUTE)
    assert len(told(town)) == int(after)
    assert "is paused" in await town.say(town.grace, "topics")
    assert "is paused" not in await town.say(town.grace, "topics"), "once"


HOOK_FAULTS: dict[str, dict[str, Any]] = {
    "404": {"status": 404},
    "410": {"status": 410},
    "429": NOT_TAKEN["429"],
    "500": {"status": 500},
    "a dropped line": {"drop": True},
}


@each(HOOK_FAULTS)
async def test_an_answer_whose_confirmation_got_lost_stands(town: Town, how: dict[str, Any]) -> None:
    await town.set_up()
    post = await town.posted()
    break_next(town.server, HOOK, how)
    pressed = await town.ada.click(post, "A")
    await town.platform._replies.finish(5)
    seen = [*pressed.messages, *town.ada.dm.messages]
    assert [one.text[:8] for one in seen] == ([] if how.get("drop") else ["Saved: A"])
    assert "Your answer: A" in await town.say(town.ada, "answer")
    town.clock.advance(MINUTE)
    assert "Changed from A to B" in (await (await town.ada.click(post, "B")).posted()).text


@each(HOOK_FAULTS)
async def test_a_command_whose_reply_got_lost_can_be_typed_again(town: Town, how: dict[str, Any]) -> None:
    await town.set_up()
    await town.posted()
    break_next(town.server, HOOK, how)
    await town.ada.slash(town.channel, "/dailydrill", "answer A")
    await town.platform._replies.finish(5)
    town.clock.advance(MINUTE)
    await town.say(town.ada, "answer A")
    assert await town.store.answers.count((await town.round()).id) == 1
