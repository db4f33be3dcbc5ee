"""Workspaces that come and go: tokens are renewed in time, removals wipe them, and nobody disturbs another."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from adapters.slack.installs import ManyWorkspaces
from adapters.slack.missed import catch_up
from adapters.slack.tokens import OAuthApp
from bot.bank import Bank
from bot.domain.round import TrackState
from bot.intents.reasons import REMOVED
from bot.service.departure import GRACE
from bot.service.housekeeping import housekeep
from tests.adapters.slack.site import KEY, Guest, Site, open_site, sealed_store
from tests.adapters.slack.town import NINE
from tests.fakes.clock import ManualClock
from tests.platforms.slack.server import SlackServer

PAUSED = (TrackState.PAUSED.value, REMOVED)
DAY = timedelta(days=1)
EXCHANGE = "oauth.v2.access"


@pytest.fixture
async def member(site: Site, guest: Guest) -> Guest:
    """With a daily question at nine."""
    await site.join(guest)
    await site.set_up(guest)
    return guest


@pytest.fixture
async def rotating(server: SlackServer, site: Site, guest: Guest) -> Guest:
    """The same, with tokens that end after twelve hours."""
    server.app.rotates = True
    await site.join(guest)
    await site.set_up(guest)
    return guest


def refreshes(site: Site) -> list[Any]:
    return [each for each in site.server.asked(EXCHANGE) if each.args.get("grant_type") == "refresh_token"]


async def test_each_workspace_gets_its_own_question(site: Site, member: Guest) -> None:
    other = Guest.of(site.server, "Other")
    await site.join(other)
    await site.set_up(other)
    await site.at(NINE)
    for guest in (member, other):
        (post,) = guest.channel.messages
        saved = await guest.grace.click(post, "A")
        assert "Saved" in (await saved.posted()).text
    tokens = {each.token for each in site.server.asked("chat.postMessage")}
    assert tokens == {member.workspace.token, other.workspace.token}


async def test_a_click_that_is_replayed_changes_nothing(site: Site, member: Guest) -> None:
    await site.at(NINE)
    (post,) = member.channel.messages
    await (await member.grace.click(post, "A")).posted()
    await site.http.replay()
    group = await site.store.people.group("slack", member.workspace.id, "")
    (track,) = await site.store.tracks.of_group(group.id)
    round_ = await site.store.rounds.on_day(track.id, NINE.date())
    assert round_ is not None and await site.store.answers.count(round_.id) == 1


async def test_a_token_is_renewed_before_a_post_although_nobody_did_anything(
    site: Site, rotating: Guest
) -> None:
    first = rotating.workspace.token
    await site.at(NINE)
    assert refreshes(site) == [], "ten hours are left"
    await site.at(NINE + DAY)
    assert len(refreshes(site)) == 1
    assert rotating.workspace.token != first and len(rotating.channel.messages) == 2
    found = await site.store.installations.find("slack", rotating.workspace.id)
    assert found is not None and found.token == rotating.workspace.token
    await site.at(NINE + 2 * DAY)
    assert len(refreshes(site)) == 2 and len(rotating.channel.messages) == 3, "with the new refresh token"


async def test_many_that_need_it_at_once_renew_a_token_once(site: Site, rotating: Guest) -> None:
    site.clock.advance(timedelta(hours=10, minutes=30))
    homes = [rotating.workspace.add_user(f"user{place}").open_home() for place in range(10)]
    for home in homes:
        await home.delivered()
    assert len(refreshes(site)) == 1


async def test_who_read_the_row_before_a_renewal_renews_nothing(site: Site, rotating: Guest) -> None:
    app = OAuthApp(site.server.app.client_id, site.server.app.client_secret, site.server.api_url.rstrip("/"))
    workspaces = ManyWorkspaces(site.store.installations, app, site.clock)
    read = await site.store.installations.find("slack", rotating.workspace.id)
    assert read is not None
    got = [await workspaces._fresh(read) for _ in range(2)]
    assert [each.token for each in got if each is not None] == [rotating.workspace.token] * 2
    assert len(refreshes(site)) == 1


async def test_two_processes_renew_it_once_or_take_what_the_other_got(site: Site, rotating: Guest) -> None:
    app = OAuthApp(site.server.app.client_id, site.server.app.client_secret, site.server.api_url.rstrip("/"))
    both = [ManyWorkspaces(site.store.installations, app, site.clock) for _ in range(2)]
    team = rotating.workspace.id
    site.clock.advance(timedelta(hours=11))
    found = await asyncio.gather(*(each.of(team) for each in both))
    site.clock.advance(timedelta(minutes=2))
    found = [await each.of(team) for each in both]
    assert [each.client.token for each in found if each is not None] == [rotating.workspace.token] * 2


async def test_a_token_that_cannot_be_renewed_yet_is_used_while_it_is_good(
    site: Site, rotating: Guest
) -> None:
    site.clock.advance(timedelta(hours=10, minutes=30))
    site.server.fail(EXCHANGE, "internal_error")
    await rotating.grace.open_home().delivered()
    await site.server.until(lambda: rotating.grace.home)
    site.clock.advance(timedelta(minutes=1))
    await rotating.grace.open_home().delivered()
    assert len(refreshes(site)) == 2, "asked again after a minute"


async def test_a_line_that_breaks_while_a_token_is_renewed_breaks_nothing(
    site: Site, rotating: Guest
) -> None:
    site.clock.advance(timedelta(hours=10, minutes=30))
    site.server.fail(EXCHANGE, drop=True)
    await rotating.grace.open_home().delivered()
    await site.server.until(lambda: rotating.grace.home)


async def test_nobody_waits_long_for_a_renewal_and_it_is_not_broken_off(site: Site, rotating: Guest) -> None:
    before = rotating.workspace.token
    site.clock.advance(timedelta(hours=10, minutes=30))
    held = site.server.hold(EXCHANGE)
    await rotating.grace.open_home().delivered()
    assert rotating.workspace.token == before
    held.release()
    await site.server.until(lambda: rotating.workspace.token != before)
    site.clock.advance(timedelta(minutes=1))
    await rotating.grace.open_home().delivered()
    assert len(refreshes(site)) == 1


@pytest.mark.parametrize("word", ["token_expired", "invalid_auth"])
async def test_a_token_that_slack_calls_over_is_renewed_once_and_the_call_repeated(
    site: Site, rotating: Guest, word: str
) -> None:
    site.server.fail("chat.postMessage", word)
    await site.at(NINE)
    (post,) = rotating.channel.messages
    assert post.metadata and len(refreshes(site)) == 1


async def test_what_stays_refused_is_given_up(site: Site, rotating: Guest) -> None:
    site.server.fail("chat.postMessage", "token_expired", times=2)
    await site.at(NINE)
    assert (len(rotating.channel.messages), len(refreshes(site))) == (0, 1)
    await site.at(NINE + timedelta(minutes=2))
    assert len(rotating.channel.messages) == 1, "the delivery is tried again by its own rules"


async def test_a_token_without_an_end_is_not_renewed(site: Site, member: Guest) -> None:
    site.server.fail("chat.postMessage", "invalid_auth")
    await site.at(NINE)
    assert (refreshes(site), len(member.channel.messages)) == ([], 0)


@pytest.mark.parametrize("tokens_first", [False, True])
async def test_removing_the_app_stops_its_tracks_and_wipes_the_token(
    site: Site, member: Guest, tokens_first: bool
) -> None:
    for event in member.workspace.uninstall(tokens_first=tokens_first):
        await event.delivered()
    assert await site.state(member) == PAUSED
    assert await site.store.installations.find("slack", member.workspace.id) is None
    assert await site.store.installations.all("slack") == [(member.workspace.id, False)]
    sent = len(site.server.asked("chat.postMessage"))
    await site.at(NINE)
    assert len(site.server.asked("chat.postMessage")) == sent


async def test_coming_back_within_the_grace_brings_everything_back_paused(site: Site, member: Guest) -> None:
    for event in member.workspace.uninstall():
        await event.delivered()
    site.clock.advance(GRACE - DAY)
    await housekeep(site.tools)
    visit = await member.grace.install(site.install)
    assert "Dailydrill is back in Guest" in visit.page and "/dailydrill daily resume" in visit.page
    assert await site.state(member) == PAUSED
    member.channel.invite_bot()
    resumed = await member.grace.slash(member.channel, "/dailydrill", "daily resume")
    await resumed.posted()
    assert (await site.state(member))[0] == TrackState.ACTIVE.value


async def test_after_the_grace_nothing_is_left(site: Site, member: Guest) -> None:
    for event in member.workspace.uninstall():
        await event.delivered()
    site.clock.advance(GRACE + DAY)
    await housekeep(site.tools)
    assert await site.store.installations.all("slack") == []
    assert await site.store.privacy.left_groups("slack") == []


async def test_a_removal_told_late_does_not_undo_the_installation_after_it(site: Site, member: Guest) -> None:
    events = member.workspace.uninstall()
    for event in events:
        await event.delivered()
    site.clock.advance(timedelta(minutes=4))
    await member.grace.install(site.install)
    late = events[1]
    assert late.payload is not None
    late.payload["event_id"] = "EvLate"
    late.retry()
    await late.delivered(times=2)
    assert await site.store.installations.find("slack", member.workspace.id) is not None


async def test_a_revoked_token_of_a_user_ends_nothing(site: Site, member: Guest) -> None:
    event = {"type": "tokens_revoked", "tokens": {"oauth": [member.grace.id]}}
    await site.server.announce(member.workspace, event).delivered()
    assert await site.store.installations.find("slack", member.workspace.id) is not None
    assert (await site.state(member))[0] == TrackState.ACTIVE.value


async def test_a_revoked_token_of_the_bot_ends_it(site: Site, member: Guest) -> None:
    await member.workspace.revoke_token().delivered()
    assert await site.state(member) == PAUSED
    assert await site.store.installations.find("slack", member.workspace.id) is None


async def test_one_workspace_leaving_does_not_touch_another(site: Site, member: Guest) -> None:
    other = Guest.of(site.server, "Other")
    await site.join(other)
    await site.set_up(other)
    for event in other.workspace.uninstall():
        await event.delivered()
    assert (await site.state(member))[0] == TrackState.ACTIVE.value
    await site.at(NINE)
    assert (len(member.channel.messages), len(other.channel.messages)) == (1, 0)


async def test_who_is_not_installed_is_told_so(site: Site, guest: Guest) -> None:
    """Somebody installed the app from its settings page, past us."""
    guest.workspace.install()
    reply = await guest.grace.slash(guest.channel, "/dailydrill", "help")
    assert "is not installed here any more" in (await reply.posted()).text


async def test_what_was_removed_while_nobody_listened_is_found_out(
    site: Site, member: Guest, server: SlackServer
) -> None:
    workspaces = ManyWorkspaces(
        site.store.installations,
        OAuthApp(server.app.client_id, server.app.client_secret, server.api_url.rstrip("/")),
        site.clock,
    )
    server.app.events.clear()
    member.workspace.uninstall()
    await catch_up(site.tools, workspaces)
    assert await site.state(member) == PAUSED
    member.workspace.reactivate()
    await catch_up(site.tools, workspaces)
    assert await site.store.privacy.left_groups("slack") == [], "it was only suspended: its token was kept"
    server.fail("auth.test", status=503)
    await catch_up(site.tools, workspaces)
    assert await site.store.privacy.left_groups("slack") == [], "a failing Slack says nothing"


async def test_a_dead_token_goes_with_the_data_of_its_workspace(site: Site, member: Guest) -> None:
    site.server.app.events.clear()
    member.workspace.uninstall()
    app = OAuthApp(site.server.app.client_id, site.server.app.client_secret, site.server.api_url.rstrip("/"))
    workspaces = ManyWorkspaces(site.store.installations, app, site.clock)
    await catch_up(site.tools, workspaces)
    assert await site.store.installations.all("slack") == [(member.workspace.id, True)]
    site.clock.advance(GRACE + DAY)
    await housekeep(site.tools)
    await catch_up(site.tools, workspaces)
    assert await site.store.installations.all("slack") == [(member.workspace.id, False)]


async def test_a_start_finds_out_what_was_missed_and_an_end_takes_nothing_new(
    server: SlackServer, clock: ManualClock, bank: Bank, guest: Guest, migrated_sqlite: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copyfile(migrated_sqlite, tmp_path / "missed.db"))
    async with sealed_store(path) as store, open_site(server, store, clock, bank) as site:
        await site.join(guest)
        await site.set_up(guest)
        await site.platform.close()
        home = guest.grace.open_home()
        await server.until(lambda: home.tries)
        assert home.tries[0].status == 503
        server.app.events.clear()
        guest.workspace.uninstall()
    async with sealed_store(path) as store, open_site(server, store, clock, bank) as site:
        async with asyncio.timeout(5):
            while not await site.store.privacy.left_groups("slack"):  # noqa: ASYNC110 - a row tells nobody
                await asyncio.sleep(0.01)
        assert await site.state(guest) == PAUSED


async def test_events_are_remembered_longer_than_slack_repeats_them(site: Site, guest: Guest) -> None:
    await site.join(guest)
    event = await guest.grace.open_home().delivered()
    for hours, first in ((25, False), (2, True)):
        site.clock.advance(timedelta(hours=hours))
        await housekeep(site.tools)
        assert await site.store.seen_events.first_time("slack", event.id, site.clock.now()) is first


async def test_a_new_key_takes_over_and_the_workspaces_stay(
    server: SlackServer, clock: ManualClock, bank: Bank, guest: Guest, migrated_sqlite: Path, tmp_path: Path
) -> None:
    path, new = Path(shutil.copyfile(migrated_sqlite, tmp_path / "keys.db")), Fernet.generate_key().decode()
    async with sealed_store(path, KEY) as store, open_site(server, store, clock, bank) as site:
        await site.join(guest)
        await site.set_up(guest)
    async with sealed_store(path, new, KEY) as store:
        assert await store.installations.reseal() == 1
    async with sealed_store(path, new) as store, open_site(server, store, clock, bank) as site:
        await site.at(NINE)
        assert len(guest.channel.messages) == 1


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1000.2000")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "made-up-client-secret")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-this-one")


async def test_bolts_own_look_at_the_environment_changes_nothing(
    environment: None, site: Site, guest: Guest, caplog: pytest.LogCaptureFixture
) -> None:
    await site.join(guest)
    reply = await guest.grace.slash(guest.channel, "/dailydrill", "help")
    await reply.posted()
    used = {each.token for each in site.server.requests if each.token}
    assert used == {guest.workspace.token}
    for secret in (guest.workspace.token, site.server.app.client_secret, site.server.app.signing_secret):
        assert secret not in caplog.text
