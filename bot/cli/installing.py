"""Slack in many workspaces: what the settings must hold for it, and what is made of them."""

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.intents.words import listed
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import Tools
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.cli.platform import Maker, Platform, Topics
    from bot.secrets import Sealer

FOR_MANY = ("slack_client_secret", "slack_signing_secret", "public_url")
LACKING = "SLACK_CLIENT_ID lets many workspaces install the app; for that {names} must be set as well."
BOTH = "SLACK_CLIENT_ID is for many workspaces, SLACK_BOT_TOKEN for one: unset one of them."
NOT_HTTPS = "PUBLIC_URL has to begin with https://, as Slack sends to no other address."


def sealer_of(settings: Settings) -> "Sealer | None":
    """None where no workspace is installed over OAuth. SettingsError for a key that is missing or none."""
    if settings.slack_client_id is None:
        return None
    from bot.secrets import Sealer  # noqa: PLC0415 - its library takes time and memory

    return Sealer([key.get_secret_value() for key in settings.dailydrill_secret_key])


def is_exposed(settings: Settings) -> bool:
    """Whether Slack comes to the server from the internet."""
    over_http = settings.slack_signing_secret is not None and settings.slack_app_token is None
    return settings.slack_client_id is not None or over_http


def installing(settings: Settings) -> "Maker":
    """SettingsError for what is missing, before anything is opened."""
    _check(settings)
    assert settings.slack_client_id is not None and settings.slack_client_secret is not None
    assert settings.slack_signing_secret is not None and settings.public_url is not None
    identity, secret = settings.slack_client_id, settings.slack_client_secret.get_secret_value()
    signing, public_url = settings.slack_signing_secret.get_secret_value(), settings.public_url

    def made(desk: Desk, tools: Tools, presence: Presence, topics: "Topics") -> "Platform":
        from adapters.slack.over_oauth import over_oauth  # noqa: PLC0415 - as above
        from adapters.slack.platform import Core  # noqa: PLC0415
        from adapters.slack.tokens import OAuthApp  # noqa: PLC0415

        core = Core(settings.slack_api_url, settings.slack_command_prefix, desk, tools, presence)
        return over_oauth(core, OAuthApp(identity, secret, settings.slack_api_url), signing, public_url)

    return made


def _check(settings: Settings) -> None:
    if settings.slack_bot_token is not None:
        raise SettingsError(BOTH)
    lacking = [name.upper() for name in FOR_MANY if not getattr(settings, name)]
    if lacking:
        raise SettingsError(LACKING.format(names=listed(lacking)))
    sealer_of(settings)
    if not _is_safe(settings.public_url or ""):
        raise SettingsError(NOT_HTTPS)


def _is_safe(url: str) -> bool:
    """This machine needs no https: the way there leads past nobody."""
    address = urlsplit(url)
    return address.scheme == "https" or _is_here(address.hostname or "")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
