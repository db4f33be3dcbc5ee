"""The year's calendar as a picture: the right size, five strengths, nothing by colour alone."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from adapters.draw.calendar import CELL, LEFT, PANEL, STEP, TOP, calendar_png
from bot.intents.base import Calendar, CalendarDay

MONDAY = date(2025, 12, 1)


def year(*strengths: int, first: date = MONDAY) -> Calendar:
    padded = [*strengths, *[0] * (365 - len(strengths))]
    days = tuple(CalendarDay(first + timedelta(days=n), strength) for n, strength in enumerate(padded))
    return Calendar(days, "In words.")


def opened(calendar: Calendar, scale: int = 2) -> Image.Image:
    return Image.open(BytesIO(calendar_png(calendar, scale))).convert("RGBA")


def square(picture: Image.Image, week: int, weekday: int, scale: int = 2) -> Image.Image:
    left, top = (LEFT + week * STEP) * scale, (TOP + weekday * STEP) * scale
    return picture.crop((left, top, left + CELL * scale, top + CELL * scale)).convert("L")


def pixels(picture: Image.Image) -> bytes:
    return picture.tobytes()


@pytest.mark.parametrize("weekday", range(7))
def test_a_year_takes_53_weeks_whatever_its_first_weekday(weekday: int) -> None:
    picture = opened(year(first=MONDAY + timedelta(days=weekday)))
    assert picture.width == opened(year()).width
    assert picture.height < picture.width / 4


def test_five_strengths_differ_without_colour() -> None:
    """In grey, each is brighter as a whole than the one before, by more than a shade."""
    picture = opened(year(0, 1, 2, 3, 4))
    squares = [square(picture, 0, weekday) for weekday in range(5)]
    brightness = [sum(pixels(one)) / len(pixels(one)) for one in squares[:4]]
    assert all(after - before > 4 for before, after in pairwise(brightness))
    middle = CELL
    assert squares[3].getpixel((middle, middle)) != squares[4].getpixel((middle, middle))


def test_five_strengths_differ_by_shape_alone() -> None:
    """In black and white, where no shade is left, no two look the same."""
    picture = opened(year(0, 1, 2, 3, 4))
    shapes = {
        pixels(square(picture, 0, weekday).point(lambda grey: 255 if grey > 110 else 0))
        for weekday in range(5)
    }
    assert len(shapes) == 5


def test_a_day_stands_in_its_weeks_column_and_its_weekdays_row() -> None:
    """A year that begins on a Thursday: its fifth day is the next week's Monday."""
    picture = opened(year(0, 0, 0, 0, 4, first=MONDAY + timedelta(days=3)))
    plain = opened(year(first=MONDAY + timedelta(days=3)))
    assert pixels(square(picture, 1, 0)) != pixels(square(plain, 1, 0))
    assert pixels(square(picture, 0, 3)) == pixels(square(plain, 0, 3))


def test_the_panel_has_its_own_background_and_clear_corners() -> None:
    picture = opened(year())
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
    red, green, blue, seen = picture.getpixel((picture.width // 2, 12))  # type: ignore[misc]
    panel = tuple(int(PANEL[at : at + 2], 16) for at in (1, 3, 5))
    assert seen == 255
    assert max(abs(a - b) for a, b in zip((red, green, blue), panel, strict=True)) < 8


def test_the_picture_is_the_same_each_time_and_small() -> None:
    calendar = year(*[n % 5 for n in range(365)])
    assert calendar_png(calendar) == calendar_png(calendar)
    assert len(calendar_png(calendar)) < 60_000


def test_odd_calendars_are_drawn_too() -> None:
    """Nothing at all, one day, a leap year's 366 days from a Sunday, strengths out of range."""
    assert calendar_png(Calendar((), "Nothing."))
    assert calendar_png(Calendar((CalendarDay(MONDAY, 9),), "One."))
    sunday = MONDAY - timedelta(days=1)
    days = tuple(CalendarDay(sunday + timedelta(days=n), -1) for n in range(366))
    assert opened(Calendar(days, "A leap year."), scale=1).width > opened(year(), scale=1).width
