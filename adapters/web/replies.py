"""What the core answers to a person's act, brought onto the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.web.attached import complete_body
from adapters.web.client import Playground
from adapters.web.hub import RELOAD
from adapters.web.people import BOT, BOT_NAME, CHANNEL
from adapters.web.render import body, form_json
from adapters.web.view import message_event, message_json
from bot.intents.base import Form, How, Reply
from bot.intents.trouble import Broken, Sorry
from bot.ports.page import PageMessage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: the message it made or changed, or a form to fill in, or none of these.

    ``problem``: why a form was not taken; what was typed into it is not lost.
    """

    message: PageMessage | None = None
    form: Form | None = None
    problem: str | None = None

    def as_json(self) -> Mapping[str, Any]:
        return {
            "message": message_json(self.message) if self.message else None,
            "form": form_json(self.form) if self.form else None,
            "problem": self.problem,
        }


async def bring(playground: Playground, account: str, reply: Reply, on: PageMessage | None = None) -> Outcome:
    """Show the reply as its ``how`` says; ``on`` is the message that was pressed on."""
    if reply.how is How.FORM:
        return Outcome(form=reply.form)
    if reply.how is How.SILENT or reply.intent is None:
        return Outcome()
    content, thread = await complete_body(reply.intent), on.thread_of if on is not None else None
    if reply.how is How.REPLACE and on is not None and on.seen_by == account:
        return Outcome(await _replace(playground, on, content))
    if reply.how is How.PUBLIC:
        return Outcome(await put(playground, account, {**content, "via": BOT_NAME}, None, thread))
    return Outcome(await put(playground, BOT, content, account, thread))


async def take_form(playground: Playground, account: str, reply: Reply, on: PageMessage | None) -> Outcome:
    """As ``bring``, but what is wrong with a form is told in the form, which stays open."""
    match reply.intent:
        case Sorry(sentence):
            return Outcome(problem=sentence.replace("`", ""))
        case Broken():
            return Outcome(problem=body(reply.intent)["text"])
    return await bring(playground, account, reply, on)


async def put(
    playground: Playground, author: str, content: dict[str, Any], seen_by: str | None, thread: int | None
) -> PageMessage:
    """A new message on the page, told to everyone who may see it."""
    now = playground.walk.now()
    message = PageMessage(0, CHANNEL, author, now, content, seen_by=seen_by, thread_of=thread)
    added = await playground.page.add(message)
    playground.hub.tell(message_event(added, now), only=seen_by)
    return added


async def _replace(playground: Playground, on: PageMessage, content: dict[str, Any]) -> PageMessage:
    """The message with its new content. If it has gone, it went with all the person's data: the answer
    is a new one, and every tab begins anew, as reactions may have gone too."""
    kept = {"direct": True} if on.body.get("direct") else {}
    changed = await playground.page.replace(on.id, {**content, **kept})
    if changed is None:
        added = await put(playground, BOT, content, on.seen_by, on.thread_of)
        playground.hub.tell(RELOAD)
        return added
    playground.hub.tell(message_event(changed, playground.walk.now()), only=changed.seen_by)
    return changed
