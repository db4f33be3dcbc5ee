"""``/leaderboard``: top ten and your own rank, from maintained totals."""

from datetime import timedelta
from fractions import Fraction

from bot.domain.board import MIN_ANSWERED, Row, accuracy, ranked
from bot.domain.schedule import local_date, season, week
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.board import MEASURE_TITLES, PERIOD_TITLES, Board, BoardLine, BoardsOff, own_place
from bot.intents.words import plural
from bot.ports.boards import BoardQuery, BoardRow, Place
from bot.service.messages import setting
from bot.service.present import Present, present
from bot.service.tools import Tools, Who

TOP = 10
ACTIVE_FOR = timedelta(days=60)


async def leaderboard(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    period, measure = _read(words)
    return Reply(await _board(tools, who, period, measure))


async def show_board(tools: Tools, who: Who, period: str, measure: str) -> Reply:
    """Another board, in place of the one whose button was pressed."""
    _read((period, measure))
    return Reply(await _board(tools, who, period, measure), how=How.REPLACE)


async def share_board(tools: Tools, who: Who, period: str, measure: str) -> Reply:
    """What a person shares is theirs: the board, said publicly in their name."""
    _read((period, measure))
    return Reply(await _board(tools, who, period, measure, shared=True), how=How.PUBLIC)


def _read(words: tuple[str, ...]) -> tuple[str, str]:
    period, measure = "season", "points"
    for word in (word.casefold() for word in words):
        if word in PERIOD_TITLES:
            period = word
        elif word in MEASURE_TITLES:
            measure = word
        else:
            raise UsageError(refusals.WHICH_BOARD)
    return period, measure


async def _board(
    tools: Tools, who: Who, period: str, measure: str, *, shared: bool = False
) -> Board | BoardsOff:
    here = await present(tools, who)
    if not setting(here.group.settings.boards, tools.defaults[who.platform].boards):
        return BoardsOff()
    query = await _query(tools, here, period, measure)
    rows = await tools.store.boards.top(query, TOP)
    place = await tools.store.boards.place(query, here.member.id)
    lines = _lines(rows, measure, here.member.id)
    among = any(line.me for line in lines)
    return Board(
        period,
        measure,
        lines,
        own="" if among else _own(place, measure),
        min_answered=MIN_ANSWERED[period],
        shared_by=who.name if shared else None,
    )


async def _query(tools: Tools, here: Present, period: str, measure: str) -> BoardQuery:
    now = tools.clock.now()
    tracks = await tools.store.tracks.of_group(here.group.id)
    today = local_date(now, tracks[0].schedule.zone if tracks else "UTC")
    key = {"week": week(today), "season": season(today), "all": "all"}[period]
    enough = MIN_ANSWERED[period] if measure == "accuracy" else 0
    return BoardQuery(here.group.id, key, measure, enough, now - ACTIVE_FOR)


def _lines(rows: list[BoardRow], measure: str, me: int) -> tuple[BoardLine, ...]:
    by_member = {row.member_id: row for row in rows}
    places = ranked(Row(row.name, _exact(row, measure), row.member_id) for row in rows)
    return tuple(
        BoardLine(place.rank, place.name, _value(by_member[place.member_id], measure), place.member_id == me)
        for place in places
    )


def _exact(row: BoardRow, measure: str) -> int | Fraction:
    return accuracy(row.right, row.answered) if measure == "accuracy" else int(row.value)


def _value(row: BoardRow, measure: str) -> str:
    if measure == "accuracy":
        return f"{round(100 * row.right / row.answered)} % ({row.right} of {row.answered})"
    if measure == "streak":
        return plural(int(row.value), "day")
    return f"{plural(int(row.value), 'point')} ({row.right} of {row.answered} right)"


def _own(place: Place | None, measure: str) -> str:
    if place is None:
        return ""
    missing = None if place.next_value is None else place.next_value - place.row.value
    return own_place(place.rank, place.total, measure, missing)
