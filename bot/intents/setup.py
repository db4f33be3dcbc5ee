"""``/daily setup``: where the people are, a preview, start."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.question import Level
from bot.domain.schedule import Schedule
from bot.intents.base import (
    Block,
    Bold,
    Button,
    ButtonStyle,
    Field,
    Form,
    Line,
    Said,
    action,
    para,
    quiet,
)
from bot.intents.setup_topics import ticked
from bot.intents.standing import at_and_in
from bot.intents.words import days_in_words, plural, shortened

FEW = 15
TOPICS_ROOM = 120
"""Characters a track's topics may take in its line."""


@dataclass(frozen=True, slots=True)
class WhereArePeople:
    """The one thing set-up asks. ``draft``: id of the draft the answer goes to."""

    draft: int

    def said(self) -> Said:
        one = Button(
            action("setupwhere", self.draft, "one"),
            "One region",
            spoken="One region: revealed the same day 17:00",
        )
        many = Button(
            action("setupwhere", self.draft, "many"),
            "Several time zones",
            spoken="Several time zones: next day 08:00",
        )
        return Said(
            (
                para(Bold("Where are your people?")),
                quiet(
                    "One region: the answer comes the same day at 17:00. Several time zones: the next day at 08:00."
                ),
            ),
            ((one, many),),
        )


@dataclass(frozen=True, slots=True)
class PresetChoice:
    name: str
    title: str
    on: bool

    def button(self, draft: int) -> Button:
        return ticked(action("setuppreset", draft, self.name), self.title, self.on)


@dataclass(frozen=True, slots=True)
class SetupPreview:
    """``first_at`` is None when no date would ever be posted. ``questions``: how many the pool has;
    ``unseen``: how many of them the group has not had yet."""

    draft: int
    channel: str
    schedule: Schedule
    topics: tuple[str, ...]
    levels: frozenset[Level]
    first_at: datetime | None
    now: datetime
    questions: int
    changes: bool = False
    unseen: int = 0
    presets: tuple[PresetChoice, ...] = ()

    def said(self) -> Said:
        blocks: list[Block] = [para(Bold(self.summary())), para(*self._first())]
        if few := self._few():
            blocks.append(quiet(few))
        start = Button(
            action("setupstart", self.draft), "Save" if self.changes else "Start", ButtonStyle.PRIMARY
        )
        preview = Button(action("setuppreview", self.draft), "Preview")
        change = Button(action("setupchange", self.draft), "Change")
        rows = (start, preview, change)
        at_once = Button(action("setupnow", self.draft), "Start and post now")
        choose = Button(action("setupareas", self.draft), "Choose")
        topics = (*(preset.button(self.draft) for preset in self.presets), choose)
        return Said(tuple(blocks), (rows if self.changes else (*rows, at_once), topics))

    def _few(self) -> str:
        if not self.questions:
            return "No question fits these topics and levels."
        if self.questions <= FEW:
            return f"Only {plural(self.questions, 'question fits', 'questions fit')}: they will repeat soon."
        if self.unseen <= FEW:
            return f"Only {self.unseen} of its {self.questions} questions are new here: then the oldest come again."
        return ""

    def summary(self) -> str:
        """ "#ml-daily · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00"."""
        return schedule_line(self.channel, self.schedule, self.topics, self.levels)

    def _first(self) -> Line:
        if self.first_at is None:
            return ("No date fits these weekdays.",)
        head = "Next question: " if self.changes else "First question: "
        return (head, *at_and_in(self.first_at, self.schedule.zone, self.now), ".")


def schedule_line(channel: str, schedule: Schedule, topics: tuple[str, ...], levels: frozenset[Level]) -> str:
    """A track in one line; ``topics`` are titles, empty for everything."""
    reveal = f"{schedule.reveal.at:%H:%M}{' next day' if schedule.reveal.next_day else ''}"
    what = shortened(topics, TOPICS_ROOM) if topics else "everything"
    if levels and len(levels) < len(Level):
        what += f" ({', '.join(level for level in Level if level in levels)})"
    when = f"{days_in_words(schedule.weekdays)} {schedule.at:%H:%M} {schedule.zone}"
    return f"#{channel} · {when} · {what} · revealed {reveal}"


@dataclass(frozen=True, slots=True)
class Started:
    summary: str
    first_at: datetime | None
    zone: str
    now: datetime
    saved: bool = False

    def said(self) -> Said:
        head = "Saved" if self.saved else "Started"
        blocks: list[Block] = [para(Bold(f"{head}: {self.summary}"))]
        if self.first_at:
            blocks.append(para("Next question: ", *at_and_in(self.first_at, self.zone, self.now), "."))
        return Said(tuple(blocks))


def change_form(draft: int, schedule: Schedule, topics: frozenset[str], levels: frozenset[Level]) -> Form:
    """Every field of a track, filled in as it stands."""
    days = days_in_words(schedule.weekdays)
    return Form(
        action("setupchange", draft),
        "Change the daily question",
        (
            Field("time", "Posted at", "09:00", 5, value=f"{schedule.at:%H:%M}"),
            Field("zone", "Time zone", "Europe/Berlin", 40, value=schedule.zone),
            Field("days", "Weekdays", "Mon–Fri, or Mon, Wed, Fri", 40, value=days),
            Field("reveal", "Revealed at", "17:00, or 08:00 next day", 20, value=_reveal(schedule)),
            Field(
                "topics",
                "Topics and levels",
                "everything, or: mlflow airflow mid",
                400,
                value=_what(topics, levels),
            ),
        ),
        submit="Show preview",
    )


def _reveal(schedule: Schedule) -> str:
    return f"{schedule.reveal.at:%H:%M}{' next day' if schedule.reveal.next_day else ''}"


def _what(topics: frozenset[str], levels: frozenset[Level]) -> str:
    return " ".join([*sorted(topics), *(level for level in Level if level in levels)]) or "everything"
