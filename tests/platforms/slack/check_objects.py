"""Composition objects (Reference: Composition objects): texts, options, confirmations."""

from typing import Any

from tests.platforms.slack.wire import Faults

PLAIN = {"plain_text"}
EITHER = {"plain_text", "mrkdwn"}
OPTION_TEXT = 75
OPTION_VALUE = 75  # 150 by some pages; the stricter reading


def check_text(faults: Faults, path: str, text: Any, most: int, kinds: set[str] = PLAIN) -> None:
    optional = {"emoji", "verbatim"}
    if not faults.fields(path, text, {"text"}, optional):
        return
    kind = text.get("type")
    if kind not in kinds:
        faults.add(f"{path}/type", "must be a valid enum value")
    if kind == "mrkdwn" and "emoji" in text:
        faults.add(path, "invalid additional property: emoji")
    if kind == "plain_text" and "verbatim" in text:
        faults.add(path, "invalid additional property: verbatim")
    if "text" in text:
        faults.string(f"{path}/text", text["text"], most)


def check_options(faults: Faults, path: str, element: Any, most: int, kinds: set[str] = PLAIN) -> None:
    """The options themselves, or groups of them; never both."""
    if ("options" in element) == ("option_groups" in element):
        faults.add(path, "must have exactly one of options and option_groups")
        return
    if "options" in element:
        _options(faults, f"{path}/options", element["options"], most, kinds)
        return
    for place, group in enumerate(faults.items(f"{path}/option_groups", element["option_groups"], 1, 100)):
        where = f"{path}/option_groups/{place}"
        if faults.fields(where, group, {"label", "options"}, set()):
            check_text(faults, f"{where}/label", group.get("label"), 75)
            _options(faults, f"{where}/options", group.get("options"), most, kinds)


def _options(faults: Faults, path: str, options: Any, most: int, kinds: set[str]) -> None:
    found = faults.items(path, options, 1, most)
    for place, option in enumerate(found):
        check_option(faults, f"{path}/{place}", option, kinds)
    values = [option.get("value") for option in found if isinstance(option, dict)]
    if len(set(values)) < len(values):
        faults.add(path, "option values must be unique")


def check_option(faults: Faults, path: str, option: Any, kinds: set[str] = PLAIN) -> None:
    if not faults.fields(path, option, {"text", "value"}, {"description", "url"}):
        return
    check_text(faults, f"{path}/text", option.get("text"), OPTION_TEXT, kinds)
    faults.string(f"{path}/value", option.get("value"), OPTION_VALUE)
    if "description" in option:
        check_text(faults, f"{path}/description", option["description"], 75, kinds)


def check_confirm(faults: Faults, path: str, confirm: Any) -> None:
    if not faults.fields(path, confirm, {"title", "text", "confirm", "deny"}, {"style"}):
        return
    for name, most in (("title", 100), ("confirm", 30), ("deny", 30)):
        check_text(faults, f"{path}/{name}", confirm.get(name), most)
    check_text(faults, f"{path}/text", confirm.get("text"), 300, EITHER)
