"""What Slack sends when somebody does something (Reference: Interaction payloads)."""

from typing import TYPE_CHECKING, Any

from tests.platforms.slack.message import Message
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Kind, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person

UNNAMED = {Kind.PRIVATE: "privategroup", Kind.DM: "directmessage"}


def name_of(channel: Channel) -> str:
    """Private ones are not named to the app."""
    return UNNAMED.get(channel.kind, channel.name)


def command(person: "Person", channel: Channel, name: str, text: str, home: Workspace) -> Json:
    """Slash commands: Preparing your app to receive commands."""
    payload: Json = {
        "token": person.server.app.verification_token,
        "team_id": home.id,
        "team_domain": home.domain,
        "channel_id": channel.id,
        "channel_name": name_of(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": person.server.app.id,
        "is_enterprise_install": str(_org_wide(home)).lower(),
    }
    if home.enterprise is not None:
        payload |= {"enterprise_id": home.enterprise.id, "enterprise_name": home.enterprise.name}
    return payload


def act(person: "Person", home: Workspace, kind: str) -> Json:
    """What all interactivity payloads have."""
    enterprise = home.enterprise
    return {
        "type": kind,
        "user": _user(person),
        "api_app_id": person.server.app.id,
        "token": person.server.app.verification_token,
        "team": _team(home),
        "enterprise": {"id": enterprise.id, "name": enterprise.name} if enterprise else None,
        "is_enterprise_install": _org_wide(home),
    }


def _team(home: Workspace) -> Json | None:
    """Null for who installed it in a whole organisation."""
    if _org_wide(home):
        return None
    team: Json = {"id": home.id, "domain": home.domain}
    if home.enterprise is not None:
        team |= {"enterprise_id": home.enterprise.id, "enterprise_name": home.enterprise.name}
    return team


def _user(person: "Person") -> Json:
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": person.workspace.id}


def _org_wide(home: Workspace) -> bool:
    return home.installation is not None and home.installation.team is None


def in_message(message: Message) -> Json:
    """Of an ephemeral message only the container is told."""
    channel = message.channel
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    container["is_ephemeral"] = message.ephemeral
    if message.reply:
        container["thread_ts"] = message.thread_ts
    told: Json = {"container": container, "channel": {"id": channel.id, "name": name_of(channel)}}
    return told if message.ephemeral else told | {"message": message.shape()}


def in_view(view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.shape()}


def submission(view: View, values: Json) -> Json:
    return {"view": view.shape(state=values), "response_urls": []}


def shortcut(callback_id: str, message: Message | None, action_ts: str) -> Json:
    told: Json = {"callback_id": callback_id, "action_ts": action_ts}
    if message is None:
        return told
    there: Any = in_message(message)
    return told | {"channel": there["channel"], "message": message.shape(), "message_ts": message.ts}
