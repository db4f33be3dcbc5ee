"""Quiz, interview and review: one private message that changes under one's hands."""

from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.store import Store
from tests.adapters.discord.town import Town, found, opened, shown
from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Callback, Reply
from tests.platforms.discord.message import Message
from tests.platforms.discord.server import DiscordServer
from tests.service.day import only


async def begun(town: Town, **options: object) -> Message:
    return shown(await town.ada.slash(town.channel, "quiz", topics="topic", **options))


async def pressed(town: Town, message: Message, label: str) -> Reply:
    town.clock.advance(timedelta(seconds=2))
    return await town.ada.click(message, label)


async def test_a_quiz_is_one_private_message_to_its_end(town: Town) -> None:
    quiz = await begun(town, count=2)
    assert quiz.ephemeral and "1 of 2" in quiz.text
    answered = await pressed(town, quiz, "A")
    assert answered.type == Callback.UPDATE and "2 of 2" in quiz.text
    while "Done" not in quiz.labels:
        await pressed(town, quiz, "A")
    assert "of 2.**" in quiz.text and "Practice gives no points." in quiz.text
    assert not town.channel.messages[:-1] and not answered.followups


async def test_a_quiz_goes_on_after_a_restart(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        quiz = await begun(town, count=3)
    async with opened(there, store, clock, bank) as town:
        assert (await pressed(town, quiz, "A")).type == Callback.UPDATE
        assert "2 of 3" in quiz.text


@pytest.mark.parametrize("bank", [only(Kind.MULTI)])
async def test_letters_of_a_quiz_are_marked_before_they_are_checked(town: Town) -> None:
    quiz = await begun(town, count=1)
    await pressed(town, quiz, "B")
    assert quiz.text.count("chosen") == 1 and quiz.labels[:6] == [*"ABCDE", "Check"]


@pytest.mark.parametrize("bank", [only(Kind.NUMBER)])
async def test_a_number_of_a_quiz_is_entered_in_a_form_that_changes_the_message(town: Town) -> None:
    quiz = await begun(town, count=2)
    form = await pressed(town, quiz, "Answer")
    typed = await town.ada.submit(form, {"answer": "0.82"})
    assert typed.type == Callback.UPDATE and "2 of 2" in quiz.text


async def test_somebody_elses_quiz_cannot_be_pressed(town: Town) -> None:
    quiz = await begun(town)
    key = quiz.part("A")["custom_id"]
    before = quiz.text
    reply = await town.grace.click(quiz, key)
    assert reply.ephemeral and reply.message is not quiz and quiz.text == before


async def test_an_interview_is_written_in_a_form_and_ticked(town: Town) -> None:
    asked = shown(await town.ada.slash(town.channel, "interview", topics="topic"))
    assert asked.ephemeral and asked.labels[:2] == ["Write it", "Show answer"]
    form = await pressed(town, asked, "Write it")
    assert form.modal is not None
    field = form.modal["components"][0]["component"]["custom_id"]
    told = await town.ada.submit(form, {field: "I would *first* look at <@1> and @everyone."})
    assert told.type == Callback.UPDATE and "You wrote" in asked.text
    assert asked.pings == [] and r"\*first\*" in asked.text
    await pressed(town, asked, "Show answer")
    assert "A strong candidate" in asked.text


async def test_key_points_of_an_interview_are_ticked_in_place(town: Town) -> None:
    asked = shown(await town.ada.slash(town.channel, "interview", topics="topic"))
    await pressed(town, asked, "Show answer")
    assert "one" in asked.text and "three" in asked.text
    ticks = [label for label in asked.labels if label not in ("Next", "Done")]
    assert (await pressed(town, asked, ticks[0])).type == Callback.UPDATE


async def test_practise_under_a_reveal_is_private(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await town.answered(post, town.ada)
    reveal = await town.revealed()
    practice = await town.ada.click(reveal, "Practise")
    assert practice.ephemeral and practice.message is not reveal
    assert (await pressed(town, shown(practice), "B")).type == Callback.UPDATE


async def test_review_serves_what_is_due(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    wrong = "A" if await town.right() != "A" else "B"
    await town.ada.click(post, wrong)
    await town.revealed()
    town.clock.advance(timedelta(days=2))
    review = await town.ada.slash(town.channel, "review")
    assert review.ephemeral and "Tell me which?" in review.text
