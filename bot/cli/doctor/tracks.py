"""The tracks: their next posts, and what waits for an organiser."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta

from bot.cli.doctor.findings import Finding, Patient, fail, ok, warn
from bot.domain.round import Track
from bot.domain.schedule import posts_from, zone_info
from bot.errors import UsageError
from bot.intents.words import plural, short_day
from bot.store.health import Overview, Waiting, overview

TRACK, NOTICE, UNSURE = "track", "notice", "unsure"
POSTS, MOST = 3, 20
LATE = timedelta(minutes=15)
"""A post that has been due for so long means that nobody is posting."""


async def check_tracks(patient: Patient) -> AsyncIterator[Finding]:
    if patient.database is None or patient.health is None or not patient.health.current:
        return
    found = await patient.database.read(overview, patient.now, MOST)
    for finding in (*_zones(found), *_tracks(found, patient), *_waiting(found)):
        yield finding


def _zones(found: Overview) -> Iterator[Finding]:
    for zone in sorted(found.zones):
        try:
            zone_info(zone)
        except UsageError:
            yield fail(
                TRACK,
                f"The zone data has no {zone}, which a track is in.",
                "Update tzdata, or /daily move it.",
            )


def _tracks(found: Overview, patient: Patient) -> Iterator[Finding]:
    topics = frozenset(topic.name for topic in patient.bank.topics)
    for track in found.tracks:
        yield _next(track, found.groups.get(track.group_id, "?"), patient.now)
        if track.topics and not track.topics & topics:
            lost = ", ".join(sorted(track.topics))
            yield fail(
                TRACK,
                f"#{track.channel_name} asks for {lost}, of which there is no file.",
                "Put it back, or /daily setup.",
            )
    active, paused = found.states.get("active", 0), found.states.get("paused", 0)
    more = f", {active - len(found.tracks)} of them later" if active > len(found.tracks) else ""
    yield ok(TRACK, f"{plural(active, 'track')} active{more}, {paused} paused.")


def _next(track: Track, group: str, now: datetime) -> Finding:
    name = f"{group} #{track.channel_name}"
    try:
        times = posts_from(track.schedule, track.next_day, track.next_at, POSTS)
        posts = [_local(at, track.schedule.zone) for at in times]
    except UsageError as error:
        return fail(TRACK, f"{name}: {error}", "Update tzdata.")
    if not posts:
        return warn(
            TRACK, f"{name}: no date fits its schedule.", "An organiser changes it with /daily setup."
        )
    told = f"{name}: {', '.join(posts)} ({track.schedule.zone})."
    if track.next_at is not None and now - track.next_at > LATE:
        return warn(TRACK, f"{told} The first is late.", "Does the bot run? It catches up when it starts.")
    return ok(TRACK, told)


def _local(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_info(zone))
    return f"{short_day(local.date())} {local:%H:%M}"


def _waiting(found: Overview) -> Iterator[Finding]:
    yield from _each(NOTICE, found.notices, "An organiser of that group is told by any command.")
    yield from _each(
        UNSURE, found.unsure, "An organiser says what is so: /daily there DATE, or /daily again DATE."
    )
    if not found.notices and not found.unsure:
        yield ok(NOTICE, "No notice and no unsure message waits for anybody.")


def _each(about: str, waiting: Sequence[Waiting], cure: str) -> Iterator[Finding]:
    for one in waiting:
        yield warn(about, f"{one.group}: {' '.join(one.text.split())}", cure)
