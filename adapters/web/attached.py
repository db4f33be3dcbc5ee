"""What hangs on a message besides its words: pictures, and files for the person alone.

Both are kept in the message's body, in base64, and fetched at an address of their own.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from adapters.draw.calendar import calendar_png
from adapters.web.refusals import Missing
from adapters.web.render import body
from bot.intents.base import Attachment, Calendar, Intent
from bot.ports.page import PageMessage

SCALE: Final = 2
PNG: Final = "image/png"
PICTURE, FILE = "pictures", "files"
FETCHED: Final = (PICTURE, FILE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes to hand out; ``name`` is None for what is shown and not downloaded."""

    media: str
    content: bytes
    name: str | None = None


async def complete_body(intent: Intent) -> dict[str, Any]:
    """What the page keeps of a message, with its pictures drawn in a thread, and its files."""
    content, said = body(intent), intent.said()
    calendars = [block for block in said.blocks if isinstance(block, Calendar)]
    if calendars:
        content[PICTURE] = await asyncio.to_thread(_drawn, calendars)
    if said.files:
        content[FILE] = [_file(each) for each in said.files]
    return content


def _drawn(calendars: Sequence[Calendar]) -> list[dict[str, Any]]:
    return [_picture(calendar_png(each, SCALE), each.alt) for each in calendars]


def _picture(png: bytes, alt: str) -> dict[str, Any]:
    """``width`` and ``height`` in pixels of the page, which are larger than the picture's own."""
    width, height = (int.from_bytes(png[start : start + 4]) // SCALE for start in (16, 20))
    return {"alt": alt, "media": PNG, "width": width, "height": height, "content": _text(png)}


def _file(attachment: Attachment) -> dict[str, Any]:
    size = len(attachment.content)
    return {
        "name": attachment.name,
        "media": attachment.media,
        "size": size,
        "content": _text(attachment.content),
    }


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def with_addresses(message: PageMessage) -> dict[str, Any]:
    """The body as a tab gets it: each picture and file with the address it is fetched at."""
    return {**message.body, **{kind: _addressed(message, kind) for kind in FETCHED}}


def _addressed(message: PageMessage, kind: str) -> list[dict[str, Any]]:
    reader = f"?as={quote(message.seen_by)}" if message.seen_by else ""
    base = f"/api/messages/{message.id}/{kind}"
    return [
        {**_without_content(each), "url": f"{base}/{place}{reader}"}
        for place, each in enumerate(message.body.get(kind, ()))
    ]


def _without_content(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "content"}


def fetched(message: PageMessage, kind: str, place: int) -> Fetched:
    """A picture or a file of a message; Missing if it has no such thing."""
    kept = message.body.get(kind, ()) if kind in FETCHED else ()
    if not 0 <= place < len(kept):
        raise Missing("That message has no such file.")
    one = kept[place]
    return Fetched(one["media"], b64decode(one["content"]), one.get("name"))
