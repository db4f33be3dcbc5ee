"""Application commands (Interactions: Application Commands)."""

import re
import unicodedata
from collections import Counter

from tests.platforms.discord.wire import Faults, Json

# Naming: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and lower case where there is one
PUNCTUATION = "-_'"
SUBCOMMAND, GROUP = 1, 2
VALUES = set(range(3, 12))
CHOOSABLE = {3, 4, 10}  # string, integer, number
MOST_CHARACTERS = 8000
CHAT_INPUT = 1


def check_commands(commands: list[Json]) -> None:
    """Refuses the whole set with every fault at once."""
    faults = Faults()
    for place, command in enumerate(commands):
        _check_command(faults, str(place), command)
    counts = Counter((command.get("type", 1), command.get("name")) for command in commands)
    for place, command in enumerate(commands):
        if counts[command.get("type", 1), command.get("name")] > 1:
            faults.add(f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
    faults.refuse()


def _check_command(faults: Faults, path: str, command: Json) -> None:
    if command.get("type", CHAT_INPUT) != CHAT_INPUT:
        faults.length(f"{path}.name", command.get("name"), 1, 32)
        return
    _check_names(faults, path, command)
    _check_options(faults, path, command.get("options") or [], {SUBCOMMAND, GROUP} | VALUES)
    if characters(command) > MOST_CHARACTERS:
        message = "Command exceeds maximum size of 8000 characters"
        faults.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_names(faults: Faults, path: str, thing: Json) -> None:
    names = {"name": thing.get("name"), **_localised(thing, "name")}
    for where, name in names.items():
        if not isinstance(name, str) or not _is_name(name):
            message = f"Command name is invalid: {name!r}"
            faults.add(f"{path}.{where}", "APPLICATION_COMMAND_INVALID_NAME", message)
    descriptions = {"description": thing.get("description"), **_localised(thing, "description")}
    for where, text in descriptions.items():
        faults.length(f"{path}.{where}", text, 1, 100)


def _localised(thing: Json, key: str) -> Json:
    texts = thing.get(f"{key}_localizations") or {}
    return {f"{key}_localizations.{locale}": text for locale, text in texts.items()}


def _is_name(name: str) -> bool:
    letters = all(unicodedata.category(each)[0] in "LNM" or each in PUNCTUATION for each in name)
    return 1 <= len(name) <= 32 and letters and name == name.lower() and not re.search(r"\s", name)


def _check_options(faults: Faults, path: str, options: list[Json], allowed: set[int]) -> None:
    faults.length(f"{path}.options", options, 0, 25)
    for place, option in enumerate(options):
        _check_option(faults, f"{path}.options.{place}", option, allowed)
    if len({option.get("name") for option in options}) < len(options):
        faults.add(
            f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name is taken"
        )
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        faults.add(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    kinds = {option.get("type") in (SUBCOMMAND, GROUP) for option in options}
    if len(kinds) > 1:
        message = "Sub-commands and options cannot be mixed"
        faults.add(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)


def _check_option(faults: Faults, path: str, option: Json, allowed: set[int]) -> None:
    """One level of groups, then subcommands, then values (Subcommands and Subcommand Groups)."""
    _check_names(faults, path, option)
    kind = option.get("type")
    if kind not in allowed:
        faults.add(
            f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type is not allowed here."
        )
    elif kind == GROUP:
        _check_options(faults, path, option.get("options") or [], {SUBCOMMAND})
    elif kind == SUBCOMMAND:
        _check_options(faults, path, option.get("options") or [], VALUES)
    else:
        _check_choices(faults, path, option)


def _check_choices(faults: Faults, path: str, option: Json) -> None:
    choices = option.get("choices") or []
    faults.length(f"{path}.choices", choices, 0, 25)
    if choices and (option.get("autocomplete") or option.get("type") not in CHOOSABLE):
        message = "Choices are for strings and numbers, without autocomplete"
        faults.add(f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", message)
    for place, choice in enumerate(choices):
        check_choice(faults, f"{path}.choices.{place}", choice)


def check_choice(faults: Faults, path: str, choice: Json) -> None:
    """Also a suggestion of an autocomplete."""
    faults.length(f"{path}.name", choice.get("name"), 1, 100)
    value = choice.get("value")
    if isinstance(value, str):
        faults.length(f"{path}.value", value, 1, 100)
    elif not isinstance(value, int | float):
        faults.add(f"{path}.value", "BASE_TYPE_REQUIRED", "This field is required")


def characters(thing: Json) -> int:
    """Names, descriptions and values, each in its longest language, of a command and all below it."""
    own = _longest(thing, "name") + _longest(thing, "description")
    choices = sum(
        _longest(each, "name") + len(str(each.get("value", ""))) for each in thing.get("choices") or []
    )
    return own + choices + sum(characters(option) for option in thing.get("options") or [])


def _longest(thing: Json, key: str) -> int:
    texts = [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()]
    return max(len(str(text)) for text in texts)
