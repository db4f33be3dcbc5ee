"""What a check finds, and what it may look at."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.bank import Survey
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.health import Health


class Mark(StrEnum):
    """A warning is worth a look; a failure stops the bot, or what people expect of it."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """``about`` is one word; ``text`` says what is so, ``cure`` what to do about it ("" where nothing)."""

    mark: Mark
    about: str
    text: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """``file`` is that of a SQLite database; ``database`` is None where there is none, ``health`` where it
    cannot be read, and then ``trouble`` says why. ``bank`` has every file, whatever is wrong with it."""

    settings: Settings
    now: datetime
    bank: Survey
    file: Path | None
    database: Database | None
    health: Health | None
    trouble: str = ""


Check = Callable[[Patient], AsyncIterator[Finding]]


def ok(about: str, text: str) -> Finding:
    return Finding(Mark.OK, about, text)


def warn(about: str, text: str, cure: str) -> Finding:
    return Finding(Mark.WARN, about, text, cure)


def fail(about: str, text: str, cure: str) -> Finding:
    return Finding(Mark.FAIL, about, text, cure)
