"""Modals and Home tabs (Surfaces: Modals, App Home)."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack import reading
from tests.platforms.slack.message import find, flatten
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.app import Installation
    from tests.platforms.slack.person import Person

MOST_STACKED = 3


@dataclass(eq=False)
class View:
    """``given``: as the app defined it; ``values``: what stands in its fields, by block and action."""

    id: str
    user: "Person" = field(repr=False)
    installation: "Installation" = field(repr=False)
    given: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    errors: Json = field(default_factory=dict)  # shown at fields, by block
    updates: int = 0
    open: bool = True

    @property
    def type(self) -> str:
        return str(self.given["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.given["blocks"]
        return blocks

    @property
    def title(self) -> str:
        return str((self.given.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.given.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        return str(self.given.get("private_metadata") or "")

    @property
    def shown(self) -> str:
        return reading.words(self.blocks)

    @property
    def parts(self) -> list[Json]:
        return list(flatten(self.blocks))

    @property
    def fields(self) -> list[Json]:
        """The input blocks."""
        return [block for block in self.blocks if block["type"] == "input"]

    def find(self, key: str) -> Json | None:
        return find(self.parts, key)

    def shape(self, *, state: Json | None = None) -> Json:
        """Reference: View object."""
        workspace = self.user.workspace
        team = self.installation.team
        return {
            "id": self.id,
            "team_id": workspace.id,
            "type": self.type,
            "blocks": self.blocks,
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": self.values if state is None else state},
            "hash": self.hash,
            "title": self.given.get("title"),
            "submit": self.given.get("submit"),
            "close": self.given.get("close"),
            "clear_on_close": bool(self.given.get("clear_on_close")),
            "notify_on_close": bool(self.given.get("notify_on_close")),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": self.user.server.app.id,
            "external_id": self.given.get("external_id") or "",
            "app_installed_team_id": team.id if team is not None else workspace.id,
            "bot_id": self.installation.bot_id,
        }


def named(blocks: list[Json], make_id: Callable[[], str]) -> list[Json]:
    """Blocks and elements without ids are given some, as Slack does."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = make_id()
        for element in _usable(block):
            if not element.get("action_id"):
                element["action_id"] = make_id()
    return blocks


def _usable(block: Json) -> list[Json]:
    inner = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    inner += block["elements"] if block["type"] == "actions" else []
    return [element for element in inner if element["type"] != "image"]
