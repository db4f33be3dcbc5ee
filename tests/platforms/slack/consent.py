"""Slack's own page in the browser, where a person lets the app in or not (Installing with OAuth)."""

import html
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from tests.platforms.slack.app import Installation

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Enterprise

PAGE = """<!doctype html><title>Allow access</title>
<p>{name} asks for {scopes} in {team}.</p>
<p><a href="{allow}">Allow</a> <a href="{cancel}">Cancel</a></p>"""


@dataclass(eq=False)
class Consent:
    """What the person allowed; a code stands for it."""

    person: "Person"
    scopes: list[str]
    redirect_uri: str
    at: datetime
    enterprise: "Enterprise | None" = None  # for the whole organisation
    used: bool = field(default=False)

    def install(self) -> Installation:
        if self.enterprise is not None:
            return self.enterprise.install(self.scopes)
        return self.person.workspace.install(self.scopes, by=self.person)


def allowed(
    person: "Person", asked: dict[str, str], without: tuple[str, ...] = (), *, org_wide: bool = False
) -> str:
    """Where the browser is sent: back to the app, with a code and its state."""
    server = person.server
    scopes = [each for each in asked.get("scope", "").split(",") if each and each not in without]
    enterprise = person.workspace.enterprise if org_wide else None
    code, back = server.ids.secret("code-"), _back(server, asked)
    server.codes[code] = Consent(person, scopes, back, server.clock.now(), enterprise)
    return _with(back, {"code": code, "state": asked.get("state", "")})


def cancelled(server: "SlackServer", asked: dict[str, str]) -> str:
    return _with(_back(server, asked), {"error": "access_denied", "state": asked.get("state", "")})


def _back(server: "SlackServer", asked: dict[str, str]) -> str:
    """One of the app's own redirect URLs, or what stands below it."""
    configured, wanted = server.app.redirect_uri, asked.get("redirect_uri")
    assert not wanted or wanted.startswith(configured), f"Slack says: bad_redirect_uri {wanted!r}"
    return wanted or configured


def _with(url: str, query: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


class Pages:
    """For who tries it by hand: the first person decides."""

    def __init__(self, server: "SlackServer") -> None:
        self._server = server

    async def show(self, request: web.Request) -> web.StreamResponse:
        asked = dict(request.query)
        if asked.get("client_id") != self._server.app.client_id:
            return web.Response(status=400, text="invalid client_id")
        told = {
            "name": html.escape(self._server.app.id),
            "scopes": html.escape(asked.get("scope", "")),
            "team": html.escape(self._server.workspaces[0].name),
            "allow": html.escape(f"/oauth/v2/allow?{urlencode(asked)}"),
            "cancel": html.escape(cancelled(self._server, asked)),
        }
        return web.Response(text=PAGE.format(**told), content_type="text/html")

    async def allow(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(allowed(self._server.workspaces[0].person, dict(request.query)))
