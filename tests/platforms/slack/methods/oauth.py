"""oauth.v2.access: a code, or a refresh token, for tokens (Authentication: Installing with OAuth)."""

from base64 import b64decode
from datetime import timedelta

from tests.platforms.slack import installing
from tests.platforms.slack.app import ROTATION, Installation
from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.wire import Json, Refusal

CODE_LIFE = timedelta(minutes=10)


@method("oauth.v2.access", tier=4, caller="anybody")
def access(call: Call) -> Json:
    _known(call)
    if (call.text("grant_type") or "authorization_code") == "refresh_token":
        return _told(call, _refreshed(call))
    return _told(call, _exchanged(call))


def _known(call: Call) -> None:
    """By arguments or HTTP Basic, as Slack prefers."""
    identity, secret = call.text("client_id") or "", call.text("client_secret") or ""
    if call.basic:
        identity, _, secret = b64decode(call.basic).decode().partition(":")
    if identity != call.server.app.client_id:
        raise Refusal("invalid_client_id")
    if secret != call.server.app.client_secret:
        raise Refusal("bad_client_secret")


def _exchanged(call: Call) -> Installation:
    consent = call.server.codes.get(call.text("code") or "")
    if consent is None or call.server.clock.now() - consent.at > CODE_LIFE:
        raise Refusal("invalid_code")
    if consent.used:
        raise Refusal("code_already_used")
    if (call.text("redirect_uri") or consent.redirect_uri) != consent.redirect_uri:
        raise Refusal("bad_redirect_uri")
    consent.used = True
    return consent.install()


def _refreshed(call: Call) -> Installation:
    """The access token before stays good until it ends."""
    wanted = call.needed("refresh_token")
    for installation in call.server.installations:
        if installation.refresh_token == wanted and not installation.trouble:
            installing.issue(call.server, installation)
            return installation
    raise Refusal("invalid_refresh_token")


def _told(call: Call, installation: Installation) -> Json:
    team, enterprise = installation.team, installation.enterprise
    told: Json = {
        "app_id": call.server.app.id,
        "authed_user": {"id": installation.installer.id},
        "scope": ",".join(installation.scopes),
        "token_type": "bot",
        "access_token": installation.token,
        "bot_user_id": installation.bot.id,
        "team": {"id": team.id, "name": team.name} if team is not None else None,
        "enterprise": {"id": enterprise.id, "name": enterprise.name} if enterprise is not None else None,
        "is_enterprise_install": team is None,
    }
    if installation.refresh_token is not None:
        told |= {"refresh_token": installation.refresh_token, "expires_in": int(ROTATION.total_seconds())}
    return told
