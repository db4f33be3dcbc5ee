"""Who acts: people of other companies in shared channels, guests, those who have left, apps, and odd profiles."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.workspaces import OneWorkspace, person
from bot.service.presence import Presence
from tests.adapters.slack.site import Guest, Site
from tests.adapters.slack.town import NINE, Town
from tests.platforms.slack.person import Person
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Workspace

CLOSED = NINE + timedelta(hours=8, seconds=10)
B = "regional_indicator_b"


@pytest.fixture
def eve(town: Town) -> Person:
    """An admin of another company, with which the channel is shared; the app is not installed there."""
    partner = town.server.add_workspace("Partner", installed=False)
    town.channel.share(partner)
    return partner.add_user("eve", admin=True, owner=True, display_name="Eve Adams", tz="Asia/Tokyo")


async def accounts(site: Site | Town, group: Workspace) -> list[str]:
    """Of everybody whose answer stands in a group, by account."""
    found = await site.store.people.group("slack", group.id, "")
    members = await site.store.people.find(found.id, "", 50)
    return sorted(one.account for one in members)


async def known_as(town: Town, name: str) -> None:
    """Wait until a member has this name: it is asked for after the answer."""
    group = await town.store.people.group("slack", town.workspace.id, "")
    async with asyncio.timeout(5):
        while True:
            if name in {one.name for one in await town.store.people.find(group.id, "", 50)}:
                return
            await asyncio.sleep(0)


async def board(town: Town) -> str:
    return await town.say(town.ada, "leaderboard")


# --- shared channels -----------------------------------------------------------------------------


async def test_somebody_of_another_company_answers_once_under_their_own_id(town: Town, eve: Person) -> None:
    await town.set_up()
    post = await town.posted()
    saved = await (await eve.click(post, "A")).posted()
    assert saved.ephemeral and "Saved: A" in saved.text
    town.clock.advance(timedelta(seconds=1))
    await (await eve.click(post, "B")).posted()
    assert await town.store.answers.count((await town.round()).id) == 1
    assert f"{eve.workspace.id}:{eve.id}" in await accounts(town, town.workspace)


async def test_they_stand_on_the_board_by_the_name_others_see(town: Town, eve: Person) -> None:
    await town.set_up()
    await town.say(town.grace, "daily settings boards on")
    post = await town.posted()
    await (await eve.click(post, await town.right())).posted()
    await known_as(town, "Eve Adams")
    await (await eve.click(post, await town.right())).posted()
    await town.at(CLOSED)
    assert "Eve Adams" in await board(town)


async def test_they_organise_nothing_there_although_they_do_at_home(town: Town, eve: Person) -> None:
    await town.set_up()
    post = await town.posted()
    for action in ("v1:setupform", "v1:setuptrack:1"):
        refused = await eve.click(post, action, stale=True)
        assert (await refused.posted()).text == "Only organisers can do this."


async def test_a_form_that_they_send_is_taken_in_the_workspace_of_the_channel(
    town: Town, eve: Person
) -> None:
    await town.set_up()
    post = await town.posted()
    await (await eve.click(post, "A")).posted()
    await town.at(CLOSED)
    opened = await eve.click(town.channel.thread(post.ts)[0], "Report a problem")
    await eve.submit(await opened.opened(), {"text": "typo"})
    assert "Thank you" in (await opened.posted()).text


async def test_who_cannot_be_written_to_is_left_alone(town: Town, eve: Person) -> None:
    await town.set_up()
    post = await town.posted()
    town.server.fail("response_url", status=404)
    with capture_logs() as logged:
        await eve.click(post, "A")
        await town.server.until(lambda: any("could not be shown" in one["event"] for one in logged))
    assert {one["log_level"] for one in logged} == {"info"}
    words = [one.error for one in town.server.asked("chat.postMessage")[-1:]]
    assert words == ["channel_not_found"] and await town.store.answers.count((await town.round()).id) == 1


async def test_their_reaction_is_theirs_and_not_a_second_person(town: Town, eve: Person) -> None:
    await town.set_up()
    await town.say(town.grace, "daily settings reactions count")
    post = await town.posted()
    await (await eve.click(post, "A")).posted()
    town.clock.advance(timedelta(seconds=1))
    await eve.react(post, B).delivered()
    members = await accounts(town, town.workspace)
    assert await town.store.answers.count((await town.round()).id) == 1
    assert [one for one in members if one.endswith(eve.id)] == [f"{eve.workspace.id}:{eve.id}"]


async def test_their_reaction_in_a_gap_is_theirs_too(town: Town, eve: Person) -> None:
    await town.set_up()
    await town.say(town.grace, "daily settings reactions count")
    post = await town.posted()
    bot = town.workspace.add_user("robot", is_bot=True)
    post.reactions = {B: [eve, bot]}
    await Presence(town.tools, "slack").up()
    members = await accounts(town, town.workspace)
    assert [one for one in members if one.endswith(eve.id)] == [f"{eve.workspace.id}:{eve.id}"]
    assert await town.store.answers.count((await town.round()).id) == 1, "an app answers nothing"


async def test_with_the_app_on_both_sides_nothing_counts_twice(site: Site, guest: Guest) -> None:
    partner = Guest.of(site.server, "Partner")
    for each in (guest, partner):
        await site.join(each)
    await site.set_up(guest)
    guest.channel.share(partner.workspace)
    guest.channel.members.append(partner.workspace.bot)
    await (await guest.grace.slash(guest.channel, "/dailydrill", "daily settings reactions count")).posted()
    await site.at(NINE)
    (post,) = guest.channel.messages
    eve = partner.grace
    first = await eve.click(post, "A")
    await first.posted()
    site.clock.advance(timedelta(seconds=1))
    second = await eve.click(post, "B", told_by=partner.workspace)
    assert "Changed from A to B" in (await second.posted()).text
    site.clock.advance(timedelta(seconds=1))
    await asyncio.gather(
        eve.react(post, B).delivered(), both_told(site, partner.workspace, eve, post.ts, guest)
    )
    mine = [one for one in await accounts(site, guest.workspace) if one.endswith(eve.id)]
    assert mine == [f"{partner.workspace.id}:{eve.id}"]
    assert len(guest.channel.messages) == 1 and len(first.messages) == len(second.messages) == 1


async def both_told(site: Site, side: Workspace, who: Person, ts: str, host: Guest) -> None:
    """The other side's event of the same reaction."""
    item = {"type": "message", "channel": host.channel.id, "ts": ts}
    event: Json = {"type": "reaction_added", "user": who.id, "reaction": B, "item": item}
    event |= {"item_user": host.workspace.bot.id}
    await site.server.announce(side, event, host.channel).delivered()


