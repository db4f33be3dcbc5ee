"""The playground's clock with its buttons: a walk that knows where it could go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.web.walk import Move
from bot.domain.round import RoundState, Track
from bot.domain.schedule import CLOSE_GRACE, zone_info
from bot.service.tools import Tools
from bot.service.walk import Walk

OPEN = (RoundState.PLANNED, RoundState.POSTED)
WEEK = timedelta(days=7)
MOMENT = timedelta(seconds=1)


class PageWalk:
    """Implements adapters.web.walk.Walk: the core's walk, and its moves, worked out after each step."""

    def __init__(self, walk: Walk, tools: Tools, group_id: int) -> None:
        self._walk = walk
        self._tools = tools
        self._group_id = group_id
        self._moves: tuple[Move, ...] = ()

    def now(self) -> datetime:
        return self._walk.now()

    def moves(self) -> Sequence[Move]:
        return self._moves

    async def to(self, instant: datetime) -> None:
        await self._walk.to(instant)
        await self._moved()

    async def set_down(self, down: bool) -> None:
        await self._walk.set_down(down)
        await self._moved()

    async def _moved(self) -> None:
        """The alarm was set for the time before."""
        self._tools.nudge()
        await self.refresh()

    async def refresh(self) -> None:
        """Work out the buttons again; the week counts from now, so this is asked often."""
        tracks = await self._tools.store.tracks.of_group(self._group_id)
        moves = [move for track in tracks[:1] for move in await self._of_track(track)]
        week = Move("week", "A week", self.now() + WEEK)
        self._moves = (*sorted(moves, key=lambda move: move.to), week)

    async def _of_track(self, track: Track) -> list[Move]:
        zone = zone_info(track.schedule.zone)
        moves = []
        newest = await self._tools.store.rounds.recent(track.id, 1)
        if newest and newest[0].state in OPEN and newest[0].closes_at > self.now() - CLOSE_GRACE:
            local = newest[0].closes_at.astimezone(zone)
            moves.append(
                Move("reveal", f"Reveal ({local:%H:%M})", newest[0].closes_at + CLOSE_GRACE + MOMENT)
            )
        if track.next_at is not None:
            local = track.next_at.astimezone(zone)
            moves.append(Move("next", f"Next question ({local:%a %H:%M})", track.next_at + MOMENT))
        return moves
