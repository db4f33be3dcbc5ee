"""Each kind of question answered on Discord: by button, by form and by typing, also after a restart."""

from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.store import Store
from tests.adapters.discord.town import Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.server import DiscordServer
from tests.service.day import only

MINUTE = timedelta(minutes=1)
multi = pytest.mark.parametrize("bank", [only(Kind.MULTI)])
number = pytest.mark.parametrize("bank", [only(Kind.NUMBER)])
order = pytest.mark.parametrize("bank", [only(Kind.ORDER)])


@multi
async def test_letters_of_several_right_ones_are_added_and_taken_away(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    told = []
    for letter in "BDB":
        town.clock.advance(MINUTE)
        told.append((await town.ada.click(post, letter)).text)
    assert [text.splitlines()[0][:30] for text in told] == [
        "Saved: **B**. Tap a letter to ",
        "Saved: **B, D**. Tap a letter ",
        "Saved: **D**. Tap a letter to ",
    ]


@number
async def test_a_number_is_entered_in_a_form(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    form = await town.ada.click(post, "Answer")
    assert form.modal is not None
    saved = await town.ada.submit(form, {"answer": "0,82"})
    assert saved.ephemeral and "Saved: **0.82" in saved.text
    odd = await town.ada.submit(await town.ada.click(post, "Answer"), {"answer": "about a lot"})
    assert odd.ephemeral and "number" in odd.text and not odd.text.startswith("Saved")


@order
async def test_an_order_is_entered_in_a_form_or_typed(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    saved = await town.ada.submit(await town.ada.click(post, "Answer"), {"answer": "cabd"})
    assert "**C A B D**" in saved.text
    town.clock.advance(MINUTE)
    assert "**D C B A**" in (await town.ada.slash(town.channel, "answer", answer="D C B A")).text


async def test_the_first_confirmation_says_where_to_hide(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    ids = {command["name"]: command["id"] for command in town.server.commands}
    first = await town.ada.click(post, "A")
    assert f"Stay off the board: </privacy:{ids['privacy']}> do:hide" in first.text


async def test_a_late_press_is_told_so_and_offers_practice(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await town.clock.move_to((await town.round()).closes_at + timedelta(seconds=1))
    late = await town.ada.click(post, "A")
    assert late.ephemeral and "You can still learn from it." in late.text
    assert late.message is not None and late.message.labels == ["Practise"]


async def test_the_time_of_an_answer_is_discords(town: Town) -> None:
    """The click counts though it is heard after the close."""
    await town.set_up()
    post = await town.posted()
    closes = (await town.round()).closes_at
    await town.clock.move_to(closes - timedelta(seconds=1))
    pressed = town.ada.begin_click(post, "A")
    await town.clock.move_to(closes + timedelta(seconds=1))
    assert "Saved" in (await pressed.answered()).text


async def test_buttons_and_forms_outlive_a_restart(
    server: DiscordServer, store: Store, clock: ManualClock
) -> None:
    there = found(server)
    async with opened(there, store, clock, only(Kind.NUMBER)) as town:
        await town.set_up()
        post = await town.posted()
        form = await town.ada.click(post, "Answer")
    async with opened(there, store, clock, only(Kind.NUMBER)) as town:
        assert "Saved: **0.5" in (await town.ada.submit(form, {"answer": "50 %"})).text
        clock.advance(MINUTE)
        again = await town.ada.click(post, "Answer")
        assert "0.82" in (await town.ada.submit(again, {"answer": "0.82"})).text


async def test_twenty_people_at_once_are_all_heard(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    crowd = [town.guild.add_member(f"M{place}") for place in range(20)]
    pressed = [member.begin_click(post, "ABCD"[place % 4]) for place, member in enumerate(crowd)]
    for reply in pressed:
        assert "Saved" in (await reply.answered()).text
    assert await town.store.answers.count((await town.round()).id) == 20


@pytest.mark.parametrize("bank", [only(Kind.CHOICE)])
async def test_a_doubled_click_is_one_answer(town: Town, bank: Bank) -> None:
    await town.set_up()
    post = await town.posted()
    first, second = town.ada.begin_click(post, "A"), town.ada.begin_click(post, "A")
    for reply in (first, second):
        assert "**A**" in (await reply.answered()).text
    assert await town.store.answers.count((await town.round()).id) == 1
