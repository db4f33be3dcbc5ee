"""The playground as a theatre: real services and store, its own page, a clock by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any, cast

from adapters.web import actions, commands
from adapters.web.people import BOT, CHANNEL, PLATFORM
from adapters.web.replies import Outcome
from bot.bank import Bank
from bot.cli.stage import Stage, make_stage
from bot.clock import MovableClock
from bot.intents.base import Form
from bot.ports.page import PageMessage
from bot.ports.store import Store
from tests.fakes.clock import ManualClock
from tests.transcript import (
    POST,
    REPLY,
    START,
    Filled,
    Pressed,
    Reacted,
    Step,
    Tape,
    TapedDesk,
    Typed,
    Waited,
)


class PageTheatre:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._page = stage.playground
        self._replies: dict[str, PageMessage] = {}
        self._form: tuple[Form, int] | None = None

    async def play(self, step: Step) -> None:
        match step:
            case Typed(who, _, _):
                self._keep(who, await commands.say(self._page, who.lower(), step.text), 0)
            case Pressed(who, label, on):
                message = await self._found(who, on)
                outcome = await actions.press(self._page, who.lower(), message.id, _action(message, label))
                self._keep(who, outcome, message.id)
            case Filled(who, values):
                assert self._form is not None
                form, opened_on = self._form
                filled = {field.name: field.value for field in form.fields} | dict(values)
                outcome = await actions.submit(
                    self._page, who.lower(), form.action, filled, opened_on or None
                )
                self._keep(who, outcome, opened_on)
            case Reacted(who, emoji, on):
                post = await self._found(who, POST)
                await actions.react(self._page, who.lower(), post.id, emoji, on)
            case Waited(until):
                await self._stage.walk.to(START + until)

    def _keep(self, who: str, outcome: Outcome, on: int) -> None:
        if outcome.form is not None:
            self._form = outcome.form, on
        if outcome.message is not None and outcome.message.seen_by is not None:
            self._replies[who] = outcome.message

    async def _found(self, who: str, on: str) -> PageMessage:
        if on == REPLY:
            return self._replies[who]
        everybody = await self._page.page.messages(CHANNEL, 100)
        ours = [one for one in everybody if one.author == BOT and one.seen_by is None]
        return [one for one in ours if (one.thread_of is None) == (on == POST)][-1]


def _action(message: PageMessage, label: str) -> str:
    buttons = [button for row in message.body["buttons"] for button in row]
    return cast(str, next(button["action"] for button in buttons if button["label"] == label))


@asynccontextmanager
async def page_theatre(store: Store, bank: Bank, tape: Tape) -> AsyncIterator[PageTheatre]:
    clock = await MovableClock.load(ManualClock(START), store.page)
    stage = await make_stage(store, bank, clock, "Europe/Berlin", token=Random(1).randbytes)
    stage.playground.desk = TapedDesk(tools=stage.tools, tape=tape)
    posters: dict[str, Any] = cast(dict[str, Any], stage.tools.posters)
    posters[PLATFORM] = tape.poster(posters[PLATFORM])
    await stage.core.connect()
    yield PageTheatre(stage)