# --- an organisation of workspaces ------------------------------------------------------------------


async def test_a_colleague_of_another_workspace_has_the_organisations_id(site: Site) -> None:
    corp = site.server.add_enterprise()
    home, other = (corp.add_workspace(name) for name in ("Home", "Other"))
    host = Guest(
        home, home.add_channel("ml-daily", bot=False), home.add_user("grace", admin=True, tz="Europe/Berlin")
    )
    await site.join(host)
    await site.set_up(host)
    host.channel.share(other)
    eve = other.add_user("eve")
    await site.at(NINE)
    (post,) = host.channel.messages
    await (await eve.click(post, "A")).posted()
    assert f"{corp.id}:{eve.id}" in await accounts(site, home)


# --- guests, those who left, apps --------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["restricted", "ultra_restricted"])
async def test_a_guest_answers_and_organises_nothing(town: Town, limit: str) -> None:
    await town.set_up()
    post = await town.posted()
    guest = town.workspace.add_user("gil", admin=True, **{limit: True})
    assert "Saved" in (await (await guest.click(post, "A")).posted()).text
    assert "organiser" in (await town.say(guest, "daily pause")).casefold()


async def test_who_was_deactivated_keeps_their_place_on_the_board(town: Town) -> None:
    leaver = town.workspace.add_user("lena", display_name="Lena")
    await town.set_up()
    await town.say(town.grace, "daily settings boards on")
    post = await town.posted()
    await (await leaver.click(post, await town.right())).posted()
    await town.at(CLOSED)
    leaver.deleted = True
    assert "ena" in await board(town)


@pytest.mark.parametrize("word", ["user_disabled", "user_not_found", "channel_not_found", "cannot_dm_bot"])
async def test_an_organiser_who_left_is_not_told_and_the_next_one_is(town: Town, word: str) -> None:
    hana = town.workspace.add_user("hana", admin=True)
    await town.set_up()
    town.grace.deleted = True
    town.channel.refuses = "restricted_action"
    town.server.fail(
        "chat.postMessage", word, times=99, matching=lambda asked: asked["channel"] == town.grace.id
    )
    await town.at(NINE)
    await town.at(NINE + timedelta(minutes=5))
    tried = [one for one in town.server.asked("chat.postMessage") if one.args["channel"] == town.grace.id]
    assert len(tried) == 1, "it ended"
    told = await town.say(hana, "help")
    assert "lets only some people post" in told
    assert "lets only some" not in await town.say(hana, "help"), "once"


