"""A person, and what they can do: type a command, press, choose, fill in, react, open the Home tab."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.slack import browsing, payloads, posting, using
from tests.platforms.slack.browsing import Browser, Visit
from tests.platforms.slack.delivery import Answer, Envelope, Kind
from tests.platforms.slack.events import Event
from tests.platforms.slack.interactions import Asked, Reply
from tests.platforms.slack.message import Message
from tests.platforms.slack.people import User
from tests.platforms.slack.submitting import take
from tests.platforms.slack.using import NotOfferedError
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Workspace

Place = Message | View | Reply


@dataclass(eq=False)
class Person(User):
    modals: list[View] = field(default_factory=list, repr=False)  # the stack, the top last
    home: View | None = field(default=None, repr=False)

    # --- looking ---------------------------------------------------------------------------------

    @property
    def modal(self) -> View | None:
        """The one on top."""
        return self.modals[-1] if self.modals else None

    @property
    def dm(self) -> Channel:
        """Their messages with the app; the same channel each time."""
        return self.server.dm_with(self)

    def ephemerals(self, channel: Channel) -> list[Message]:
        """What only they see there, oldest first."""
        return [each for each in channel.whispers if each.private_to is self and not each.deleted]

    # --- interactions: the plain verb waits for the acknowledgement, ``begin_…`` does not ----------

    async def slash(self, channel: Channel, command: str, text: str = "") -> Reply:
        """``slash(channel, "/quiz", "mlflow 5")``"""
        return await self.begin_slash(channel, command, text).answered()

    def begin_slash(self, channel: Channel, command: str, text: str = "") -> Reply:
        known = self.server.app.commands
        if known is not None and command not in known:
            raise NotOfferedError(f"{command} is not a valid command")
        there = self.workspace.installation
        if there is None or not there.has("commands"):
            raise NotOfferedError(f"the app was not granted its commands in {self.workspace.name}")
        payload = payloads.command(self, channel, command, text, self.workspace)
        return self._ask(Asked.COMMAND, payload, channel, None)

    async def click(
        self, place: Place, key: str, *, stale: bool = False, told_by: Workspace | None = None
    ) -> Reply:
        """The button with this ``action_id`` or label, of a message, a view, or what a reply showed.
        ``told_by``: the side of a shared channel that tells of it, by default whose message it is."""
        return await self.begin_click(place, key, stale=stale, told_by=told_by).answered()

    def begin_click(
        self, place: Place, key: str, *, stale: bool = False, told_by: Workspace | None = None
    ) -> Reply:
        there = _where(place, key)
        return self._act(there, using.press(there, key, stale=stale), told_by)

    async def select(self, place: Place, key: str, value: Any) -> Reply:
        """An option by value or text; people and channels as themselves."""
        return await self.begin_select(place, key, value).answered()

    def begin_select(self, place: Place, key: str, value: Any) -> Reply:
        there = _where(place, key)
        action = using.choose(there, key, value)
        if isinstance(there, View):
            there.values.setdefault(action["block_id"], {})[action["action_id"]] = _kept(action)
        return self._act(there, action)

    async def submit(self, place: View | Reply, values: Mapping[str, Any] | None = None) -> Reply:
        """Fill in a modal and send it; fields by block_id, action_id or label, the others stay as they were."""
        return await self.begin_submit(place, values).answered()

    def begin_submit(self, place: View | Reply, values: Mapping[str, Any] | None = None) -> Reply:
        view = _where(place)
        if not isinstance(view, View) or view is not self.modal:
            raise NotOfferedError("that is not the modal on top")
        filled = using.fill_in(view, values or {})
        payload = self._acting("view_submission") | payloads.submission(view, filled)
        return self._ask(Asked.SUBMISSION, payload, None, view)

    def close(self, view: View | None = None) -> Reply | None:
        """Close a modal; view_closed where the app asked for it."""
        view = view or self.modal
        assert view is not None, "no modal is open"
        view.open = False
        self.modals.remove(view)
        if not view.given.get("notify_on_close"):
            return None
        payload = self._acting("view_closed") | {"view": view.shape(), "is_cleared": False}
        return self._ask(Asked.CLOSED, payload, None, view)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Reply:
        """A global one, or one of a message's menu."""
        kind = "shortcut" if message is None else "message_action"
        told = payloads.shortcut(callback_id, message, self.server.ids.ts())
        channel = message.channel if message is not None else None
        return await self._ask(Asked.SHORTCUT, self._acting(kind) | told, channel, message).answered()

    # --- the rest of what people do ---------------------------------------------------------------

    def open_home(self, tab: str = "home") -> Event:
        """app_home_opened, as for the ``messages`` tab."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        if self.home is not None and tab == "home":
            event["view"] = self.home.shape()
        return self.server.announce(self.workspace, event)

    def say(self, channel: Channel, text: str, thread: Message | None = None) -> Message:
        """Type a message; no app is told, as none may read them."""
        form = {"text": text, "thread_ts": thread.ts if thread else None}
        return posting.write(channel, self, form)

    def react(self, message: Message, emoji: str) -> Event:
        """``react(message, "thumbsup")``"""
        if self in message.reactions.setdefault(emoji, []):
            raise NotOfferedError(f"{self.name} has reacted with {emoji!r} already")
        message.reactions[emoji].append(self)
        return self._reacted("reaction_added", message, emoji)

    def unreact(self, message: Message, emoji: str) -> Event:
        if self not in message.reactions.get(emoji, []):
            raise NotOfferedError(f"{self.name} has not reacted with {emoji!r}")
        message.reactions[emoji].remove(self)
        if not message.reactions[emoji]:
            del message.reactions[emoji]
        return self._reacted("reaction_removed", message, emoji)

    def delete(self, message: Message) -> None:
        """Their own message, or an admin any."""
        posting.erase(message)

    async def install(
        self, url: str, *, cancel: bool = False, without: tuple[str, ...] = (), org_wide: bool = False
    ) -> Visit:
        """In their browser: from the app's page to Slack's, and back. ``without``: scopes they decline."""
        async with browsing.session(url) as session:
            browser = Browser(self, session)
            return await browser.install(url, cancel=cancel, without=without, org_wide=org_wide)

    # --- sending ---------------------------------------------------------------------------------

    def _reacted(self, kind: str, message: Message, emoji: str) -> Event:
        item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
        event: Json = {
            "type": kind,
            "user": self.id,
            "reaction": emoji,
            "item_user": message.user.id,
            "item": item,
        }
        return self.server.announce(message.channel.workspace, event, message.channel)

    def _act(self, there: Message | View, action: Json, told_by: Workspace | None = None) -> Reply:
        home = told_by or (there.channel.workspace if isinstance(there, Message) else self.workspace)
        payload = self._acting("block_actions", home) | self._placed(there)
        payload["actions"] = [action | {"action_ts": self.server.ids.ts()}]
        channel = there.channel if isinstance(there, Message) else None
        return self._ask(Asked.ACTION, payload, channel, there)

    def _placed(self, there: Message | View) -> Json:
        if isinstance(there, View):
            return payloads.in_view(there)
        return payloads.in_message(there) | {"state": {"values": using.state_of(there.blocks, {})}}

    def _acting(self, kind: str, home: Workspace | None = None) -> Json:
        return payloads.act(self, home or self.workspace, kind)

    def _ask(
        self, asked: Asked, payload: Json, channel: Channel | None, source: Message | View | None
    ) -> Reply:
        server = self.server
        payload["trigger_id"] = trigger = f"{server.ids.secret('')}.{self.workspace.id}"
        began, seconds = server.clock.now(), server.seconds()
        reply = Reply(server, asked, self, payload, channel, source, began, seconds, trigger)
        reply.requests_before = len(server.requests)
        server.triggers[trigger] = reply
        if channel is not None:
            payload["response_url"] = server.response_url(reply)
        kind: Kind = "slash_commands" if asked is Asked.COMMAND else "interactive"
        server.bring(Envelope(kind, payload), lambda answer: self._answered(reply, answer))
        return reply

    def _answered(self, reply: Reply, answer: Answer) -> None:
        reply.answer = answer
        if answer.ok:
            take(reply)
        reply.heard.set()


def _where(place: Place, key: str = "") -> Message | View:
    """Of what a reply showed, the open view, else the last message that has what is named."""
    if not isinstance(place, Reply):
        return place
    if place.modal is not None and place.modal.open:
        return place.modal
    shown = [message for message in [place.message, *place.messages] if message is not None]
    if not shown:
        raise NotOfferedError("that reply showed nothing that is still there")
    return next((message for message in reversed(shown) if message.find(key)), shown[-1])


def _kept(action: Json) -> Json:
    return {key: value for key, value in action.items() if key not in ("action_id", "block_id")}
