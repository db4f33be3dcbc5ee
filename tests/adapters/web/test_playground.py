import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.web import client
from adapters.web.actions import press, react, submit
from adapters.web.client import Playground, Shown
from adapters.web.commands import say, suggestions
from adapters.web.refusals import Busy, Down, Missing
from bot.errors import UsageError
from bot.intents.base import action
from tests.adapters.core import ScriptedDesk, scripted
from tests.adapters.page import MemoryPage

POST = 1
B = action("answer", "mark0", 1)


async def texts(playground: Playground, account: str) -> list[str]:
    return [message["text"] for message in (await playground.state(account))["messages"]]


async def newest(playground: Playground, account: str) -> dict[str, Any]:
    message: dict[str, Any] = (await playground.state(account))["messages"][-1]
    return message


async def test_a_tap_is_confirmed_to_the_one_who_tapped(playground: Playground) -> None:
    await press(playground, "robin", POST, B)
    assert (await newest(playground, "robin"))["text"].startswith("Saved: B. Only you see this.")
    assert (await newest(playground, "robin"))["private"]
    assert len(await texts(playground, "ada")) == 1


async def test_no_open_tab_of_another_member_hears_of_it(playground: Playground) -> None:
    with playground.hub.seat("ada") as ada, playground.hub.seat("robin") as robin:
        await press(playground, "robin", POST, B)
        heard = [(await robin.next())["type"] for _ in range(3)]
        overheard = [(await ada.next())["type"] for _ in range(2)]
    assert heard == ["message", "strip", "people"]
    assert overheard == ["strip", "people"]


async def test_the_key_of_an_open_round_is_nowhere(playground: Playground) -> None:
    await press(playground, "robin", POST, B)
    state = str(await playground.state("robin"))
    assert "not right" not in state
    assert "✅" not in state
    assert "Clients resolve" not in state


async def test_a_button_that_is_gone_is_not_pressed(playground: Playground, desk: ScriptedDesk) -> None:
    with pytest.raises(Missing, match="not there any more"):
        await press(playground, "robin", POST, action("result", "mark0"))
    with pytest.raises(Missing, match="not on the page"):
        await press(playground, "robin", 99, B)
    assert not desk.games["mark0"].answers


async def test_nobody_presses_a_button_of_a_message_only_another_sees(playground: Playground) -> None:
    outcome = await say(playground, "ada", "/quiz mlflow")
    assert outcome.message is not None
    with pytest.raises(Missing, match="not on the page"):
        await press(playground, "robin", outcome.message.id, action("quizstop", "key"))


async def test_a_quiz_goes_on_in_the_same_message(playground: Playground) -> None:
    outcome = await say(playground, "robin", "/quiz mlflow")
    assert outcome.message is not None
    after = await press(playground, "robin", outcome.message.id, action("quiz", "key", 1, 0))
    assert after.message is not None
    assert after.message.id == outcome.message.id
    assert after.message.body["text"].startswith("✗ Not right")


async def test_what_a_person_shares_is_public_and_theirs(playground: Playground) -> None:
    outcome = await say(playground, "grace", "/leaderboard")
    assert outcome.message is not None
    await press(playground, "grace", outcome.message.id, action("share", "season", "points"))
    shared = await newest(playground, "robin")
    assert (shared["author"], shared["via"], shared["private"]) == ("grace", "Dailydrill", False)


async def test_a_form_goes_to_the_one_who_asked_and_comes_back(playground: Playground) -> None:
    outcome = await say(playground, "robin", "/report")
    assert outcome.message is None
    assert outcome.form is not None
    assert [field.name for field in outcome.form.fields] == ["what", "line"]
    done = await submit(playground, "robin", outcome.form.action, {"what": "key"}, None)
    assert done.message is not None
    assert done.message.body["text"] == "Thank you. Reported as key."


async def test_what_is_no_command_is_said_in_the_channel(playground: Playground) -> None:
    await say(playground, "robin", "  Hello <b>all</b> ")
    said = await newest(playground, "ada")
    assert (said["author"], said["text"]) == ("robin", "Hello <b>all</b>")
    assert "<b>" not in said["html"]


async def test_a_thread_hangs_under_a_public_message_of_the_channel(playground: Playground) -> None:
    await say(playground, "robin", "Under it", thread=POST)
    assert (await newest(playground, "ada"))["thread"] == POST
    with pytest.raises(Missing, match="no thread"):
        await say(playground, "robin", "Deeper", thread=(await newest(playground, "robin"))["id"])


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
async def test_a_message_has_a_length(playground: Playground, text: str) -> None:
    with pytest.raises(UsageError):
        await say(playground, "robin", text)


async def test_a_stranger_cannot_be_acted_as(playground: Playground) -> None:
    with pytest.raises(Missing, match="no member 'eve'"):
        await say(playground, "eve", "/help")


