"""What tests of organisers share: typing, pressing a button by its label, a second track."""

from bot.domain.round import Track
from bot.intents.base import Button, Reply
from tests.fakes.text import buttons
from tests.fakes.world import World


async def command(world: World, text: str, name: str = "grace", channel: str = "c1") -> Reply:
    return await world.desk.command(world.who(name, organiser=True, channel=channel), text)


async def press(world: World, reply: Reply, label: str, name: str = "grace", channel: str = "c1") -> Reply:
    action = button(reply, label).action
    return await world.desk.press(world.who(name, organiser=True, channel=channel), action)


def button(reply: Reply, label: str) -> Button:
    assert reply.intent is not None, reply
    return next(one for one in buttons(reply.intent) if one.label == label)


def labels(reply: Reply) -> list[str]:
    return [one.label for one in buttons(reply.intent)]


async def fresh(world: World, track: Track) -> Track:
    found = await world.store.tracks.get(track.id)
    assert found is not None
    return found
