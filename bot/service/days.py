"""The date of a question that was asked, as people type it: "2026-11-20", "today", "yesterday", "fri"."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.schedule import ONE_DAY
from bot.errors import UsageError
from bot.intents import refusals
from bot.service.date_words import read_date

A_YEAR = timedelta(days=365)
LAST_WEEK = timedelta(days=6)


def split_day(words: Sequence[str], today: date) -> tuple[date, tuple[str, ...]]:
    """The date that ``words`` begin with, and the words after it; UsageError where they begin otherwise.

    A weekday is the last one up to ``today``, a day without its year the last such day.
    """
    if not words:
        raise UsageError(refusals.WHICH_DATE)
    if words[0].casefold() == "yesterday":
        return today - ONE_DAY, tuple(words[1:])
    if len(words) > 1 and (found := _day_and_month(f"{words[0]} {words[1]}", today)):
        return found, tuple(words[2:])
    return _one_word(words[0], today), tuple(words[1:])


def _one_word(word: str, today: date) -> date:
    return read_date(word, today, today - LAST_WEEK)


def _day_and_month(typed: str, today: date) -> date | None:
    """ "20 Nov" or "Nov 20"."""
    if not any(sign.isdigit() for sign in typed) or "-" in typed:
        return None
    try:
        return read_date(typed, today, today - A_YEAR)
    except UsageError:
        return None