async def test_a_reaction_counts_and_everyone_sees_it(playground: Playground, desk: ScriptedDesk) -> None:
    with playground.hub.seat("ada") as ada:
        await react(playground, "robin", POST, "🇧", True)
        assert await ada.next() == {
            "type": "reactions",
            "message": POST,
            "reactions": [{"symbol": "🇧", "accounts": ["robin"]}],
        }
    await react(playground, "robin", POST, "🇧", False)
    assert [each[3] for each in desk.reacted] == [True, False]
    assert (await newest(playground, "ada"))["reactions"] == []


async def test_reactions_are_of_a_known_kind_and_on_public_messages(playground: Playground) -> None:
    with pytest.raises(UsageError, match="Only these reactions"):
        await react(playground, "robin", POST, "<b>", True)
    outcome = await press(playground, "robin", POST, B)
    assert outcome.message is not None
    with pytest.raises(UsageError, match="takes no reactions"):
        await react(playground, "robin", outcome.message.id, "👍", True)


async def test_while_the_bot_is_down_it_answers_nobody_and_hears_nothing(
    playground: Playground, desk: ScriptedDesk
) -> None:
    await playground.set_down(True)
    with pytest.raises(Down, match="bot is down"):
        await press(playground, "robin", POST, B)
    with pytest.raises(Down):
        await say(playground, "robin", "/help")
    await react(playground, "robin", POST, "🇧", True)
    await say(playground, "robin", "Is it down?")
    assert desk.reacted == []
    assert desk.walk.down


async def test_a_restart_remembers_that_the_bot_was_down(playground: Playground, desk: ScriptedDesk) -> None:
    await playground.set_down(True)
    desk.walk.down = playground.down = False
    await playground.open()
    assert playground.down
    assert desk.walk.down


async def test_the_clock_reveals_and_goes_on(playground: Playground) -> None:
    await playground.move("reveal")
    state = await playground.state("robin")
    assert [message["thread"] for message in state["messages"]] == [None, POST]
    assert [move["id"] for move in state["moves"]] == ["next", "week"]
    with pytest.raises(Missing, match="no such button"):
        await playground.move("reveal")


async def test_the_clock_neither_goes_back_nor_too_far(playground: Playground) -> None:
    with pytest.raises(UsageError, match="only goes forward"):
        await playground.move_to(playground.walk.now())
    with pytest.raises(UsageError, match="a year"):
        await playground.move_to(playground.walk.now() + timedelta(days=400))


async def test_one_walk_at_a_time(playground: Playground) -> None:
    gate = asyncio.Event()

    class Slow:
        now, moves, set_down = playground.walk.now, playground.walk.moves, playground.walk.set_down

        async def to(self, instant: object) -> None:
            await gate.wait()

    playground.walk = Slow()
    first = asyncio.create_task(playground.move("week"))
    await asyncio.sleep(0)
    assert playground.clock_json()["walking"]
    with pytest.raises(Busy):
        await playground.move("week")
    gate.set()
    await first
    assert not playground.clock_json()["walking"]


async def test_the_strip_ticks_itself_off(playground: Playground) -> None:
    await press(playground, "robin", POST, B)
    await playground.move("reveal")
    await press(playground, "robin", POST, action("result", "mark0"))
    await playground.move("next")
    assert [step["done"] for step in (await playground.state("robin"))["strip"]] == [
        True,
        True,
        True,
        True,
        False,
    ]
    await say(playground, "robin", "/quiz MLflow")
    assert all(step["done"] for step in (await playground.state("robin"))["strip"])


async def test_two_steps_at_once_are_both_ticked(playground: Playground) -> None:
    class SlowPage(MemoryPage):
        async def set_value(self, name: str, value: str) -> None:
            await asyncio.sleep(0)
            await super().set_value(name, value)

    playground.page = SlowPage()
    await asyncio.gather(playground.tick("next"), playground.tick("quiz"))
    assert await playground.page.value("strip") == "next quiz"


async def test_faults_of_the_bank_stand_on_the_page(playground: Playground) -> None:
    playground.faults = ("mlflow.yaml:3: no options",)
    assert (await playground.state("robin"))["faults"] == ["mlflow.yaml:3: no options"]


async def test_only_an_organiser_is_offered_daily(playground: Playground) -> None:
    async def offered(account: str, text: str) -> list[str]:
        return [each["insert"] for each in (await suggestions(playground, account, text))["suggestions"]]

    assert await offered("ada", "/dai") == ["/daily "]
    assert await offered("robin", "/dai") == []
    assert "/quiz mlflow" in await offered("robin", "/quiz ml")


