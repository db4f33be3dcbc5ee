"""One day on Slack: set up, posted, answered, changed, revealed, read."""

from datetime import timedelta

from tests.adapters.slack.town import NINE, Town


async def test_from_the_set_up_to_my_result(town: Town) -> None:
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily setup 09:00")
    await asked.posted()
    assert asked.ephemeral and "Where are your people?" in asked.text
    plan = await town.grace.click(asked, "One region")
    await plan.told()
    assert "#ml-daily · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00" in asked.text
    started = await town.grace.click(asked, "Start")
    await started.told()
    assert "Started" in asked.text

    post = await town.posted()
    right = await town.right()
    wrong = "A" if right != "A" else "B"
    first = await town.ada.click(post, wrong)
    await first.posted()
    assert first.ephemeral and first.text.startswith(f"Saved: {wrong}. Only you see this.")
    town.clock.advance(timedelta(minutes=1))
    changed = await town.ada.click(post, right)
    assert (await changed.posted()).text == f"Changed from {wrong} to {right}."
    typed = await town.grace.slash(town.channel, "/quiz", f"answer {wrong}")
    assert f"Saved: {wrong}" in (await typed.posted()).text

    await town.at(NINE + timedelta(hours=8, seconds=10))
    (reveal,) = town.channel.thread(post.ts)
    assert f"✅ {right}:" in reveal.text and "In an interview" in reveal.text
    assert "✅ right" in post.text and "closed" in post.text
    result = await town.ada.click(reveal, "My result")
    assert f"You chose {right}" in (await result.posted()).text
