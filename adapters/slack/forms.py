"""Forms as modals: one input block for each field, what they are about in the view's metadata."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, Final

from adapters.slack.render import plain, short
from adapters.slack.text import Typed
from bot.intents.base import Field, FieldKind, Form, Intent
from bot.intents.trouble import Broken, Sorry

TITLE: Final = 24
HINT: Final = 150
CHOICES: Final = 100
LONGEST_INPUT: Final = 3000
ENTRY: Final = "entry"
_CHANNEL: Final = re.compile(r"<#([CG][A-Z0-9]+)(?:\|.*)?>")
"""One that can be asked in; a direct message, D…, cannot."""
_TIME: Final = re.compile(r"\d\d:\d\d")


def modal(form: Form, context: str = "") -> dict[str, Any]:
    """``context`` comes back with what is filled in; nobody is shown it."""
    return {
        "type": "modal",
        "callback_id": form.action,
        "private_metadata": context,
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit, TITLE),
        "close": _plain("Cancel", TITLE),
        "blocks": [_input(field) for field in form.fields],
    }


def values_of(state: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by the name of the field: the id of its block."""
    return {name: _value(entries.get(ENTRY) or {}) for name, entries in state.get("values", {}).items()}


def _value(entry: Mapping[str, Any]) -> str:
    if entry.get("selected_conversation"):
        return f"<#{entry['selected_conversation']}>"
    for key in ("value", "selected_time"):
        if entry.get(key):
            return str(entry[key])
    chosen = entry.get("selected_option") or {}
    return str(chosen.get("value", ""))


def faults_of(shown: Intent | None, blocks: Sequence[Mapping[str, Any]], typed: Typed) -> dict[str, str]:
    """What is wrong with a form, by the block it belongs to; what belongs to none stands at the first."""
    inputs = [block["block_id"] for block in blocks if block.get("type") == "input"]
    if not isinstance(shown, Sorry | Broken) or not inputs:
        return {}
    told = shown.faults if isinstance(shown, Sorry) else ()
    placed = {field: _words(Sorry(sentence), typed) for field, sentence in told if field in inputs}
    return placed or {inputs[0]: _words(shown, typed)}


def _words(shown: Intent, typed: Typed) -> str:
    """Slack shows these as they are."""
    return unescape("\n".join(plain(block, typed) for block in shown.said().blocks))


def _input(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, 2000),
        "optional": not field.required,
        "element": _element(field),
    }
    if field.choices and field.hint:
        made["hint"] = _plain(field.hint, 2000)
    return made


def _element(field: Field) -> dict[str, Any]:
    if field.choices:
        return _select(field)
    match field.kind:
        case FieldKind.CHANNEL:
            return _channels(field)
        case FieldKind.TIME:
            return _timepicker(field)
        case FieldKind.TEXT:
            return _entry(field)


def _entry(field: Field) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": ENTRY,
        "multiline": field.multiline,
        "max_length": min(field.max_length, LONGEST_INPUT),
    }
    if field.hint:
        entry["placeholder"] = _plain(field.hint, HINT)
    if field.value:
        entry["initial_value"] = field.value
    return entry


def _select(field: Field) -> dict[str, Any]:
    options = {value: _option(value, label) for value, label in field.choices[:CHOICES]}
    select: dict[str, Any] = {
        "type": "static_select",
        "action_id": ENTRY,
        "options": list(options.values()),
    }
    if field.value in options:
        select["initial_option"] = options[field.value]
    return select


def _channels(field: Field) -> dict[str, Any]:
    """The channels that this person sees, without those shared with other companies."""
    select: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": ENTRY,
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    if known := _CHANNEL.fullmatch(field.value):
        select["initial_conversation"] = known[1]
    return select


def _timepicker(field: Field) -> dict[str, Any]:
    picker: dict[str, Any] = {"type": "timepicker", "action_id": ENTRY}
    if _TIME.fullmatch(field.value):
        picker["initial_time"] = field.value
    return picker


def _option(value: str, label: str) -> dict[str, Any]:
    return {"text": _plain(label, 75), "value": value}


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": short(text, most), "emoji": True}
