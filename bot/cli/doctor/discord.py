"""Discord: the token, the commands, and what the bot may do where it asks."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.cli.doctor.findings import Finding, Patient, fail, ok, warn
from bot.domain.round import Track
from bot.intents.words import listed, plural
from bot.store.health import held_channels

if TYPE_CHECKING:
    from adapters.discord.inspection import Application, Inspection, Place

ABOUT, PLATFORM = "discord", "discord"
MOST = 500
"""Tracks whose channels are looked at: each server takes three requests."""

PORTAL = "In the developer portal, General Information, clear Interactions Endpoint URL."
REGISTERED = "dailydrill run registers them when it starts."


async def check_discord(patient: Patient) -> AsyncIterator[Finding]:
    """Nothing where there is no token."""
    token = patient.settings.discord_token
    if token is None:
        return
    from adapters.discord.inspection import inspecting  # noqa: PLC0415 - its library takes time and memory

    topics = [(topic.name, topic.title) for topic in patient.bank.topics]
    async with inspecting(token.get_secret_value(), patient.settings.discord_api_url, topics) as look:
        for finding in _application(await look.application()):
            yield finding
        async for finding in _tracks(look, patient):
            yield finding


def _application(found: "Application") -> Iterator[Finding]:
    yield ok(ABOUT, f"The token is that of {found.name} ({found.id}); no privileged intent is needed.")
    if found.endpoint:
        yield fail(ABOUT, f"Discord sends what people do to {found.endpoint}, not to the bot.", PORTAL)
    if found.unlike:
        names = listed([f"/{name}" for name in found.unlike])
        yield warn(ABOUT, f"Discord does not know {names} as this version has them.", REGISTERED)
    if found.extra:
        names = listed([f"/{name}" for name in found.extra])
        yield warn(ABOUT, f"Discord has {names}, which this version has not.", REGISTERED)
    if not (found.unlike or found.extra):
        yield ok(ABOUT, "The commands are registered.")


async def _tracks(look: "Inspection", patient: Patient) -> AsyncIterator[Finding]:
    if patient.database is None or patient.health is None or not patient.health.current:
        return
    tracks = await patient.database.read(held_channels, PLATFORM, MOST)
    by_group: defaultdict[tuple[str, str], list[Track]] = defaultdict(list)
    for external, name, track in tracks:
        by_group[external, name].append(track)
    for (external, name), here in by_group.items():
        places = await look.places(external, [track.channel for track in here])
        for finding in _places(name, here, places):
            yield finding


def _places(group: str, tracks: Sequence[Track], places: "list[Place] | None") -> Iterator[Finding]:
    if places is None:
        told = (
            f"{group}: the bot is not in this server any more, and has {plural(len(tracks), 'track')} there."
        )
        yield fail(ABOUT, told, "Invite it again: dailydrill discord invite.")
        return
    lacks: Mapping[str, tuple[str, ...] | None] = {place.channel: place.lacks for place in places}
    for track in tracks:
        yield _channel(f"{group} #{track.channel_name}", lacks[track.channel])


def _channel(name: str, lacks: tuple[str, ...] | None) -> Finding:
    if lacks is None:
        cure = "Edit Channel, Permissions, add the bot and allow View Channel; or /daily move it."
        return fail(ABOUT, f"{name}: the channel was deleted, or the bot may not see it.", cure)
    if lacks:
        cure = f"Edit Channel, Permissions, add the bot and allow {listed(lacks)}."
        return fail(ABOUT, f"{name}: {listed(lacks)} missing.", cure)
    return ok(ABOUT, f"{name}: the bot may do what it needs.")
