"""Whom a message pings (Messaging: Formatting message text, Advanced formatting).

Judged strictly: what is written like a mention counts wherever Slack reads mrkdwn or Markdown, in code too.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.platforms.slack.message import Message

WRITTEN = re.compile(r"<(?:@[UW][A-Z0-9]+|!channel|!here|!everyone|!subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")
NAMED = re.compile(r"(?<!\w)@(?:channel|here|everyone|[a-z][\w.-]*)")  # with link_names
MENTIONING = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def pings(message: "Message") -> list[str]:
    found: list[str] = []
    for text in [message.text, *_texts(message.blocks)]:
        found += [_bare(each) for each in WRITTEN.findall(text)]
        found += NAMED.findall(text) if message.link_names else []
    found += list(_elements(message.blocks))
    return list(dict.fromkeys(found))


def _bare(written: str) -> str:
    return written.partition("|")[0].rstrip(">") + ">"


def _texts(part: Any) -> Iterator[str]:
    """Every text in which mentions work."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        if part.get("type") in ("mrkdwn", "markdown"):
            yield str(part.get("text", ""))
        for each in part.values():
            yield from _texts(each)


def _elements(part: Any) -> Iterator[str]:
    """Mentions in rich text, which are elements of their own."""
    if isinstance(part, list):
        for each in part:
            yield from _elements(each)
    elif isinstance(part, dict):
        key = MENTIONING.get(str(part.get("type")))
        if key is not None and key in part:
            yield {"user": "<@{}>", "usergroup": "<!subteam^{}>", "broadcast": "<!{}>"}[part["type"]].format(
                part[key]
            )
        for each in part.values():
            yield from _elements(each)
