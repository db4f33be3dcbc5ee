"""What people use in blocks (Reference: Block elements)."""

import re
from collections.abc import Callable
from typing import Any

from tests.platforms.slack.check_objects import EITHER, check_confirm, check_options, check_text
from tests.platforms.slack.wire import Faults, Json

LIMITS = {"action_id": 255, "value": 2000, "url": 3000, "accessibility_label": 75}
STYLES = {"primary", "danger"}
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COMMON = {"action_id", "confirm", "focus_on_load"}
SELECT = COMMON | {"placeholder"}
STATIC = SELECT | {"options", "option_groups"}
TEXT = {"action_id", "initial_value", "placeholder", "dispatch_action_config", "focus_on_load"}
# element: its further fields, and those it must have
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "button": (COMMON - {"focus_on_load"} | {"url", "value", "style", "accessibility_label"}, {"text"}),
    "overflow": (COMMON - {"focus_on_load"}, {"options"}),
    "static_select": (STATIC | {"initial_option"}, set()),
    "multi_static_select": (STATIC | {"initial_options", "max_selected_items"}, set()),
    "external_select": (SELECT | {"initial_option", "min_query_length"}, set()),
    "multi_external_select": (SELECT | {"initial_options", "min_query_length", "max_selected_items"}, set()),
    "users_select": (SELECT | {"initial_user"}, set()),
    "multi_users_select": (SELECT | {"initial_users", "max_selected_items"}, set()),
    "channels_select": (SELECT | {"initial_channel", "response_url_enabled"}, set()),
    "multi_channels_select": (SELECT | {"initial_channels", "max_selected_items"}, set()),
    "conversations_select": (
        SELECT
        | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
        set(),
    ),
    "multi_conversations_select": (
        SELECT | {"initial_conversations", "default_to_current_conversation", "max_selected_items", "filter"},
        set(),
    ),
    "radio_buttons": (COMMON | {"initial_option"}, {"options"}),
    "checkboxes": (COMMON | {"initial_options"}, {"options"}),
    "timepicker": (SELECT | {"initial_time", "timezone"}, set()),
    "datepicker": (SELECT | {"initial_date"}, set()),
    "datetimepicker": (COMMON | {"initial_date_time"}, set()),
    "plain_text_input": (TEXT | {"multiline", "min_length", "max_length"}, set()),
    "number_input": (TEXT | {"min_value", "max_value"}, {"is_decimal_allowed"}),
    "email_text_input": (TEXT, set()),
    "url_text_input": (TEXT, set()),
    "image": ({"image_url", "slack_file"}, {"alt_text"}),
}
SELECTS = {name for name in FIELDS if name.endswith("_select")}
PICKERS = {"timepicker", "datepicker", "datetimepicker"}
CHOICES = {"radio_buttons", "checkboxes"}
INPUTS = {name for name in FIELDS if name.endswith("_input")}
IN_ACTIONS = {"button", "overflow"} | SELECTS | PICKERS | CHOICES
IN_SECTION = {"button", "overflow", "image", "timepicker", "datepicker"} | SELECTS | CHOICES
IN_INPUT = SELECTS | PICKERS | CHOICES | INPUTS


def check_element(faults: Faults, path: str, element: Any, allowed: set[str]) -> None:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        faults.add(path, f"unsupported type: {kind}")
        return
    optional, required = FIELDS[kind]
    faults.fields(path, element, required, optional)
    faults.strings(path, element, LIMITS)
    if "placeholder" in element:
        check_text(faults, f"{path}/placeholder", element["placeholder"], 150)
    if "confirm" in element:
        check_confirm(faults, f"{path}/confirm", element["confirm"])
    check = CHECKS.get(kind)
    if check is not None:
        check(faults, path, element)


def _button(faults: Faults, path: str, button: Json) -> None:
    check_text(faults, f"{path}/text", button.get("text"), 75)
    if "style" in button:
        faults.one_of(f"{path}/style", button["style"], STYLES)


def _overflow(faults: Faults, path: str, overflow: Json) -> None:
    check_options(faults, path, overflow, 5)


def _static(faults: Faults, path: str, select: Json) -> None:
    check_options(faults, path, select, 100)
    _begins_with(faults, path, select)


def _choices(faults: Faults, path: str, element: Json) -> None:
    check_options(faults, path, element, 10, EITHER)
    _begins_with(faults, path, element)


def _begins_with(faults: Faults, path: str, element: Json) -> None:
    """What it begins with is among the options, exactly as it stands there."""
    groups = element.get("option_groups") or []
    options = element.get("options") or [option for group in groups for option in group.get("options", [])]
    first = [element["initial_option"]] if "initial_option" in element else []
    first += faults.items(f"{path}/initial_options", element.get("initial_options", []), 0, 100)
    for option in first:
        if option not in options:
            faults.add(path, "initial option must be one of the options")


def _time(faults: Faults, path: str, picker: Json) -> None:
    if "initial_time" in picker and not CLOCK.fullmatch(str(picker["initial_time"])):
        faults.add(f"{path}/initial_time", "must match the format HH:mm")


def _date(faults: Faults, path: str, picker: Json) -> None:
    if "initial_date" in picker and not DAY.fullmatch(str(picker["initial_date"])):
        faults.add(f"{path}/initial_date", "must match the format YYYY-MM-DD")


def _text_input(faults: Faults, path: str, entry: Json) -> None:
    least, most = entry.get("min_length", 0), entry.get("max_length", 3000)
    if not 1 <= most <= 3000:
        faults.add(f"{path}/max_length", "must be between 1 and 3000")
    if not 0 <= least <= most:
        faults.add(f"{path}/min_length", "must be between 0 and max_length")
    if "initial_value" in entry:
        faults.string(f"{path}/initial_value", entry["initial_value"], min(most, 3000), least=0)


def check_image(faults: Faults, path: str, image: Json) -> None:
    """Also as a block."""
    if ("image_url" in image) == ("slack_file" in image):
        faults.add(path, "must have exactly one of image_url and slack_file")
    faults.string(f"{path}/alt_text", image.get("alt_text"), 2000)
    faults.strings(path, image, {"image_url": 3000})


CHECKS: dict[str, Callable[[Faults, str, Json], None]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _static,
    "multi_static_select": _static,
    "radio_buttons": _choices,
    "checkboxes": _choices,
    "timepicker": _time,
    "datepicker": _date,
    "plain_text_input": _text_input,
    "image": check_image,
}
