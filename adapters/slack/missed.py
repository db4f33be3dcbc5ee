"""What happened in workspaces while nobody listened: Slack repeats an event for two hours at most."""

from typing import Final

from slack_sdk.errors import SlackApiError

from adapters.slack.installs import BROKEN_LINE, ManyWorkspaces
from adapters.slack.judging import word_of
from adapters.slack.people import PLATFORM
from bot.service import departure
from bot.service.tools import Tools

DEAD: Final = frozenset({"account_inactive", "token_revoked", "token_expired"})
"""A workspace that was only suspended answers so too: its token is kept for the grace."""


async def catch_up(tools: Tools, workspaces: ManyWorkspaces) -> None:
    """Asks Slack once for each workspace, one after the other."""
    here = set(await tools.store.privacy.groups_of(PLATFORM))
    left = set(await tools.store.privacy.left_groups(PLATFORM))
    for team, installed in await tools.store.installations.all(PLATFORM):
        asked = tools.clock.now()
        works = await _works(workspaces, team) if installed else False
        if works is False and team in here:
            await departure.left(tools, PLATFORM, team)
        elif works is False and team not in left:
            await workspaces.forget(team, asked)
        elif works and team in left:
            await departure.returned(tools, PLATFORM, team)


async def _works(workspaces: ManyWorkspaces, team: str) -> bool | None:
    """Whether its token is good; None where nobody can tell now."""
    workspace = await workspaces.of(team)
    if workspace is None:
        return False
    try:
        await workspace.client.auth_test()
    except SlackApiError as error:
        return False if word_of(error) in DEAD else None
    except BROKEN_LINE:
        return None
    return True
