"""What a client sends when a person uses a component or submits a modal (Receiving and Responding).

It lets them do only what is there and enabled, and checks what it can before it sends.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import asking
from tests.platforms.discord.asking import NotOfferedError
from tests.platforms.discord.message import Message
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.person import Member

LINK = 5


# --- components ----------------------------------------------------------------------------------


def press(member: "Member", message: Message, key: str, *, stale: bool) -> Json:
    if stale:
        return {"custom_id": key, "component_type": 2, "id": 1}
    button = _usable(member, message, key)
    if button["type"] != 2 or button.get("style") == LINK:
        raise NotOfferedError(f"{key!r} is no button that asks the bot")
    return {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}


def choose(member: "Member", message: Message, key: str, values: tuple[Any, ...]) -> Json:
    select = _usable(member, message, key)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(values) <= most:
        raise NotOfferedError(f"{key!r} takes {least} to {most} values, not {len(values)}")
    data: Json = {
        "custom_id": select["custom_id"],
        "component_type": select["type"],
        "id": select["id"],
        "values": _chosen(select, values),
    }
    if resolved := asking.resolve(values):
        data["resolved"] = resolved
    return data


def _usable(member: "Member", message: Message, key: str) -> Json:
    if message.deleted:
        raise NotOfferedError("that message was deleted")
    if getattr(message.channel, "archived", False):
        raise NotOfferedError("nothing can be used in an archived thread")
    component = message.find(key)
    if component is None:
        there = [part["custom_id"] for part in message.parts if "custom_id" in part]
        raise NotOfferedError(f"there is no {key!r} among {there}")
    if component.get("disabled"):
        raise NotOfferedError(f"{key!r} is disabled for {member.name}")
    return component


def _chosen(component: Json, values: Iterable[Any]) -> list[str]:
    if "options" not in component:
        return [str(value.id) for value in values]
    return [_option(component, value) for value in values]


def _option(component: Json, wanted: str) -> str:
    for option in component["options"]:
        if wanted in (option["value"], option["label"]):
            return str(option["value"])
    raise NotOfferedError(f"{wanted!r} is no option of {component['custom_id']!r}")


# --- modals --------------------------------------------------------------------------------------


def fill_in(modal: Json, values: Mapping[str, Any]) -> Json:
    """Every field, in order; what is not named keeps its default (Modal Submit Data Structure)."""
    left = dict(values)
    things: list[Any] = []
    components = [_filled(each, left, things, number) for number, each in enumerate(modal["components"])]
    if left:
        raise NotOfferedError(f"the modal has no field {', '.join(left)}")
    data: Json = {"custom_id": modal["custom_id"], "components": components}
    resolved = asking.resolve(things)
    return data | ({"resolved": resolved} if resolved else {})


def _filled(component: Json, left: dict[str, Any], things: list[Any], number: int) -> Json:
    own = 2 * number + 1
    match component["type"]:
        case 18:
            field = component["component"]
            value = _take(field, left, component["label"])
            return {"type": 18, "id": own, "component": _field(field, value, things) | {"id": own + 1}}
        case 1:
            fields = [
                _field(each, _take(each, left, each["label"]), things) | {"id": own + 1}
                for each in component["components"]
            ]
            return {"type": 1, "id": own, "components": fields}
        case _:
            return {"type": component["type"], "id": own}


def _take(field: Json, left: dict[str, Any], label: str) -> Any:
    for key in (field["custom_id"], label):
        if key in left:
            return left.pop(key)
    return None


def _field(field: Json, value: Any, things: list[Any]) -> Json:
    """Interaction Response Structure of each component."""
    base: Json = {"type": field["type"], "custom_id": field["custom_id"]}
    match field["type"]:
        case 4:
            return base | {"value": _text(field, value)}
        case 23:
            return base | {"value": bool(field.get("default")) if value is None else bool(value)}
        case 21:
            chosen = _several(field, None if value is None else [value], things)
            return base | {"value": chosen[0] if chosen else None}
        case _:
            return base | {"values": _several(field, value, things)}


def _text(field: Json, value: Any) -> str:
    text = field.get("value") or "" if value is None else str(value)
    if field.get("required", True) and not text:
        raise NotOfferedError(f"{field['custom_id']!r} must be filled in")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if text and not least <= len(text) <= most:
        raise NotOfferedError(f"{field['custom_id']!r} takes {least} to {most} characters")
    return str(text)


def _several(field: Json, value: Any, things: list[Any]) -> list[str]:
    if value is None:
        chosen = [str(each["value"]) for each in field.get("options", []) if each.get("default")]
        chosen += [str(each["id"]) for each in field.get("default_values") or []]
    else:
        given = list(value) if isinstance(value, list | tuple | set) else [value]
        things.extend(given)
        chosen = _chosen(field, given)
    if field.get("required", True) and not chosen:
        raise NotOfferedError(f"{field['custom_id']!r} must be chosen")
    return chosen
