"""The declarations. A command is a name with options, or with verbs that have options."""

from dataclasses import dataclass
from enum import StrEnum


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
    """``choices``: all the values there are; of an option of topics, those suggested before the topics."""

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
    """``alone``: what the bare command does when it has verbs, "" if a verb must follow. ``verb_as``: the
    name of the verb where it is an option, as on Discord, which has no base beside subcommands."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    verbs: tuple[Verb, ...] = ()
    alone: str = ""
    verb_as: str = ""
    organiser: bool = False


LEVELS = ("junior", "mid", "senior")
WAYS = ("my mistakes", "mixed", "weakest")


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
            Option(
                "topics", "One or more topics, e.g. mlflow airflow", OptionKind.TOPICS, WAYS, required=True
            ),
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
        verb_as="view",
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
        verb_as="do",
    ),
    Command("help", "What you can do now"),
)

BY_NAME = {command.name: command for command in COMMANDS}
