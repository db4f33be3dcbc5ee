"""Makes the fortnight a fresh page begins with, through the desk like any person would.

It ends at 09:05 with today's question open, on a Wednesday or one of the next posting days.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from adapters.web.cast import HISTORY, TALK, TODAY, WELCOME, typed_answer
from adapters.web.client import Playground
from adapters.web.people import BOT, CHANNEL
from adapters.web.poster import WebPoster
from adapters.web.render import typed_body
from adapters.web.replies import bring
from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind
from bot.errors import DailydrillError
from bot.intents.base import Button, Reply
from bot.ports.page import PageMessage

WEDNESDAY: Final = 2
DAYS: Final = 10
LAST_DAY: Final = 15
"""The day that is today in any case, counted from 0."""
SETUP_AT: Final = time(16, 0)
POSTED_AT: Final = time(9, 0)
REVEALED_AT: Final = time(17, 0)
SETUP_BUTTONS: Final = ("One region", "Start")
AT_ONCE: Final = ("One region", "Start and post now")
MOMENT: Final = timedelta(seconds=1)
FROZEN = Callable[[str], Awaitable[FrozenQuestion | None]]


def beginning(now: datetime, zone: str) -> datetime:
    """Where to set a fresh clock: the fortnight then ends on the last Wednesday morning before ``now``."""
    local = now.astimezone(ZoneInfo(zone))
    today = local.date() - timedelta(days=(local.weekday() - WEDNESDAY) % 7)
    if datetime.combine(today, time(9, 5), local.tzinfo) > local:
        today -= timedelta(days=7)
    return datetime.combine(today - timedelta(days=15), SETUP_AT, local.tzinfo).astimezone(UTC)


def morning(now: datetime, zone: str) -> datetime:
    """Five past nine on the newest weekday there is: the whole day to the reveal lies ahead."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=max(0, local.weekday() - 4))
    return datetime.combine(day, time(9, 5), local.tzinfo).astimezone(UTC)


class Sample:
    """``frozen``: the question of the round with this public mark, so that the cast can be right or wrong."""

    def __init__(self, playground: Playground, poster: WebPoster, frozen: FROZEN) -> None:
        self._playground = playground
        self._poster = poster
        self._frozen = frozen
        self._zone = ZoneInfo(playground.zone)

    async def make(self, lived: Callable[[], None] = lambda: None) -> None:
        """Set up the track, live through ten posting days, stop at 09:05 of the eleventh.

        A first question should have letters to tap. If that day's has none, it is lived through as well.
        ``lived`` is called after each day.
        """
        await self._set_up(SETUP_BUTTONS)
        for number, day in enumerate(self._posting_days()):
            self._poster.sample = number < DAYS
            await self._go(day, POSTED_AT, 1)
            if number == LAST_DAY or (number >= DAYS and await self._has_letters()):
                await self._today(day)
                return
            self._poster.sample = True
            await self._live(number, day)
            lived()

    async def post_at_once(self) -> None:
        """Set up the track and post. All but the newcomer have answered: one answer more, and the reveal
        tells shares."""
        await self._set_up(AT_ONCE)
        await self._playground.walk.to(self._playground.walk.now() + MOMENT)
        for place, resident in enumerate(self._playground.residents[1:]):
            await self._answer(resident.account, "w" if place % 2 else "r")

    async def offer_interview(self) -> None:
        """The newcomer is asked, as by an interviewer."""
        newcomer = self._playground.residents[0].account
        reply = await self._playground.desk.command(self._playground.who(newcomer), "/interview")
        await bring(self._playground, newcomer, reply)

    async def _set_up(self, buttons: Sequence[str]) -> None:
        organiser = next(resident.account for resident in self._playground.residents if resident.organiser)
        who = self._playground.who(organiser)
        reply = await self._playground.desk.command(who, "/daily setup")
        for label in buttons:
            button = _button(reply, label)
            if button is not None:
                reply = await self._playground.desk.press(who, button.action)

    def _posting_days(self) -> Iterator[date]:
        day = self._playground.walk.now().astimezone(self._zone).date()
        while True:
            day += timedelta(days=1)
            if day.weekday() < 5:
                yield day

    async def _has_letters(self) -> bool:
        question = await self._question(await self._post())
        return question.kind is Kind.CHOICE

    async def _live(self, number: int, day: date) -> None:
        for place, (account, days) in enumerate(HISTORY.items()):
            how = days[min(number, DAYS - 1)]
            if how != "-":
                await self._go(day, POSTED_AT, 4 + 17 * place + number)
                await self._answer(account, how)
        await self._go(day, REVEALED_AT, 3)
        await self._talk(number, day)

    async def _talk(self, number: int, day: date) -> None:
        post = await self._post()
        if number in TALK:
            await self._say(*TALK[number], None)
            await self._playground.page.react(post.id, "katherine", "👀", True)
        if number == 7:
            await self._go(day, REVEALED_AT, 9)
            await self._say(*WELCOME, None)
        if number == 9:
            for account in ("grace", "robin"):
                await self._playground.page.react(await self._newest_reveal(), account, "🎉", True)

    async def _today(self, day: date) -> None:
        for minute, (account, how) in enumerate(TODAY, start=2):
            await self._go(day, POSTED_AT, minute)
            reply = await self._answer(account, how)
            await bring(self._playground, account, reply)
        await self._go(day, POSTED_AT, 5)

    async def _go(self, day: date, at: time, minutes: int) -> None:
        moment = datetime.combine(day, at, self._zone) + timedelta(minutes=minutes)
        await self._playground.walk.to(moment.astimezone(UTC))

    async def _answer(self, account: str, how: str) -> Reply:
        """Press letters where the post has them, else type the answer."""
        post = await self._post()
        who, desk = self._playground.who(account), self._playground.desk
        question = await self._question(post)
        typed = typed_answer(question, how == "r")
        if question.kind not in (Kind.CHOICE, Kind.MULTI):
            return await desk.command(who, f"/answer {typed}")
        actions = [button["action"] for row in post.body["buttons"] for button in row]
        *others, last = [actions[LETTERS.index(letter)] for letter in typed.split()]
        for action in others:
            await desk.press(who, action)
        return await desk.press(who, last)

    async def _question(self, post: PageMessage) -> FrozenQuestion:
        """The post's question; the round's mark is in its buttons: ``v1:answer:<mark>:0``."""
        mark = str(post.body["buttons"][0][0]["action"]).split(":")[2]
        question = await self._frozen(mark)
        if question is None:
            raise DailydrillError("The sample question has no frozen copy.")
        return question

    async def _post(self) -> PageMessage:
        """The newest question in the channel."""
        for message in reversed(await self._playground.page.messages(CHANNEL, 50)):
            if (
                message.author == BOT
                and message.mark
                and message.thread_of is None
                and message.body["buttons"]
            ):
                return message
        raise DailydrillError("The sample day has no question: the bank is empty or nothing was posted.")

    async def _newest_reveal(self) -> int:
        messages = await self._playground.page.messages(CHANNEL, 50)
        return max(message.id for message in messages if message.author == BOT and message.mark)

    async def _say(self, account: str, text: str, thread: int | None) -> None:
        now = self._playground.walk.now()
        message = PageMessage(0, CHANNEL, account, now, typed_body(text), thread_of=thread, sample=True)
        await self._playground.page.add(message)


def _button(reply: Reply, label: str) -> Button | None:
    if reply.intent is None:
        return None
    buttons = (button for row in reply.intent.said().buttons for button in row)
    return next((button for button in buttons if button.label == label), None)