async def test_who_was_made_an_organiser_is_offered_daily_and_shown_as_one(playground: Playground) -> None:
    async def added(account: str) -> bool:
        return account == "grace"

    playground.added = added
    offered = (await suggestions(playground, "grace", "/dai"))["suggestions"]
    assert [each["insert"] for each in offered] == ["/daily "]
    state = await playground.state("grace")
    assert state["organiser"]
    assert [each["account"] for each in state["people"] if each["organiser"]] == ["ada", "grace"]
    assert not playground.who("grace").organiser, "the platform's word stays the platform's"


async def test_people_and_channels_are_suggested_where_they_are_asked_for(playground: Playground) -> None:
    async def offered(text: str) -> list[str]:
        return [each["insert"] for each in (await suggestions(playground, "ada", text))["suggestions"]]

    assert await offered("/daily grant @gr") == ["/daily grant @Grace"]
    assert await offered("/daily organisers ") == ["/daily organisers add", "/daily organisers remove"]
    assert "/daily organisers add @Robin" in await offered("/daily organisers add ")
    assert await offered("/daily skip ") == [], "a date can only be typed"
    assert await offered("/daily skip tomorrow ") == ["/daily skip tomorrow #ml-daily"]
    assert await offered("/privacy milestones o") == ["/privacy milestones on", "/privacy milestones off"]


async def test_what_the_word_being_typed_is_for_is_told(playground: Playground) -> None:
    async def hint(text: str) -> str:
        return str((await suggestions(playground, "ada", text))["hint"])

    assert await hint("/daily skip ") == "dates: 2026-12-24 or 2026-12-24..2027-01-01"
    assert (await hint("/daily skip 2026-12-24 ")).startswith("track: ")
    assert (
        await hint("/streak ") == await hint("/stats ") == await hint("/nothing ") == await hint("hi ") == ""
    )


async def test_earlier_messages_are_read_page_by_page(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        await say(playground, "ada", f"number {number}")
    assert (await playground.state("robin"))["earlier"] is None
    monkeypatch.setattr(client, "SHOWN_MESSAGES", 3)
    newest = await playground.state("robin")
    earlier = await playground.messages_json("robin", newest["earlier"])
    earliest = await playground.messages_json("robin", earlier["earlier"])
    pages = [earliest["messages"], earlier["messages"], newest["messages"]]
    assert [message["id"] for page in pages for message in page] == [1, 2, 3, 4, 5, 6, 7]
    assert earliest["earlier"] is None
    with pytest.raises(Missing):
        await playground.messages_json("eve", 3)


async def test_a_page_of_others_private_messages_is_passed_over(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(playground, "ada", "/leaderboard")
    await say(playground, "ada", "/leaderboard")
    monkeypatch.setattr(client, "SHOWN_MESSAGES", 2)
    state = await playground.state("robin")
    assert state["messages"] == [] and state["earlier"] == 2
    assert len((await playground.messages_json("robin", 2))["messages"]) == 1


async def test_what_is_wrong_with_a_form_is_told_in_the_form(playground: Playground) -> None:
    before = await texts(playground, "robin")
    refused = await submit(playground, "robin", "v1:report:x", {"what": ""}, None)
    assert refused.as_json() == {
        "message": None,
        "form": None,
        "problem": "Say what the problem is, like /report typo.",
    }
    assert await texts(playground, "robin") == before


async def test_who_deletes_their_data_sees_only_the_answer_and_all_tabs_begin_anew(
    playground: Playground, desk: ScriptedDesk
) -> None:
    outcome = await say(playground, "robin", "/quiz mlflow")
    assert outcome.message is not None
    desk.forgets = True
    with playground.hub.seat("ada") as ada, playground.hub.seat("robin") as robin:
        await press(playground, "robin", outcome.message.id, action("quizstop", "key"))
        assert [(await robin.next())["type"] for _ in range(2)] == ["message", "reload"]
        assert (await ada.next())["type"] == "reload"
    private = [each for each in (await playground.state("robin"))["messages"] if each["private"]]
    assert [each["text"] for each in private] == ["Stopped."]


async def test_new_faults_are_told_to_every_tab(playground: Playground) -> None:
    with playground.hub.seat("robin") as robin:
        playground.show_faults(["mine.yaml:3: no options"])
        event = await robin.next()
    assert (event["type"], event["faults"]) == ("faults", ["mine.yaml:3: no options"])
    assert (await playground.state("ada"))["faults"] == event["faults"]


async def test_a_page_without_first_steps_ticks_none(playground: Playground) -> None:
    playground.guided = False
    await press(playground, "robin", POST, B)
    assert (await playground.state("robin"))["strip"] == []
    assert await playground.page.value("strip") is None


async def test_another_playground_takes_the_place_of_one_that_is_served(playground: Playground) -> None:
    other, _ = scripted(playground.walk.now())
    shown = Shown(playground)
    with playground.hub.seat("robin") as robin:
        shown.change(other)
        assert (await robin.next())["type"] == "reload"
    assert shown.playground is other
