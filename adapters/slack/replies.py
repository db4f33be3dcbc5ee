"""What the core answers to an act, brought to the person within Slack's three seconds."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import msgspec
import structlog
from aiohttp import ClientSession

from adapters.slack.files import Files
from adapters.slack.forms import modal
from adapters.slack.judging import NEVER, judged
from adapters.slack.mentions import Mentions
from adapters.slack.render import Drawn, draw
from adapters.slack.workspaces import Workspace
from bot.errors import CannotAsk, DeliveryError, Refused
from bot.intents.base import Form, How, Reply
from bot.intents.trouble import Sorry

log = structlog.get_logger()

ACK_AFTER: Final = 1.5
"""Seconds: what is not done by then is done all the same, after an empty acknowledgement."""

REFUSED: Final = 400
JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
UNSHOWN: Final = "a reply could not be shown"
NO_WAY: Final = "There is no way to write to that account."

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
        self._files = Files(mentions.typed)
        self._in_hand: set[asyncio.Task[Any]] = set()

    async def answer(self, ack: Any, way: Way, work: Coroutine[Any, Any, Reply]) -> None:
        """Acknowledge once the core is done, or after a while; the reply follows by the response URL, so
        that the acknowledgement waits for nothing but the commit."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=ACK_AFTER)
        await ack()
        self.keep(self._show(way, await task) if done else self.show(way, task))

    async def show(self, way: Way, task: "asyncio.Task[Reply]") -> None:
        """What comes of it, whenever that is."""
        await self._show(way, await task)

    async def _show(self, way: Way, reply: Reply) -> None:
        if reply.form is not None and reply.how is How.FORM:
            if await _opened(way, reply.form):
                return
            reply = Reply(Sorry(TOO_SLOW_FOR_A_FORM))
        if reply.intent is not None:
            for place, drawn in enumerate(draw(reply.intent, self._mentions.typed)):
                await self._say(way, drawn, reply.how, replace=place == 0)

    async def _say(self, way: Way, drawn: Drawn, how: How, *, replace: bool) -> None:
        if not way.url:
            await _write(way, drawn, way.channel, way.user)
        elif not await self._responded(way, drawn, how, replace=replace):
            await _write(way, drawn, way.user, way.channel)
        await self._files.deliver(way.workspace, way.user, drawn, partial(self._aside, way))

    async def _aside(self, way: Way, drawn: Drawn) -> None:
        """To the person alone, where they are."""
        if not way.url or not await self._responded(way, drawn, How.PRIVATE, replace=False):
            await _write(way, drawn, way.channel)

    async def _responded(self, way: Way, drawn: Drawn, how: How, *, replace: bool) -> bool:
        """By the response URL; False for an archived channel, or a URL that was used up. A plain request:
        slack_sdk's client of webhooks takes about as long for its own part as the core for an answer."""
        message = {
            "text": drawn.text,
            "blocks": drawn.blocks,
            "response_type": "in_channel" if how is How.PUBLIC else "ephemeral",
            "replace_original": how is How.REPLACE and way.own and replace,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        body, proxy = msgspec.json.encode(message), way.workspace.client.proxy
        with judged():
            async with self._session().post(way.url, data=body, headers=JSON, proxy=proxy) as answered:
                await answered.read()
        return answered.status < REFUSED

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
        except DeliveryError as error:
            ours = str(error) == NEVER["invalid_blocks"]
            (log.error if ours else log.info)(UNSHOWN, reason=str(error))
        except Exception:
            log.exception(UNSHOWN)


async def _opened(way: Way, form: Form) -> bool:
    """False where it comes too late: a trigger is good for three seconds, and once."""
    if not way.trigger:
        return False
    try:
        with judged():
            await way.workspace.client.views_open(
                trigger_id=way.trigger, view=modal(form, context=way.context)
            )
    except Refused as error:
        log.info("a form could not be opened", reason=str(error))
        return False
    return True


async def _write(way: Way, drawn: Drawn, *places: str) -> None:
    """To the person alone, in the first of these that takes it: a channel, or their own id for their messages.
    DeliveryError where none does."""
    trouble: DeliveryError = Refused(NO_WAY, permanent=True)
    client, blocks = way.workspace.client, list(drawn.blocks)
    for place in filter(None, places):
        try:
            with judged():
                if place == way.user:
                    await client.chat_postMessage(channel=place, text=drawn.text, blocks=blocks)
                else:
                    await client.chat_postEphemeral(
                        channel=place, user=way.user, text=drawn.text, blocks=blocks
                    )
        except (Refused, CannotAsk) as error:
            trouble = error
        else:
            return
    raise trouble
