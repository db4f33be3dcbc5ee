"""Every chat command, declared once.

Discord's command tree, Slack's parser and manifest, the playground's autocomplete and ``/help``
derive from these declarations. A command is a name with options, or with verbs that have options.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.errors import UsageError


class OptionKind(StrEnum):
    """What an option's value is; adapters choose autocomplete and input accordingly."""

    TOPICS = "topics"
    COUNT = "count"
    LEVEL = "level"
    ANSWER = "answer"
    CHOICE = "choice"
    TIME = "time"
    ZONE = "zone"
    TEXT = "text"
    PERSON = "person"
    CHANNEL = "channel"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    help: str
    kind: OptionKind
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    help: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """``alone``: what the bare command does when it has verbs, "" if a verb must follow."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    verbs: tuple[Verb, ...] = ()
    alone: str = ""
    organiser: bool = False


LEVELS = ("junior", "mid", "senior")


def _person(explained: str, required: bool = True) -> Option:
    return Option("person", explained, OptionKind.PERSON, required=required)


DATES = Option("dates", "2026-12-24 or 2026-12-24..2027-01-01", OptionKind.DATES, required=True)
ON_OFF = Option("value", "on or off", OptionKind.CHOICE, ("on", "off"), required=True)
TRACK = Option("track", "Which track; this channel's if left out", OptionKind.CHANNEL)

SETUP = (
    Option("time", "When it is posted, e.g. 09:00", OptionKind.TIME),
    Option("zone", "Time zone, e.g. Europe/Berlin", OptionKind.ZONE),
)

DAILY = (
    Verb("setup", "Start or change the daily question here", SETUP),
    Verb("status", "Next, last and what needs you", (TRACK,)),
    Verb("now", "Post today's question early", (TRACK,)),
    Verb("pause", "Stop posting until resumed", (TRACK,)),
    Verb("resume", "Start posting again", (TRACK,)),
    Verb("skip", "No question on a date or a range of dates", (DATES, TRACK)),
    Verb("unskip", "Post on a skipped date after all", (DATES, TRACK)),
    Verb(
        "move",
        "Another time, zone or channel",
        (*SETUP, Option("channel", "Where it is posted from now on", OptionKind.CHANNEL), TRACK),
    ),
    Verb(
        "void",
        "Withdraw a question",
        (Option("date", "Its date", OptionKind.DATES, required=True), Option("why", "Why", OptionKind.TEXT)),
    ),
    Verb(
        "fix",
        "Correct a question: accept further answers, withdraw or excuse it",
        (
            Option("date", "Its date; the newest question's if left out", OptionKind.DATES),
            Option("how", "What to do", OptionKind.CHOICE, ("accept", "void", "excuse")),
            Option("what", "The letters to accept, then why", OptionKind.TEXT),
        ),
    ),
    Verb("reports", "Problems that members reported"),
    Verb("grant", "One more freeze for a member, from today", (_person("Who gets it"), TRACK)),
    Verb(
        "organisers",
        "Who else may do this",
        (
            Option("how", "Add or remove", OptionKind.CHOICE, ("add", "remove")),
            _person("Who", required=False),
        ),
    ),
    Verb(
        "settings",
        "Names, boards, reactions, notices, thread",
        (
            Option("name", "Which", OptionKind.CHOICE, ("names", "boards", "reactions", "notices", "thread")),
            Option("value", "on, off, count, ignore or a channel", OptionKind.TEXT),
            TRACK,
        ),
    ),
    Verb("again", "Send an unsure post once more", (DATES, TRACK)),
    Verb("there", "An unsure post did arrive", (DATES, TRACK)),
    Verb("end", "End the daily question here; its history stays", (TRACK,)),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "quiz",
        "Practise now: five questions, only you see them",
        (
            Option("topics", "One or more topics, e.g. mlflow airflow", OptionKind.TOPICS, required=True),
            Option("count", "How many questions, 1 to 20", OptionKind.COUNT),
            Option("level", "Only this level", OptionKind.LEVEL, LEVELS),
        ),
    ),
    Command(
        "interview",
        "One open question, as an interviewer asks it",
        (Option("topics", "One or more topics", OptionKind.TOPICS),),
    ),
    Command("review", "Repeat what is due"),
    Command(
        "answer",
        "Answer today's question by typing, or see your answer",
        (Option("answer", "Letters or a number: B, A C, CABD, 0.82", OptionKind.ANSWER),),
    ),
    Command(
        "leaderboard",
        "The board: points, accuracy or streak",
        (
            Option("period", "Which rounds count", OptionKind.CHOICE, ("week", "season", "all")),
            Option("measure", "What ranks", OptionKind.CHOICE, ("points", "accuracy", "streak")),
        ),
    ),
    Command(
        "streak",
        "Your streak and freezes",
        verbs=(
            Verb("why", "The last 14 days with reasons"),
            Verb(
                "away",
                "Days off that cost no freeze",
                (
                    Option("from", "First day, e.g. 2026-12-24; off takes them back", OptionKind.DATES),
                    Option("to", "Last day", OptionKind.DATES),
                ),
            ),
        ),
        alone="Your streak and freezes",
    ),
    Command("stats", "Your results by topic and level, and your year"),
    Command("topics", "Areas, topics and how many questions"),
    Command(
        "report",
        "Report a problem with a question",
        (Option("text", "What is wrong", OptionKind.TEXT),),
    ),
    Command("daily", "The daily question of this channel", verbs=DAILY, organiser=True),
    Command(
        "privacy",
        "What is stored about you, and what you can do about it",
        verbs=(
            Verb("export", "Everything stored about you, as JSON and CSV"),
            Verb("hide", "Keep my name off every board and list"),
            Verb("show", "Show my name again"),
            Verb("milestones", "Name me when I reach a milestone", (ON_OFF,)),
            Verb("delete", "Delete my data"),
        ),
        alone="What is stored about you",
    ),
    Command("help", "What you can do now"),
)

BY_NAME = {command.name: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as typed: its name, its verb ("" for none) and the words after it."""

    command: Command
    verb: str
    words: tuple[str, ...] = ()


