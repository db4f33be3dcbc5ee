"""Pictures and files go to the person's messages. Where none may be uploaded, a picture is left to its words, and
what is in a file comes as messages.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import Final

import structlog

from adapters.draw.calendar import calendar_png
from adapters.slack.judging import judged
from adapters.slack.pacer import Pacer
from adapters.slack.render import Drawn, draw
from adapters.slack.text import Typed
from adapters.slack.workspaces import Workspace, granted
from bot.errors import DeliveryError
from bot.intents.base import Attachment, Block, Bold, CodeBlock, Said, para
from bot.intents.trouble import Sorry

log = structlog.get_logger()

SCOPE: Final = "files:write"
NOTE: Final = "Here is what belongs to it:"
AS_WORDS: Final = "I may not upload files here, so this is what is in them, each under its name."
TOO_LONG: Final = (
    "It is too long for messages, and I may not upload files here. Ask whoever manages this workspace’s apps to "
    "install me again with files:write, then type `/privacy export`; or ask whoever runs me for an export."
)
OUT_OF_REACH: Final = (
    "I cannot write to you directly, and it is too long to be shown here. "
    "Type `/privacy export` in a workspace of your own that has me, or ask whoever runs me for an export."
)

PART: Final = 3000
"""Characters of a file in one block."""

A_MESSAGE: Final = 3
"""Parts in one message."""

MESSAGES: Final = 25
ASIDE: Final = 4
"""Uses that a response URL has left once the reply has been shown."""

TABLE: Final = "text/csv"

NOT_UPLOADED: Final = "files could not be uploaded"

Say = Callable[[Drawn], Awaitable[None]]


class Files:
    def __init__(self, typed: Typed, pacer: Pacer | None = None) -> None:
        self._typed = typed
        self._pacer = pacer or Pacer()

    async def deliver(self, workspace: Workspace, user: str, drawn: Drawn, aside: Say) -> None:
        """``aside``: shows something to the person alone where they are, if they cannot be written to."""
        if not (drawn.files or drawn.pictures):
            return
        if workspace.may(SCOPE) and await _uploaded(workspace, user, drawn):
            return
        if drawn.files:
            await self._in_words(workspace, user, [*self._messages(drawn.files)], aside)

    async def _in_words(self, workspace: Workspace, user: str, messages: Sequence[Drawn], aside: Say) -> None:
        if len(messages) > MESSAGES:
            await aside(self._sorry(TOO_LONG))
            return
        written = 0
        try:
            for one in messages:
                await self._write(workspace, user, one)
                written += 1
        except DeliveryError as error:
            log.info("somebody could not be written to", reason=str(error))
            rest = messages[written:]
            for one in rest if len(rest) <= ASIDE else [self._sorry(OUT_OF_REACH)]:
                await aside(one)

    async def _write(self, workspace: Workspace, user: str, drawn: Drawn) -> None:
        with judged():
            async with self._pacer.posting(user):
                await workspace.client.chat_postMessage(
                    channel=user, text=drawn.text, blocks=list(drawn.blocks)
                )

    def _messages(self, files: Sequence[Attachment]) -> Iterator[Drawn]:
        """Tables say the same as the file that has everything, in fewer words."""
        tables = [one for one in files if one.media == TABLE]
        blocks: list[Block] = [para(AS_WORDS)]
        parts = [(one.name, part) for one in tables or files for part in in_lines(_text(one), PART)]
        for start in range(0, len(parts), A_MESSAGE):
            for name, part in parts[start : start + A_MESSAGE]:
                blocks += [para(Bold(name)), CodeBlock(part)]
            yield from draw(_Words(tuple(blocks)), self._typed)
            blocks = []

    def _sorry(self, sentence: str) -> Drawn:
        return draw(Sorry(sentence), self._typed)[0]


class _Words:
    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self._blocks = blocks

    def said(self) -> Said:
        return Said(self._blocks)


def in_lines(text: str, most: int) -> list[str]:
    """All of it in parts of at most ``most`` characters, ended by whole lines wherever a line fits into one."""
    parts, part = list[str](), ""
    for line in text.splitlines(keepends=True):
        if len(part) + len(line) > most and part:
            parts.append(part)
            part = ""
        part += line
        while len(part) > most:
            parts.append(part[:most])
            part = part[most:]
    return [*parts, part] if part else parts


def _text(file: Attachment) -> str:
    return file.content.decode().replace("\r\n", "\n")


async def _uploaded(workspace: Workspace, user: str, drawn: Drawn) -> bool:
    """A message first, whose channel the files then go to; it is taken back where they cannot follow."""
    client = workspace.client
    try:
        with judged():
            opened = await client.chat_postMessage(channel=user, text=NOTE)
    except DeliveryError as error:
        log.info(NOT_UPLOADED, reason=str(error))
        return False
    try:
        with judged():
            uploads = [upload async for upload in _uploads(drawn)]
            await client.files_upload_v2(channel=opened["channel"], file_uploads=uploads)
    except DeliveryError as error:
        log.info(NOT_UPLOADED, reason=str(error))
        workspace.scopes = granted(opened.headers) or workspace.scopes
        with suppress(DeliveryError), judged():
            await client.chat_delete(channel=opened["channel"], ts=opened["ts"])
        return False
    return True


async def _uploads(drawn: Drawn) -> AsyncIterator[dict[str, object]]:
    for place, picture in enumerate(drawn.pictures):
        png = await asyncio.to_thread(calendar_png, picture)
        yield {"content": png, "filename": f"calendar-{place + 1}.png", "alt_txt": picture.alt[:1000]}
    for attachment in drawn.files:
        yield {"content": attachment.content, "filename": attachment.name, "title": attachment.name}
