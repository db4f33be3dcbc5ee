"""What the core answers to an act, brought to the person within Discord's three seconds."""

import asyncio
from collections.abc import Awaitable, Coroutine
from functools import partial
from typing import Any, Final

import discord
import structlog

from adapters.discord.callback import Callbacks
from adapters.discord.components import Message, group_of, message, modal
from adapters.discord.judging import ACKNOWLEDGED, UNKNOWN_INTERACTION
from adapters.discord.mentions import Mentions
from adapters.discord.overdue import Overdue
from adapters.discord.render import Drawn, draw
from bot.intents import refusals
from bot.intents.base import How, Intent, Reply
from bot.intents.trouble import Sorry

log = structlog.get_logger()

DEFER_AFTER: Final = 1.5
"""Seconds: what is not done by then is done all the same, after a first sign of life."""

TOO_SLOW_FOR_A_FORM: Final = "That took too long to open a form. Please press the button again."
DONE: Final = "Done."

Act = discord.Interaction[Any]


class Replies:
    def __init__(self, mentions: Mentions, callbacks: Callbacks) -> None:
        self._mentions = mentions
        self._callbacks = callbacks
        self._overdue = Overdue()

    def end(self) -> None:
        """Nothing is announced any more."""
        self._overdue.end()

    async def answer(self, interaction: Act, work: Coroutine[Any, Any, Reply]) -> None:
        """Wait for the core, then show its reply; a slow one is announced first."""
        signs: list[asyncio.Task[None]] = []
        announce = partial(_announce, interaction, signs)
        self._overdue.expect(announce, DEFER_AFTER)
        try:
            reply = await work
        finally:
            self._overdue.settle(announce)
            for sign in signs:
                await sign
        if interaction.response.is_done():
            await self._follow(interaction, reply)
        else:
            await self._respond(interaction, reply)

    async def sorry(self, interaction: Act, sentence: str) -> None:
        """A sentence of our own, for the person alone."""

        async def at_once() -> Reply:
            return Reply(Sorry(sentence))

        await self.answer(interaction, at_once())

    async def apology(self, interaction: Act) -> None:
        """Where what should have been said could not be; nobody is left with *is thinking…*."""
        waits = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        if waits or not interaction.response.is_done():
            await self.sorry(interaction, refusals.NOT_ANSWERED)

    async def _respond(self, interaction: Act, reply: Reply) -> None:
        """The first response."""
        if reply.form is not None and reply.how is How.FORM:
            if interaction.type is discord.InteractionType.modal_submit:
                await self._send(interaction, Sorry(TOO_SLOW_FOR_A_FORM))
            else:
                form = modal(reply.form, _about(interaction))
                await _said(interaction, interaction.response.send_modal(form))
        elif reply.intent is None:
            await _silent(interaction)
        elif reply.how is How.REPLACE and _is_theirs(interaction):
            await self._replace(interaction, reply.intent)
        else:
            await self._send(interaction, reply.intent, ephemeral=reply.how is not How.PUBLIC)

    async def _follow(self, interaction: Act, reply: Reply) -> None:
        """After the sign of life: it is turned into the answer, or taken back. It stays private, and the first
        message to follow would take its place, so what is public comes after a private word."""
        if reply.how is How.PUBLIC and reply.intent is not None:
            await _said(interaction, interaction.edit_original_response(content=DONE))
            await _further(interaction, await _made(interaction, self._draw(reply.intent)), ephemeral=False)
            return
        if reply.how is How.FORM:
            reply = Reply(Sorry(TOO_SLOW_FOR_A_FORM))
        if reply.intent is None:
            await _said(interaction, interaction.delete_original_response())
            return
        first, *rest = await _made(interaction, self._draw(reply.intent))
        await _said(interaction, interaction.edit_original_response(**first.to_edit()))
        await _further(interaction, rest, ephemeral=True)

    async def _send(self, interaction: Act, intent: Intent, *, ephemeral: bool = True) -> None:
        drawn = self._draw(intent)
        if len(drawn) == 1 and drawn[0].bare:
            await _said(interaction, self._say(interaction, drawn[0].text, ephemeral=ephemeral))
            return
        first, *rest = await _made(interaction, drawn)
        await _said(interaction, interaction.response.send_message(**first.to_send(), ephemeral=ephemeral))
        await _further(interaction, rest, ephemeral=ephemeral)

    async def _say(self, interaction: Act, text: str, *, ephemeral: bool) -> None:
        """What did not go through is left to discord.py, which knows how long to wait for another try."""
        if not await self._callbacks.say(interaction, text, ephemeral=ephemeral):
            await interaction.response.send_message(text, ephemeral=ephemeral)

    async def _replace(self, interaction: Act, intent: Intent) -> None:
        layout = interaction.message is not None and interaction.message.flags.components_v2
        first, *rest = await _made(interaction, self._draw(intent), layout=layout)
        await _said(interaction, interaction.response.edit_message(**first.to_edit()))
        await _further(interaction, rest, ephemeral=True)

    def _draw(self, intent: Intent) -> tuple[Drawn, ...]:
        return draw(intent, self._mentions.typed)


def _announce(interaction: Act, signs: list[asyncio.Task[None]]) -> None:
    sign = _said(interaction, interaction.response.defer(ephemeral=True, thinking=True))
    signs.append(asyncio.create_task(sign))


async def _silent(interaction: Act) -> None:
    """A button needs no answer, but Discord wants to know that it arrived."""
    if interaction.type is discord.InteractionType.application_command:
        await _said(interaction, interaction.response.send_message(DONE, ephemeral=True))
    else:
        await _said(interaction, interaction.response.defer())


async def _further(interaction: Act, rest: list[Message], *, ephemeral: bool) -> None:
    for one in rest:
        await _said(interaction, interaction.followup.send(**one.to_send(), ephemeral=ephemeral, wait=True))


async def _made(interaction: Act, drawn: tuple[Drawn, ...], *, layout: bool = False) -> list[Message]:
    group = _about(interaction)
    return [await message(one, group=group, layout=layout) for one in drawn]


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