MAX_COMMAND = 500


def parse(text: str) -> Invocation:
    """Read a typed command; UsageError says what to type instead."""
    if len(text) > MAX_COMMAND:
        raise UsageError(f"That is too long: a command has at most {MAX_COMMAND} characters.")
    words = text.strip().removeprefix("/").split()
    if not words:
        raise UsageError("Type a command, for example `/quiz mlflow`. `/help` lists what you can do.")
    command = BY_NAME.get(words[0].casefold())
    if command is None:
        raise UsageError("I do not know that command. `/help` lists what you can do.")
    if not command.verbs:
        return Invocation(command, "", tuple(words[1:]))
    return _with_verb(command, words[1:])


def _with_verb(command: Command, words: list[str]) -> Invocation:
    if not words and command.alone:
        return Invocation(command, "")
    verb = words[0].casefold() if words else ""
    if verb not in {known.name for known in command.verbs}:
        choices = ", ".join(f"`/{command.name} {known.name}`" for known in command.verbs)
        raise UsageError(f"After /{command.name} comes one of: {choices}.")
    return Invocation(command, verb, tuple(words[1:]))


@dataclass(frozen=True, slots=True)
class QuizWords:
    """``/quiz`` read in any order: topics, a count, a level."""

    topics: tuple[str, ...] = ()
    count: int = 5
    level: str | None = None
    unknown: tuple[str, ...] = field(default=())


MAX_QUIZ = 20


def quiz_words(words: Sequence[str], topics: Sequence[str]) -> QuizWords:
    """Sort the words after ``/quiz``; UsageError for a count outside 1 to 20."""
    chosen: list[str] = []
    unknown: list[str] = []
    count, level = 5, None
    for word in (word.casefold().strip(",") for word in words):
        if word.isdecimal():
            count = _count(word)
        elif word in LEVELS:
            level = word
        elif word in topics:
            chosen.append(word)
        elif word and word != "mixed":
            unknown.append(word)
    return QuizWords(tuple(dict.fromkeys(chosen)), count, level, tuple(unknown))


def _count(word: str) -> int:
    if len(word) > 3 or not 1 <= int(word) <= MAX_QUIZ:
        raise UsageError(f"A quiz has 1 to {MAX_QUIZ} questions.")
    return int(word)


LIKE = 70
"""Percent of alikeness from which on a word may have been meant."""
GUESSES = 3


def closest(word: str, known: Sequence[str]) -> list[str]:
    """The known words that may have been meant, the likeliest first; both in lower case."""
    return [
        match
        for match, _, _ in process.extract(word, known, scorer=fuzz.ratio, score_cutoff=LIKE, limit=GUESSES)
    ]
