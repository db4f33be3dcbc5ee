"""Puts the core's messages on the page: each carries its delivery's mark and is there once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.web.attached import complete_body
from adapters.web.hub import Hub
from adapters.web.people import BOT, CHANNEL, PLATFORM, RESIDENTS
from adapters.web.view import message_event
from bot.errors import Gone, Refused
from bot.intents.base import Intent
from bot.ports.page import Page, PageMessage
from bot.ports.poster import Reaction, Target


class WebPoster:
    """``sample`` is set while the sample history is made, so that its messages say so."""

    platform = PLATFORM

    def __init__(self, page: Page, hub: Hub, now: Callable[[], datetime]) -> None:
        self._page = page
        self._hub = hub
        self._now = now
        self.sample = False

    async def permit(self, target: Target) -> None:
        """The page takes any number of messages."""

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        message = PageMessage(
            id=0,
            channel=CHANNEL,
            author=BOT,
            at=self._now(),
            body=await self._content(target, intent),
            mark=mark,
            seen_by=_reader(target),
            thread_of=int(target.thread_of) if target.thread_of else None,
            sample=self.sample,
        )
        added = await self._page.add(message)
        self._hub.tell(message_event(added, self._now()), only=added.seen_by)
        return str(added.id)

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        """The page keeps every message by its mark, so ``since`` narrows nothing."""
        message = await self._page.by_mark(mark)
        return str(message.id) if message else None

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        content = await self._content(target, intent)
        changed = await self._page.replace(int(ref), self._marked(content))
        if changed is None:
            raise Gone("That message is not on the page any more.")
        self._hub.tell(message_event(changed, self._now()), only=changed.seen_by)

    async def lacks(self, target: Target) -> tuple[str, ...]:
        """The page lets the bot do everything."""
        return ()

    async def labels(self, target: Target) -> tuple[tuple[str, str], ...]:
        """No post needs one."""
        return ()

    async def reactions(self, target: Target, ref: str) -> list[Reaction]:
        names = {resident.account: resident.name for resident in RESIDENTS}
        given = (await self._page.reactions(CHANNEL)).get(int(ref), {})
        return [
            Reaction(account, names[account], symbol)
            for symbol, accounts in given.items()
            for account in accounts
            if account in names
        ]

    async def _content(self, target: Target, intent: Intent) -> dict[str, Any]:
        content = await complete_body(intent)
        return {**content, "direct": True} if target.dm else content

    def _marked(self, content: dict[str, Any]) -> dict[str, Any]:
        """What is edited while the sample is made belongs to it, even if it was posted before."""
        return {**content, "sample": True} if self.sample else content


def _reader(target: Target) -> str | None:
    """Who alone sees it: whom it is addressed to, or nobody in particular."""
    if target.dm is None and target.channel != CHANNEL:
        raise Refused(f"There is no channel {target.channel} on the page.", permanent=True)
    return target.dm
