"""Buttons, forms, reactions and files, as Slack brings them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.files import Files, in_lines
from adapters.slack.mentions import Mentions
from adapters.slack.pacer import Pacer
from adapters.slack.render import Drawn
from adapters.slack.workspaces import introduced
from bot.bank import Bank
from bot.domain.question import Kind
from bot.intents.base import Attachment
from tests.adapters.slack.town import NINE, Town
from tests.service.day import only


async def practise(town: Town) -> None:
    asked = await town.ada.slash(town.channel, "/quiz", "mixed 1")
    await asked.posted()
    await (await town.ada.click(asked, asked.message.labels[0] if asked.message else "")).told()


async def test_a_quiz_goes_on_in_its_own_message(town: Town) -> None:
    asked = await town.ada.slash(town.channel, "/quiz", "topic 3")
    first = await asked.posted()
    assert first.ephemeral and "1 of 3" in first.text
    await (await town.ada.click(asked, "A")).told()
    assert asked.message is not None and "2 of 3" in asked.text
    assert len(town.ada.ephemerals(town.channel)) == 1, "it was replaced, not followed"


async def test_what_a_person_shares_is_seen_by_all(town: Town) -> None:
    await town.set_up()
    await town.say(town.grace, "daily settings boards on")
    post = await town.posted()
    await (await town.ada.click(post, await town.right())).posted()
    await town.at(NINE + timedelta(hours=8, seconds=10))
    asked = await town.ada.slash(town.channel, "/dailydrill", "leaderboard")
    board = await asked.posted()
    assert board.ephemeral
    await (await town.ada.click(asked, "Share")).posted()
    shared = town.channel.messages[-1]
    assert not shared.ephemeral and "Points, this season" in shared.text


async def test_a_form_opens_at_once_and_its_answer_is_saved(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    report = await town.ada.click(post, "A")
    await report.posted()
    await town.at(NINE + timedelta(hours=8, seconds=10))
    opened = await town.ada.click(town.channel.thread(post.ts)[0], "Report a problem")
    view = await opened.opened()
    assert len(view.given["title"]["text"]) <= 24
    await town.ada.submit(view, {})
    assert "Thank you" in (await opened.posted()).text


@pytest.mark.parametrize("bank", [only(Kind.NUMBER)], ids=["number"])
async def test_what_is_wrong_with_a_form_is_told_in_the_form(town: Town, bank: Bank) -> None:
    await town.set_up()
    post = await town.posted()
    opened = await town.ada.click(post, "Answer")
    view = await opened.opened()
    refused = await town.ada.submit(view, {"answer": "many"})
    assert refused.response_action == "errors" and refused.errors
    assert town.ada.modal is view, "it stays open with what was typed"
    await town.ada.submit(view, {"answer": "0,5"})
    assert "Saved: 0.5" in (await opened.posted()).text


async def test_reactions_count_once_an_organiser_turns_them_on(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    round_ = await town.round()
    await town.ada.react(post, "regional_indicator_b").delivered()
    await town.say(town.grace, "daily settings reactions count")
    assert await town.store.answers.count(round_.id) == 0
    town.ada.react(post, "regional_indicator_c")
    await _answers(town, round_.id, 1)
    town.clock.advance(timedelta(seconds=1))
    town.ada.unreact(post, "regional_indicator_c")
    await _answers(town, round_.id, 0)


async def _answers(town: Town, round_id: int, count: int) -> None:
    """Wait until so many stand: an event is told of, not answered."""
    async with asyncio.timeout(5):
        while True:
            if await town.store.answers.count(round_id) == count:
                return
            await asyncio.sleep(0)


async def test_pictures_and_files_go_to_the_persons_messages(town: Town) -> None:
    await practise(town)
    told = await town.say(town.ada, "stats")
    assert "Your results" in told
    await town.server.until(lambda: any(one.files for one in town.ada.dm.messages))
    (picture,) = [file for one in town.ada.dm.messages for file in one.files]
    assert picture.name.endswith(".png")


async def test_without_the_scope_the_words_stand_alone(town: Town) -> None:
    town.workspace.deny("files:write")
    await practise(town)
    assert "Your results" in await town.say(town.ada, "stats")
    await town.platform.close()
    assert town.ada.dm.messages == []


async def test_unknown_buttons_and_views_are_acknowledged(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    reply = await town.ada.click(post, "other-app:x", stale=True)
    assert reply.acknowledged


async def test_a_guest_and_an_admin_of_another_workspace_do_not_organise(town: Town) -> None:
    guest = town.workspace.add_user("gil", admin=True, restricted=True)
    assert "organiser" in (await town.say(guest, "daily status")).casefold()


async def test_hostile_names_ping_nobody(town: Town) -> None:
    eve = town.workspace.add_user("eve", display_name="<!channel> *bold* <@U1>")
    await town.set_up()
    await town.say(town.grace, "daily settings names on")
    post = await town.posted()
    for person in (eve, town.ada, town.grace, *(town.workspace.add_user(f"p{n}") for n in range(3))):
        await (await person.click(post, await town.right())).posted()
    await town.at(NINE + timedelta(hours=8, seconds=10))
    (reveal,) = town.channel.thread(post.ts)
    assert "eve" in reveal.text or "&lt;!channel&gt;" in reveal.text
    assert reveal.pings == [] and post.pings == []


async def _exported(town: Town) -> str:
    """All that came as words."""
    first = "I may not upload files here"
    await town.server.until(lambda: any(first in one.shown for one in town.ada.dm.messages))
    return "\n".join(one.shown for one in town.ada.dm.messages)


async def test_an_export_without_the_right_to_upload_comes_as_messages(town: Town) -> None:
    town.workspace.deny("files:write")
    await practise(town)
    assert "Everything stored about you" in await town.say(town.ada, "privacy export")
    told = await _exported(town)
    assert "Here is what belongs" not in told
    assert "profile.csv" in told and f"{town.workspace.id}:{town.ada.id}" in told


async def test_an_upload_that_is_refused_leaves_the_words(town: Town) -> None:
    await practise(town)
    town.server.fail("files.getUploadURLExternal", "missing_scope")
    await town.say(town.ada, "privacy export")
    assert f"{town.workspace.id}:{town.ada.id}" in await _exported(town)


async def test_who_cannot_be_written_to_gets_the_export_where_they_asked(town: Town) -> None:
    await practise(town)
    town.server.app.messages_tab = False
    asked = await town.ada.slash(town.channel, "/dailydrill", "privacy export")
    shown = await asked.posted(2)
    assert shown.ephemeral and f"{town.workspace.id}:{town.ada.id}" in shown.shown
    assert town.ada.dm.messages == []


def exported(size: int) -> Drawn:
    rows = "".join(f"{number},{'x' * 90}\n" for number in range(size // 100))
    return Drawn("", (), (), (Attachment("a.json", "application/json", b"{}"), table(rows)))


def table(text: str) -> Attachment:
    return Attachment("attempts.csv", "text/csv", text.encode())


async def test_a_long_export_comes_whole_in_several_messages(town: Town) -> None:
    drawn, said = exported(30_000), list[Drawn]()
    await deliver(town, drawn, said)
    sent = [one.shown for one in town.ada.dm.messages]
    assert len(sent) == 4 and not said
    lines = [line for one in sent for line in one.splitlines() if line.endswith("x" * 90)]
    assert "\n".join(lines).strip() == drawn.files[1].content.decode().strip()


async def test_an_export_too_long_for_messages_says_what_to_grant(town: Town) -> None:
    said = list[Drawn]()
    await deliver(town, exported(400_000), said)
    (sorry,) = said
    assert "files:write" in sorry.text and "/dailydrill privacy export" in sorry.text
    assert town.ada.dm.messages == []


async def test_a_long_export_that_reaches_nobody_says_so_once(town: Town) -> None:
    town.ada.deleted = True
    said = list[Drawn]()
    await deliver(town, exported(60_000), said)
    (sorry,) = said
    assert "cannot write to you" in sorry.text


async def deliver(town: Town, drawn: Drawn, said: list[Drawn]) -> None:
    """Without the right to upload, and without a second between two messages."""

    async def aside(one: Drawn) -> None:
        said.append(one)

    client = AsyncWebClient(token=town.workspace.token, base_url=town.server.api_url)
    workspace = replace(await introduced(client), scopes=frozenset())
    files = Files(Mentions().typed, Pacer(between=0.0))
    await files.deliver(workspace, town.ada.id, drawn, aside)


@pytest.mark.parametrize("text", ["", "\n\n", "a\nb", "x" * 25, "a\n" * 9 + "y" * 31 + "\n\nz", "é\r\n" * 12])
def test_nothing_of_a_file_is_lost_between_its_parts(text: str) -> None:
    parts = in_lines(text, 10)
    assert "".join(parts) == text and all(0 < len(part) <= 10 for part in parts)