async def test_apps_and_workflows_answer_nothing(town: Town) -> None:
    robot = town.workspace.add_user("robot", is_bot=True)
    await town.set_up()
    await town.say(town.grace, "daily settings reactions count")
    post = await town.posted()
    await robot.react(post, B).delivered()
    await town.ada.react(post, "regional_indicator_c").delivered()
    assert await town.store.answers.count((await town.round()).id) == 1
    assert not any(one.endswith(robot.id) for one in await accounts(town, town.workspace))


# --- profiles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traits", "name"),
    [
        ({"display_name": "Ada L", "real_name": "Ada Lovelace"}, "Ada L"),
        ({"display_name": "  ", "real_name": "Ada Lovelace"}, "Ada Lovelace"),
        ({}, "handle"),
        ({"display_name": ":wave: <!channel>"}, ":wave: <!channel>"),
    ],
)
async def test_a_person_is_called_as_others_see_them(town: Town, traits: dict[str, str], name: str) -> None:
    user = town.workspace.add_user("handle", **traits)
    found = await looked_up(town, user)
    assert found == (name, "Europe/London")


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../../etc/passwd", 5])
async def test_an_odd_zone_is_none(town: Town, zone: object, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = town.ada.shape(town.workspace) | {"tz": zone}
    monkeypatch.setattr(town.ada, "shape", lambda _: dict(shape))
    assert (await looked_up(town, town.ada))[1] is None


async def test_set_up_by_somebody_without_a_zone_begins_in_utc(town: Town) -> None:
    hana = town.workspace.add_user("hana", admin=True, tz=None)
    form = await (await hana.slash(town.channel, "/dailydrill", "daily setup")).opened()
    zone = next(one for one in form.fields if one["block_id"] == "zone")
    assert zone["element"]["initial_value"] == "UTC"


async def looked_up(town: Town, user: Person) -> tuple[str, str | None]:
    workspace = await town_workspace(town).known()
    found = await person(workspace, user.id, town.clock)
    assert found is not None
    return found.name, found.zone


def town_workspace(town: Town) -> OneWorkspace:
    return OneWorkspace(AsyncWebClient(token=town.workspace.token, base_url=town.server.api_url))


async def test_names_that_look_like_mentions_are_only_names(town: Town) -> None:
    loud = town.workspace.add_user("loud", display_name="<!channel> :fire: *x*")
    await town.set_up()
    await town.say(town.grace, "daily settings boards on")
    post = await town.posted()
    await (await loud.click(post, await town.right())).posted()
    await town.say(loud, "streak")
    await town.at(CLOSED)
    asked = await loud.slash(town.channel, "/dailydrill", "leaderboard")
    assert "<!channel> :fire: *x*" in (await asked.posted()).shown
    await (await loud.click(asked, "Share")).posted()
    assert town.channel.messages[-1].pings == []


# --- being invited -----------------------------------------------------------------------------------


async def test_whoever_invites_the_bot_gets_one_hint_for_the_whole_workspace(town: Town) -> None:
    first, second = (town.workspace.add_channel(name, bot=False) for name in ("one", "two"))
    joined = await first.invite_bot().delivered()
    await town.server.until(lambda: first.messages)
    (hint,) = first.messages
    assert "Nothing happens until an organiser runs /dailydrill daily setup" in hint.text
    joined.again()
    await second.invite_bot().delivered()
    await first.remove_bot().delivered()
    town.clock.advance(timedelta(days=40))
    await town.store.seen_events.forget(town.clock.now())
    await first.invite_bot().delivered()
    assert len(first.messages) == 1 and not second.messages


async def test_other_people_who_join_are_nobodys_business(town: Town) -> None:
    await town.channel.join(town.ada, by=town.grace).delivered()
    await town.channel.join(town.workspace.bot).delivered()  # by itself, during a set-up
    assert not town.channel.messages


async def test_where_a_question_is_asked_already_no_hint_is_needed(town: Town) -> None:
    await town.set_up()
    other = town.workspace.add_channel("other", bot=False)
    await other.invite_bot().delivered()
    assert not other.messages


async def test_without_the_scope_for_that_event_nothing_is_missing(town: Town) -> None:
    town.workspace.deny("channels:read", "groups:read")
    assert town.channel.invite_bot().payload is None
    await town.set_up()


async def test_who_installed_it_by_the_link_was_told_already(site: Site, guest: Guest) -> None:
    await site.join(guest)
    await guest.channel.remove_bot().delivered()
    await guest.channel.invite_bot().delivered()
    assert len(guest.grace.dm.messages) == 1 and not guest.channel.messages
