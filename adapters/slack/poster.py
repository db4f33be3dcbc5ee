"""Puts the core's messages on Slack, each once: its mark stands in the message's metadata."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from adapters.slack.judging import judged
from adapters.slack.mentions import Mentions
from adapters.slack.pacer import Pacer
from adapters.slack.people import PLATFORM, account_of, reacting, user_of
from adapters.slack.render import EDITED_TEXT, Drawn, draw, short
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import CannotAsk, Refused
from bot.intents.base import Intent
from bot.ports.clock import Clock
from bot.ports.poster import Reaction, Target

EVENT: Final = "dailydrill_message"
HISTORY_PAGE: Final = 15
"""All that Slack gives some apps at once."""

PAGES: Final = 5
LETTERS: Final = {
    **{f"regional_indicator_{letter}": chr(0x1F1E6 + place) for place, letter in enumerate("abcde")},
    "a": chr(0x1F1E6),
    "b": chr(0x1F1E7),
}
"""Slack's names of the letters; ``:a:`` and ``:b:`` are the blood groups, which people take for them."""

INVITE: Final = "a seat in the channel (type /invite @Dailydrill)"


class SlackPoster:
    platform = PLATFORM

    def __init__(
        self, workspaces: Workspaces, mentions: Mentions, clock: Clock, pacer: Pacer | None = None
    ) -> None:
        self._workspaces = workspaces
        self._mentions = mentions
        self._clock = clock
        self._pacer = pacer or Pacer()

    async def permit(self, target: Target) -> None:
        await self._pacer.turn(_place(target))

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        drawn = self._one(intent)
        workspace = await self._workspace(target.group)
        with judged():
            async with self._pacer.posting(_place(target)):
                sent = await workspace.client.chat_postMessage(
                    channel=_place(target),
                    thread_ts=target.thread_of,
                    text=drawn.text,
                    blocks=list(drawn.blocks),
                    metadata={"event_type": EVENT, "event_payload": {"mark": mark}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
        return str(sent["ts"])

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        """Only where the history scope was granted; direct messages are never readable."""
        workspace = await self._workspace(target.group)
        if target.dm is not None or not _may_read(workspace):
            raise CannotAsk("Slack lets me read no history here.")
        with judged():
            cursor: str | None = None
            for _ in range(PAGES):
                page = await self._page(workspace, target, since, cursor)
                found = next((one for one in page["messages"] if _carries(one, mark)), None)
                if found is not None:
                    return str(found["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return None
        raise CannotAsk("The history is too long to look through.")

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        workspace = await self._workspace(target.group)
        if not self._pacer.edit(workspace.team):
            raise Refused("The workspace has had its edits for this minute.", permanent=False)
        drawn = self._one(intent)
        with judged():
            await workspace.client.chat_update(
                channel=target.channel,
                ts=ref,
                text=short(drawn.text, EDITED_TEXT),
                blocks=list(drawn.blocks),
            )

    async def reactions(self, target: Target, ref: str) -> list[Reaction]:
        workspace = await self._workspace(target.group)
        with judged():
            told = await workspace.client.reactions_get(channel=target.channel, timestamp=ref, full=True)
        found = told["message"].get("reactions", [])
        given = [
            (await reacting(workspace, self._workspaces, user, self._clock), LETTERS[one["name"]])
            for one in found
            if one["name"] in LETTERS
            for user in one["users"]
        ]
        return [
            Reaction(account_of(actor), actor.name, letter) for actor, letter in given if actor is not None
        ]

    async def lacks(self, target: Target) -> tuple[str, ...]:
        """Whether it is a member; where it may not ask, the first post tells."""
        workspace = await self._workspace(target.group)
        if not workspace.may("channels:read") and not workspace.may("groups:read"):
            return ()
        try:
            with judged():
                channel = (await workspace.client.conversations_info(channel=target.channel))["channel"]
        except CannotAsk:
            return ()
        except Refused:
            return (INVITE,)
        if channel.get("is_member") or (not channel.get("is_private") and workspace.may("chat:write.public")):
            return ()
        return () if await self._join(workspace, target.channel) else (INVITE,)

    async def labels(self, target: Target) -> tuple[tuple[str, str], ...]:
        """No post needs one."""
        return ()

    async def _join(self, workspace: Workspace, channel: str) -> bool:
        if not workspace.may("channels:join"):
            return False
        try:
            with judged():
                await workspace.client.conversations_join(channel=channel)
        except (Refused, CannotAsk):
            return False
        return True

    async def _workspace(self, team: str) -> Workspace:
        found = await self._workspaces.of(team)
        if found is None:
            raise Refused("I am not installed in this workspace any more.", permanent=False)
        return found

    def _one(self, intent: Intent) -> Drawn:
        """A delivery is one message, whatever it has to say."""
        drawn = draw(intent, self._mentions.typed)
        if len(drawn) > 1:
            raise Refused("This is too long for one message on Slack.", permanent=True)
        return drawn[0]

    async def _page(self, workspace: Workspace, target: Target, since: datetime, cursor: str | None) -> Any:
        asked: dict[str, Any] = {
            "channel": target.channel,
            "oldest": f"{since.timestamp():.6f}",
            "limit": HISTORY_PAGE,
            "cursor": cursor,
            "include_all_metadata": True,
        }
        if target.thread_of is not None:
            return await workspace.client.conversations_replies(ts=target.thread_of, **asked)
        return await workspace.client.conversations_history(**asked)


def _place(target: Target) -> str:
    """A person's own id opens their messages."""
    return user_of(target.dm) if target.dm is not None else target.channel


def _may_read(workspace: Workspace) -> bool:
    return workspace.may("channels:history") or workspace.may("groups:history")


def _carries(message: Mapping[str, Any], mark: str) -> bool:
    metadata = message.get("metadata") or {}
    payload: Mapping[str, Any] = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT and payload.get("mark") == mark
