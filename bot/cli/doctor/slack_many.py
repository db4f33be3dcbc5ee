"""Slack for many workspaces: whether each still lets the bot in, what it granted, and where the bot asks there.

What is in order is told in one line, so that what is not can be found.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Final

from bot.cli.doctor.findings import Finding, Mark, Patient, fail, ok, warn
from bot.cli.doctor.slack_channels import channel_finding
from bot.domain.round import Track
from bot.errors import DeliveryError, SettingsError, StoreError
from bot.intents.words import listed, plural
from bot.secrets import Sealer
from bot.store.health import held_channels
from bot.store.installations import SqlInstallations

if TYPE_CHECKING:
    from adapters.slack.inspection import Inspection
    from bot.ports.installations import Installation

ABOUT, PLATFORM = "slack", "slack"
MOST: Final = 200
"""Workspaces, and tracks of all of them, that are looked at: each takes a request."""

AT_ONCE: Final = 8
WITHIN: Final = 60.0
"""Seconds for all of them."""

NAMED: Final = 10
KEY: Final = (
    "DAILYDRILL_SECRET_KEY must have the key it was sealed with, or the app be installed there again."
)
RENEWED: Final = "dailydrill run renews it when it is needed; if it does not, install the app there again."
LATER: Final = "Look again in a few minutes."


async def check_workspaces(patient: Patient, sealer: Sealer) -> AsyncIterator[Finding]:
    """Nothing where there is no database to read."""
    if patient.database is None or patient.health is None or not patient.health.current:
        return
    installations = SqlInstallations(patient.database, sealer)
    known = await installations.all(PLATFORM)
    here = [team for team, installed in known if installed]
    tracks = await patient.database.read(held_channels, PLATFORM, MOST)
    rounds = _Rounds(patient, installations, {team: [] for team in here})
    for team, _, track in tracks:
        rounds.tracks.setdefault(team, []).append(track)
    for finding in await rounds.made(here[:MOST]):
        yield finding
    if len(here) > MOST:
        yield warn(ABOUT, f"Of {len(here)} workspaces the first {MOST} were looked at.", "")
    if gone := len(known) - len(here):
        yield ok(
            ABOUT,
            f"{plural(gone, 'workspace')} removed the app: the data goes 30 days after, unless it is back.",
        )


class _Rounds:
    """From one workspace to the next, several at once. ``tracks``: by workspace."""

    def __init__(
        self, patient: Patient, installations: SqlInstallations, tracks: dict[str, list[Track]]
    ) -> None:
        self._patient = patient
        self._installations = installations
        self._room = asyncio.Semaphore(AT_ONCE)
        self.tracks = tracks

    async def made(self, teams: Sequence[str]) -> list[Finding]:
        if not teams:
            return [ok(ABOUT, "No workspace has it installed.")]
        looks = [asyncio.create_task(self._look(team)) for team in teams]
        done, late = await asyncio.wait(looks, timeout=WITHIN)
        for each in late:
            each.cancel()
        told = [each.result() for each in looks if each in done]
        fine = [name for name, found in told if not found]
        found = [one for _, each in told for one in each]
        if late:
            sentence = f"{plural(len(late), 'workspace')} did not answer within {WITHIN:g} s."
            found.append(warn(ABOUT, sentence, LATER))
        return [_in_order(fine, len(teams)), *sorted(found, key=lambda one: one.mark is not Mark.FAIL)]

    async def _look(self, team: str) -> tuple[str, list[Finding]]:
        """Its name, and what is wrong there."""
        async with self._room:
            try:
                installed = await self._installations.find(PLATFORM, team)
            except StoreError as error:
                return team, [fail(ABOUT, f"{team}: {error}", KEY)]
            if installed is None:
                return team, []
            name = f"{installed.name} ({team})"
            return name, await self._ask(installed, name)

    async def _ask(self, installed: "Installation", name: str) -> list[Finding]:
        from adapters.slack.inspection import inspecting  # noqa: PLC0415 - its library takes time and memory

        if installed.expires_at is not None and installed.expires_at <= self._patient.now:
            return [warn(ABOUT, f"{name}: its token has ended.", RENEWED)]
        settings = self._patient.settings
        try:
            async with inspecting(installed.token, settings.slack_api_url) as look:
                seats = [await self._seat(look, name, track) for track in self.tracks[installed.team]]
                return [*_granted(look, name, self._page()), *filter(None, seats)]
        except SettingsError:
            return [fail(ABOUT, f"{name}: Slack does not accept its token any more.", self._page())]
        except DeliveryError as error:
            return [warn(ABOUT, f"{name}: {error}", LATER)]

    async def _seat(self, look: "Inspection", name: str, track: Track) -> Finding | None:
        if not look.sees_channels():
            return None
        found = channel_finding(f"{name} #{track.channel_name}", await look.seat(track.channel))
        return None if found.mark is Mark.OK else found

    def _page(self) -> str:
        return f"Somebody of that workspace opens {self._patient.settings.public_url}/slack/install and allows it."


def _in_order(names: Sequence[str], of: int) -> Finding:
    more = len(names) - NAMED
    shown = [*names[:NAMED], f"{more} more"] if more > 0 else names
    told = f": {listed(shown)}" if shown else ""
    return ok(ABOUT, f"{len(names)} of {plural(of, 'workspace')} in order{told}.")


def _granted(look: "Inspection", name: str, page: str) -> list[Finding]:
    required, optional = look.missing()
    found = []
    if required:
        found.append(fail(ABOUT, f"{name}: {listed(required)} must be granted.", page))
    if optional:
        found.append(
            warn(ABOUT, f"{name}: {listed(optional)} not granted.", f"Optional: fine if not wanted. {page}")
        )
    return found
