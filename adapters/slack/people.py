"""Who acts, as the core wants to know them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.slack.judging import judged
from adapters.slack.workspaces import Workspace, Workspaces, name_before, person, remembered
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.service.tools import Who

PLATFORM: Final = "slack"
UNNAMED: Final = frozenset({"privategroup", "directmessage", ""})
"""What Slack calls channels whose names it does not tell."""

PICKED: Final = re.compile(r"<#([A-Z0-9]{2,20})>")


@dataclass(frozen=True, slots=True)
class Actor:
    """Ids as Slack gives them. ``team`` and ``enterprise`` are the person's own; in a shared channel these are
    not the workspace's."""

    user: str
    name: str
    team: str
    enterprise: str
    channel: str = ""
    channel_name: str = ""


def account_of(actor: Actor) -> str:
    """The same person in every workspace of an enterprise."""
    return f"{actor.enterprise or actor.team}:{actor.user}"


def user_of(account: str) -> str:
    """Slack's own id of an account, to write to."""
    return account.rpartition(":")[2]


def from_payload(payload: Any, workspace: Workspace) -> Actor:
    """Of a command, a button or a form."""
    if "user_id" in payload:  # a command
        team, enterprise = payload.get("team_id", ""), payload.get("enterprise_id") or ""
        return Actor(
            payload["user_id"],
            payload.get("user_name", ""),
            team,
            enterprise,
            payload.get("channel_id", ""),
            payload.get("channel_name", ""),
        )
    user, channel = payload["user"], payload.get("channel") or {}
    team = user.get("team_id") or workspace.team
    enterprise = workspace.enterprise if team == workspace.team else ""
    return Actor(
        user["id"],
        user.get("name") or user.get("username") or "",
        team,
        enterprise,
        channel.get("id", ""),
        channel.get("name", ""),
    )


async def acting(
    actor: Actor, workspace: Workspace, workspaces: Workspaces, clock: Clock, *, quick: bool = False
) -> Who:
    """``quick``: what is remembered has to do, as nobody asks for an organiser here."""
    known = remembered(workspace, actor.user, clock.now())
    if known is None and not quick:
        known = await person(workspace, actor.user, clock)
    at_home = actor.team in (workspace.team, "")
    organises = at_home and ((known is not None and known.organises) or actor.user == workspace.installer)
    return Who(
        platform=PLATFORM,
        group=workspace.team,
        group_name=workspace.name,
        account=account_of(await settled(actor, workspace, workspaces, clock)),
        name=(known.name if known else name_before(workspace, actor.user)) or actor.name,
        organiser=organises,
        channel=actor.channel,
        channel_name=await channel_name(workspace, actor) if not quick else actor.channel_name,
        zone=known.zone if known is not None else None,
    )


async def settled(actor: Actor, workspace: Workspace, workspaces: Workspaces, clock: Clock) -> Actor:
    """With the enterprise of somebody of another workspace, by which they are known at home too: another one
    that has the app, or one of the same enterprise."""
    if actor.team in (workspace.team, "") or actor.enterprise:
        return actor
    home = await workspaces.of(actor.team)
    if home is not None:
        return replace(actor, enterprise=home.enterprise)
    known = await person(workspace, actor.user, clock) if workspace.enterprise else None
    mates = known is not None and known.enterprise == workspace.enterprise
    return replace(actor, enterprise=workspace.enterprise) if mates else actor


async def reacting(
    workspace: Workspace, workspaces: Workspaces, user: str, clock: Clock, channel: str = ""
) -> Actor | None:
    """Whoever reacted, of whom Slack tells the id alone; None for apps and workflows, which answer nothing."""
    known = await person(workspace, user, clock)
    if user == workspace.bot_user or (known is not None and known.bot):
        return None
    team = (known.team if known is not None else "") or workspace.team
    enterprise = workspace.enterprise if team == workspace.team else ""
    name = known.name if known is not None else ""
    return await settled(Actor(user, name, team, enterprise, channel), workspace, workspaces, clock)


async def hosting(workspaces: Workspaces, body: Any, team: str) -> Workspace | None:
    """The workspace whose message was pressed on: in a channel shared by two that have the app it need not be
    the one that tells of it."""
    message = body.get("message") or {}
    host = message.get("team") or team
    found = await workspaces.of(host) if host != team else None
    return found if found and found.bot_user == message.get("user") else await workspaces.of(team)


async def channel_name(workspace: Workspace, actor: Actor) -> str:
    """Asked of Slack where it calls a private channel just that."""
    if actor.channel_name not in UNNAMED or not actor.channel:
        return actor.channel_name
    return await name_of_channel(workspace, actor.channel)


async def name_of_channel(workspace: Workspace, channel: str) -> str:
    """ "" where Slack does not tell."""
    try:
        with judged():
            told = await workspace.client.conversations_info(channel=channel)
    except DeliveryError:
        return ""
    return str(told["channel"].get("name") or "")


async def with_channel_names(workspace: Workspace, values: Mapping[str, str]) -> dict[str, str]:
    """What was filled into a form, in which Slack gives channels without their names: "<#C1>" → "<#C1|ops>"."""
    named = dict(values)
    for field, value in values.items():
        if picked := PICKED.fullmatch(value):
            name = await name_of_channel(workspace, picked[1])
            named[field] = f"<#{picked[1]}|{name}>" if name else value
    return named
