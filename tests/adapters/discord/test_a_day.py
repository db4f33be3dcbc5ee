"""One day on Discord: set up, posted, answered, changed, revealed, read."""

from datetime import timedelta

from tests.adapters.discord.town import NINE, Town, shown


async def test_from_the_set_up_to_my_result(town: Town) -> None:
    asked = await town.grace.slash(town.channel, "daily setup", time="09:00", zone="Europe/Berlin")
    assert asked.ephemeral and "Where are your people?" in asked.text
    plan = await town.grace.click(shown(asked), "One region")
    assert "#ml-daily · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00" in plan.data["content"]
    started = await town.grace.click(shown(plan), "Start")
    assert "Started" in started.data["content"]

    post = await town.posted()
    right = await town.right()
    wrong = "A" if right != "A" else "B"
    first = await town.ada.click(post, wrong)
    assert first.ephemeral and first.text.startswith(f"Saved: **{wrong}**. Only you see this.")
    town.clock.advance(timedelta(minutes=1))
    changed = await town.ada.click(post, right)
    assert changed.text == f"Changed from {wrong} to **{right}**."
    typed = await town.grace.slash(town.channel, "answer", answer=wrong)
    assert f"Saved: **{wrong}**" in typed.text

    await town.at(NINE + timedelta(hours=8, seconds=10))
    (thread,) = town.channel.threads
    (reveal,) = thread.messages
    assert f"✅ **{right}:" in reveal.text and "In an interview" in reveal.text
    assert "✅ right" in post.content and "closed" in post.content
    result = await town.ada.click(reveal, "My result")
    assert result.ephemeral and f"You chose **{right}**" in result.text
