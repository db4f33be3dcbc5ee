"""The app is removed while something is under way: tracks stop, data goes after the grace; an outage is none."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.pacer import Pacer
from bot.bank import Bank
from bot.domain.round import RoundState, Track, TrackState
from bot.errors import SettingsError
from bot.intents.reasons import REMOVED
from bot.service.departure import GRACE
from bot.service.desk import Desk
from bot.service.housekeeping import housekeep
from tests.adapters.slack.site import Guest, Site
from tests.adapters.slack.town import NINE, Town, living
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
REVEAL = NINE + timedelta(hours=8, seconds=10)
SENDING = "chat.postMessage"
FIRST_TRACK = 1
PAUSED = (TrackState.PAUSED, REMOVED)


@dataclass
class Place:
    """A workspace with a daily question, whichever way Slack is heard."""

    where: Town | Site
    workspace: Workspace
    channel: Channel
    grace: Person

    async def track(self) -> Track:
        """By its number: asking for its group would bring that back."""
        found = await self.where.store.tracks.get(FIRST_TRACK)
        assert found is not None
        return found

    async def state(self) -> tuple[TrackState, str | None]:
        track = await self.track()
        return track.state, track.reason

    async def gone(self) -> bool:
        return self.workspace.id in await self.where.store.privacy.left_groups("slack")

    async def round_state(self) -> RoundState:
        round_ = await self.where.store.rounds.on_day(FIRST_TRACK, NINE.date())
        assert round_ is not None
        return round_.state

    @property
    def sent(self) -> int:
        return len(self.where.server.asked(SENDING))

    async def removed(self, *, tokens_first: bool = False) -> None:
        for event in self.workspace.uninstall(tokens_first=tokens_first):
            await event.delivered()


@pytest.fixture(params=["town", "site"])
def where(request: pytest.FixtureRequest) -> Town | Site:
    """Over Socket Mode one workspace, over HTTP one that installed the app."""
    found: Town | Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def place(where: Town | Site, server: SlackServer) -> Place:
    where.platform.poster._pacer = Pacer(between=0.0, window=0.0)
    if isinstance(where, Town):
        await where.set_up()
        return Place(where, where.workspace, where.channel, where.grace)
    guest = Guest.of(server)
    await where.join(guest)
    await where.set_up(guest)
    return Place(where, guest.workspace, guest.channel, guest.grace)


@pytest.mark.parametrize("tokens_first", [False, True])
async def test_removed_in_any_order_and_twice_it_stops_and_is_purged_after_the_grace(
    place: Place, tokens_first: bool
) -> None:
    events = place.workspace.uninstall(tokens_first=tokens_first)
    for event in events:
        event.again()
    for event in events:
        await event.delivered(times=2)
    assert await place.state() == PAUSED and await place.gone()
    before = place.sent
    await place.where.at(NINE)
    assert place.sent == before
    place.where.clock.advance(GRACE - DAY)
    await housekeep(place.where.tools)
    assert await place.gone()
    place.where.clock.advance(2 * DAY)
    await housekeep(place.where.tools)
    assert not await place.gone() and await place.where.store.tracks.get(FIRST_TRACK) is None


async def test_removed_between_post_and_reveal_the_round_closes_and_nothing_is_sent(place: Place) -> None:
    await place.where.at(NINE)
    await (await place.grace.click(place.channel.messages[-1], "A")).posted()
    await place.removed()
    before = place.sent
    await place.where.at(REVEAL)
    await place.where.at(REVEAL + MINUTE)
    assert (await place.round_state(), place.sent) == (RoundState.CLOSED, before)
    assert await place.where.store.answers.count(1) == 1 and await place.gone()


async def test_removed_while_a_post_is_on_its_way(place: Place) -> None:
    held = place.where.server.hold(SENDING, after_effect=True)
    posting = asyncio.create_task(place.where.at(NINE))
    await place.where.server.until(lambda: held.hits and place.channel.messages)
    await place.removed()
    assert await place.state() == PAUSED
    held.release()
    await posting
    before = place.sent
    for moment in (NINE + 2 * MINUTE, REVEAL, NINE + DAY):
        await place.where.at(moment)
    assert (place.sent, await place.round_state()) == (before, RoundState.CLOSED)
    assert await place.state() == PAUSED and await place.gone()


async def test_an_answer_that_is_being_written_does_not_bring_it_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.where.at(NINE)
    press, reached, go = Desk.press, asyncio.Event(), asyncio.Event()

    async def slowly(*given: Any) -> Any:
        reached.set()
        await go.wait()
        return await press(*given)

    monkeypatch.setattr(Desk, "press", slowly)
    reply = place.grace.begin_click(place.channel.messages[-1], "A")
    await reached.wait()
    await place.removed()
    go.set()
    await reply.answered()
    assert await place.where.store.answers.count(1) == 1, "what was confirmed stands while the data does"
    await place.where.platform.close()
    assert await place.state() == PAUSED and await place.gone()


async def test_who_presses_afterwards_changes_nothing(place: Place) -> None:
    await place.where.at(NINE)
    await place.removed()
    for _ in range(2):
        assert (await place.grace.begin_click(place.channel.messages[-1], "A").answered()).acknowledged
    await place.grace.slash(place.channel, "/dailydrill", "daily resume")
    assert await place.where.store.answers.count(1) == 0
    assert await place.gone() and await place.state() == PAUSED


@pytest.mark.parametrize("after", [False, True], ids=["short", "of weeks"])
async def test_a_workspace_that_is_suspended_is_not_removed(place: Place, after: bool) -> None:
    """Nothing is told, and every call is answered account_inactive."""
    await place.where.at(NINE)
    await (await place.grace.click(place.channel.messages[-1], "A")).posted()
    place.workspace.deactivate()
    for moment in (REVEAL, REVEAL + MINUTE, REVEAL + 5 * MINUTE):
        await place.where.at(moment)
    assert not await place.gone() and (await place.state())[0] is TrackState.ACTIVE
    if after:
        place.where.clock.advance(GRACE + DAY)
        await housekeep(place.where.tools)
        assert (await place.track()).state is TrackState.ACTIVE and not await place.gone()
        return
    place.workspace.reactivate()
    for event in (REVEAL + timedelta(minutes=20), REVEAL + timedelta(minutes=40)):
        await place.where.at(event)
    assert await place.round_state() is RoundState.REVEALED
    assert len(place.channel.thread(place.channel.messages[-1])) == 1


# --- one workspace, whose token is the operator's -----------------------------------------------------------


@pytest.fixture
async def started(town: Town) -> Place:
    await town.set_up()
    return Place(town, town.workspace, town.channel, town.grace)


async def test_a_removal_that_is_told_late_stops_nothing(started: Place) -> None:
    for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}):
        await started.where.server.announce(started.workspace, event).delivered()
    assert not await started.gone() and (await started.state())[0] is TrackState.ACTIVE


async def test_a_removal_that_nobody_can_look_into_is_asked_for_again(started: Place) -> None:
    server = started.where.server
    server.fail("auth.test", status=503)
    events = started.workspace.uninstall()
    for event in events:
        await event.delivered()
    assert [len(event.tries) for event in events] in ([2, 1], [1, 2]), "Slack brought one of them again"
    assert await started.gone()


async def test_with_a_new_token_it_is_back_at_the_next_start(started: Place, bank: Bank) -> None:
    town = started.where
    assert isinstance(town, Town)
    await started.removed()
    await town.platform.close()
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        async with living(town.server, town.workspace, town.store, town.clock, bank):
            pass
    assert await started.gone()
    town.workspace.install()
    async with living(town.server, town.workspace, town.store, town.clock, bank):
        assert not await started.gone() and await started.state() == PAUSED
