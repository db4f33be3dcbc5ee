"""The REST API, a module for each resource."""

from tests.platforms.discord.router import Routes
from tests.platforms.discord.routes import (
    accounts,
    channels,
    commands,
    followups,
    guilds,
    interactions,
    messages,
    reactions,
    threads,
)

ROUTES = Routes()
for module in (accounts, channels, commands, followups, guilds, interactions, messages, reactions, threads):
    ROUTES.include(module.routes)
