"""Whose token it is, and what it may do (Authentication: Tokens)."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.slack.app import Installation
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.calls import Call

BEARER = "Bearer "


def token_of(request: web.Request, args: Json) -> str:
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        return header.removeprefix(BEARER)
    return str(args.get("token") or "")


def installation(call: "Call") -> Installation | None:
    """None for methods that are not called with a bot token."""
    if call.method.caller != "bot":
        return None
    if not call.token:
        raise Refusal("not_authed")
    if call.token.startswith("xapp-"):
        raise Refusal("not_allowed_token_type")
    found = next((one for one in call.server.installations if call.token in one.tokens), None)
    if found is None:
        raise Refusal("invalid_auth")
    if found.trouble:
        raise Refusal(found.trouble)
    until = found.tokens[call.token]
    if until is not None and call.server.clock.now() >= until:
        raise Refusal("token_expired")
    return found


def check(call: "Call") -> None:
    if call.method.caller == "app":
        _check_app_token(call)
    elif call.installation is not None and not call.installation.has(*call.method.needs):
        call.require(*call.method.needs)


def _check_app_token(call: "Call") -> None:
    app = call.server.app
    if not call.token:
        raise Refusal("not_authed")
    if call.token.startswith("xoxb-"):
        raise Refusal("not_allowed_token_type")
    if call.token != app.app_token:
        raise Refusal("invalid_auth")
    if "connections:write" not in app.app_token_scopes:
        raise Refusal("missing_scope", needed="connections:write", provided=",".join(app.app_token_scopes))
