"""The app is thrown out of a workspace (Events: app_uninstalled, tokens_revoked)."""

from typing import TYPE_CHECKING

from tests.platforms.slack.events import Event
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.world import Workspace

UNINSTALLED: Json = {"type": "app_uninstalled"}


def uninstall(workspace: "Workspace", *, tokens_first: bool) -> list[Event]:
    installation = workspace.installed
    installation.trouble = "account_inactive"
    for channel in workspace.channels:
        if installation.bot in channel.members:
            channel.members.remove(installation.bot)
    told = [UNINSTALLED, _revoked(workspace)]
    return [workspace.server.announce(workspace, each) for each in (reversed(told) if tokens_first else told)]


def revoke(workspace: "Workspace") -> Event:
    workspace.installed.trouble = "token_revoked"
    return workspace.server.announce(workspace, _revoked(workspace))


def _revoked(workspace: "Workspace") -> Json:
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot.id]}}
