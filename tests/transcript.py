"""One story for every platform: what people do, step by step, and a tape of what the core said to it.

A platform joins by a ``Theatre`` of its own; two tapes of the same story must be the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.intents.base import Intent, Reply
from bot.ports.poster import Poster, Target
from bot.service.desk import Desk
from bot.service.tools import Who

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
"""A Monday, 07:00 in Berlin."""

ORGANISER, MEMBER = "Ada", "Robin"
POST, REVEAL, REPLY = "post", "reveal", "reply"


@dataclass(frozen=True)
class Typed:
    """A command with its options, in the order in which they are typed."""

    who: str
    path: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join([f"/{self.path}", *map(str, self.options.values())])


@dataclass(frozen=True)
class Pressed:
    """A button by its label: under the newest post or reveal, or the person's last reply."""

    who: str
    label: str
    on: str = REPLY


@dataclass(frozen=True)
class Filled:
    """The form that the person's last press opened."""

    who: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Reacted:
    who: str
    emoji: str
    on: bool = True


@dataclass(frozen=True)
class Waited:
    """Every due moment until then is lived through."""

    until: timedelta


Step = Typed | Pressed | Filled | Reacted | Waited

MINUTE = timedelta(minutes=1)
STORY: Sequence[Step] = (
    Typed(MEMBER, "daily setup"),
    Typed(ORGANISER, "daily setup", {"time": "25:99"}),
    Typed(ORGANISER, "daily setup", {"time": "08:30", "zone": "Europe/Berlin"}),
    Pressed(ORGANISER, "One region"),
    Pressed(ORGANISER, "Preview"),
    Typed(ORGANISER, "daily setup", {"time": "08:30", "zone": "Europe/Berlin"}),
    Pressed(ORGANISER, "One region"),
    Pressed(ORGANISER, "Change"),
    Filled(ORGANISER, {"time": "09:00"}),
    Pressed(ORGANISER, "Start"),
    Typed(ORGANISER, "daily status"),
    Typed(MEMBER, "answer", {"answer": "A"}),
    Waited(timedelta(hours=2)),
    Pressed(MEMBER, "A", POST),
    Waited(timedelta(hours=2, minutes=2)),
    Pressed(MEMBER, "B", POST),
    Reacted(ORGANISER, "🇨"),
    Waited(timedelta(hours=2, minutes=5)),
    Reacted(ORGANISER, "🇨", on=False),
    Waited(timedelta(hours=2, minutes=7)),
    Typed(ORGANISER, "answer", {"answer": "D"}),
    Typed(ORGANISER, "answer", {"answer": "Q"}),
    Waited(timedelta(hours=10, minutes=1)),
    Pressed(MEMBER, "My result", REVEAL),
    Pressed(MEMBER, "Practise", REVEAL),
    Pressed(MEMBER, "A"),
    Pressed(ORGANISER, "Report a problem", REVEAL),
    Filled(ORGANISER, {"kind": "typo", "text": "A word is missing."}),
    Typed(ORGANISER, "daily reports"),
    Typed(ORGANISER, "leaderboard"),
    Pressed(ORGANISER, "Share"),
    Typed(MEMBER, "streak"),
    Typed(MEMBER, "quiz", {"topics": "topic", "count": 2}),
    Pressed(MEMBER, "A"),
    Pressed(MEMBER, "B"),
    Typed(MEMBER, "quiz", {"topics": "nothing-like-that"}),
    Typed(MEMBER, "interview", {"topics": "topic"}),
    Pressed(MEMBER, "Write it"),
    Filled(MEMBER, {"note": "I would look first."}),
    Pressed(MEMBER, "Show answer"),
    Typed(MEMBER, "stats"),
    Typed(MEMBER, "topics"),
    Typed(MEMBER, "help"),
    Typed(MEMBER, "privacy"),
    Typed(ORGANISER, "daily pause"),
)


class Theatre(Protocol):
    """Where a story is played: people who act on a platform, with a clock by hand."""

    async def play(self, step: Step) -> None:
        """Returns once the core has answered."""
        ...


@dataclass
class Tape:
    """What the core said, in order: replies and what posters were given."""

    said: list[tuple[str, object]] = field(default_factory=list)

    def poster(self, poster: Poster) -> "TapedPoster":
        return TapedPoster(poster, self)


@dataclass(frozen=True, kw_only=True)
class TapedDesk(Desk):
    """The real counter; every reply is on the tape."""

    tape: Tape

    async def command(self, who: Who, text: str, at: datetime | None = None) -> Reply:
        return self._taped(text, await super().command(who, text, at))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:
        return self._taped(action, await super().press(who, action, at))

    async def submit(
        self, who: Who, action: str, values: Mapping[str, str], at: datetime | None = None
    ) -> Reply:
        return self._taped(
            f"{action} {sorted(values.items())}", await super().submit(who, action, values, at)
        )

    async def react(self, who: Who, post_ref: str, symbol: str, on: bool, at: datetime | None = None) -> None:
        await super().react(who, post_ref, symbol, on, at)
        self.tape.said.append((f"{symbol} {on}", None))

    def _taped(self, what: str, reply: Reply) -> Reply:
        self.tape.said.append((what, reply))
        return reply


class TapedPoster:
    """A platform's poster; what it was given is on the tape, but for references that are its own."""

    def __init__(self, poster: Poster, tape: Tape) -> None:
        self._poster = poster
        self._tape = tape

    def __getattr__(self, name: str) -> Any:
        return getattr(self._poster, name)

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        place = replace(target, group="", channel="", dm=None, thread_of=target.thread_of and "its post")
        self._tape.said.append((f"sent {mark} {place}", intent))
        return await self._poster.send(target, intent, mark)

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        self._tape.said.append(("edited", intent))
        await self._poster.edit(target, ref, intent)


async def tell(theatre: Theatre, story: Sequence[Step] = STORY) -> None:
    for step in story:
        await theatre.play(step)
