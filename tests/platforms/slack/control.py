"""A JSON API to act as a person with curl, while a bot runs against the server."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.platforms.pulse import NeverHappenedError
from tests.platforms.slack.events import Event
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.message import Message
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.using import NotOfferedError
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Workspace

Act = Callable[[Json], Awaitable[Json]]


class Control:
    """Bodies name people and channels; ``as`` is who acts, by default the first person."""

    soon = 1.0  # real seconds in which an answer that follows the acknowledgement is waited for

    def __init__(self, server: SlackServer, workspace: Workspace) -> None:
        self._server = server
        self._workspace = workspace

    def routes(self) -> list[web.RouteDef]:
        acts: dict[str, Act] = {
            "slash": self._slash,
            "click": self._click,
            "select": self._select,
            "submit": self._submit,
            "home": self._home,
            "react": self._react,
            "say": self._say,
            "fail": self._fail,
            "uninstall": self._uninstall,
        }
        looks = {"messages": self._messages, "people": self._people, "requests": self._requests}
        posts = [web.post(f"/_/{name}", _acting(act)) for name, act in acts.items()]
        return posts + [web.get(f"/_/{name}", look) for name, look in looks.items()]

    # --- acting ----------------------------------------------------------------------------------

    async def _slash(self, body: Json) -> Json:
        """``{"command": "/quiz", "text": "mlflow 5"}``"""
        who, channel = self._who(body), self._channel(body)
        return await self._told(await who.slash(channel, body["command"], body.get("text", "")))

    async def _click(self, body: Json) -> Json:
        """``{"key": "A"}``: on the message of that ``ts``, by default the channel's last, or ``"on": "modal"``."""
        return await self._told(await self._who(body).click(self._place(body), body["key"]))

    async def _select(self, body: Json) -> Json:
        """``{"key": "level", "value": "Senior"}``"""
        return await self._told(await self._who(body).select(self._place(body), body["key"], body["value"]))

    async def _submit(self, body: Json) -> Json:
        """``{"values": {"what": "Why?"}}``: into the modal on top."""
        who = self._who(body)
        if who.modal is None:
            raise NotOfferedError("no modal is open")
        return await self._told(await who.submit(who.modal, body.get("values")))

    async def _home(self, body: Json) -> Json:
        who = self._who(body)
        before = who.home.updates if who.home else -1
        await self._heard(who.open_home())
        await self._soon(lambda: who.home is not None and who.home.updates > before)
        return {"home": _viewed(who.home)}

    async def _react(self, body: Json) -> Json:
        """``{"emoji": "thumbsup"}``; with ``"off": true`` taken back."""
        who, message = self._who(body), self._message(body)
        return await self._heard((who.unreact if body.get("off") else who.react)(message, body["emoji"]))

    async def _say(self, body: Json) -> Json:
        return _shown(self._who(body).say(self._channel(body), body["text"]))

    async def _fail(self, body: Json) -> Json:
        """``{"pattern": "chat.postMessage", "error": "fatal_error", "times": 2}``"""
        self._server.fail(body.pop("pattern"), **body)
        return {}

    async def _uninstall(self, body: Json) -> Json:
        heard = [await self._heard(event) for event in self._workspace.uninstall()]
        return {"acknowledged": all(each["acknowledged"] for each in heard)}

    async def _told(self, reply: Reply) -> Json:
        """What the person sees, once anything follows the acknowledgement."""
        await self._soon(lambda: _anything(reply))
        return {
            "ack": reply.ack,
            "messages": [_shown(each) for each in reply.messages],
            "replaced": _shown(reply.source)
            if isinstance(reply.source, Message) and reply.replaced
            else None,
            "modal": _viewed(reply.person.modal),
            "problems": reply.problems,
        }

    async def _heard(self, event: Event) -> Json:
        if event.payload is not None:
            await self._soon(lambda: event.tries)
        return {"told": event.payload is not None, "acknowledged": event.acknowledged}

    async def _soon(self, condition: Callable[[], object]) -> None:
        try:
            await self._server.until(condition, self.soon)
        except NeverHappenedError:
            return

    # --- looking ---------------------------------------------------------------------------------

    async def _messages(self, request: web.Request) -> web.Response:
        """Of ``?channel=``; what only ``?as=`` sees, too; ``dm`` is a channel of theirs."""
        query = dict(request.query)
        channel = self._channel(query)
        own = self._who(query).ephemerals(channel)
        return web.json_response([_shown(each) for each in [*channel.everything, *own]])

    async def _people(self, _: web.Request) -> web.Response:
        return web.json_response([person.shape(self._workspace) for person in self._workspace.users])

    async def _requests(self, _: web.Request) -> web.Response:
        lines = [f"{each.method} {each.status} {each.error}".strip() for each in self._server.requests]
        return web.json_response(lines)

    # --- by name ---------------------------------------------------------------------------------

    def _who(self, body: Json) -> Person:
        name = body.get("as")
        if name is None:
            return self._workspace.person
        known = {person.name: person for person in self._workspace.users}
        return known.get(name) or self._workspace.add_user(name)

    def _channel(self, body: Json) -> Channel:
        name = body.get("channel", self._workspace.channels[0].name)
        if name == "dm":
            return self._who(body).dm
        for channel in self._workspace.channels:
            if name in (channel.name, channel.id):
                return channel
        raise NotOfferedError(f"there is no channel {name!r}")

    def _place(self, body: Json) -> Message | View:
        if body.get("on") not in ("modal", "home"):
            return self._message(body)
        who = self._who(body)
        view = who.modal if body["on"] == "modal" else who.home
        if view is None:
            raise NotOfferedError(f"there is no {body['on']}")
        return view

    def _message(self, body: Json) -> Message:
        channel = self._channel(body)
        if "ts" not in body:
            return channel.last
        for message in [*channel.everything, *self._who(body).ephemerals(channel)]:
            if message.ts == body["ts"]:
                return message
        raise NotOfferedError(f"there is no message {body['ts']}")


def _anything(reply: Reply) -> bool:
    closed = isinstance(reply.source, View) and not reply.source.open
    return bool(reply.messages or reply.views or reply.replaced or reply.errors or closed)


def _shown(message: Message) -> Json:
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "author": message.user.name,
        "text": message.text,
        "shown": message.shown,
        "buttons": {part["action_id"]: part["text"]["text"] for part in message.buttons},
        "reactions": {name: len(people) for name, people in message.reactions.items()},
        "files": [file.name for file in message.files],
        "ephemeral": message.ephemeral,
        "edits": len(message.edits),
    }


def _viewed(view: View | None) -> Json | None:
    if view is None:
        return None
    fields: dict[str, Any] = {field["block_id"]: field["label"]["text"] for field in view.fields}
    return {"title": view.title, "shown": view.shown, "fields": fields, "errors": view.errors}


def _acting(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(await request.json() if request.can_read_body else {}))
        except (AssertionError, KeyError, IndexError, ValueError, TypeError) as problem:
            return web.json_response({"error": f"{type(problem).__name__}: {problem}"}, status=400)

    return handle
