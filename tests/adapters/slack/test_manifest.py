"""The manifest keeps what Slack's reference demands: known keys only, lengths, one name for each command."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.slack.commands import typed
from adapters.slack.manifest import EVENTS, manifest
from adapters.slack.scopes import OPTIONAL, REQUIRED
from bot.commands import COMMANDS, parse
from bot.errors import UsageError

URL = "https://dailydrill.example"
LONG = "abcdefghij-1234567_-"
KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"_metadata", "display_information", "features", "oauth_config", "settings"}),
    "display_information": frozenset({"name", "description", "long_description", "background_color"}),
    "features": frozenset({"app_home", "bot_user", "slash_commands", "shortcuts", "unfurl_domains"}),
    "features.app_home": frozenset(
        {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"}
    ),
    "features.bot_user": frozenset({"display_name", "always_online"}),
    "features.slash_commands[]": frozenset({"command", "description", "usage_hint", "should_escape", "url"}),
    "oauth_config": frozenset({"redirect_urls", "scopes", "token_management_enabled", "pkce_enabled"}),
    "oauth_config.scopes": frozenset({"bot", "user", "bot_optional", "user_optional"}),
    "settings": frozenset(
        {
            "allowed_ip_address_ranges",
            "event_subscriptions",
            "interactivity",
            "org_deploy_enabled",
            "socket_mode_enabled",
            "token_rotation_enabled",
        }
    ),
    "settings.event_subscriptions": frozenset(
        {"request_url", "bot_events", "user_events", "metadata_subscriptions"}
    ),
    "settings.interactivity": frozenset({"is_enabled", "request_url", "message_menu_options_url"}),
}
LENGTHS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
    "features.slash_commands[].command": (2, 32),
    "features.slash_commands[].description": (1, 2000),
    "features.slash_commands[].usage_hint": (1, 1000),
}


def check(given: Any, path: str = "") -> None:
    if isinstance(given, dict):
        assert set(given) <= KEYS[path], (path, set(given) - KEYS[path])
        for name, value in given.items():
            check(value, f"{path}.{name}" if path else name)
    elif isinstance(given, list):
        for value in given:
            check(value, f"{path}[]")
    elif path in LENGTHS:
        least, most = LENGTHS[path]
        assert least <= len(given) <= most, (path, given)


def commands(made: dict[str, Any]) -> list[str]:
    return [one["command"] for one in made["features"]["slash_commands"]]


@pytest.mark.parametrize("prefix", ["", "ml-", LONG])
@pytest.mark.parametrize("url", ["", URL])
@pytest.mark.parametrize("everything", [False, True])
def test_slack_takes_every_manifest(prefix: str, url: str, everything: bool) -> None:
    made = manifest(prefix, url, all_commands=everything)
    check(made)
    names = commands(made)
    assert len(names) == len(set(names)) <= 50
    assert all(one["should_escape"] for one in made["features"]["slash_commands"])


def test_two_commands_take_every_word_and_the_single_ones_come_when_asked_for() -> None:
    assert commands(manifest()) == ["/quiz", "/dailydrill"]
    assert commands(manifest("ml-")) == ["/ml-quiz", "/ml-dailydrill"]
    single = {name.removeprefix("/") for name in commands(manifest(all_commands=True))}
    assert single == {command.name for command in COMMANDS} - {"help"} | {"dailydrill"}


def test_every_registered_command_is_understood() -> None:
    for name in commands(manifest("ml-", all_commands=True)):
        meant = typed(name, "status" if name.endswith("daily") else "", "ml-")
        assert parse(meant).command.name in name or meant == "/help"


def test_socket_mode_names_no_address_and_http_names_it_everywhere() -> None:
    socket, http = manifest(), manifest("", f"{URL}/")
    assert "http" not in str(socket["settings"]) + str(socket["features"])
    assert socket["settings"]["socket_mode_enabled"] is True
    events = f"{URL}/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["event_subscriptions"]["request_url"] == events
    assert http["settings"]["interactivity"]["request_url"] == events
    assert {one["url"] for one in http["features"]["slash_commands"]} == {events}
    assert http["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_optional_scopes_may_be_declined_and_no_message_is_subscribed_to() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {*REQUIRED, *OPTIONAL} and set(scopes["bot_optional"]) == {*OPTIONAL}
    assert not set(REQUIRED) & set(OPTIONAL)
    assert manifest()["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert not any(event.startswith("message") for event in EVENTS)


def test_the_tab_and_the_line_for_commands_are_there() -> None:
    home = manifest()["features"]["app_home"]
    assert home["home_tab_enabled"] and home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


@pytest.mark.parametrize("prefix", ["ML-", "a b", "/x", "x" * 21, "é", "ml-\n"])
def test_a_prefix_that_slack_would_refuse_is_refused(prefix: str) -> None:
    with pytest.raises(UsageError, match="prefix"):
        manifest(prefix)


@pytest.mark.parametrize("url", ["http://dailydrill.example", "dailydrill.example", "ftp://x"])
def test_slack_sends_to_https_alone(url: str) -> None:
    with pytest.raises(UsageError, match="https"):
        manifest("", url)
