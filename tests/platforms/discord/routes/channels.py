"""Channels (Resources: Channel)."""

from tests.platforms.discord import posting
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.routes.threads import AUTO_ARCHIVE, tags_of
from tests.platforms.discord.wire import Faults, Refusal
from tests.platforms.discord.world import Thread

routes = Routes()


@routes.on("GET", "/channels/{channel}")
def channel(call: Call) -> Answer:
    return call.channel().shape()


@routes.on("POST", "/channels/{channel}/typing")
def typing(call: Call) -> Answer:
    call.channel()
    return None


@routes.on("PATCH", "/channels/{channel}")
def modify(call: Call) -> Answer:
    """Modify Channel, JSON Params (Thread); other channels would need MANAGE_CHANNELS."""
    found = call.channel()
    if not isinstance(found, Thread):
        raise Refusal(50013)
    if found.archived and call.form.get("archived", True):
        raise Refusal(50083)
    _check(found, call)
    if call.form.get("archived") is False:
        found.unarchive()
    found.name = call.form.get("name", found.name)
    found.auto_archive = call.form.get("auto_archive_duration", found.auto_archive)
    found.locked = call.form.get("locked", found.locked)
    if "applied_tags" in call.form:
        found.applied_tags = tags_of(found.parent, call.form)
    if call.form.get("archived"):
        found.archived = True
    found.changed()
    return found.shape()


def _check(thread: Thread, call: Call) -> None:
    """Changing ``locked``, or waking what is locked, needs MANAGE_THREADS (Topics: Threads, Editing)."""
    if thread.locked or "locked" in call.form:
        posting.require(thread, Permission.MANAGE_THREADS)
    faults = Faults()
    if "name" in call.form:
        faults.length("name", call.form["name"], 1, 100)
    if call.form.get("auto_archive_duration", 60) not in AUTO_ARCHIVE:
        faults.add("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {AUTO_ARCHIVE}.")
    faults.refuse()


@routes.on("DELETE", "/channels/{channel}")
def delete(call: Call) -> Answer:
    found = call.channel()
    posting.require(
        found, Permission.MANAGE_THREADS if isinstance(found, Thread) else Permission.MANAGE_CHANNELS
    )
    found.remove()
    return found.shape()
