import pytest

from adapters.web.hub import Hub
from adapters.web.people import CHANNEL, GROUP
from adapters.web.poster import WebPoster
from bot.errors import Refused
from bot.intents.done import Done
from bot.ports.poster import Target
from tests.adapters.conftest import MORNING
from tests.adapters.page import MemoryPage

HERE = Target(GROUP, CHANNEL)


@pytest.fixture
def page() -> MemoryPage:
    return MemoryPage()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def poster(page: MemoryPage, hub: Hub) -> WebPoster:
    return WebPoster(page, hub, lambda: MORNING)


async def test_a_mark_is_on_the_page_once(poster: WebPoster, page: MemoryPage) -> None:
    first = await poster.send(HERE, Done("Hello."), "mark")
    assert await poster.send(HERE, Done("Hello."), "mark") == first
    assert len(await page.messages(CHANNEL, 10)) == 1


async def test_a_message_is_found_by_its_mark(poster: WebPoster) -> None:
    ref = await poster.send(HERE, Done("Hello."), "mark")
    assert await poster.find(HERE, "mark", MORNING) == ref
    assert await poster.find(HERE, "other", MORNING) is None


async def test_an_edit_replaces_the_body_and_nothing_else(poster: WebPoster, page: MemoryPage) -> None:
    ref = await poster.send(HERE, Done("Before."), "mark")
    await poster.edit(HERE, ref, Done("After."))
    (message,) = await page.messages(CHANNEL, 10)
    assert message.body["text"] == "After."
    assert (message.mark, message.at) == ("mark", MORNING)


async def test_editing_what_is_gone_is_refused_for_good(poster: WebPoster) -> None:
    with pytest.raises(Refused) as refusal:
        await poster.edit(HERE, "77", Done("After."))
    assert refusal.value.permanent


async def test_a_channel_that_is_not_there_is_refused_for_good(poster: WebPoster) -> None:
    with pytest.raises(Refused, match="no channel elsewhere"):
        await poster.send(Target(GROUP, "elsewhere"), Done("Hello."), "mark")


async def test_a_direct_message_is_seen_and_heard_by_its_reader_alone(
    poster: WebPoster, page: MemoryPage, hub: Hub
) -> None:
    with hub.seat("ada") as ada, hub.seat("robin") as robin:
        await poster.send(Target(GROUP, "", dm="ada"), Done("A word."), "notice")
        await poster.send(HERE, Done("For all."), "mark")
        assert [(await ada.next())["message"]["text"], (await ada.next())["message"]["text"]] == [
            "A word.",
            "For all.",
        ]
        assert (await robin.next())["message"]["text"] == "For all."
    message = await page.by_mark("notice")
    assert message is not None
    assert message.seen_by == "ada"
    assert message.body["direct"]
    await poster.edit(Target(GROUP, "", dm="ada"), str(message.id), Done("Another word."))
    edited = await page.by_mark("notice")
    assert edited is not None and edited.body["direct"], "an edit leaves it what it is"


async def test_sample_history_says_that_it_is_one(poster: WebPoster, page: MemoryPage) -> None:
    poster.sample = True
    await poster.send(HERE, Done("Long ago."), "mark")
    poster.sample = False
    await poster.send(HERE, Done("Today."), "other")
    assert [message.sample for message in await page.messages(CHANNEL, 10)] == [True, False]
