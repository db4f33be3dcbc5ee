"""Spans as plain text with Slack's dates: what screen readers and notifications read, and where blocks cannot go.

Only ``&``, ``<`` and ``>`` mean something to Slack in a text without mark-up, so only they are escaped.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.intents.base import BankText, Bold, Code, CommandRef, Link, Moment, MomentStyle, Person, Span
from bot.intents.words import short_day, span_of_time

Typed = Callable[[str], str]
"""A command, from its neutral words ("privacy hide") to how it is typed here."""

FORMATS: Final = {
    MomentStyle.TIME: "{time}",
    MomentStyle.DAY: "{date_short}",
    MomentStyle.DAY_TIME: "{date_short_pretty} at {time}",
    MomentStyle.RELATIVE: "{ago}",
}
"""Slack's own dates, which each reader sees in their own zone."""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(spans: Sequence[Span], typed: Typed) -> str:
    return "".join(span(each, typed) for each in spans)


def span(one: Span, typed: Typed) -> str:
    match one:
        case str():
            return escaped(one)
        case Bold(text) | Code(text) | BankText(text, _) | Person(text):
            return escaped(text)
        case Moment():
            return date(one)
        case CommandRef(words):
            return escaped(typed(words))
        case Link(title, url):
            return f"{escaped(title)} ({url})" if is_web(url) else escaped(title)


def date(moment: Moment) -> str:
    stamp = int(moment.at.timestamp())
    return f"<!date^{stamp}^{FORMATS[moment.style]}|{escaped(fallback(moment))}>"


def fallback(moment: Moment) -> str:
    """What a client shows that knows no dates, in the zone of the track."""
    local = moment.at.astimezone(ZoneInfo(moment.zone))
    match moment.style:
        case MomentStyle.TIME:
            return f"{local:%H:%M}"
        case MomentStyle.DAY:
            return short_day(local.date())
        case MomentStyle.DAY_TIME:
            return f"{short_day(local.date())} {local:%H:%M}"
        case MomentStyle.RELATIVE:
            return _distance(moment.at - (moment.now or moment.at))


def _distance(ahead: timedelta) -> str:
    if abs(ahead) < timedelta(minutes=1):
        return "now"
    return f"in {span_of_time(ahead)}" if ahead > timedelta(0) else f"{span_of_time(-ahead)} ago"


def is_web(url: str) -> bool:
    """Nothing in it may end a link or begin another."""
    return re.fullmatch(r"https?://[^\s<>|]+", url) is not None
