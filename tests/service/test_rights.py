"""RULES: who is an organiser, checked in the core at the click."""

import sqlite3
from pathlib import Path

import pytest

from bot.commands import DAILY
from bot.domain.question import Kind
from bot.service import (
    daily,
    ending,
    granting,
    organising,
    settings,
    setup,
    setup_preview,
    topic_choice,
)
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, only, posted, said
from tests.service.organising import command, labels, press

REFUSED = "Only organisers can do this."
WORDS = {
    "skip": "2026-11-03",
    "unskip": "2026-11-03",
    "move": "10:00",
    "void": "2026-11-02",
    "fix": "2026-11-02 void",
    "grant": "ada",
    "organisers": "add mallory",
    "settings": "names off",
    "again": "2026-11-02",
    "there": "2026-11-02",
}
PRESSES = {
    verb: parts
    for module in (setup, setup_preview, topic_choice, daily, ending, granting, organising, settings)
    for verb, (_, parts) in module.PRESSES.items()
}
TAMPERED = ["", "x", "-1", "٣", "1e3", "99999999999999", "' OR 1=1 --", "<@everyone>"]


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


@pytest.fixture
async def scene(world: World) -> World:
    """A track with an open question, a draft, and people who are no organisers."""
    await posted(world, await world.track(BERLIN))
    await command(world, "/daily setup", channel="c2")
    for name in ("ada", "mallory"):
        await world.member(name)
    return world


def everything(folder: Path) -> list[str]:
    """All rows of the database."""
    with sqlite3.connect(folder / "dailydrill.db") as database:
        return list(database.iterdump())


@pytest.mark.parametrize("verb", [verb.name for verb in DAILY])
async def test_no_command_of_organisers_does_anything_for_others(
    scene: World, tmp_path: Path, verb: str
) -> None:
    before = everything(tmp_path)
    text = f"/daily {verb} {WORDS.get(verb, '')}"
    assert said(await scene.desk.command(scene.who("mallory"), text)) == REFUSED
    assert everything(tmp_path) == before


@pytest.mark.parametrize("verb", PRESSES)
async def test_no_button_of_organisers_does_anything_for_others(
    scene: World, tmp_path: Path, verb: str
) -> None:
    before = everything(tmp_path)
    for parts in (
        ["1"] * 4,
        ["2", "one", "0", "all"],
        ["add", "2"],
        ["0", "names", "off"],
        ["1", "pause", ""],
    ):
        action = ":".join(["v1", verb, *(parts + ["1"] * 4)[: max(PRESSES[verb], len(parts))]])
        assert said(await scene.desk.press(scene.who("mallory"), action)) == REFUSED
    reply = await scene.desk.submit(scene.who("mallory"), "v1:setupchange:2", {"time": "10:00"})
    assert said(reply) == REFUSED
    assert everything(tmp_path) == before


@pytest.mark.parametrize("verb", PRESSES)
async def test_a_tampered_button_is_refused_in_words_and_changes_nothing(
    scene: World, tmp_path: Path, verb: str
) -> None:
    await scene.member("grace")
    before = everything(tmp_path)
    for part in TAMPERED:
        action = ":".join(["v1", verb, *[part] * PRESSES[verb]])
        reply = await scene.desk.press(scene.who("grace", organiser=True), action)
        assert "Something went wrong" not in said(reply)
    assert everything(tmp_path) == before


async def test_an_added_organiser_may_and_a_removed_one_may_no_more(scene: World) -> None:
    added = await command(scene, "/daily organisers add @Ada")
    assert said(added).startswith("Ada is an organiser now.\nAdded here: Ada.")
    assert "Skipped" in said(await scene.desk.command(scene.who("ada"), "/daily skip 2026-11-04"))
    sheet = await scene.desk.command(scene.who("ada"), "/daily settings")
    action = next(one.action for row in sheet.intent.said().buttons for one in row) if sheet.intent else ""
    assert "names off" in said(await scene.desk.press(scene.who("ada"), action))
    assert "/daily status" in said(await scene.desk.command(scene.who("ada"), "/help"))
    assert "may do this already" in said(await command(scene, "/daily organisers add ada"))
    assert "no organiser any more" in said(await command(scene, "/daily organisers remove ada"))
    assert said(await scene.desk.command(scene.who("ada"), "/daily skip 2026-11-05")) == REFUSED
    assert said(await scene.desk.press(scene.who("ada"), action)) == REFUSED


async def test_whom_the_platform_names_cannot_be_removed(scene: World) -> None:
    await scene.member("grace")
    reply = said(await command(scene, "/daily organisers remove grace", "ada"))
    assert reply.startswith("Nobody added Grace here.")
    assert "Nobody was added." in said(await command(scene, "/daily organisers"))


async def test_an_organiser_of_one_group_is_none_of_another(scene: World) -> None:
    await command(scene, "/daily organisers add ada")
    other = await scene.store.people.group("fake", "g2", "Other")
    assert not await scene.store.organisers.added("fake", "g2", "ada")
    assert await scene.store.organisers.all(other.id) == []


async def test_of_two_with_one_name_the_chosen_one_is_added(scene: World) -> None:
    for account in ("u1", "u2"):
        await scene.store.people.member(scene.group, account, "Same")
    which = await command(scene, "/daily organisers add same")
    assert labels(which) == ["Same (u1)", "Same (u2)"]
    await press(scene, which, "Same (u2)")
    assert await scene.store.organisers.all(scene.group.id) == [("u2", "Same")]
