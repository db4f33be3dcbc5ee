"""A message as everybody in a channel, or one person, sees it (Messaging: Retrieving messages)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.platforms.slack import mentions, reading
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.files import File
    from tests.platforms.slack.people import User
    from tests.platforms.slack.world import Channel


@dataclass(eq=False)
class Message:
    channel: "Channel" = field(repr=False)
    ts: str
    user: "User"
    made: datetime
    text: str = ""  # the top-level one, which screen readers and notifications read
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    broadcast: bool = False  # a reply that is shown in the channel too
    bot_id: str | None = None
    private_to: "User | None" = None  # who alone sees it
    link_names: bool = False  # whether ``@ada`` in the text becomes a mention
    unfurls: Json = field(default_factory=dict)  # as asked: unfurl_links, unfurl_media
    username: str | None = None  # another name than the bot's own
    files: list["File"] = field(default_factory=list)
    reactions: dict[str, list["User"]] = field(default_factory=dict)  # name: who, first first
    edits: list[Json] = field(default_factory=list)  # what each edit asked for
    edited: str | None = None  # the timestamp of the last edit that shows
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return self.private_to is not None

    @property
    def reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def replies(self) -> list["Message"]:
        return self.channel.thread(self.ts)

    @property
    def parts(self) -> list[Json]:
        """Every block and interactive element, in order."""
        return list(flatten(self.blocks))

    @property
    def buttons(self) -> list[Json]:
        return [part for part in self.parts if part.get("type") == "button"]

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for button in self.buttons]

    @property
    def shown(self) -> str:
        """What is seen: the blocks in words, a line each, or the text where there are none."""
        return reading.words(self.blocks) if self.blocks else self.text

    @property
    def pings(self) -> list[str]:
        """Whom it would notify, as written: ``<@U…>``, ``<!channel>``."""
        return mentions.pings(self)

    def part(self, key: str) -> Json:
        found = self.find(key)
        assert found is not None, f"no element {key!r} among {keys(self.parts)}"
        return found

    def find(self, key: str) -> Json | None:
        """The element with this ``action_id`` or label."""
        return find(self.parts, key)

    def shape(self) -> Json:
        """As the Web API and payloads tell it."""
        shape: Json = {"type": "message", "user": self.user.id, "ts": self.ts, "text": self.text}
        shape["team"] = self.user.workspace.id
        if self.bot_id is not None:
            shape |= {"bot_id": self.bot_id, "app_id": self.channel.server.app.id}
        if self.blocks:
            shape["blocks"] = self.blocks
        if self.thread_ts is not None:
            shape["thread_ts"] = self.thread_ts
        if self.reply and self.broadcast:
            shape["subtype"] = "thread_broadcast"
        if self.edited is not None:
            shape["edited"] = {"user": self.user.id, "ts": self.edited}
        return shape | self._gathered()

    def _gathered(self) -> Json:
        shape: Json = {}
        if self.files:
            shape["files"] = [file.shape() for file in self.files]
        if self.reactions:
            shape["reactions"] = [
                {"name": name, "users": [user.id for user in users], "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if replies := [] if self.reply or self.ephemeral else self.replies:
            people = list(dict.fromkeys(reply.user.id for reply in replies))
            shape |= {"thread_ts": self.ts, "reply_count": len(replies), "reply_users": people}
            shape["latest_reply"] = replies[-1].ts
        return shape


def flatten(blocks: list[Json]) -> Iterator[Json]:
    """Blocks with what people can use in them; each element carries its block's id."""
    for block in blocks:
        yield block
        inner = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
        if block["type"] in ("actions", "context_actions"):
            inner += block["elements"]
        for element in inner:
            if "action_id" in element or element["type"] == "button":
                yield element | {"block_id": block.get("block_id")}


def find(parts: list[Json], key: str) -> Json | None:
    """By ``action_id``, else by what stands on it."""
    usable = [part for part in parts if "action_id" in part]
    for part in usable:
        if part["action_id"] == key:
            return part
    return next((part for part in usable if label(part) == key), None)


def label(part: Json) -> str | None:
    text = part.get("text") or part.get("placeholder") or {}
    return text.get("text") if isinstance(text, dict) else None


def keys(parts: list[Json]) -> list[str]:
    return [part["action_id"] for part in parts if "action_id" in part]
