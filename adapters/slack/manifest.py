"""The app's manifest, from which Slack makes the app: its commands, scopes, events and where they go. Pure."""

import re
from collections.abc import Iterator
from typing import Any, Final

from adapters.slack.mentions import EVERYTHING, OWN
from adapters.slack.scopes import OPTIONAL, REQUIRED
from bot.commands import COMMANDS, Command
from bot.errors import UsageError

NAME: Final = "Dailydrill"
DESCRIPTION: Final = "One interview question a day for your team: machine learning, MLOps, data science."
LONG_DESCRIPTION: Final = (
    "Dailydrill posts one interview question a day into a channel, takes private one-tap answers, and reveals the "
    "answer later with a reason for every option, sources, and what a strong candidate would say. It keeps fair "
    "streaks and boards, and /quiz gives you five questions whenever you like. It keeps nothing that people write in channels."
)
COLOUR: Final = "#1f3a5f"
EVENTS: Final = (
    "app_home_opened",
    "app_uninstalled",
    "member_joined_channel",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
)
PATH: Final = "/slack/events"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
PREFIX: Final = re.compile(r"[a-z0-9_-]{0,20}")
BAD_PREFIX: Final = "A prefix has at most 20 of a–z, 0–9, - and _, like ml-."
BAD_URL: Final = "Slack sends to https:// addresses only: give the address people reach this server under."
ALONE: Final = frozenset({OWN, "help"})
"""Commands without a single one of their own: the first has it anyway, the other is what the big one says alone."""

QUIZ_HINT: Final = "mlflow airflow 5 senior"
HINT: Final = "help"
LONGEST_HINT: Final = 1000


def manifest(prefix: str = "", url: str = "", *, all_commands: bool = False) -> dict[str, Any]:
    """``url``: where Slack reaches this server, "" for Socket Mode. UsageError for what Slack would refuse."""
    if not PREFIX.fullmatch(prefix):
        raise UsageError(BAD_PREFIX)
    if url and not url.startswith("https://"):
        raise UsageError(BAD_URL)
    address = f"{url.rstrip('/')}{PATH}" if url else ""
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": COLOUR,
        },
        "features": _features(prefix, address, all_commands),
        "oauth_config": _oauth(url),
        "settings": _settings(address),
    }


def _features(prefix: str, address: str, all_commands: bool) -> dict[str, Any]:
    return {
        # Read-only would take away the line in which commands are typed.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [
            {
                "command": f"/{prefix}{name}",
                "description": description,
                **({"usage_hint": hint[:LONGEST_HINT]} if hint else {}),
                "should_escape": True,
                **({"url": address} if address else {}),
            }
            for name, description, hint in _commands(all_commands)
        ],
    }


def _commands(all_commands: bool) -> Iterator[tuple[str, str, str]]:
    """(name, description, usage hint)."""
    others = [command for command in COMMANDS if command.name not in ALONE]
    quiz = next(command for command in COMMANDS if command.name == OWN)
    yield OWN, quiz.help, QUIZ_HINT
    yield EVERYTHING, "Everything else: type help", " | ".join([HINT, *(one.name for one in others)])
    if all_commands:
        yield from ((one.name, one.help, usage_hint(one)) for one in others)


def usage_hint(command: Command) -> str:
    """ "[topics]", "[why | away]", "setup | status"."""
    if command.verbs:
        verbs = " | ".join(verb.name for verb in command.verbs)
        return f"[{verbs}]" if command.alone else verbs
    return " ".join(f"[{option.name}]" for option in command.options)


def _oauth(url: str) -> dict[str, Any]:
    """An optional scope stands in both lists."""
    scopes = {"bot": sorted({**REQUIRED, **OPTIONAL}), "bot_optional": sorted(OPTIONAL)}
    redirects = {"redirect_urls": [f"{url.rstrip('/')}{REDIRECT_PATH}"]} if url else {}
    return {**redirects, "scopes": scopes}


def _settings(address: str) -> dict[str, Any]:
    request = {"request_url": address} if address else {}
    return {
        "event_subscriptions": {**request, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not address,
        "token_rotation_enabled": False,
    }
