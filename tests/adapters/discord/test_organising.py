"""Set-up, corrections, settings and reports, as organisers see them on Discord."""

from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.round import TrackState
from tests.adapters.discord.town import MONDAY, Town, shown
from tests.fakes.bank import make_bank
from tests.platforms.discord.interactions import Callback, Reply
from tests.platforms.discord.message import Message

MINUTE = timedelta(minutes=1)


async def planned(town: Town) -> Message:
    asked = await town.grace.slash(town.channel, "daily setup", time="09:00", zone="Europe/Berlin")
    return shown(await town.grace.click(shown(asked), "One region"))


async def daily(town: Town, verb: str, **options: object) -> Reply:
    return await town.grace.slash(town.channel, f"daily {verb}", **options)


async def test_the_set_up_can_be_changed_in_a_form(town: Town) -> None:
    plan = await planned(town)
    form = await town.grace.click(plan, "Change")
    assert form.modal is not None
    changed = await town.grace.submit(form, {"time": "10:15"})
    assert changed.type == Callback.UPDATE and "Mon–Fri 10:15" in plan.text
    odd = await town.grace.submit(await town.grace.click(plan, "Change"), {"time": "25:99"})
    assert odd.ephemeral and odd.message is not plan and "10:15" in plan.text


async def test_the_preview_is_private_and_changes_nothing(town: Town) -> None:
    plan = await planned(town)
    preview = await town.grace.click(plan, "Preview")
    assert preview.ephemeral and "Tell me which?" in preview.text
    assert await town.store.tracks.of_group((await town.group()).id) == []


@pytest.mark.parametrize("bank", [make_bank(topics=tuple(f"topic-{place:02}" for place in range(24)))])
async def test_topics_are_chosen_by_hand_however_many_there_are(town: Town, bank: Bank) -> None:
    plan = await planned(town)
    await town.grace.click(plan, "Change")
    await town.grace.click(plan, "Choose")
    area = next(label for label in plan.labels if label.startswith("Practice"))
    await town.grace.click(plan, area)
    await town.grace.click(plan, "Topic-00")
    assert "✓ Topic-00" in plan.labels
    await town.grace.click(plan, "Areas")
    await town.grace.click(plan, "Done")
    assert "Topic-00" in plan.text


async def test_start_and_post_now_posts_at_once(town: Town) -> None:
    plan = await planned(town)
    await town.grace.click(plan, "Start and post now")
    await town.at(town.clock.now())
    assert town.channel.last.labels[:4] == [*"ABCD"]


async def test_a_withdrawn_question_says_why_and_pings_nobody(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await town.answered(post, town.ada)
    told = await daily(town, "void", date=str(MONDAY), why=f"It is {town.ada.user.mention} @everyone wrong")
    assert told.ephemeral and (await town.round()).excused is not None
    await town.at(town.clock.now() + MINUTE)
    assert post.thread is not None
    reveal = post.thread.last
    assert "withdrawn: It is" in reveal.text and reveal.pings == []


async def test_a_fix_after_the_reveal_corrects_in_the_thread(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    wrong = "A" if await town.right() != "A" else "B"
    await town.ada.click(post, wrong)
    await town.revealed()
    asked = await daily(town, "fix", date=str(MONDAY), how="accept", what=f"{wrong} because both do")
    message = shown(asked)
    await town.grace.click(message, message.labels[0])
    town.clock.advance(MINUTE)
    await town.at(town.clock.now())
    assert post.thread is not None and len(post.thread.messages) == 2
    correction = post.thread.last
    assert "Correction" in correction.text and "1 person gained" in correction.text and correction.silent
    assert post.content.count("✅ right") == 2


async def test_a_fix_is_also_offered_step_by_step(town: Town) -> None:
    await town.set_up()
    await town.posted()
    asked = await daily(town, "fix", date=str(MONDAY))
    assert asked.ephemeral and shown(asked).labels


async def test_settings_are_a_panel_that_changes_in_place(town: Town) -> None:
    await town.set_up()
    panel = shown(await daily(town, "settings"))
    before = panel.text
    label = next(label for label in panel.labels if "names" in label.lower())
    pressed = await town.grace.click(panel, label)
    assert pressed.type == Callback.UPDATE and panel.text != before


async def test_notices_go_to_a_channel_that_is_named(town: Town) -> None:
    await town.set_up()
    other = town.guild.add_text("organisers-only")
    await town.server.until(lambda: town.platform.poster.client.get_channel(other.id))
    set_ = await daily(town, "settings", name="notices", value=f"<#{other.id}>")
    assert "organisers-only" in set_.text
    town.channel.deny("SEND_MESSAGES")
    await town.at((await town.track()).next_at or town.clock.now())
    await town.at(town.clock.now())
    assert "For organisers" in other.last.text


async def test_three_reports_park_a_question_and_the_organiser_puts_it_back(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await town.answered(post, town.ada)
    reveal = await town.revealed()
    for name in ("Kim", "Lin", "Zoe"):
        form = await town.guild.add_member(name).click(reveal, "Report a problem")
        assert form.modal is not None
        fields = [label["component"]["custom_id"] for label in form.modal["components"]]
        reported = await town.guild.members[-1].submit(form, {fields[0]: "typo", fields[1]: "a *word*"})
        assert reported.ephemeral and "Thank you" in reported.text
    listed = shown(await daily(town, "reports"))
    assert r"a \*word\*" in listed.text and {"Put back", "Keep parked"} <= set(listed.labels)
    assert (await town.grace.click(listed, "Put back")).type == Callback.UPDATE


async def test_pause_resume_skip_and_status_work_as_commands(town: Town) -> None:
    await town.set_up()
    assert "paused" in (await daily(town, "pause")).text.lower()
    assert "#ml-daily" in (await daily(town, "resume")).text
    assert "24 Dec" in (await daily(town, "skip", dates="2026-12-24")).text
    status = await daily(town, "status")
    assert status.ephemeral and "Mon–Fri 09:00 Europe/Berlin" in status.text


async def test_the_end_is_confirmed_first(town: Town) -> None:
    await town.set_up()
    asked = shown(await daily(town, "end"))
    assert (await town.track()).state is TrackState.ACTIVE
    await town.grace.click(asked, asked.labels[0])
    assert await town.store.tracks.of_group((await town.group()).id) == []
