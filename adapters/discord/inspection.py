"""A look at the application from outside, by REST alone: token, commands, and what it may do in each channel."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import app_commands
from discord.http import Route

from adapters.discord.commands import Topics, build
from adapters.discord.judging import judged
from adapters.discord.places import invited_with, lacking
from bot.errors import SettingsError

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
"""As for the bot itself: whoever looks at it need not know what speaking would take."""

SCOPES: Final = ("bot", "applications.commands")
REFUSED: Final = (
    "Discord does not accept DISCORD_TOKEN: take a new one from the bot's page in the developer portal."
)


@dataclass(frozen=True, slots=True)
class Application:
    """``endpoint``: where Discord sends interactions instead of the gateway, "" for nowhere else. ``unlike``:
    commands that Discord does not know as we do; ``extra``: those that it knows and we do not."""

    id: int
    name: str
    endpoint: str
    unlike: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that is asked in. ``lacks``: missing rights; None where the channel cannot be seen at all."""

    channel: str
    lacks: tuple[str, ...] | None


class Inspection:
    """What can be asked; within ``inspecting`` only."""

    def __init__(self, client: discord.Client, topics: Topics) -> None:
        self._client = client
        self._tree = app_commands.CommandTree(client)
        build(self._tree, topics, _never)

    async def application(self) -> Application:
        with judged():
            info = await self._client.application_info()
            registered = {one.name: one.to_dict() for one in await self._tree.fetch_commands()}
        wanted = {one.name: one.to_dict(self._tree) for one in self._tree.get_commands()}
        unlike = [name for name in wanted if _shape(wanted[name]) != _shape(registered.get(name, {}))]
        return Application(
            info.id,
            info.name,
            info.interactions_endpoint_url or "",
            tuple(sorted(unlike)),
            tuple(sorted(registered.keys() - wanted.keys())),
        )

    async def places(self, group: str, channels: Sequence[str]) -> list[Place] | None:
        """What the bot may do in these channels of a server; None if it is not in the server any more."""
        with judged():
            try:
                guild = await self._client.fetch_guild(int(group))
                me = await guild.fetch_member(self._client.application_id or 0)
            except (discord.NotFound, discord.Forbidden):
                return None
            found = {str(channel.id): channel for channel in await guild.fetch_channels()}
        return [_place(channel, found.get(channel), me) for channel in channels]


@asynccontextmanager
async def inspecting(token: str, api_url: str, topics: Topics) -> AsyncIterator[Inspection]:
    """Logged in, but connected to no gateway: it may run beside the bot. SettingsError for a bad token."""
    Route.BASE = api_url.rstrip("/")
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            with judged():
                await client.login(token)
        except discord.LoginFailure:
            raise SettingsError(REFUSED) from None
        yield Inspection(client, topics)


def invitation(application: int) -> str:
    """The link that adds the bot to a server, with the fewest rights that serve."""
    return discord.utils.oauth_url(application, permissions=invited_with(), scopes=SCOPES)


def _place(channel: str, found: Any, me: discord.Member) -> Place:
    """A channel that I may not see is not among those fetched, or it is, with nothing allowed in it."""
    if found is None:
        return Place(channel, None)
    permissions = found.permissions_for(me)
    return Place(channel, lacking(permissions) if permissions.view_channel else None)


def _shape(command: Mapping[str, Any]) -> Any:
    """What people see of a command; Discord adds ids, versions and defaults."""
    options = [_shape(option) for option in command.get("options", ())]
    choices = [choice["name"] for choice in command.get("choices", ())]
    return command.get("name"), command.get("description"), bool(command.get("required")), choices, options


async def _never(interaction: Any, text: str) -> None:
    raise AssertionError("an inspection answers nobody")
