"""A JSON API to act as a person with curl, while a bot runs against the server."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.platforms.discord.asking import CHANNEL, ROLE, USER, NotOfferedError
from tests.platforms.discord.interactions import NotAnsweredError, Reply
from tests.platforms.discord.message import Message
from tests.platforms.discord.person import Member
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.wire import Json, Refusal
from tests.platforms.discord.world import Channel, Guild

Act = Callable[[Json], Awaitable[Json]]


class Control:
    """Bodies name people, channels and roles; ``as`` is who acts, by default the first member."""

    def __init__(self, server: DiscordServer, guild: Guild) -> None:
        self._server = server
        self._guild = guild

    def routes(self) -> list[web.RouteDef]:
        acts: dict[str, Act] = {
            "slash": self._slash,
            "autocomplete": self._autocomplete,
            "click": self._click,
            "select": self._select,
            "submit": self._submit,
            "react": self._react,
            "say": self._say,
            "fail": self._fail,
        }
        looks = {"messages": self._messages, "commands": self._commands, "requests": self._requests}
        posts = [web.post(f"/_/{name}", _acting(act)) for name, act in acts.items()]
        return posts + [web.get(f"/_/{name}", look) for name, look in looks.items()]

    # --- acting ----------------------------------------------------------------------------------

    async def _slash(self, body: Json) -> Json:
        """``{"command": "quiz", "options": {"topics": "mlflow"}}``"""
        options = self._options(body)
        reply = await self._who(body).slash(self._channel(body), body["command"], **options)
        return await self._told(reply)

    async def _autocomplete(self, body: Json) -> Json:
        options = body.get("options", {})
        return {
            "choices": await self._who(body).autocomplete(self._channel(body), body["command"], **options)
        }

    async def _click(self, body: Json) -> Json:
        """``{"message": "1234", "key": "A"}``; without a message the channel's last."""
        return await self._told(await self._who(body).click(self._message(body), body["key"]))

    async def _select(self, body: Json) -> Json:
        """``{"key": "level", "values": ["Senior"]}``"""
        reply = await self._who(body).select(self._message(body), body["key"], *body["values"])
        return await self._told(reply)

    async def _submit(self, body: Json) -> Json:
        """``{"reply": "1234", "values": {"what": "Why?"}}``: the reply that opened the modal."""
        modal = self._server.replies[int(body["reply"])]
        return await self._told(await self._who(body).submit(modal, body["values"]))

    async def _react(self, body: Json) -> Json:
        """``{"emoji": "🇦"}``"""
        self._who(body).react(self._message(body), body["emoji"])
        return {}

    async def _say(self, body: Json) -> Json:
        return _shown(self._who(body).say(self._channel(body), body["text"]))

    async def _fail(self, body: Json) -> Json:
        """``{"pattern": "POST /channels/*/messages", "status": 503, "times": 2}``"""
        self._server.fail(body.pop("pattern"), body.pop("status", None), **body)
        return {}

    async def _told(self, reply: Reply) -> Json:
        """What the person sees, once it no longer says *is thinking…*."""
        if reply.type == 5:
            await reply.settled()
        told: Json = {"reply": str(reply.id), "type": reply.type, "ephemeral": reply.ephemeral}
        if reply.modal is not None:
            told["modal"] = reply.modal
        if reply.message is not None:
            told["message"] = _shown(reply.message)
        return told | {"followups": [_shown(each) for each in reply.followups]}

    # --- looking ---------------------------------------------------------------------------------

    async def _messages(self, request: web.Request) -> web.Response:
        channel = self._channel(dict(request.query))
        return web.json_response([_shown(message) for message in channel.messages])

    async def _commands(self, _: web.Request) -> web.Response:
        return web.json_response(self._server.commands)

    async def _requests(self, _: web.Request) -> web.Response:
        lines = [f"{each.method} {each.path} {each.status}" for each in self._server.requests]
        return web.json_response(lines)

    # --- by name ---------------------------------------------------------------------------------

    def _who(self, body: Json) -> Member:
        name = body.get("as")
        if name is None:
            return self._guild.member
        known = {member.name: member for member in self._guild.members}
        return known.get(name) or self._guild.add_member(name)

    def _channel(self, body: Json) -> Channel:
        name = body.get("channel", self._guild.channels[0].name)
        for channel in [*self._guild.channels, *self._guild.threads]:
            if name in (channel.name, str(channel.id)):
                return channel
        raise NotOfferedError(f"there is no channel {name!r}")

    def _message(self, body: Json) -> Message:
        if "message" not in body:
            return self._channel(body).last
        wanted = int(body["message"])
        seen = [message for channel in self._server.channels.values() for message in channel.messages]
        for reply in self._server.replies.values():
            seen += [each for each in [reply.message, *reply.followups] if each is not None]
        for message in seen:
            if message.id == wanted:
                return message
        raise NotOfferedError(f"there is no message {wanted}")

    def _options(self, body: Json) -> dict[str, Any]:
        """People, channels and roles are given by name."""
        given: dict[str, Any] = dict(body.get("options", {}))
        name, *path = body["command"].split()
        command = self._server.registry.find(name, self._guild.id) or {}
        for step in path:
            command = next((each for each in command.get("options", []) if each["name"] == step), {})
        kinds = {option["name"]: option["type"] for option in command.get("options", [])}
        return {key: self._thing(kinds.get(key, 0), value) for key, value in given.items()}

    def _thing(self, kind: int, value: Any) -> Any:
        if kind == USER:
            return self._who({"as": value})
        if kind == CHANNEL:
            return self._channel({"channel": value})
        return self._guild.role(value) if kind == ROLE else value


def _shown(message: Message) -> Json:
    return {
        "id": str(message.id),
        "author": message.author.name,
        "text": message.text,
        "components": [part for part in message.parts if "custom_id" in part],
        "attachments": [each.url for each in message.attachments],
        "reactions": {emoji: len(people) for emoji, people in message.reactions.items()},
        "ephemeral": message.ephemeral,
        "edits": len(message.edits),
    }


def _acting(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(await request.json() if request.can_read_body else {}))
        except (NotOfferedError, NotAnsweredError, Refusal, KeyError, IndexError, ValueError) as problem:
            return web.json_response({"error": f"{type(problem).__name__}: {problem}"}, status=400)

    return handle
