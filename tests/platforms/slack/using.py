"""What a client sends when a person presses, chooses or fills in (Reference: Block elements).

It lets them do only what is there, and checks what it can before it sends.
"""

from collections.abc import Mapping
from typing import Any

from tests.platforms.slack.message import Message, keys
from tests.platforms.slack.people import User
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel

# element: the key of its value, and of the value it begins with
HOLDING = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "users_select": ("selected_user", "initial_user"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_users_select": ("selected_users", "initial_users"),
}
SEVERAL = {name for name in HOLDING if name.startswith("multi_") or name == "checkboxes"}


class NotOfferedError(AssertionError):
    """No client would let the person do that."""


# --- pressing and choosing -------------------------------------------------------------------------


def press(place: Message | View, key: str, *, stale: bool) -> Json:
    """``stale``: a button that is no longer there, pressed all the same."""
    if stale:
        return {
            "type": "button",
            "action_id": key,
            "block_id": "gone",
            "text": {"type": "plain_text", "text": key},
        }
    button = _usable(place, key)
    if button["type"] != "button":
        raise NotOfferedError(f"{key!r} is no button")
    return {
        name: button[name]
        for name in ("type", "action_id", "block_id", "text", "value", "style")
        if name in button
    }


def choose(place: Message | View, key: str, value: Any) -> Json:
    element = _usable(place, key)
    if element["type"] == "overflow":
        return _named(element) | {"selected_option": _option(element, value)}
    return _named(element) | _entry(element, value)


def _named(element: Json) -> Json:
    return {"action_id": element["action_id"], "block_id": element["block_id"], "type": element["type"]}


def _usable(place: Message | View, key: str) -> Json:
    if isinstance(place, Message) and place.deleted:
        raise NotOfferedError("that message was deleted")
    if isinstance(place, View) and not place.open:
        raise NotOfferedError("that view was closed")
    element = place.find(key)
    if element is None:
        raise NotOfferedError(f"there is no {key!r} among {keys(place.parts)}")
    return element


# --- what stands in fields -------------------------------------------------------------------------


def state_of(blocks: list[Json], kept: Json) -> Json:
    """``state.values``: of every element that holds a value; ``kept`` is what was chosen in it before."""
    values: Json = {}
    for block in blocks:
        inner = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
        inner += block["elements"] if block["type"] == "actions" else []
        for element in inner:
            if element["type"] in HOLDING:
                name, action = block["block_id"], element["action_id"]
                now = kept.get(name, {}).get(action) or _entry(element, None)
                values.setdefault(name, {})[action] = now
    return values


def fill_in(view: View, given: Mapping[str, Any]) -> Json:
    """Every field; by block_id, action_id or label. What is not named keeps what stood in it."""
    left = dict(given)
    values = state_of(view.blocks, view.values)
    for block in view.fields:
        element = block["element"]
        named = _take(block, left)
        if named is not None:
            values[block["block_id"]][element["action_id"]] = _entry(element, named)
        _required(block, values[block["block_id"]][element["action_id"]])
    if left:
        raise NotOfferedError(f"{view.title!r} has no field {', '.join(left)}")
    return values


def _take(block: Json, left: dict[str, Any]) -> Any:
    for key in (block["block_id"], block["element"]["action_id"], block["label"]["text"]):
        if key in left:
            return left.pop(key)
    return None


def _required(block: Json, entry: Json) -> None:
    key, _ = HOLDING[block["element"]["type"]]
    if not block.get("optional") and not entry.get(key):
        raise NotOfferedError(f"{block['label']['text']!r} must be filled in")


def _entry(element: Json, value: Any) -> Json:
    """``value`` None is what the element begins with."""
    key, initial = HOLDING[element["type"]]
    if value is None:
        first = element.get(initial)
        return {"type": element["type"], key: [] if first is None and element["type"] in SEVERAL else first}
    if element["type"] in SEVERAL:
        return {"type": element["type"], key: [_one(element, each) for each in value]}
    return {"type": element["type"], key: _one(element, value)}


def _one(element: Json, value: Any) -> Any:
    if "options" in element or "option_groups" in element:
        return _option(element, value)
    if isinstance(value, Channel | User):
        return value.id
    if element["type"].endswith("_input"):
        return _text(element, str(value))
    return value


def _option(element: Json, wanted: Any) -> Json:
    groups = element.get("option_groups") or []
    options = element.get("options") or [option for group in groups for option in group["options"]]
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    raise NotOfferedError(f"{wanted!r} is no option of {element['action_id']!r}")


def _text(element: Json, text: str) -> str | None:
    least, most = element.get("min_length") or 0, element.get("max_length") or 3000
    if text and not least <= len(text) <= most:
        raise NotOfferedError(f"{element['action_id']!r} takes {least} to {most} characters")
    return text or None
