"""``/leaderboard``: top ten and your own rank, from maintained totals."""

from dataclasses import replace
from fractions import Fraction

from bot.commands import board_words
from bot.domain.board import ACTIVE_FOR, MIN_ANSWERED, Ranked, Row, accuracy, ranked
from bot.domain.schedule import local_date, season, week
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.board import (
    MEASURE_TITLES,
    PERIOD_TITLES,
    Board,
    BoardLine,
    BoardsOff,
    own_place,
    still_needed,
)
from bot.intents.words import percent, plural
from bot.ports.boards import BoardQuery, BoardRow
from bot.service import choices
from bot.service.present import Present, present
from bot.service.tools import Tools, Who

TOP = 10


async def leaderboard(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    period, measure = board_words(words)
    return Reply(await _board(tools, who, period, measure))


async def show_board(tools: Tools, who: Who, period: str, measure: str) -> Reply:
    """Another board, in place of the one whose button was pressed."""
    _check(period, measure)
    return Reply(await _board(tools, who, period, measure), how=How.REPLACE)


async def share_board(tools: Tools, who: Who, period: str, measure: str) -> Reply:
    """What a person shares is theirs: the board, said publicly in their name; where boards are off,
    nothing is said publicly."""
    _check(period, measure)
    board = await _board(tools, who, period, measure, shared=True)
    return Reply(board, how=How.PUBLIC if isinstance(board, Board) else How.PRIVATE)


def _check(period: str, measure: str) -> None:
    if period not in PERIOD_TITLES or measure not in MEASURE_TITLES:
        raise UsageError(refusals.WHICH_BOARD)


async def _board(
    tools: Tools, who: Who, period: str, measure: str, *, shared: bool = False
) -> Board | BoardsOff:
    here = await present(tools, who)
    query = await _query(tools, here, period, measure)
    if not choices.boards(tools, here.group):
        return BoardsOff(await _own_figures(tools, here, query, period))
    rows = await tools.store.boards.top(query, TOP)
    places = ranked(Row(row.name, _exact(row, measure), row.member_id) for row in rows)
    among = any(row.member_id == here.member.id for row in rows)
    return Board(
        period,
        measure,
        _lines(places, rows, measure, None if shared else here.member.id),
        own="" if among or shared else await _own(tools, here, query),
        min_answered=MIN_ANSWERED[period],
        more=await _cut_off(tools, query, places, rows),
        shared_by=who.name if shared else None,
    )


async def _own_figures(tools: Tools, here: Present, query: BoardQuery, period: str) -> str:
    place = await tools.store.boards.place(replace(query, min_answered=0), here.member.id)
    if place is None:
        return ""
    told = _value(place.row, query.measure)
    return told if query.measure == "streak" else f"{told}, {PERIOD_TITLES[period]}"


async def _cut_off(tools: Tools, query: BoardQuery, places: list[Ranked], rows: list[BoardRow]) -> int:
    """How many share the last shown rank and did not fit."""
    if len(rows) < TOP:
        return 0
    last = places[-1].rank
    tied = await tools.store.boards.tied(query, rows[-1].value)
    return tied - sum(place.rank == last for place in places)


async def _query(tools: Tools, here: Present, period: str, measure: str) -> BoardQuery:
    now = tools.clock.now()
    tracks = await tools.store.tracks.of_group(here.group.id)
    today = local_date(now, tracks[0].schedule.zone if tracks else "UTC")
    key = {"week": week(today), "season": season(today), "all": "all"}[period]
    enough = MIN_ANSWERED[period] if measure == "accuracy" else 0
    return BoardQuery(here.group.id, key, measure, enough, now - ACTIVE_FOR)


def _lines(places: list[Ranked], rows: list[BoardRow], measure: str, me: int | None) -> tuple[BoardLine, ...]:
    by_member = {row.member_id: row for row in rows}
    return tuple(
        BoardLine(place.rank, place.name, _value(by_member[place.member_id], measure), place.member_id == me)
        for place in places
    )


def _exact(row: BoardRow, measure: str) -> int | Fraction:
    return accuracy(row.right, row.answered) if measure == "accuracy" else int(row.value)


def _value(row: BoardRow, measure: str) -> str:
    if measure == "accuracy":
        share = percent(row.right, row.answered) if row.answered else "none"
        return f"{share} ({row.right} of {row.answered})"
    if measure == "streak":
        return plural(int(row.value), "day")
    return f"{plural(int(row.value), 'point')} ({row.right} of {row.answered} right)"


async def _own(tools: Tools, here: Present, query: BoardQuery) -> str:
    place = await tools.store.boards.place(query, here.member.id)
    if place is None:
        return await _not_yet(tools, here, query)
    missing = None if place.next_value is None else place.next_value - place.row.value
    return own_place(place.rank, place.total, query.measure, missing)


async def _not_yet(tools: Tools, here: Present, query: BoardQuery) -> str:
    """What is missing for a place on a board that takes some answers."""
    if not query.min_answered:
        return ""
    place = await tools.store.boards.place(replace(query, min_answered=0), here.member.id)
    return still_needed(place.row.answered, query.min_answered) if place else ""
