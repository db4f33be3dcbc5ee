"""users.*, team.info, bots.info: who is who."""

from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.paging import page
from tests.platforms.slack.wire import Json, Refusal


@method("users.info", "users:read", tier=4)
def user_info(call: Call) -> Json:
    shape = call.user().shape(call.workspace)
    if not call.flag("include_locale"):
        shape.pop("locale")
    return {"user": shape}


@method("users.list", "users:read", tier=2)
def user_list(call: Call) -> Json:
    """Of the workspace; bots too."""
    workspace = call.workspace
    people = [person for person in call.server.people if person.workspace is workspace]
    some, rest = page(call, people, 1000)
    return {"members": [person.shape(workspace) for person in some]} | rest


@method("team.info", "team:read", tier=3)
def team_info(call: Call) -> Json:
    wanted = call.text("team")
    for workspace in call.workspaces:
        if wanted in (None, workspace.id):
            return {"team": workspace.shape()}
    raise Refusal("team_not_found")


@method("bots.info", "users:read", tier=3)
def bot_info(call: Call) -> Json:
    if call.text("bot") not in (None, call.app.bot_id):
        raise Refusal("bot_not_found")
    bot: Json = {"id": call.app.bot_id, "deleted": False, "name": call.app.bot.name}
    return {"bot": bot | {"app_id": call.server.app.id, "user_id": call.app.bot.id, "icons": {}}}
