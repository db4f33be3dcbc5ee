"""One after the other: the checks, their lines, and the exit code."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime

import structlog
import typer

from bot.bank import SHIPPED, survey
from bot.cli.doctor.discord import check_discord
from bot.cli.doctor.findings import Check, Finding, Mark, Patient, fail, ok, warn
from bot.cli.doctor.machine import check_clock, check_disk, check_zones
from bot.cli.doctor.questions import check_questions
from bot.cli.doctor.slack import check_slack
from bot.cli.doctor.stored import check_backups, check_database, check_sqlite_file
from bot.cli.doctor.tracks import check_tracks
from bot.cli.inert import inert
from bot.cli.waiting import working
from bot.clock import SystemClock
from bot.errors import DailydrillError, StoreError
from bot.intents.words import listed, plural
from bot.settings import Settings
from bot.store.backup import sqlite_file
from bot.store.engine import Database, connect, parsed
from bot.store.health import Health, health

log = structlog.get_logger()


async def check_tokens(patient: Patient) -> AsyncIterator[Finding]:
    """Only whether they are there."""
    tokens = {
        "DISCORD_TOKEN": patient.settings.discord_token,
        "SLACK_BOT_TOKEN": patient.settings.slack_bot_token,
        "SLACK_CLIENT_ID": patient.settings.slack_client_id,
    }
    given = [name for name, token in tokens.items() if token]
    if given:
        yield ok("tokens", f"{listed(given)} set.")
    else:
        yield warn("tokens", "No platform has a token.", "dailydrill run says what to set; demo needs none.")


CHECKS: Sequence[Check] = (
    check_questions,
    check_tokens,
    check_database,
    check_sqlite_file,
    check_backups,
    check_clock,
    check_zones,
    check_disk,
    check_tracks,
    check_discord,
    check_slack,
)
PROBLEMS = 1
COLOURS = {Mark.OK: typer.colors.GREEN, Mark.WARN: typer.colors.YELLOW, Mark.FAIL: typer.colors.RED}


async def examine(settings: Settings, now: datetime, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Every finding, in order; StoreError or SettingsError for settings that name no database."""
    found: list[Finding] = []
    async with _patient(settings, now) as patient:
        for check in checks:
            found += await _try(check, patient)
    return found


async def _try(check: Check, patient: Patient) -> list[Finding]:
    """A check that breaks off is a finding and stops no other."""
    name = check.__name__.removeprefix("check_")
    try:
        return [finding async for finding in check(patient)]
    except DailydrillError as error:
        return [fail(name, str(error), "Mend that first.")]
    except Exception as error:
        log.exception("a check broke off", check=name)
        return [
            fail(name, f"This check broke off: {type(error).__name__}.", "Please report it with the log.")
        ]


@asynccontextmanager
async def _patient(settings: Settings, now: datetime) -> AsyncIterator[Patient]:
    bank = survey((SHIPPED, *settings.dailydrill_bank), now.date())
    file = sqlite_file(settings.database)
    if file is not None and not file.is_file():
        # Opening it would make it.
        yield Patient(settings, now, bank, file, None, None, f"There is no database {file}.")
        return
    database = connect(parsed(settings.database))
    try:
        found, trouble = await _health(database)
        yield Patient(settings, now, bank, file, database, found, trouble)
    finally:
        await database.close()


async def _health(database: Database) -> tuple[Health | None, str]:
    try:
        return await database.read(health), ""
    except StoreError as error:
        return None, str(error)


async def run(settings: Settings, *, as_json: bool) -> None:
    """Print everything that was found; ends with 1 if anything fails."""
    with working("Looking at everything …"):
        found = await examine(settings, SystemClock().now())
    fails, warns = (sum(one.mark is mark for one in found) for mark in (Mark.FAIL, Mark.WARN))
    if as_json:
        told = {"failures": fails, "warnings": warns, "findings": [asdict(one) for one in found]}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(line for one in found for line in _lines(one)))
        typer.echo(f"{plural(fails, 'failure')}, {plural(warns, 'warning')}.")
    raise typer.Exit(PROBLEMS if fails else 0)


def _lines(found: Finding) -> list[str]:
    """A group's name and a notice come from people."""
    mark = typer.style(f"{found.mark:<4}", fg=COLOURS[found.mark])
    cure = [f"{'':16}{found.cure}"] if found.cure else []
    return [f"{mark}  {found.about:<9} {inert(found.text)}", *cure]
