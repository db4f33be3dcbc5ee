"""Tokens, scopes, membership, archives: what each is refused with, by Slack's words."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from tests.fakes.clock import ManualClock
from tests.platforms.slack.library import client_of
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest, rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Workspace

POST = "chat.postMessage"


async def test_a_token_tells_who_it_is(server: SlackServer, ws: Workspace) -> None:
    told = await client_of(server, ws).auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == (ws.id, ws.bot.id, ws.installed.bot_id)
    assert told.headers["x-oauth-scopes"].split(",") == ws.scopes


@pytest.mark.parametrize("token", ["", "xoxb-unknown", "xapp-1"])
async def test_a_token_must_be_known(rest: Rest, token: str) -> None:
    rest.token = token
    errors = {"": "not_authed", "xoxb-unknown": "invalid_auth", "xapp-1": "not_allowed_token_type"}
    assert (await rest.call("auth.test")).error == errors[token]
    assert (await rest.form("auth.test")).error == errors[token]


async def test_a_token_dies_with_its_installation(rest: Rest, ws: Workspace, channel: Channel) -> None:
    events = ws.uninstall()
    assert [event.payload and event.payload["event"]["type"] for event in events] == [
        "app_uninstalled",
        "tokens_revoked",
    ]
    assert ((await rest.call("auth.test")).error, channel.bot_inside) == ("account_inactive", False)
    ws.reactivate()
    assert (await rest.call("auth.test")).error == ""
    ws.revoke_token()
    assert (await rest.call("auth.test")).error == "token_revoked"
    before = ws.token
    again = ws.install(["chat:write"])
    assert (again.token != before, again.bot.id, ws.scopes) == (True, ws.bot.id, ["chat:write"])
    ws.deactivate()
    first = ws.uninstall(tokens_first=True)[0]
    assert first.payload is not None and first.payload["event"]["tokens"] == {"oauth": [], "bot": [ws.bot.id]}


async def test_a_rotating_token_ends_after_twelve_hours() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    async with SlackServer(clock) as server:
        server.app.rotates = True
        ws = server.add_workspace()
        async with rest_of(server, ws.token) as rest:
            assert (await rest.call("auth.test")).error == ""
            clock.advance(timedelta(hours=12))
            assert (await rest.call("auth.test")).error == "token_expired"


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        (POST, {"text": "x"}, "chat:write"),
        ("conversations.info", {}, "channels:read,groups:read,im:read"),
        ("conversations.history", {}, "channels:history,groups:history,im:history"),
        ("conversations.join", {}, "channels:join"),
        ("conversations.list", {"types": "private_channel"}, "channels:read,groups:read,im:read"),
        ("users.info", {"user": "U1"}, "users:read"),
        ("reactions.get", {}, "reactions:read"),
        ("files.getUploadURLExternal", {}, "files:write"),
        ("team.info", {}, "team:read"),
    ],
)
async def test_a_scope_that_is_missing_is_named(
    rest: Rest, ws: Workspace, channel: Channel, method: str, args: Json, needed: str
) -> None:
    ws.deny(*needed.split(","))
    refused = await rest.call(method, channel=channel.id, **args)
    assert (refused.error, refused.body["needed"]) == ("missing_scope", needed)
    assert refused.body["provided"] == refused.headers["x-oauth-scopes"] == ",".join(ws.scopes)
    ws.grant(*needed.split(","))
    assert (await rest.call(method, channel=channel.id, **args)).error != "missing_scope"


async def test_scopes_go_by_the_kind_of_channel(rest: Rest, ws: Workspace) -> None:
    public, private = ws.add_channel("public"), ws.add_channel("private", private=True)
    ws.deny("groups:history", "groups:read")
    assert (await rest.call("conversations.history", channel=public.id)).error == ""
    refused = await rest.call("conversations.history", channel=private.id)
    assert (refused.error, refused.body["needed"]) == ("missing_scope", "groups:history")
    listed = await rest.call("conversations.list", types="public_channel,private_channel")
    assert (listed.error, listed.body["needed"]) == ("missing_scope", "groups:read")


async def test_where_the_bot_is_not_it_cannot_post(rest: Rest, ws: Workspace) -> None:
    public, private = ws.add_channel("public", bot=False), ws.add_channel("private", private=True, bot=False)
    assert (await rest.call(POST, channel=public.id, text="x")).error == "not_in_channel"
    assert (await rest.call(POST, channel=private.id, text="x")).error == "channel_not_found"
    assert (await rest.call("conversations.history", channel=public.id)).error == "not_in_channel"
    assert (await rest.call("conversations.info", channel=public.id)).body["channel"]["is_member"] is False
    ws.grant("chat:write.public")
    assert (await rest.call(POST, channel=public.id, text="x")).error == ""
    ephemeral = await rest.call("chat.postEphemeral", channel=public.id, text="x", user=ws.person.id)
    assert ephemeral.error == "not_in_channel"
    assert (await rest.call("conversations.join", channel=public.id)).error == ""
    assert (await rest.call("conversations.join", channel=public.id)).body["warning"] == "already_in_channel"


async def test_another_name_needs_its_scope(rest: Rest, ws: Workspace, channel: Channel, ada: Person) -> None:
    form = {"channel": channel.id, "text": f"{ada.mention} in {channel.mention}", "username": "Somebody"}
    assert (await rest.call(POST, **form)).body["needed"] == "chat:write.customize"
    ws.grant("chat:write.customize")
    assert (await rest.call(POST, **form)).error == ""
    assert (channel.last.username, channel.last.pings) == ("Somebody", [ada.mention])


async def test_a_channel_can_be_closed_to_the_bot(rest: Rest, channel: Channel) -> None:
    posted = await rest.call(POST, channel=channel.id, text="x")
    channel.archive()
    assert (await rest.call(POST, channel=channel.id, text="x")).error == "is_archived"
    assert (
        await rest.call("chat.update", channel=channel.id, ts=posted.body["ts"], text="y")
    ).error == "is_inactive"
    channel.unarchive()
    channel.refuses = "restricted_action"
    assert (await rest.call(POST, channel=channel.id, text="x")).error == "restricted_action"
    channel.remove_bot()
    channel.refuses = ""
    assert (await rest.call(POST, channel=channel.id, text="x")).error == "not_in_channel"
    channel.delete()
    assert (await rest.call(POST, channel=channel.id, text="x")).error == "channel_not_found"
    assert (await rest.call(POST, channel="C0", text="x")).error == "channel_not_found"


async def test_the_bot_is_told_of_its_channels(ws: Workspace, channel: Channel, ada: Person) -> None:
    other = ws.add_channel("other", bot=False)
    joined = other.invite_bot(by=ada)
    assert joined.payload is not None
    assert (
        joined.payload["event"].items() >= {"user": ws.bot.id, "inviter": ada.id, "channel": other.id}.items()
    )
    left = other.remove_bot()
    assert left.payload is not None and left.payload["event"]["type"] == "channel_left"
    assert other.join(ada).payload is None
    renamed = channel.rename("daily")
    assert renamed.payload is not None and renamed.payload["event"]["channel"]["name"] == "daily"
    ws.deny("channels:read", "groups:read")
    assert channel.rename("weekly").payload is None
    ws.server.app.events.discard("app_home_opened")
    assert ada.open_home().id == ""


async def test_people_are_described(rest: Rest, ws: Workspace, ada: Person) -> None:
    told = (await rest.call("users.info", user=ada.id)).body["user"]
    assert (told["tz"], told["is_admin"], told["is_restricted"]) == ("Europe/Berlin", True, False)
    assert (told["profile"]["display_name"], told["tz_offset"] in (3600, 7200)) == ("Ada L.", True)
    assert (await rest.call("users.info", user=ada.id, include_locale=True)).body["user"]["locale"] == "en-US"
    guest = ws.add_user("guest", ultra_restricted=True)
    told = (await rest.call("users.info", user=guest.id)).body["user"]
    assert (told["is_restricted"], told["is_ultra_restricted"]) == (True, True)
    names = [each["name"] for each in (await rest.call("users.list")).body["members"]]
    assert names == ["founder", "dailydrill", "ada", "guest"]
    assert (await rest.call("users.info", user="U0")).error == "user_not_found"
    assert (await rest.call("users.info")).error == "invalid_arguments"


async def test_other_workspaces_are_out_of_reach(rest: Rest, server: SlackServer, channel: Channel) -> None:
    other = server.add_workspace("Other")
    robin, elsewhere = other.add_user("robin"), other.add_channel("theirs")
    assert (await rest.call("users.info", user=robin.id)).error == "user_not_found"
    assert (await rest.call(POST, channel=elsewhere.id, text="x")).error == "channel_not_found"
    channel.share(other)
    assert (await rest.call("users.info", user=robin.id)).body["user"]["is_stranger"] is True


async def test_places_are_listed(rest: Rest, ws: Workspace, channel: Channel, ada: Person) -> None:
    ws.add_channel("hidden", private=True, bot=False)
    kept = ws.add_channel("kept", private=True)
    kept.archive()
    types = "public_channel,private_channel,im"
    listed = (await rest.call("conversations.list", types=types)).body["channels"]
    assert [each["name"] for each in listed] == ["ml-daily", "kept"]
    listed = (await rest.call("conversations.list", types=types, exclude_archived=True)).body["channels"]
    assert [each["name"] for each in listed] == ["ml-daily"]
    assert (await rest.call("conversations.list", types="x")).error == "invalid_types"
    members = (await rest.call("conversations.members", channel=channel.id)).body["members"]
    assert members == [ws.bot.id, ada.id]
    opened = (await rest.call("conversations.open", users=ada.id)).body["channel"]
    assert opened == {"id": ada.dm.id}
    shown = (await rest.call("conversations.open", channel=ada.dm.id, return_im=True)).body["channel"]
    assert (shown["is_im"], shown["user"]) == (True, ada.id)
    assert (await rest.call("team.info")).body["team"]["name"] == "Team"
    assert (await rest.call("team.info", team="T0")).error == "team_not_found"
    bot = (await rest.call("bots.info", bot=ws.installed.bot_id)).body["bot"]
    assert bot["user_id"] == ws.bot.id
    assert (await rest.call("bots.info", bot="B0")).error == "bot_not_found"
    assert (await rest.call("no.method")).error == "unknown_method"
    assert (await rest.call("conversations.list", limit="x")).error == "invalid_arguments"


async def test_an_app_can_leave_by_itself(rest: Rest, server: SlackServer) -> None:
    known = {"client_id": server.app.client_id, "client_secret": server.app.client_secret}
    assert (await rest.call("apps.uninstall", **(known | {"client_id": "x"}))).error == "invalid_client_id"
    assert (
        await rest.call("apps.uninstall", **(known | {"client_secret": "x"}))
    ).error == "bad_client_secret"
    assert (await rest.call("apps.uninstall", **known)).error == ""
    assert (await rest.call("auth.test")).error == "account_inactive"


async def test_an_app_can_give_its_token_back(rest: Rest) -> None:
    assert (await rest.call("auth.revoke", test=True)).body["revoked"] is False
    assert (await rest.call("auth.revoke")).body["revoked"] is True
    assert (await rest.call("auth.test")).error == "token_revoked"


async def test_a_body_must_be_json_or_a_form(server: SlackServer, ws: Workspace) -> None:
    async with ClientSession() as session:
        headers = {"Content-Type": "application/xml", "Authorization": f"Bearer {ws.token}"}
        async with session.post(f"{server.api_url}auth.test", data=b"<x/>", headers=headers) as response:
            assert (await response.json())["error"] == "invalid_post_type"
        async with session.get(f"{server.api_url}auth.test", params={"token": ws.token}) as response:
            assert (await response.json())["ok"]


async def test_a_token_of_a_whole_organisation_reaches_its_workspaces(server: SlackServer) -> None:
    corp = server.add_enterprise("Corp")
    one, two = corp.add_workspace("One"), corp.add_workspace("Two")
    installation = corp.install()
    ada, channel = two.add_user("ada"), two.add_channel("daily")
    assert (one.installation, two.token, channel.bot_inside) == (installation, installation.token, True)
    async with rest_of(server, installation.token) as rest:
        told = (await rest.call("auth.test")).body
        assert (told["team_id"], told["enterprise_id"], told["is_enterprise_install"]) == (
            corp.id,
            corp.id,
            True,
        )
        assert (await rest.call(POST, channel=channel.id, text="x")).error == ""
        listed = await rest.call("conversations.list", team_id=two.id)
        assert [each["name"] for each in listed.body["channels"]] == ["daily"]
        assert (await rest.call("conversations.list", team_id="T0")).error == "team_not_found"
    reply = ada.begin_slash(channel, "/quiz")
    assert reply.payload.items() >= {"is_enterprise_install": "true", "enterprise_id": corp.id}.items()
    pressed = ada.begin_click(channel.last, "x", stale=True)
    assert pressed.payload["team"] is None and pressed.payload["enterprise"]["id"] == corp.id
    event = ada.open_home()
    assert event.payload is not None and event.payload["authorizations"][0]["is_enterprise_install"] is True
