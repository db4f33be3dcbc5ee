"""The app comes into a workspace or an organisation (Authentication: Installing with OAuth)."""

from typing import TYPE_CHECKING

from tests.platforms.slack.app import ROTATION, Installation
from tests.platforms.slack.people import User

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Enterprise, Workspace


def install(
    server: "SlackServer",
    by: User,
    scopes: list[str],
    team: "Workspace | None",
    enterprise: "Enterprise | None",
) -> Installation:
    """Again, too: the same bot user, and the same token unless it was revoked or tokens rotate."""
    place = team or enterprise
    assert place is not None, "an app is installed somewhere"
    before = team.own if team is not None else enterprise.installation if enterprise is not None else None
    if before is not None and not before.trouble and not server.app.rotates:
        before.scopes, before.installer = scopes, by
        return before
    bot = before.bot if before is not None else _bot(server, by.workspace)
    organisation = team.enterprise if team is not None else enterprise
    made = Installation(bot, server.ids.make("B"), scopes, team, organisation, by)
    issue(server, made)
    server.installations.append(made)
    return made


def issue(server: "SlackServer", installation: Installation) -> str:
    """A token of its own, which ends after 12 hours where tokens rotate."""
    token = server.ids.secret("xoxe.xoxb-1-" if server.app.rotates else "xoxb-")
    installation.tokens[token] = server.clock.now() + ROTATION if server.app.rotates else None
    installation.refresh_token = server.ids.secret("xoxe-1-") if server.app.rotates else None
    return token


def _bot(server: "SlackServer", workspace: "Workspace") -> User:
    return server.make_person(workspace, "dailydrill", is_bot=True, tz=None)
