"""What the core answers to a person's act, brought onto the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.web.client import Playground
from adapters.web.people import BOT, BOT_NAME, CHANNEL
from adapters.web.render import body, form_json
from adapters.web.view import message_event, message_json
from bot.intents.base import Form, How, Intent, Reply
from bot.ports.page import PageMessage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: the message it made or changed, or a form to fill in, or neither."""

    message: PageMessage | None = None
    form: Form | None = None

    def as_json(self) -> Mapping[str, Any]:
        return {
            "message": message_json(self.message) if self.message else None,
            "form": form_json(self.form) if self.form else None,
        }


async def bring(playground: Playground, account: str, reply: Reply, on: PageMessage | None = None) -> Outcome:
    """Show the reply as its ``how`` says; ``on`` is the message that was pressed on."""
    if reply.how is How.FORM:
        return Outcome(form=reply.form)
    if reply.how is How.SILENT or reply.intent is None:
        return Outcome()
    if reply.how is How.REPLACE and on is not None and on.seen_by == account:
        return Outcome(await _replace(playground, on, reply.intent))
    content, thread = body(reply.intent), on.thread_of if on is not None else None
    if reply.how is How.PUBLIC:
        return Outcome(await put(playground, account, {**content, "via": BOT_NAME}, None, thread))
    return Outcome(await put(playground, BOT, content, account, thread))


async def put(
    playground: Playground, author: str, content: dict[str, Any], seen_by: str | None, thread: int | None
) -> PageMessage:
    """A new message on the page, told to everyone who may see it."""
    now = playground.walk.now()
    message = PageMessage(0, CHANNEL, author, now, content, seen_by=seen_by, thread_of=thread)
    added = await playground.page.add(message)
    playground.hub.tell(message_event(added, now), only=seen_by)
    return added


async def _replace(playground: Playground, on: PageMessage, intent: Intent) -> PageMessage | None:
    changed = await playground.page.replace(on.id, body(intent))
    if changed is not None:
        playground.hub.tell(message_event(changed, playground.walk.now()), only=changed.seen_by)
    return changed
