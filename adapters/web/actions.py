"""Buttons, forms and reactions of the page, handed to the core."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.web.client import Playground
from adapters.web.people import BOT, CHANNEL
from adapters.web.refusals import Missing
from adapters.web.replies import Outcome, bring, take_form
from adapters.web.strip import step_of_action
from adapters.web.view import reactions_json
from bot.errors import UsageError
from bot.ports.page import PageMessage

SYMBOLS: Final = ("🇦", "🇧", "🇨", "🇩", "🇪", "👍", "🎉", "🤔", "👀")


async def press(playground: Playground, account: str, message_id: int, action: str) -> Outcome:
    """Press a button of a message that ``account`` sees."""
    person = playground.who(account)
    message = await playground.message(account, message_id)
    if action not in _actions(message.body):
        raise Missing("That button is not there any more.")
    playground.must_be_up()
    outcome = await bring(playground, account, await playground.desk.press(person, action), message)
    await playground.tick(step_of_action(action))
    await playground.tell_people()
    return outcome


async def submit(
    playground: Playground, account: str, action: str, values: Mapping[str, str], message_id: int | None
) -> Outcome:
    """Send a form; ``message_id`` is the message whose button opened it."""
    person = playground.who(account)
    message = await playground.message(account, message_id) if message_id is not None else None
    playground.must_be_up()
    reply = await playground.desk.submit(person, action, values)
    outcome = await take_form(playground, account, reply, message)
    await playground.tell_people()
    return outcome


async def react(playground: Playground, account: str, message_id: int, symbol: str, on: bool) -> None:
    """Set a reaction or take it back. While the bot is down the page keeps it and nobody hears of it."""
    person = playground.who(account)
    message = await playground.message(account, message_id)
    if symbol not in SYMBOLS:
        raise UsageError(f"Only these reactions are here: {' '.join(SYMBOLS)}")
    if message.seen_by is not None:
        raise UsageError("Only you see that message, so it takes no reactions.")
    await playground.page.react(message_id, account, symbol, on)
    await _tell_reactions(playground, message)
    if message.author == BOT and not playground.down:
        await playground.desk.react(person, str(message_id), symbol, on)
        await playground.tell_people()


async def _tell_reactions(playground: Playground, message: PageMessage) -> None:
    reactions = await playground.page.reactions(CHANNEL)
    shown = reactions_json(reactions.get(message.id, {}))
    playground.hub.tell({"type": "reactions", "message": message.id, "reactions": shown})


def _actions(body: Mapping[str, Any]) -> set[str]:
    return {button["action"] for row in body.get("buttons", ()) for button in row}
