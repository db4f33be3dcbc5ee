"""The composer: a slash command goes to the core, anything else is said in the channel."""

from dataclasses import asdict
from typing import Any, Final

from adapters.web.client import Playground
from adapters.web.people import CHANNEL_NAME
from adapters.web.refusals import Missing
from adapters.web.render import typed_body
from adapters.web.replies import Outcome, bring, put
from adapters.web.strip import step_of_command
from bot.commands import OptionKind
from bot.completion import hint, suggest
from bot.errors import UsageError

LONGEST_MESSAGE: Final = 2000


async def say(playground: Playground, account: str, text: str, thread: int | None = None) -> Outcome:
    """Send what ``account`` typed; ``thread``: the message under which a plain message is said."""
    person = playground.who(account)
    typed = text.strip()
    if not typed.startswith("/"):
        return await _talk(playground, account, typed, thread)
    playground.must_be_up()
    reply = await playground.desk.command(person, typed)
    outcome = await bring(playground, account, reply)
    await playground.tick(step_of_command(typed))
    await playground.tell_people()
    return outcome


async def _talk(playground: Playground, account: str, typed: str, thread: int | None) -> Outcome:
    if not typed:
        raise UsageError("Type a message, or a command that begins with /.")
    if len(typed) > LONGEST_MESSAGE:
        raise UsageError(f"That is too long: a message has at most {LONGEST_MESSAGE} characters.")
    if thread is not None:
        parent = await playground.message(account, thread)
        if parent.thread_of is not None or parent.seen_by is not None:
            raise Missing("That message has no thread.")
    return Outcome(await put(playground, account, typed_body(typed), None, thread))


async def suggestions(playground: Playground, account: str, text: str) -> dict[str, Any]:
    """What the composer offers next, best first, and what the word being typed is for."""
    organiser = await playground.organises(account)
    known = {
        OptionKind.TOPICS: playground.topics,
        OptionKind.PERSON: [(f"@{each.name}", "Member") for each in playground.residents],
        OptionKind.CHANNEL: [(f"#{CHANNEL_NAME}", "This channel")],
    }
    return {
        "suggestions": [asdict(each) for each in suggest(text, known, organiser)],
        "hint": hint(text, organiser),
    }
