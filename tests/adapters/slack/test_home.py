"""The home tab: published when somebody looks, and brought up to date by what they do in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.slack.home import BLOCKS, home_view, is_short
from adapters.slack.mentions import Mentions
from bot.intents.base import Prose, Ranking, RankRow, Reply, Said, para
from bot.intents.home import RUN, SHOWN, Coming, Home, Mine, Run
from bot.intents.streak import TrackStreak
from bot.intents.trouble import Sorry
from tests.adapters.slack.town import NINE, Town
from tests.platforms.slack.person import Person
from tests.platforms.slack.views import View

MENTIONS = Mentions()


async def look(town: Town, person: Person) -> View:
    """Open the tab and wait for what it shows then."""
    before = person.home.hash if person.home else ""
    person.open_home()
    return await shows(town, person, lambda view: view.hash != before)


async def shows(town: Town, person: Person, what: Callable[[View], bool]) -> View:
    await town.server.until(lambda: person.home is not None and what(person.home))
    assert person.home is not None
    return person.home


async def set_up(town: Town) -> None:
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily setup 09:00")
    await asked.posted()
    await (await town.grace.click(asked, "One region")).told()
    await (await town.grace.click(asked, "Start")).told()


async def test_a_member_sees_what_this_is_and_an_organiser_how_to_begin(town: Town) -> None:
    mine = await look(town, town.ada)
    assert "I post one interview question a day" in mine.shown and "For organisers" not in mine.shown
    theirs = await look(town, town.grace)
    assert "No channel has a daily question yet" in theirs.shown


async def test_the_messages_tab_is_left_alone(town: Town) -> None:
    town.ada.open_home("messages")
    await look(town, town.grace)
    assert town.ada.home is None


async def test_an_organiser_sets_up_from_the_tab(town: Town) -> None:
    view = await look(town, town.grace)
    await town.grace.click(view, "Set up")
    await town.server.until(lambda: town.grace.modal is not None)
    form = town.grace.modal
    assert form is not None and form.title == "Daily question"
    await town.grace.submit(form, {"channel": town.channel, "time": "08:30", "where": "one"})
    await town.server.until(lambda: bool(town.grace.dm.messages))
    plan = town.grace.dm.messages[-1]
    assert "#ml-daily · Mon–Fri 08:30 Europe/Berlin · everything · revealed 17:00" in plan.text
    await (await town.grace.click(plan, "Start")).told()
    assert "#ml-daily · Mon–Fri 08:30" in (await look(town, town.grace)).shown


async def test_the_command_alone_opens_the_same_form_with_its_channel(town: Town) -> None:
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily setup")
    await town.server.until(lambda: town.grace.modal is not None)
    form = town.grace.modal
    assert form is not None
    await town.grace.submit(form, {"time": "07:30", "where": "many"})
    assert "#ml-daily · Mon–Fri 07:30 Europe/Berlin" in (await asked.posted()).text


async def test_what_is_wrong_with_the_form_is_told_in_it(town: Town) -> None:
    await town.grace.click(await look(town, town.grace), "Set up")
    await town.server.until(lambda: town.grace.modal is not None)
    form = town.grace.modal
    assert form is not None
    await town.grace.submit(form, {"channel": town.channel, "zone": "belrin"})
    assert town.grace.modal is form and "Did you mean Europe/Berlin?" in str(form.errors)


async def test_pausing_there_shows_what_came_of_it_and_turns_the_button_over(town: Town) -> None:
    await set_up(town)
    await town.grace.click(await look(town, town.grace), "Pause")
    paused = await shows(town, town.grace, lambda view: "Resume" in view.shown)
    assert paused.shown.startswith("#ml-daily is paused.")
    assert not town.grace.dm.messages
    town.clock.advance(timedelta(seconds=2))
    await town.grace.click(paused, "Resume")
    assert "goes on" in (await shows(town, town.grace, lambda view: "Pause" in view.shown)).shown


async def test_what_takes_more_than_a_line_comes_as_a_message(town: Town) -> None:
    await set_up(town)
    await town.grace.click(await look(town, town.grace), "Change")
    await town.server.until(lambda: bool(town.grace.dm.messages))
    plan = town.grace.dm.messages[-1]
    assert "#ml-daily · Mon–Fri 09:00" in plan.text and "Save" in str(plan.blocks)
    assert town.grace.home is not None and town.grace.home.shown.startswith("You find it under Messages.")


async def test_an_answer_is_seen_at_the_next_look(town: Town) -> None:
    await set_up(town)
    post = await town.posted()
    assert "open, answer it there" in (await look(town, town.ada)).shown
    await (await town.ada.click(post, "A")).posted()
    mine = await look(town, town.ada)
    assert "answered, and you may change it" in mine.shown and "#ml-daily: 1 day. Best: 1." in mine.shown
    await town.ada.click(mine, "Hide me")
    hidden = await shows(town, town.ada, lambda view: "Show me" in view.shown)
    assert hidden.shown.startswith("You are off every board and name list")


async def test_two_acts_at_once_leave_the_tab_as_it_is_after_both(town: Town) -> None:
    await set_up(town)
    view = await look(town, town.grace)
    first = town.grace.begin_click(view, "Pause")
    second = town.grace.begin_click(view, "Hide me")
    await first.answered()
    await second.answered()
    await shows(town, town.grace, lambda now: "Resume" in now.shown and "Show me" in now.shown)


class Saying:
    def __init__(self, *blocks: object) -> None:
        self._blocks = blocks

    def said(self) -> Said:
        return Said(self._blocks)  # type: ignore[arg-type]


def full(now: datetime) -> Home:
    streaks = tuple(TrackStreak(f"channel-{n}", n, n, 1, 3) for n in range(SHOWN + 3))
    coming = tuple(Coming(f"channel-{n}", "UTC", now) for n in range(SHOWN + 3))
    runs = tuple(Run(n, f"C{n}", "summary", "UTC", None, now, now.date()) for n in range(RUN))
    return Home(Mine(True, False, streaks, 10, 1, 2, 3), coming, now, runs, 7, Sorry("No."))


def test_the_fullest_tab_keeps_slacks_limit_and_loses_nothing() -> None:
    view = home_view(full(NINE), MENTIONS)
    assert len(view["blocks"]) <= BLOCKS
    labels = [
        one["text"]["text"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
    ]
    assert labels[-3:] == ["Hide me", "Export", "Delete my data"] and "Set up another channel" in labels
    assert {block["type"] for block in view["blocks"]} == {"rich_text", "context", "actions", "divider"}


def test_no_block_that_a_tab_does_not_take_is_put_into_one() -> None:
    assert is_short(Reply(Sorry("No.")))
    assert not is_short(Reply(Saying(Prose("**Bold**"))))
    assert not is_short(Reply(Saying(Ranking("Points", (RankRow(1, "Ada", "10"),)))))
    assert not is_short(Reply(Saying(*[para("one")] * 4)))
    assert not is_short(Reply())
