"""Registering the commands with Discord, only when they have changed: it takes 200 new ones a day."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import discord
import structlog
from discord import app_commands

from adapters.discord.people import PLATFORM
from bot.ports.notes import Notes

log = structlog.get_logger()

NOTE: Final = "commands"


async def register(tree: app_commands.CommandTree[Any], notes: Notes, application: int) -> Mapping[str, int]:
    """The ids of the registered commands, by name. Where Discord takes no new ones for now, the old ones
    serve until the next connection."""
    wanted = fingerprint(tree, application)
    known = json.loads(await notes.read(PLATFORM, NOTE) or "{}")
    if known.get("of") == wanted:
        return known["ids"]  # type: ignore[no-any-return]
    try:
        ids = {command.name: command.id for command in await tree.sync()}
    except discord.HTTPException as error:
        log.warning("the commands could not be registered with Discord", error=str(error))
        return known.get("ids", {})  # type: ignore[no-any-return]
    await notes.write(PLATFORM, NOTE, json.dumps({"of": wanted, "ids": ids}))
    log.info("the commands were registered with Discord", commands=len(ids))
    return ids


def fingerprint(tree: app_commands.CommandTree[Any], application: int) -> str:
    """Of everything Discord is told about the commands, and of the application they belong to."""
    told = sorted((command.to_dict(tree) for command in tree.get_commands()), key=lambda one: one["name"])
    return blake2b(json.dumps([application, told], sort_keys=True).encode(), digest_size=16).hexdigest()
