"""Routes by template, and one call of the REST API as its handler sees it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.message import Message
    from tests.platforms.discord.server import DiscordServer
    from tests.platforms.discord.world import Channel, Guild

Answer = Json | list[Json] | None  # None is 204 No Content
MAJOR = ("channel", "guild", "webhook", "token")  # Topics: Rate Limits, top-level resources


@dataclass(frozen=True)
class Upload:
    filename: str
    data: bytes = field(repr=False)
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Route:
    method: str
    template: str
    handler: "Handler"
    interaction: bool  # authorised by its token, outside the global limit

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template))


@dataclass
class Call:
    server: "DiscordServer"
    route: Route
    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Any  # JSON, as it was sent
    files: dict[int, Upload]

    @property
    def major(self) -> str:
        return "+".join(self.ids[name] for name in MAJOR if name in self.ids)

    @property
    def form(self) -> Json:
        if not isinstance(self.body, dict):
            raise Refusal(50035)
        return self.body

    def number(self, name: str) -> int:
        """An id of the path."""
        text = self.ids[name]
        if not text.isdecimal():
            raise Refusal(50035)
        return int(text)

    def channel(self) -> "Channel":
        """Missing Access where the bot cannot look in (JSON Error Codes)."""
        return self.server.channel_for_bot(self.number("channel"))

    def message(self) -> "Message":
        message = self.channel().kept.get(self.number("message"))
        if message is None:
            raise Refusal(10008)
        return message

    def guild(self) -> "Guild":
        guild = self.server.guilds.get(self.number("guild"))
        if guild is None:
            raise Refusal(10004)
        return guild


Handler = Callable[[Call], Answer]


class Routes:
    def __init__(self) -> None:
        self._routes: dict[tuple[str, int], list[tuple[re.Pattern[str], Route]]] = {}

    def on(self, method: str, template: str, *, interaction: bool = False) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            route = Route(method, template, handler, interaction)
            self._keep(route)
            return handler

        return keep

    def include(self, other: "Routes") -> None:
        for routes in other._routes.values():
            for _, route in routes:
                self._keep(route)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Literal parts go before ids: ``/users/@me`` is no user."""
        for pattern, route in self._routes.get((method, path.count("/")), []):
            if match := pattern.fullmatch(path):
                return route, match.groupdict()
        return None

    def _keep(self, route: Route) -> None:
        routes = self._routes.setdefault((route.method, route.template.count("/")), [])
        routes.append((route.pattern(), route))
        routes.sort(key=lambda kept: kept[1].template.count("{"))
