"""What the core answers to an act, brought to the person within Discord's three seconds."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, Final

import discord
import structlog

from adapters.discord.components import Message, group_of, message, modal
from adapters.discord.judging import ACKNOWLEDGED, UNKNOWN_INTERACTION
from adapters.discord.mentions import Mentions
from adapters.discord.render import draw
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.trouble import Sorry

log = structlog.get_logger()

DEFER_AFTER: Final = 1.5
"""Seconds: what is not done by then is done all the same, after a first sign of life."""

TOO_SLOW_FOR_A_FORM: Final = "That took too long to open a form. Please press the button again."
DONE: Final = "Done."

Act = discord.Interaction[Any]


async def answer(interaction: Act, work: Coroutine[Any, Any, Reply], mentions: Mentions) -> None:
    """Wait for the core, then show its reply; a slow one is announced first. By a timer, as nearly nothing is
    slow: a task for each press would cost more than most of what the core does."""
    signs: list[asyncio.Task[None]] = []
    timer = asyncio.get_running_loop().call_later(DEFER_AFTER, _announce, interaction, signs)
    try:
        reply = await work
    finally:
        timer.cancel()
        for sign in signs:
            await sign
    if interaction.response.is_done():
        await _follow(interaction, reply, mentions)
    else:
        await _respond(interaction, reply, mentions)


def _announce(interaction: Act, signs: list[asyncio.Task[None]]) -> None:
    sign = _said(interaction, interaction.response.defer(ephemeral=True, thinking=True))
    signs.append(asyncio.create_task(sign))


async def sorry(interaction: Act, sentence: str, mentions: Mentions) -> None:
    """A sentence of our own, for the person alone."""

    async def at_once() -> Reply:
        return Reply(Sorry(sentence))

    await answer(interaction, at_once(), mentions)


async def apology(interaction: Act, mentions: Mentions) -> None:
    """Where what should have been said could not be; nobody is left with *is thinking…*."""
    waits = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
    if waits or not interaction.response.is_done():
        await sorry(interaction, refusals.NOT_ANSWERED, mentions)


async def _respond(interaction: Act, reply: Reply, mentions: Mentions) -> None:
    """The first response."""
    if reply.form is not None and reply.how is How.FORM:
        if interaction.type is discord.InteractionType.modal_submit:
            await _send(interaction, Reply(Sorry(TOO_SLOW_FOR_A_FORM)), mentions)
        else:
            await _said(interaction, interaction.response.send_modal(modal(reply.form, _about(interaction))))
    elif reply.intent is None:
        await _silent(interaction)
    elif reply.how is How.REPLACE and _is_theirs(interaction):
        await _replace(interaction, reply, mentions)
    else:
        await _send(interaction, reply, mentions)


async def _follow(interaction: Act, reply: Reply, mentions: Mentions) -> None:
    """After the sign of life: it is turned into the answer, or taken back. It stays private, and the first
    message to follow would take its place, so what is public comes after a private word."""
    if reply.how is How.PUBLIC and reply.intent is not None:
        await _said(interaction, interaction.edit_original_response(content=DONE))
        await _further(interaction, await _drawn(interaction, reply, mentions), ephemeral=False)
        return
    if reply.how is How.FORM:
        reply = Reply(Sorry(TOO_SLOW_FOR_A_FORM))
    if reply.intent is None:
        await _said(interaction, interaction.delete_original_response())
        return
    first, *rest = await _drawn(interaction, reply, mentions)
    await _said(interaction, interaction.edit_original_response(**first.to_edit()))
    await _further(interaction, rest, ephemeral=True)


async def _send(interaction: Act, reply: Reply, mentions: Mentions) -> None:
    first, *rest = await _drawn(interaction, reply, mentions)
    ephemeral = reply.how is not How.PUBLIC
    await _said(interaction, interaction.response.send_message(**first.to_send(), ephemeral=ephemeral))
    await _further(interaction, rest, ephemeral=ephemeral)


async def _replace(interaction: Act, reply: Reply, mentions: Mentions) -> None:
    layout = interaction.message is not None and interaction.message.flags.components_v2
    first, *rest = await _drawn(interaction, reply, mentions, layout=layout)
    await _said(interaction, interaction.response.edit_message(**first.to_edit()))
    await _further(interaction, rest, ephemeral=True)


async def _silent(interaction: Act) -> None:
    """A button needs no answer, but Discord wants to know that it arrived."""
    if interaction.type is discord.InteractionType.application_command:
        await _said(interaction, interaction.response.send_message(DONE, ephemeral=True))
    else:
        await _said(interaction, interaction.response.defer())


async def _further(interaction: Act, rest: list[Message], *, ephemeral: bool) -> None:
    for one in rest:
        await _said(interaction, interaction.followup.send(**one.to_send(), ephemeral=ephemeral, wait=True))


async def _drawn(
    interaction: Act, reply: Reply, mentions: Mentions, *, layout: bool = False
) -> list[Message]:
    assert reply.intent is not None
    group = _about(interaction)
    return [await message(one, group=group, layout=layout) for one in draw(reply.intent, mentions.typed)]


def _about(interaction: Act) -> str:
    """The server that a direct message is about, which what answers it is about as well."""
    if interaction.guild_id is not None or not interaction.data:
        return ""
    return group_of(str(interaction.data.get("custom_id", "")))


def _is_theirs(interaction: Act) -> bool:
    """Whether the message that was pressed on is the person's own, so that it may change under their hands."""
    held = interaction.message
    return held is not None and (held.flags.ephemeral or interaction.guild_id is None)


async def _said(interaction: Act, call: Awaitable[Any]) -> None:
    """A response that Discord takes no more is logged; what was answered stands."""
    try:
        await call
    except (TypeError, KeyError):
        if not interaction.response.is_done():
            raise  # else: taken, and confirmed without the body that discord.py reads
    except discord.HTTPException as error:
        if error.code not in (UNKNOWN_INTERACTION, ACKNOWLEDGED):
            raise
        log.warning("an answer came too late", code=error.code, interaction=interaction.id)
