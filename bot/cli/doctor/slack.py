"""Slack: the tokens, what the workspace granted, and whether the bot is where it asks."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from bot.cli.doctor.findings import Finding, Patient, fail, ok, warn
from bot.cli.doctor.slack_channels import channel_finding
from bot.cli.doctor.slack_many import check_workspaces
from bot.errors import SettingsError
from bot.intents.words import listed, plural
from bot.secrets import Sealer
from bot.store.health import held_channels

if TYPE_CHECKING:
    from adapters.slack.inspection import Inspection

ABOUT, PLATFORM = "slack", "slack"
MOST = 200
"""Tracks whose channels are looked at: each takes a request."""

AGAIN = "Take the new manifest (dailydrill slack manifest) and install the app again."
OPTIONAL_CURE = "Optional: fine if that is not wanted. " + AGAIN
FOR_MANY = ("slack_client_secret", "slack_signing_secret", "dailydrill_secret_key", "public_url")
PAGE = "docs/slack.md has the steps."
NO_LINE = "No line to Slack: SLACK_APP_TOKEN is not set, nor SLACK_SIGNING_SECRET for HTTP."
TAKE_LINE = "Basic Information, App-Level Tokens: generate one with connections:write."


async def check_slack(patient: Patient) -> AsyncIterator[Finding]:
    """Nothing where nothing of Slack is set."""
    token = patient.settings.slack_bot_token
    if token is None:
        if patient.settings.slack_client_id is not None:
            async for finding in _many(patient):
                yield finding
        return
    from adapters.slack.inspection import inspecting  # noqa: PLC0415 - its library takes time and memory

    yield await _line(patient)
    async with inspecting(token.get_secret_value(), patient.settings.slack_api_url) as look:
        for finding in _granted(look):
            yield finding
        async for finding in _tracks(look, patient):
            yield finding


async def _many(patient: Patient) -> AsyncIterator[Finding]:
    """One app for many workspaces: their tokens are in the database, the operator's part in the settings."""
    settings = patient.settings
    missing = [name.upper() for name in FOR_MANY if not getattr(settings, name)]
    if missing:
        yield fail(ABOUT, f"For many workspaces {listed(missing)} must be set as well.", PAGE)
        return
    try:
        sealer = Sealer([key.get_secret_value() for key in settings.dailydrill_secret_key])
    except SettingsError as error:
        yield fail(ABOUT, str(error), PAGE)
        return
    yield ok(ABOUT, f"Workspaces install the app at {settings.public_url}/slack/install.")
    async for finding in check_workspaces(patient, sealer):
        yield finding


async def _line(patient: Patient) -> Finding:
    """Over which Slack tells what people do."""
    from adapters.slack.inspection import must_open  # noqa: PLC0415 - as above

    settings = patient.settings
    if settings.slack_app_token is None:
        if settings.slack_signing_secret is not None:
            return ok(ABOUT, "Slack sends what people do over HTTP, signed.")
        return fail(ABOUT, NO_LINE, TAKE_LINE)
    try:
        await must_open(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    except SettingsError as error:
        return fail(ABOUT, str(error), TAKE_LINE)
    return ok(ABOUT, "The app-level token opens a line over Socket Mode.")


def _granted(look: "Inspection") -> Iterator[Finding]:
    from adapters.slack.scopes import OPTIONAL, REQUIRED  # noqa: PLC0415 - as above

    yield ok(ABOUT, f"The bot token is for {look.workspace.name} ({look.workspace.team}).")
    required, optional = look.missing()
    for scope in required:
        yield fail(ABOUT, f"{scope} is not granted, and must be: {REQUIRED[scope]}.", AGAIN)
    for scope in optional:
        yield warn(ABOUT, f"{scope} is not granted. Its use: {OPTIONAL[scope]}.", OPTIONAL_CURE)
    if not (required or optional):
        yield ok(ABOUT, "Everything it asks for is granted.")


async def _tracks(look: "Inspection", patient: Patient) -> AsyncIterator[Finding]:
    if patient.database is None or patient.health is None or not patient.health.current:
        return
    tracks = await patient.database.read(held_channels, PLATFORM, MOST)
    here = [track for team, _, track in tracks if team == look.workspace.team]
    elsewhere = sorted({name for team, name, _ in tracks if team != look.workspace.team})
    if elsewhere:
        yield warn(ABOUT, f"This token says nothing of {listed(elsewhere)}.", "Is it the right workspace?")
    if here and not look.sees_channels():
        told = f"Whether the bot is in the channels of {plural(len(here), 'track')} cannot be asked."
        yield warn(
            ABOUT, told, "Grant channels:read (and groups:read for private ones); or see where it posts."
        )
        return
    for track in here:
        yield channel_finding(f"{look.workspace.name} #{track.channel_name}", await look.seat(track.channel))
