"""Puts the core's messages on Discord, each once: its mark is the nonce and stands in a button's id."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import discord

from adapters.discord.components import Message, carries, message
from adapters.discord.judging import ARCHIVED, HAS_THREAD, UNKNOWN_MESSAGE, judged
from adapters.discord.mentions import Mentions
from adapters.discord.pacer import Gate
from adapters.discord.people import PLATFORM
from adapters.discord.places import (
    channel_of,
    custom_ids,
    in_channel,
    is_forum,
    lacking,
    may_here,
    where_post_is,
)
from adapters.discord.render import Drawn, draw
from bot.errors import CannotAsk, Refused, Vanished
from bot.intents.base import Intent
from bot.ports.poster import Reaction, Target
from bot.service.reacting import REACTIONS

THREAD_NAME: Final = 100
HISTORY: Final = 500
"""Messages looked through for one of ours: far more than a channel sees in the minutes that matter."""

ARCHIVED_POSTS: Final = 50
"""Of a forum, the newest first: after a long pause ours may be among them."""


class DiscordPoster:
    """``client`` may change: a connection that begins anew has one of its own."""

    platform = PLATFORM

    def __init__(self, client: discord.Client, mentions: Mentions, gate: Gate) -> None:
        self.client = client
        self._mentions = mentions
        self._gate = gate

    async def permit(self, target: Target) -> None:
        await self._gate.reserve()

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        self._must_be_logged_in()
        drawn = self._one(intent)
        made = await message(drawn, mark, target.group if target.dm else "")
        with judged():
            channel = channel_of(self.client, target.channel)
            if not is_forum(channel) or target.dm is not None:
                return await self._send(target, intent, made, mark)
            if target.thread_of is not None and await self._awake(target.thread_of):
                return await self._send_to(self._thread_of(target), target, made, mark)
            return await self._post_in_forum(channel, target.label, intent, made)

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        self._must_be_logged_in()
        with judged():
            channel = channel_of(self.client, target.channel)
            self._must_be_readable(channel)
            if not is_forum(channel) or target.dm is not None:
                return await self._find(target, mark, since)
            if target.thread_of is None:
                return await self._find_in_forum(channel, mark, since)
            return await self._find_in_post(target, mark, since)

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        self._must_be_logged_in()
        with judged():
            held = where_post_is(self.client, target, ref).get_partial_message(int(ref))
            made = await message(self._one(intent))
            try:
                await self._edit(held, made)
            except discord.HTTPException as error:
                if error.code != ARCHIVED:
                    raise
                await self._wake(held.channel)
                await self._edit(held, made)

    async def reactions(self, target: Target, ref: str) -> list[Reaction]:
        self._must_be_logged_in()
        with judged():
            async with self._request():
                found = await where_post_is(self.client, target, ref).fetch_message(int(ref))
            letters = [reaction for reaction in found.reactions if str(reaction.emoji) in REACTIONS]
            return [one for reaction in letters for one in await self._of_people(reaction)]

    async def _of_people(self, reaction: discord.Reaction) -> list[Reaction]:
        async with self._request():
            people = [user async for user in reaction.users() if not user.bot]
        return [Reaction(str(user.id), user.display_name, str(reaction.emoji)) for user in people]

    async def lacks(self, target: Target) -> tuple[str, ...]:
        """What I may not do in a channel and need, in Discord's own words."""
        permissions = may_here(channel_of(self.client, target.channel))
        return lacking(permissions) if permissions is not None else lacking(discord.Permissions.none())

    async def labels(self, target: Target) -> tuple[tuple[str, str], ...]:
        """The tags of a forum that wants one on every post."""
        forum = channel_of(self.client, target.channel)
        if not isinstance(forum, discord.ForumChannel) or not forum.flags.require_tag:
            return ()
        return tuple((str(tag.id), tag.name) for tag in forum.available_tags)

    def _one(self, intent: Intent) -> Drawn:
        """A delivery is one message, whatever it has to say."""
        drawn = draw(intent, self._mentions.typed)
        if len(drawn) > 1:
            raise Refused("This is too long for one message on Discord.", permanent=True)
        return drawn[0]

    async def _send(self, target: Target, intent: Intent, made: Message, mark: str) -> str:
        if target.dm is not None:
            return await self._send_to(await self._direct(target.dm), target, made, mark)
        if target.thread_of is not None and await self._has_thread(target, intent):
            return await self._send_to(self._thread_of(target), target, made, mark)
        channel = in_channel(self.client, target.group, target.channel)
        return await self._send_to(channel, target, made, mark, **_reply_to(target))

    async def _send_to(self, place: Any, target: Target, made: Message, mark: str, **reply: Any) -> str:
        try:
            async with self._request():
                sent = await place.send(**made.to_send(), **reply, nonce=mark, silent=target.silent)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE:
                raise Vanished("It was posted, and deleted by somebody.") from error
            raise
        return str(sent.id)

    def _thread_of(self, target: Target) -> discord.PartialMessageable:
        return in_channel(self.client, target.group, target.thread_of or target.channel)

    async def _has_thread(self, target: Target, intent: Intent) -> bool:
        """Whether the message's thread can be written to; it is opened, or woken, where need be."""
        channel = channel_of(self.client, target.channel)
        known = channel.get_thread(int(target.thread_of or 0)) if channel is not None else None
        if known is not None:
            return not known.locked
        try:
            return await self._open_thread(target, intent)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE or error.status >= 500:
                raise
            return False

    async def _open_thread(self, target: Target, intent: Intent) -> bool:
        """Discord says so too where there was a thread that a moderator has deleted."""
        channel, message_id = in_channel(self.client, target.group, target.channel), target.thread_of or ""
        held = channel.get_partial_message(int(message_id))
        try:
            async with self._request():
                await held.create_thread(name=intent.said().subject[:THREAD_NAME] or "Discussion")
        except discord.HTTPException as error:
            if error.code != HAS_THREAD:
                raise
            return await self._awake(message_id)
        return True

    async def _awake(self, thread_id: str) -> bool:
        """Whether an existing thread is open by now; False where moderators have locked it."""
        async with self._request():
            thread = await self.client.fetch_channel(int(thread_id))
        if not isinstance(thread, discord.Thread) or thread.locked:
            return False
        if thread.archived:
            await self._wake(thread)
        return True

    async def _wake(self, thread: Any) -> None:
        async with self._request():
            await self.client.http.edit_channel(thread.id, archived=False)

    async def _direct(self, account: str) -> discord.DMChannel:
        async with self._request():
            return await self.client.create_dm(discord.Object(int(account)))

    async def _edit(self, held: discord.PartialMessage, made: Message) -> None:
        async with self._request():
            await held.edit(**made.to_edit())

    async def _post_in_forum(
        self, forum: discord.ForumChannel, label: str, intent: Intent, made: Message
    ) -> str:
        """Discord takes no nonce here, so a second try relies on the history alone."""
        name = intent.said().subject[:THREAD_NAME] or "Question of the day"
        tags = [tag for tag in forum.available_tags if str(tag.id) == label]
        async with self._request():
            posted = await forum.create_thread(name=name, applied_tags=tags, **made.to_send())
        return str(posted.thread.id)

    async def _find(self, target: Target, mark: str, since: datetime) -> str | None:
        """What belongs in a thread may be in its channel, if there could be no thread."""
        if target.dm is not None:
            return await self._find_in(await self._direct(target.dm), mark, since)
        channel = in_channel(self.client, target.group, target.channel)
        if target.thread_of is None:
            return await self._find_in(channel, mark, since)
        try:
            found = await self._find_in(self._thread_of(target), mark, since)
        except discord.NotFound:
            found = None  # the thread was never opened, or is deleted
        return found or await self._find_in(channel, mark, since)

    async def _find_in(self, place: Any, mark: str, since: datetime) -> str | None:
        async with self._request():
            found = [one async for one in place.history(limit=HISTORY, after=since)]
        return next((str(one.id) for one in found if self._is_ours(one, mark)), None)

    async def _find_in_forum(self, forum: discord.ForumChannel, mark: str, since: datetime) -> str | None:
        async with self._request():
            active = [one for one in await forum.guild.active_threads() if one.parent_id == forum.id]
        async with self._request():
            archived = [one async for one in forum.archived_threads(limit=ARCHIVED_POSTS)]
        for thread in [*active, *archived]:
            if _made_at(thread) >= since and await self._begins_with(thread, mark):
                return str(thread.id)
        return None

    async def _find_in_post(self, target: Target, mark: str, since: datetime) -> str | None:
        try:
            return await self._find_in(self._thread_of(target), mark, since)
        except discord.NotFound:
            return None

    async def _begins_with(self, thread: discord.Thread, mark: str) -> bool:
        try:
            async with self._request():
                return self._is_ours(await thread.fetch_message(thread.id), mark)
        except discord.NotFound:
            return False

    def _is_ours(self, one: discord.Message, mark: str) -> bool:
        mine = self.client.user is not None and one.author.id == self.client.user.id
        return mine and any(carries(custom_id, mark) for custom_id in custom_ids(one.components))

    @asynccontextmanager
    async def _request(self) -> AsyncIterator[None]:
        """Around one request. discord.py holds back all requests while it waits out a global limit, and
        would for ever if it is given up on meanwhile."""
        client = self.client
        try:
            async with self._gate.request():
                yield
        except asyncio.CancelledError:
            client.http._global_over.set()
            raise

    def _must_be_logged_in(self) -> None:
        """Between two connections there is nobody to ask."""
        if self.client.is_closed() or self.client.user is None:
            raise Refused("There is no connection to Discord.", permanent=False)

    def _must_be_readable(self, channel: Any) -> None:
        """Without the right Discord answers with an empty history, which would look like a no."""
        permissions = may_here(channel)
        if permissions is not None and not permissions.read_message_history:
            raise CannotAsk("I may not read the channel's history.")


def _reply_to(target: Target) -> dict[str, Any]:
    """Where there can be no thread, what belongs in it answers the message instead."""
    if target.thread_of is None:
        return {}
    return {
        "reference": discord.MessageReference(
            message_id=int(target.thread_of), channel_id=int(target.channel), fail_if_not_exists=False
        )
    }


def _made_at(thread: discord.Thread) -> datetime:
    return discord.utils.snowflake_time(thread.id)
