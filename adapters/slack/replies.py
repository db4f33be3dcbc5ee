"""What the core answers to an act, brought to the person within Slack's three seconds."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from dataclasses import replace as with_changes
from typing import Any, Final

import structlog
from aiohttp import ClientSession
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.files import deliver_files
from adapters.slack.forms import modal
from adapters.slack.mentions import Mentions
from adapters.slack.render import Drawn, draw
from adapters.slack.workspaces import Workspace
from bot.intents.base import How, Reply
from bot.intents.trouble import Sorry

log = structlog.get_logger()

ACK_AFTER: Final = 1.5
"""Seconds: what is not done by then is done all the same, after an empty acknowledgement."""

REFUSED: Final = 400

TOO_SLOW_FOR_A_FORM: Final = "That took too long to open a form. Please press the button again."


@dataclass(frozen=True, slots=True)
class Way:
    """How an act can be answered. ``url``: Slack's response URL, "" where it gave none. ``trigger``: opens a
    form within three seconds. ``own``: the message pressed on is for this person alone. ``user``: whom to
    write to where there is no URL."""

    workspace: Workspace
    user: str
    channel: str = ""
    url: str = ""
    trigger: str = ""
    own: bool = False
    context: str = ""


class Replies:
    """``session``: the one HTTP session that everything goes through."""

    def __init__(self, mentions: Mentions, session: Callable[[], ClientSession]) -> None:
        self._mentions = mentions
        self._session = session
        self._in_hand: set[asyncio.Task[Any]] = set()

    async def answer(self, ack: Any, way: Way, work: Coroutine[Any, Any, Reply]) -> None:
        """Acknowledge once the core is done, or after a while; the reply follows by the response URL, so
        that the acknowledgement waits for nothing but the commit."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=ACK_AFTER)
        await ack()
        self.keep(self._show(way, await task) if done else self._later(way, task))

    async def _later(self, way: Way, task: "asyncio.Task[Reply]") -> None:
        reply = await task
        if reply.how is How.FORM:
            reply = Reply(Sorry(TOO_SLOW_FOR_A_FORM))
        await self._show(way, reply)

    async def _show(self, way: Way, reply: Reply) -> None:
        if reply.form is not None and reply.how is How.FORM:
            view = modal(reply.form, context=way.context)
            await way.workspace.client.views_open(trigger_id=way.trigger, view=view)
        elif reply.intent is not None:
            for place, drawn in enumerate(reply.drawn or draw(reply.intent, self._mentions.typed)):
                await self._say(way, drawn, reply.how, replace=place == 0)

    async def _say(self, way: Way, drawn: Drawn, how: How, *, replace: bool) -> None:
        if not way.url:
            await self._write(way, drawn)
        else:
            hook = AsyncWebhookClient(way.url, session=self._session(), retry_handlers=[])
            answered = await hook.send(
                text=drawn.text,
                blocks=list(drawn.blocks),
                response_type="in_channel" if how is How.PUBLIC else "ephemeral",
                replace_original=how is How.REPLACE and way.own and replace,
                unfurl_links=False,
                unfurl_media=False,
            )
            if answered.status_code >= REFUSED:  # an archived channel, or a URL that was used up
                await self._write(with_changes(way, channel=""), drawn)
        await deliver_files(way.workspace, way.user, drawn)

    async def _write(self, way: Way, drawn: Drawn) -> None:
        """To the person alone, in the channel they are in, else in their messages."""
        client, blocks = way.workspace.client, list(drawn.blocks)
        if way.channel:
            await client.chat_postEphemeral(
                channel=way.channel, user=way.user, text=drawn.text, blocks=blocks
            )
        else:
            await client.chat_postMessage(channel=way.user, text=drawn.text, blocks=blocks)

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """In hand until it is done: a task that nobody holds may vanish."""
        task = asyncio.ensure_future(self._guarded(work))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def finish(self, seconds: float) -> None:
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """What was answered stands, whether or not the person could be told."""
        try:
            await work
        except Exception:
            log.exception("a reply could not be shown")
