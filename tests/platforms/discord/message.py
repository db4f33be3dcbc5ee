"""A message as everybody, or one person, sees it (Resources: Message)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.platforms.discord import mentions, message_shapes
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.world import Channel, Thread, User

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    url: str
    data: bytes = field(repr=False)
    content_type: str = "application/octet-stream"
    description: str | None = None


@dataclass(eq=False)
class Message:
    channel: "Channel" = field(repr=False)
    id: int
    author: "User"
    made: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    allowed_mentions: Json | None = None  # as last sent
    reference: Json | None = None
    interaction: Json | None = None  # interaction metadata
    reactions: dict[str, list["User"]] = field(default_factory=dict)  # emoji: who, first first
    edits: list[Json] = field(default_factory=list)  # the body of each edit
    edited: datetime | None = None
    thread: "Thread | None" = None
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says *is thinking…*"""
        return bool(self.flags & LOADING)

    @property
    def silent(self) -> bool:
        return bool(self.flags & SUPPRESS_NOTIFICATIONS)

    @property
    def parts(self) -> list[Json]:
        """Every component, nested ones too, in order."""
        return list(flatten(self.components))

    @property
    def buttons(self) -> list[Json]:
        return [part for part in self.parts if part["type"] == 2]

    @property
    def labels(self) -> list[str]:
        return [button.get("label", "") for button in self.buttons]

    @property
    def text(self) -> str:
        """All a reader sees: content, embeds and text displays, a line each."""
        pieces = [self.content, *(message_shapes.embed_text(each) for each in self.embeds)]
        pieces += [part["content"] for part in self.parts if part["type"] == 10]
        return "\n".join(piece for piece in pieces if piece)

    @property
    def pings(self) -> list[str]:
        """Whom it notifies: ``<@1>``, ``<@&2>``, ``@everyone``."""
        return mentions.pings(self)

    def part(self, key: str) -> Json:
        """The component with this ``custom_id`` or label."""
        found = self.find(key)
        assert found is not None, f"no component {key!r}"
        return found

    def find(self, key: str) -> Json | None:
        for part in self.parts:
            if key in (part.get("custom_id"), part.get("label")):
                return part
        return None


def flatten(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from flatten(component.get("components", []))
        yield from flatten([component[key] for key in ("accessory", "component") if key in component])
