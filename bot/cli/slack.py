"""``dailydrill slack``: what an operator needs before the app is in a workspace."""

import json
from typing import Annotated

import typer

from adapters.slack.manifest import manifest as made
from bot.errors import SettingsError
from bot.settings import load_settings

app = typer.Typer(no_args_is_help=True)

NO_URL = "Give --url https://…, or set PUBLIC_URL: the address under which Slack reaches this server."
FIRST = (
    "https://api.slack.com/apps: Create New App, From a manifest; choose the workspace, paste this as JSON."
)
SOCKET = (
    FIRST,
    "Basic Information, App-Level Tokens: generate one with connections:write. It is SLACK_APP_TOKEN.",
    "Install App: install it to the workspace. The bot token is SLACK_BOT_TOKEN.",
    "dailydrill run",
)
HTTP = (
    FIRST,
    "Basic Information: SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET stand there.",
    "Set them, PUBLIC_URL and DAILYDRILL_SECRET_KEY, then: dailydrill run",
    "Event Subscriptions: let Slack verify the address again, now that something answers there.",
    "Manage Distribution: activate it. Each workspace installs the app at that address, /slack/install.",
)


@app.callback()
def slack() -> None:
    """Slack: the app's manifest."""


@app.command()
def manifest(
    all_commands: Annotated[
        bool, typer.Option("--all-commands", help="Register /streak, /leaderboard … as well.")
    ] = False,
    http: Annotated[
        bool,
        typer.Option("--http/--socket", help="Slack sends to an address of yours, or over Socket Mode."),
    ] = False,
    prefix: Annotated[
        str | None, typer.Option(help="Before every command; SLACK_COMMAND_PREFIX if left out.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="For --http; PUBLIC_URL if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts: without the next steps.")] = False,
) -> None:
    """Print the manifest that Slack makes the app from, as JSON, and what to do with it."""
    settings = load_settings()
    address = (url or settings.public_url or "") if http else ""
    if http and not address:
        raise SettingsError(NO_URL)
    chosen = settings.slack_command_prefix if prefix is None else prefix
    typer.echo(json.dumps(made(chosen, address, all_commands=all_commands), indent=2, ensure_ascii=False))
    if not as_json:
        steps = HTTP if http else SOCKET
        typer.echo("\n".join(f"{place}. {step}" for place, step in enumerate(steps, 1)), err=True)
