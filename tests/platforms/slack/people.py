"""A user as Slack describes one (Reference: User object)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Workspace


@dataclass(eq=False)
class User:
    server: "SlackServer" = field(repr=False)
    workspace: "Workspace" = field(repr=False)
    id: str
    name: str
    admin: bool = False
    owner: bool = False
    primary_owner: bool = False
    restricted: bool = False  # a guest of several channels
    ultra_restricted: bool = False  # a guest of one channel
    deleted: bool = False
    is_bot: bool = False
    tz: str | None = "Europe/London"
    display_name: str = ""
    real_name: str = ""
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def shape(self, asker: "Workspace") -> Json:
        """As ``asker``'s app sees them: somebody of another team is a stranger without rights there."""
        user: Json = {
            "id": self.id,
            "team_id": self.workspace.id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name or self.name,
            "profile": self._profile(),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1700000000,
            "locale": self.locale,
        }
        if self.tz is not None:
            offset = self.server.clock.now().astimezone(ZoneInfo(self.tz)).utcoffset()
            user |= {
                "tz": self.tz,
                "tz_label": self.tz,
                "tz_offset": int(offset.total_seconds()) if offset else 0,
            }
        if not asker.knows(self):
            return user | {"is_stranger": True}
        return user if self.deleted else user | self._rights()

    def _profile(self) -> Json:
        real = self.real_name or self.name
        return {
            "real_name": real,
            "real_name_normalized": real,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "team": self.workspace.id,
        }

    def _rights(self) -> Json:
        rights: Json = {
            "is_admin": self.admin or self.owner or self.primary_owner,
            "is_owner": self.owner or self.primary_owner,
            "is_primary_owner": self.primary_owner,
            "is_restricted": self.restricted or self.ultra_restricted,
            "is_ultra_restricted": self.ultra_restricted,
        }
        enterprise = self.workspace.enterprise
        if enterprise is not None:
            rights["enterprise_user"] = {
                "id": self.id,
                "enterprise_id": enterprise.id,
                "enterprise_name": enterprise.name,
                "is_admin": False,
                "is_owner": False,
                "teams": [self.workspace.id],
            }
        return rights
