"""Buttons, forms and reactions, handed to the core. All of an act is in its id, so any message serves, however
old, whichever process sent it: neither views nor forms are kept.
"""

from typing import Any

import discord

from adapters.discord.components import action_of, group_of, values_of
from adapters.discord.people import acting, reacting, writing
from adapters.discord.replies import Act, Replies
from bot.intents import refusals
from bot.intents.base import Reply
from bot.intents.trouble import Sorry
from bot.service.desk import Desk

HANDLED = (discord.InteractionType.component, discord.InteractionType.modal_submit)
"""The others are the command tree's."""


async def act(interaction: Act, desk: Desk, replies: Replies) -> None:
    """A press or a form."""
    await replies.answer(interaction, _done(interaction, desk))


async def _done(interaction: Act, desk: Desk) -> Reply:
    """Who writes directly must be asked for first, which may take Discord a while."""
    data: Any = interaction.data
    custom_id = str(data.get("custom_id", ""))
    who = acting(interaction) or await writing(interaction, group_of(custom_id))
    if who is None:
        return Reply(Sorry(refusals.ONLY_IN_SERVERS))
    action, at = action_of(custom_id), interaction.created_at
    if interaction.type is discord.InteractionType.component:
        return await desk.press(who, action, at)
    channels = data.get("resolved", {}).get("channels")
    return await desk.submit(who, action, values_of(data.get("components", ()), channels), at)


async def command(interaction: Act, text: str, desk: Desk, replies: Replies) -> None:
    """A slash command, as it would be typed elsewhere."""
    who = acting(interaction)
    if who is None:
        await replies.sorry(interaction, refusals.ONLY_IN_SERVERS)
    else:
        await replies.answer(interaction, desk.command(who, text, interaction.created_at))


async def react(client: discord.Client, event: discord.RawReactionActionEvent, desk: Desk, on: bool) -> None:
    """A reaction has no time of its own: it counts from when it is heard."""
    who = reacting(client, event)
    if who is not None and event.emoji.is_unicode_emoji():
        await desk.react(who, str(event.message_id), event.emoji.name or "", on)
