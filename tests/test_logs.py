"""Logging: one line of its own for each record, readable by people or by machines, on standard error."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logging

FOREIGN = ("apscheduler", "aiohttp.access", "alembic", "discord.client")


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """What is set up here would reach every later test."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in FOREIGN}
    # Taken off first: setting up closes the handlers it finds, and these are pytest's.
    root.handlers[:] = []
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    structlog.configure(**before)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == "", "standard output is for what was asked for"
    return str(err).splitlines()


def fail(log: logging.Logger | structlog.stdlib.BoundLogger) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("it failed", extra={"reference": "7-1"})


def test_json_has_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", json=True)
    structlog.get_logger("ours").warning("still due", track=3)
    logging.getLogger("theirs").warning("took %d s", 4)
    ours, theirs = map(json.loads, lines(capsys))
    assert (ours["event"], ours["level"], ours["track"]) == ("still due", "warning", 3)
    assert (theirs["event"], theirs["level"]) == ("took 4 s", "warning")
    assert ours["timestamp"].endswith("Z")


def test_an_error_of_ours_has_its_traceback_and_the_id_a_person_was_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("INFO", json=True)
    fail(logging.getLogger("adapters.http"))
    (line,) = lines(capsys)
    told = json.loads(line)
    assert told["reference"] == "7-1"
    assert "ValueError: broken" in told["exception"]


def test_the_console_shows_both_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", json=False)
    fail(logging.getLogger("adapters.http"))
    shown = "\n".join(lines(capsys))
    assert "reference=7-1" in shown and "ValueError: broken" in shown


def test_values_of_variables_are_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def connect(token: str) -> None:
        raise ValueError("refused")

    set_up_logging("DEBUG", json=False)
    try:
        connect("xoxb-do-not-tell"[:])
    except ValueError:
        structlog.get_logger("ours").exception("no connection")
    assert not any("token = " in line or "│" in line for line in lines(capsys))


def test_a_level_silences_what_is_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("WARNING", json=False)
    structlog.get_logger("ours").info("quiet")
    logging.getLogger("theirs").info("quiet")
    assert lines(capsys) == []


@pytest.mark.parametrize("name", FOREIGN)
def test_talkative_libraries_are_heard_from_warnings_on(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up_logging("INFO", json=False)
    logging.getLogger(f"{name}.part").info("running")
    logging.getLogger(f"{name}.part").warning("late")
    assert len(lines(capsys)) == 1


def test_setting_up_twice_does_not_double_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", json=False)
    set_up_logging("INFO", json=False)
    structlog.get_logger("ours").warning("once")
    assert len(lines(capsys)) == 1
