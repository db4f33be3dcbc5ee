"""The few pages that somebody sees who installs the app. Nothing that came with a request stands in them."""

import re
from html import escape
from typing import Final

from aiohttp import web

SAFE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Dailydrill</title>
</head>
<body>
<h1>{heading}</h1>
{rest}
</body>
</html>
"""
AGAIN: Final = '<p><a href="install">Begin again</a></p>'
"""Both addresses stand side by side, wherever PUBLIC_URL puts them."""

ID: Final = re.compile(r"[A-Z0-9]{2,30}")


def installed(name: str, team: str, app: str, setup: str) -> web.Response:
    """``setup``: how the command is typed there."""
    return _page(
        f"Dailydrill is installed in {name}",
        f"Nothing happens until an organiser runs {setup} in a channel (about a minute).",
        rest=_way_back(team, app),
    )


def renewed(name: str, team: str, app: str) -> web.Response:
    """It was installed there already."""
    rest = _way_back(team, app)
    return _page(f"Dailydrill is installed in {name}", "Everything goes on as before.", rest=rest)


def returned(name: str, team: str, app: str, resume: str) -> web.Response:
    return _page(
        f"Dailydrill is back in {name}",
        f"Everything stands. What was running waits, paused, until an organiser runs {resume}.",
        rest=_way_back(team, app),
    )


def cancelled() -> web.Response:
    return _page("Nothing was installed", "You can close this page.", rest=AGAIN)


def failed(sentence: str, status: int = 400) -> web.Response:
    return _page("Dailydrill was not installed", sentence, rest=AGAIN, status=status)


def _page(heading: str, sentence: str, *, rest: str, status: int = 200) -> web.Response:
    body = PAGE.format(heading=escape(heading), rest=f"<p>{escape(sentence)}</p>\n{rest}")
    return web.Response(status=status, text=body, content_type="text/html", charset="utf-8", headers=SAFE)


def _way_back(team: str, app: str) -> str:
    """Into Slack, to the app's own place there."""
    if not ID.fullmatch(team) or not ID.fullmatch(app):
        return ""
    return f'<p><a href="https://slack.com/app_redirect?app={app}&amp;team={team}">Open Slack</a></p>'
