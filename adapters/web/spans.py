"""Spans, drawn twice: as HTML, where everything a person or the bank wrote is escaped, and as text."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from adapters.draw.codes import pieces
from bot.intents.base import BankText, Bold, Code, CommandRef, Link, Moment, MomentStyle, Person, Span
from bot.intents.words import short_day, span_of_time

NEAR = {0: "today", 1: "tomorrow"}
DAYS_OF_A_WEEK = 7


def span_html(span: Span) -> str:
    match span:
        case str():
            return escape(span)
        case Bold(text):
            return f"<strong>{escape(text)}</strong>"
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case BankText(text, strong):
            return f"<strong>{bank_html(text)}</strong>" if strong and text else bank_html(text)
        case Moment():
            return _moment_html(span)
        case Person(name):
            return f"<bdi>{escape(name)}</bdi>"
        case CommandRef(words):
            typed = escape(f"/{words}")
            return f'<button type="button" class="chip" data-fill="{typed}">{typed}</button>'
        case Link(title, url):
            return link_html(title, url)


def span_text(span: Span) -> str:
    match span:
        case str():
            return span
        case Bold(text) | Code(text) | BankText(text, _):
            return text
        case Moment():
            return moment_text(span)
        case Person(name):
            return name
        case CommandRef(words):
            return f"/{words}"
        case Link(title, url):
            return f"{title} ({url})" if is_web(url) else title


def line_html(line: Sequence[Span]) -> str:
    return "".join(map(span_html, line))


def line_text(line: Sequence[Span]) -> str:
    return "".join(map(span_text, line))


def bank_html(text: str) -> str:
    """Literal text with `code` in backticks."""
    return "".join(
        f"<code>{escape(piece)}</code>" if is_code else escape(piece) for piece, is_code in pieces(text)
    )


def link_html(title: str, url: str) -> str:
    if not is_web(url):
        return escape(title)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'


def is_web(url: str) -> bool:
    """Whether the address is one a page may link to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def moment_text(moment: Moment) -> str:
    """ "17:00", "Thu 26 Nov", "Thu 09:00" in the moment's zone; "tomorrow 09:00", "in 6 h" seen from its ``now``."""
    local = moment.at.astimezone(ZoneInfo(moment.zone))
    match moment.style:
        case MomentStyle.TIME:
            return f"{local:%H:%M}"
        case MomentStyle.DAY:
            return short_day(local.date())
        case MomentStyle.DAY_TIME:
            return f"{_day(moment)} {local:%H:%M}"
        case MomentStyle.RELATIVE:
            return _distance(moment.at, moment.now or moment.at)


def _day(moment: Moment) -> str:
    """The weekday alone where it can only mean one date."""
    zone = ZoneInfo(moment.zone)
    day = moment.at.astimezone(zone).date()
    if moment.now is None:
        return short_day(day)[:3]
    ahead = (day - moment.now.astimezone(zone).date()).days
    if ahead in NEAR:
        return NEAR[ahead]
    return short_day(day)[:3] if 0 < ahead < DAYS_OF_A_WEEK else short_day(day)


def _distance(at: datetime, now: datetime) -> str:
    if abs(at - now) < timedelta(minutes=1):
        return "now"
    return f"in {span_of_time(at - now)}" if at > now else f"{span_of_time(now - at)} ago"


def _moment_html(moment: Moment) -> str:
    """The browser redraws relative moments itself, from the simulated clock."""
    local = moment.at.astimezone(ZoneInfo(moment.zone))
    title = f"{short_day(local.date())} {local.year}, {local:%H:%M} {moment.zone}"
    relative = " data-relative" if moment.style is MomentStyle.RELATIVE else ""
    stamp = moment.at.astimezone(UTC).isoformat()
    return f'<time datetime="{stamp}" title="{escape(title)}"{relative}>{escape(moment_text(moment))}</time>'
