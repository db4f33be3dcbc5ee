"""The bot's own user and application, the gateway's address, direct messages."""

from tests.platforms.discord import shapes
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Json, Refusal

routes = Routes()
IDENTIFIES_A_DAY = 1000  # Events: Gateway, Session Start Limit Object


@routes.on("GET", "/users/@me")
def own_user(call: Call) -> Answer:
    return shapes.of_user(call.server.bot) | {"mfa_enabled": True, "verified": True}


@routes.on("GET", "/users/{user}")
def user(call: Call) -> Answer:
    found = call.server.users.get(call.number("user"))
    if found is None:
        raise Refusal(10013)
    return shapes.of_user(found)


@routes.on("GET", "/oauth2/applications/@me")
@routes.on("GET", "/applications/@me")
def application(call: Call) -> Answer:
    bot = call.server.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "owner": shapes.of_user(bot),
        "team": None,
        "bot": shapes.of_user(bot),
        "approximate_guild_count": len(call.server.guilds),
    }


@routes.on("GET", "/gateway")
def gateway(call: Call) -> Answer:
    return {"url": call.server.gateway_url}


@routes.on("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Answer:
    used = len(call.server.identifies)
    limit: Json = {
        "total": IDENTIFIES_A_DAY,
        "remaining": max(0, IDENTIFIES_A_DAY - used),
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    gateway = call.server.gateway
    return {"url": call.server.gateway_url, "shards": gateway.shards, "session_start_limit": limit}


@routes.on("POST", "/users/@me/channels")
def open_dm(call: Call) -> Answer:
    """Create DM (Resources: User)."""
    user = call.server.users.get(int(call.form.get("recipient_id") or 0))
    if user is None:
        raise Refusal(10013)
    return call.server.dm_with(user).shape()
