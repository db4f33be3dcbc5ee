"""Boards, statistics and privacy: private, with pictures in words as well and files for the person alone."""

import json

from tests.adapters.discord.town import Town, shown
from tests.platforms.discord.interactions import Reply


async def played(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    right = await town.right()
    for member in (town.ada, town.grace):
        await member.click(post, right)
    await town.revealed()


async def own(town: Town, command: str, **options: object) -> Reply:
    reply = await town.ada.slash(town.channel, command, **options)
    assert reply.ephemeral
    return reply


async def test_a_board_is_private_until_it_is_shared(town: Town) -> None:
    await played(town)
    board = await own(town, "leaderboard", period="all", measure="streak")
    assert "Ada" in board.text
    season = shown(await own(town, "leaderboard"))
    assert "season" in season.text.lower()
    shared = await town.ada.click(season, "Share")
    assert shared.message is not None and not shared.ephemeral
    assert "Ada" in shared.text and shared.message.pings == []


async def test_the_other_boards_are_a_press_away(town: Town) -> None:
    await played(town)
    board = shown(await own(town, "leaderboard"))
    for label in [label for label in board.labels if label != "Share"]:
        await town.ada.click(board, label)
    assert board.ephemeral


async def test_statistics_come_with_a_picture_and_its_words(town: Town) -> None:
    await played(town)
    stats = shown(await own(town, "stats"))
    (picture,) = stats.attachments
    assert picture.data.startswith(b"\x89PNG") and picture.description
    assert "1 of 1" in stats.text


async def test_a_streak_tells_why(town: Town) -> None:
    await played(town)
    assert "1 day" in (await own(town, "streak")).text
    assert "Mon 2 Nov" in (await own(town, "streak", view="why")).text
    away = await town.ada.slash(
        town.channel, "streak", view="away", **{"from": "2026-12-24", "to": "2026-12-28"}
    )
    assert "24 Dec" in away.text


async def test_the_export_is_two_files_for_oneself(town: Town) -> None:
    await played(town)
    export = shown(await own(town, "privacy", do="export"))
    names = [file.filename for file in export.attachments]
    assert any(name.endswith(".json") for name in names) and any(
        ".csv" in name or ".zip" in name for name in names
    )
    whole = next(file for file in export.attachments if file.filename.endswith(".json"))
    assert "Ada" in json.dumps(json.loads(whole.data))


async def test_hiding_and_deleting(town: Town) -> None:
    await played(town)
    assert "You are off every board" in (await own(town, "privacy", do="hide")).text
    board = await town.grace.slash(town.channel, "leaderboard")
    assert "Ada" not in board.text
    asked = shown(await own(town, "privacy", do="delete"))
    await town.ada.click(asked, "Delete everything")
    assert "is deleted" in asked.text


async def test_topics_and_help_are_private(town: Town) -> None:
    assert "Topic" in (await own(town, "topics")).text
    assert len((await own(town, "help")).text.splitlines()) <= 14
