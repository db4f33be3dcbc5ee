"""A person installs the app in their browser, from the app's page to Slack's and back."""

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession, CookieJar
from yarl import URL

from tests.platforms.slack.consent import allowed, cancelled

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person

AUTHORIZE = re.compile(r"""https?://[^\s"'<>]+/oauth/v2/authorize\?[^\s"'<>]*""")
REDIRECTS = range(300, 400)


@dataclass
class Visit:
    """Where it ended: the app's answer. ``asked``: what the app asked Slack for."""

    status: int
    page: str
    url: str
    asked: dict[str, str]


class Browser:
    """Keeps cookies. Slack's page is never fetched, whatever host the app names for it."""

    def __init__(self, person: "Person", session: ClientSession) -> None:
        self._person = person
        self._session = session

    async def install(self, url: str, *, cancel: bool, without: tuple[str, ...], org_wide: bool) -> Visit:
        asked = await self.asked(url)
        server = self._person.server
        known = asked.get("client_id") == server.app.client_id
        assert known, f"Slack says: invalid client_id, {asked.get('client_id')!r}"
        if cancel:
            return await self.visit(cancelled(server, asked), asked)
        return await self.visit(allowed(self._person, asked, without, org_wide=org_wide), asked)

    async def asked(self, url: str) -> dict[str, str]:
        """What the app's page would have Slack ask the person."""
        async with self._session.get(url, allow_redirects=False) as response:
            moved = response.status in REDIRECTS
            page = response.headers.get("Location", "") if moved else await response.text()
        found = AUTHORIZE.search(html.unescape(page))
        assert found is not None, f"{url} leads to no authorize page, but says {page[:200]!r}"
        return {name: values[0] for name, values in parse_qs(urlsplit(found.group()).query).items()}

    async def visit(self, url: str, asked: dict[str, str] | None = None) -> Visit:
        async with self._session.get(url, allow_redirects=False) as response:
            return Visit(response.status, await response.text(), url, asked or {})


def session(url: str) -> ClientSession:
    """Cookies are kept for 127.0.0.1 too, and secure ones, as browsers do for the machine itself."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True, treat_as_secure_origin=URL(url).origin()))
