"""What ``render`` drew, as discord.py's objects: content and rows of buttons, or Components V2, or a form."""

import asyncio
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from adapters.discord.render import ROWS, Drawn, Rows
from adapters.draw.calendar import calendar_png
from bot.intents.base import Button, ButtonStyle, Field, FieldKind, Form

LABEL: Final = 80
_ID: Final = re.compile(r"(?P<action>.*?)(?:~(?P<mark>[a-z2-7]{24})?(?:~(?P<group>\d{15,20}))?)?", re.DOTALL)
"""A button's action, the mark of the delivery that its message carries, and the server it is about. People's
own words may stand in an action, so what follows it is told by its form."""

_CHANNEL: Final = re.compile(r"<#(\d{15,20})(?:\||>)")

STYLES: Final = {
    ButtonStyle.NEUTRAL: discord.ButtonStyle.secondary,
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
}
ButtonRows = list[list[ui.Button[Any]]]

MODAL_TITLE: Final = 45
FIELD_HINT: Final = 100
CHOICES: Final = 25
LONGEST_INPUT: Final = 4000


@dataclass(frozen=True, slots=True)
class Message:
    """Keyword arguments of discord.py for one message; exactly one of content and layout says its text."""

    content: str | None
    view: ui.View | ui.LayoutView | None
    files: list[discord.File]

    def to_send(self) -> dict[str, Any]:
        kept = {"content": self.content, "view": self.view, "files": self.files}
        return {name: value for name, value in kept.items() if value}

    def to_edit(self) -> dict[str, Any]:
        """Everything that was there before goes."""
        return {"content": self.content, "view": self.view, "attachments": self.files}


async def message(drawn: Drawn, mark: str = "", group: str = "", *, layout: bool = False) -> Message:
    """``mark``: the delivery's, which the first button carries; in direct messages all buttons carry the
    ``group`` they are about as well. ``layout``: the message to be edited is of Components V2, which it can
    never stop to be."""
    files = [*await _pictures(drawn), *map(_file, drawn.files)]
    rows = _buttons(drawn.rows, mark, group)
    if layout or drawn.long or len(rows) > ROWS:
        return Message(None, _layout(drawn, rows), files)
    return Message(drawn.text, _view(rows), files)


def action_of(custom_id: str) -> str:
    """The action a button or form stands for, without the mark it may carry."""
    return _part(custom_id, "action") if "~" in custom_id else custom_id


def carries(custom_id: str, mark: str) -> bool:
    return _part(custom_id, "mark") == mark


def group_of(custom_id: str) -> str:
    """The server a button or form in a direct message is about; "" for any other."""
    return _part(custom_id, "group")


def _part(custom_id: str, name: str) -> str:
    found = _ID.fullmatch(custom_id)
    return (found[name] or "") if found else ""


def _custom_id(action: str, mark: str, group: str) -> str:
    if group:
        return f"{action}~{mark}~{group}"
    return f"{action}~{mark}" if mark else action


def modal(form: Form, group: str = "") -> ui.Modal:
    """discord.py shall not remember it: a form outlives this process."""
    custom_id = _custom_id(form.action, "", group)
    made = ui.Modal(title=form.title[:MODAL_TITLE], custom_id=custom_id)
    for field in form.fields:
        made.add_item(_field(field))
    made.stop()
    return made


def values_of(components: Iterable[Any], channels: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What was filled in, by the name of the field, wherever in the form it stands. ``channels``: what
    Discord says of those that were picked, by their ids."""
    found: dict[str, str] = {}
    for one in components:
        inner = [*one.get("components", ()), *([one["component"]] if "component" in one else ())]
        found |= values_of(inner, channels)
        if "custom_id" in one:
            found[one["custom_id"]] = _value(one, channels or {})
    return found


def _value(one: Mapping[str, Any], channels: Mapping[str, Any]) -> str:
    if "value" in one:
        return str(one["value"])
    chosen = one.get("values", ())
    if one.get("type") == discord.ComponentType.channel_select.value:
        chosen = [f"<#{picked}|{channels.get(picked, {}).get('name', '')}>" for picked in chosen]
    return " ".join(chosen)


def _view(rows: ButtonRows) -> ui.View | None:
    if not rows:
        return None
    view = ui.View(timeout=None)
    for place, row in enumerate(rows):
        for button in row:
            button.row = place
            view.add_item(button)
    view.stop()  # a click is told from its id alone, so discord.py need not keep any view
    return view


def _layout(drawn: Drawn, rows: ButtonRows) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(drawn.text))
    if drawn.pictures:
        view.add_item(ui.MediaGallery(*map(_shown, range(len(drawn.pictures)), drawn.pictures)))
    for row in rows:
        view.add_item(ui.ActionRow(*row))
    for attachment in drawn.files:
        view.add_item(ui.File(f"attachment://{attachment.name}"))
    view.stop()
    return view


def _buttons(rows: Rows, mark: str, group: str) -> ButtonRows:
    made = [[_button(button) for button in row] for row in rows]
    for place, button in enumerate(button for row in made for button in row):
        button.custom_id = _custom_id(str(button.custom_id), mark if place == 0 else "", group)
    return made


def _button(button: Button) -> ui.Button[Any]:
    return ui.Button(style=STYLES[button.style], label=_short(button.label, LABEL), custom_id=button.action)


def _field(field: Field) -> ui.Label[Any]:
    label, hint = _short(field.label, MODAL_TITLE), _short(field.hint, FIELD_HINT)
    if field.choices:
        return ui.Label(text=label, description=hint or None, component=_select(field))
    if field.kind is FieldKind.CHANNEL:
        return ui.Label(text=label, component=_channels(field))
    style = discord.TextStyle.long if field.multiline else discord.TextStyle.short
    entered = ui.TextInput[Any](
        custom_id=field.name,
        style=style,
        placeholder=hint or None,
        default=field.value or None,
        required=field.required,
        max_length=min(field.max_length, LONGEST_INPUT),
    )
    return ui.Label(text=label, component=entered)


def _select(field: Field) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=_short(label, 100), value=value, default=value == field.value)
        for value, label in field.choices[:CHOICES]
    ]
    return ui.Select(custom_id=field.name, options=options, required=field.required)


def _channels(field: Field) -> ui.ChannelSelect[Any]:
    known = _CHANNEL.match(field.value)
    return ui.ChannelSelect(
        custom_id=field.name,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum],
        required=field.required,
        default_values=[discord.SelectDefaultValue.from_channel(discord.Object(int(known[1])))]
        if known
        else [],
    )


async def _pictures(drawn: Drawn) -> list[discord.File]:
    """Drawn in a thread, as that takes some milliseconds."""
    drawings = [await asyncio.to_thread(calendar_png, picture) for picture in drawn.pictures]
    return [
        discord.File(io.BytesIO(png), _name(place), description=_short(picture.alt, 1024))
        for place, (png, picture) in enumerate(zip(drawings, drawn.pictures, strict=True))
    ]


def _shown(place: int, picture: Any) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(f"attachment://{_name(place)}", description=_short(picture.alt, 1024))


def _name(place: int) -> str:
    return f"calendar-{place + 1}.png"


def _file(attachment: Any) -> discord.File:
    return discord.File(io.BytesIO(attachment.content), attachment.name)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
