"""A year of practice as a picture: a column a week, a row a weekday, on a panel of its own.

A day's square fills up with its strength and grows brighter with it, so that the shape alone tells
five strengths apart, in grey and on a light or a dark page.
"""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.intents.base import Calendar

MARGIN = 20
CELL, STEP = 12, 16
LEFT, TOP = MARGIN + 38, MARGIN + 20  # where the squares begin: right of the weekdays, below the months
FOOT = 34  # room for the legend below the squares
TEXT_SIZE = 14
SMOOTH = 4  # shapes are drawn this much larger and shrunk, for clean edges

PANEL, EDGE = "#1c2230", "#3d475c"
TEXT, HOLLOW = "#c3ccdb", "#465067"
FILLS = ("#1c2230", "#4da79c", "#5bbca6", "#86d9ae", "#d5f8bf")
INSETS = (0, 3.75, 2.25, 0, 0)  # how far a fill stays inside its square
WEEKDAYS = ((0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def calendar_png(calendar: Calendar, scale: int = 2) -> bytes:
    """The calendar as a PNG; ``scale`` 2 is for sharp screens."""
    days = calendar.days
    offset = days[0].day.weekday() if days else 0
    weeks = max(1, -(-(offset + len(days)) // 7))  # 53 for a year
    picture = _panel(weeks, scale).copy()
    for place, day in enumerate(days, start=offset):
        square = _square(min(4, max(0, day.strength)), scale)
        picture.paste(square, _corner(place // 7, place % 7, scale))
    _write_months(picture, calendar, offset, scale)
    _write_span(picture, calendar, scale)
    return _encoded(picture)


def _corner(week: int, weekday: int, scale: int) -> tuple[int, int]:
    return (LEFT + week * STEP) * scale, (TOP + weekday * STEP) * scale


def _write_months(picture: Image.Image, calendar: Calendar, offset: int, scale: int) -> None:
    """A month's name stands over the week of its first day; one cut short at the edge goes unnamed."""
    pen = ImageDraw.Draw(picture)
    last = (offset + len(calendar.days) - 1) // 7
    for place, entry in enumerate(calendar.days, start=offset):
        if entry.day.day == 1 and place // 7 <= last - 1:
            x, _ = _corner(place // 7, 0, scale)
            pen.text((x, (TOP - 7) * scale), MONTHS[entry.day.month - 1], TEXT, _font(scale), anchor="ls")


def _write_span(picture: Image.Image, calendar: Calendar, scale: int) -> None:
    """The first and the last day, below the squares: a month's name alone has no year.

    The bundled font has no dash longer than a hyphen.
    """
    if not calendar.days:
        return
    ends = (calendar.days[0].day, calendar.days[-1].day)
    text = " to ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in ends)
    pen = ImageDraw.Draw(picture)
    pen.text((LEFT * scale, _foot(scale)), text, TEXT, _font(scale), anchor="ls")


def _foot(scale: int) -> int:
    """Where the letters below the squares stand."""
    return (TOP + 7 * STEP + FOOT - 12) * scale


@lru_cache(maxsize=8)
def _panel(weeks: int, scale: int) -> Image.Image:
    """All that is the same for everybody: panel, weekdays and legend."""
    width, height = LEFT + weeks * STEP + MARGIN, TOP + 7 * STEP + FOOT + 6
    picture = _rounded(width * scale, height * scale, 14 * scale, PANEL, EDGE, scale)
    pen = ImageDraw.Draw(picture)
    for weekday, name in WEEKDAYS:
        _, y = _corner(0, weekday, scale)
        pen.text((MARGIN * scale, y + CELL * scale - scale // 2), name, TEXT, _font(scale), anchor="ls")
    _draw_legend(picture, (width - MARGIN) * scale, scale)
    return picture


def _draw_legend(picture: Image.Image, right: int, scale: int) -> None:
    """ "less □ … ■ more", ending at ``right``."""
    pen, foot = ImageDraw.Draw(picture), _foot(scale)
    right -= (STEP - CELL) * scale
    pen.text((right, foot), "more", TEXT, _font(scale), anchor="rs")
    right -= int(_font(scale).getlength("more")) + 8 * scale
    for strength in (4, 3, 2, 1, 0):
        picture.paste(_square(strength, scale), (right - CELL * scale, foot - CELL * scale + scale))
        right -= STEP * scale
    pen.text((right - 4 * scale, foot), "less", TEXT, _font(scale), anchor="rs")


@lru_cache(maxsize=16)
def _square(strength: int, scale: int) -> Image.Image:
    """A day: hollow, a point, a small square, a full one, and a full one with a dark heart."""
    size, unit = CELL * scale * SMOOTH, scale * SMOOTH
    picture = Image.new("RGB", (size, size), PANEL)
    pen = ImageDraw.Draw(picture)
    box = (0, 0, size - 1, size - 1)
    pen.rounded_rectangle(box, 3 * unit, PANEL, HOLLOW, unit)
    if strength:
        inset = round(INSETS[strength] * unit)
        filled = (inset, inset, size - 1 - inset, size - 1 - inset)
        pen.rounded_rectangle(filled, (2 if inset else 3) * unit, FILLS[strength])
    if strength == 4:
        heart = (size // 2 - 2 * unit, size // 2 - 2 * unit, size // 2 + 2 * unit, size // 2 + 2 * unit)
        pen.ellipse(heart, PANEL)
    return picture.resize((CELL * scale, CELL * scale), Image.Resampling.LANCZOS)


def _rounded(width: int, height: int, radius: int, fill: str, edge: str, line: int) -> Image.Image:
    """A panel with clear corners, so that it sits on any background."""
    large = Image.new("RGBA", (width * 2, height * 2), (0, 0, 0, 0))
    box = (0, 0, width * 2 - 1, height * 2 - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius * 2, fill, edge, line * 2)
    return large.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=4)
def _font(scale: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(TEXT_SIZE * scale)


def _encoded(picture: Image.Image) -> bytes:
    """With a palette: a third of the bytes and half the time, and nothing to see of it."""
    few = picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = BytesIO()
    few.save(out, "PNG")
    return out.getvalue()
