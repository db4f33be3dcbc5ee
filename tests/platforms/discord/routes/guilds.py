"""Guilds, their roles and members (Resources: Guild)."""

from tests.platforms.discord import shapes
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Refusal

routes = Routes()


@routes.on("GET", "/users/@me/guilds")
def own_guilds(call: Call) -> Answer:
    guilds = call.server.guilds.values()
    return [{"id": str(each.id), "name": each.name, "owner": False, "features": []} for each in guilds]


@routes.on("GET", "/guilds/{guild}")
def guild(call: Call) -> Answer:
    return shapes.of_guild(call.guild())


@routes.on("GET", "/guilds/{guild}/channels")
def channels(call: Call) -> Answer:
    return [channel.shape() for channel in call.guild().channels]


@routes.on("GET", "/guilds/{guild}/roles")
def roles(call: Call) -> Answer:
    return shapes.of_roles(call.guild())


@routes.on("GET", "/guilds/{guild}/members/{user}")
def member(call: Call) -> Answer:
    guild = call.guild()
    if call.number("user") == call.server.bot.id:
        return shapes.bot_member(guild)
    for member in guild.members:
        if member.id == call.number("user"):
            return shapes.of_member(member)
    raise Refusal(10007 if call.number("user") in call.server.users else 10013)


@routes.on("GET", "/guilds/{guild}/threads/active")
def active_threads(call: Call) -> Answer:
    threads = [thread for thread in call.guild().threads if not thread.archived]
    return {"threads": [thread.shape() for thread in threads], "members": []}


@routes.on("DELETE", "/users/@me/guilds/{guild}")
def leave(call: Call) -> Answer:
    """Leave Guild (Resources: User)."""
    call.server.remove_guild(call.guild())
    return None
