"""Steps of a quiz that several tests share."""

from bot.intents.base import Button, Reply
from bot.intents.quiz import QuizQuestion
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.day import said


async def start(world: World, words: str = "topic", name: str = "ada") -> Reply:
    return await world.desk.command(world.who(name), f"/quiz {words}")


def asked(reply: Reply) -> QuizQuestion:
    assert isinstance(reply.intent, QuizQuestion), said(reply)
    return reply.intent


async def give(world: World, reply: Reply, *, right: bool, name: str = "ada") -> Reply:
    """Answer the choice that is asked."""
    question = asked(reply)
    key = question.question.key.right
    index = key[0] if right else next(i for i in range(4) if i not in key)
    return await world.desk.press(world.who(name), f"v1:quiz:{question.key}:{question.position}:{index}")


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply.intent)]


def labelled(reply: Reply, label: str) -> Button:
    return next(button for button in buttons(reply.intent) if button.label.startswith(label))


async def tap(world: World, reply: Reply, label: str, name: str = "ada") -> Reply:
    return await world.desk.press(world.who(name), labelled(reply, label).action)


async def finish(world: World, reply: Reply, *, right: bool = True) -> Reply:
    while isinstance(reply.intent, QuizQuestion):
        reply = await give(world, reply, right=right)
    return reply
