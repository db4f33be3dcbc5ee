"""Uploaded files (Messaging: Working with files)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.people import User
    from tests.platforms.slack.world import Channel


@dataclass(eq=False)
class File:
    id: str
    user: "User"
    name: str
    length: int  # as announced
    alt: str = ""
    title: str = ""
    data: bytes | None = field(default=None, repr=False)  # None until uploaded
    complete: bool = False
    channels: list["Channel"] = field(default_factory=list, repr=False)

    def shape(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "alt_txt": self.alt,
            "size": len(self.data or b""),
            "user": self.user.id,
            "channels": [channel.id for channel in self.channels],
        }
