"""Application commands (Interactions: Application Commands, Endpoints)."""

from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Json, Refusal

routes = Routes()
EVERYWHERE = "/applications/{application}/commands"
IN_GUILD = "/applications/{application}/guilds/{guild}/commands"


def _scope(call: Call) -> int | None:
    if call.number("application") != call.server.bot.id:
        raise Refusal(10002)
    return call.guild().id if "guild" in call.ids else None


@routes.on("GET", EVERYWHERE)
@routes.on("GET", IN_GUILD)
def commands(call: Call) -> Answer:
    return call.server.registry.of(_scope(call))


@routes.on("PUT", EVERYWHERE)
@routes.on("PUT", IN_GUILD)
def overwrite(call: Call) -> Answer:
    """Bulk Overwrite: what is not named is deleted."""
    if not isinstance(call.body, list):
        raise Refusal(50035)
    return call.server.registry.overwrite(call.body, call.server.bot.id, _scope(call))


@routes.on("POST", EVERYWHERE)
@routes.on("POST", IN_GUILD)
def create(call: Call) -> Answer:
    """An existing name of the same type is overwritten."""
    scope = _scope(call)
    registry = call.server.registry
    kind = call.form.get("type", 1)
    others = [
        each for each in registry.of(scope) if (each["type"], each["name"]) != (kind, call.form["name"])
    ]
    return registry.overwrite([*others, call.form], call.server.bot.id, scope)[-1]


@routes.on("GET", EVERYWHERE + "/{command}")
@routes.on("GET", IN_GUILD + "/{command}")
def command(call: Call) -> Answer:
    return _found(call)


@routes.on("DELETE", EVERYWHERE + "/{command}")
@routes.on("DELETE", IN_GUILD + "/{command}")
def delete(call: Call) -> Answer:
    scope = _scope(call)
    found = _found(call)
    others = [each for each in call.server.registry.of(scope) if each is not found]
    call.server.registry.overwrite(others, call.server.bot.id, scope)
    return None


def _found(call: Call) -> Json:
    for each in call.server.registry.of(_scope(call)):
        if each["id"] == call.ids["command"]:
            return each
    raise Refusal(10063)
