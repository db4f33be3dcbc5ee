"""auth.*, apps.*: who the token is, and the line for Socket Mode."""

from tests.platforms.slack import leaving
from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.wire import Json, Refusal


@method("auth.test", tier=0)
def auth_test(call: Call) -> Json:
    team, enterprise, bot = call.app.team, call.app.enterprise, call.app.bot
    place = team or enterprise
    assert place is not None
    told: Json = {
        "url": f"https://{place.domain}.slack.com/",
        "team": place.name,
        "user": bot.name,
        "team_id": place.id,
        "user_id": bot.id,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": team is None,
    }
    return told | ({"enterprise_id": enterprise.id} if enterprise is not None else {})


@method("auth.revoke", tier=3)
def revoke(call: Call) -> Json:
    if not call.flag("test"):
        leaving.revoke(call.workspace)
    return {"revoked": not call.flag("test")}


@method("apps.connections.open", tier=1, caller="app")
def connections_open(call: Call) -> Json:
    if not call.server.socket.enabled:
        raise Refusal("forbidden_team")
    return {"url": call.server.socket.issue()}


@method("apps.uninstall", tier=1)
def uninstall(call: Call) -> Json:
    app = call.server.app
    if call.needed("client_id") != app.client_id:
        raise Refusal("invalid_client_id")
    if call.needed("client_secret") != app.client_secret:
        raise Refusal("bad_client_secret")
    leaving.uninstall(call.workspace, tokens_first=False)
    return {}
