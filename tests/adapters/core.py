"""A core that plays one question again and again, with the real intents and without a store."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.web.client import Playground
from adapters.web.hub import Hub
from adapters.web.people import CHANNEL, GROUP, RESIDENTS, MemberFacts, Resident
from adapters.web.poster import WebPoster
from adapters.web.walk import Move
from bot.domain.frozen import Response
from bot.domain.grading import points
from bot.domain.question import LETTERS, Kind
from bot.intents.base import Button, Field, Form, How, Reply, Said, action, para
from bot.intents.board import Board, BoardLine
from bot.intents.done import Done
from bot.intents.question_post import Display, QuestionPost
from bot.intents.quiz import Progress, QuizEnd, QuizFeedback, QuizQuestion
from bot.intents.result import MyResult
from bot.intents.reveal import Reveal, graded
from bot.intents.saved import Saved, StreakNews
from bot.intents.trouble import Sorry
from bot.intents.words import short_day
from bot.ports.poster import Target
from bot.service.tools import Who
from tests.adapters.page import MemoryPage
from tests.adapters.question import QUESTION

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)
TOPICS = (("mlflow", "MLflow"), ("airflow", "Airflow"), ("kubernetes", "Kubernetes"))


@dataclass
class Game:
    """One round: when, which message, who answered what."""

    mark: str
    day: date
    post: int = 0
    answers: dict[str, Response] = field(default_factory=dict)
    closed: bool = False


class FakeWalk:
    """A clock that lives through 09:00 (post) and 17:00 (reveal) of every weekday."""

    def __init__(self, start: datetime, core: "ScriptedDesk") -> None:
        self._now = start
        self._core = core
        self.down = False

    def now(self) -> datetime:
        return self._now

    def moves(self) -> list[Move]:
        reveal, following = self._next(time(17)), self._next(time(9))
        moves = (
            [Move("reveal", f"Reveal ({reveal.astimezone(BERLIN):%H:%M})", reveal)] if self._core.open else []
        )
        label = f"Next question ({short_day(following.astimezone(BERLIN).date())[:3]} 09:00)"
        return [*moves, Move("next", label, following), Move("week", "A week", self._now + timedelta(days=7))]

    async def to(self, instant: datetime) -> None:
        while True:
            due, post = min((self._next(time(9)), True), (self._next(time(17)), False))
            if due > instant:
                break
            self._now = due
            if not self.down:
                await (self._core.post(due) if post else self._core.reveal())
        self._now = instant

    async def set_down(self, down: bool) -> None:
        self.down = down

    def _next(self, at: time) -> datetime:
        day = self._now.astimezone(BERLIN).date()
        while True:
            moment = datetime.combine(day, at, BERLIN).astimezone(UTC)
            if moment > self._now and day.weekday() < 5:
                return moment
            day += timedelta(days=1)


class ScriptedDesk:
    """Plays the same question every day, with the real intents and without a store."""

    def __init__(self, page: MemoryPage) -> None:
        self.poster: WebPoster
        self.walk: FakeWalk
        self.page = page
        self.games: dict[str, Game] = {}
        self.reacted: list[tuple[str, str, str, bool]] = []
        self.started = False
        self.forgets = False

    @property
    def open(self) -> Game | None:
        return next((game for game in self.games.values() if not game.closed), None)

    async def post(self, at: datetime) -> None:
        if not self.started:
            return
        game = Game(f"mark{len(self.games)}", at.astimezone(BERLIN).date())
        self.games[game.mark] = game
        game.post = int(await self.poster.send(Target(GROUP, CHANNEL), self._question(game), game.mark))

    async def reveal(self) -> None:
        game = self.open
        if game is None:
            return
        game.closed = True
        await self.poster.send(
            Target(GROUP, CHANNEL, str(game.post), silent=True), self._reveal(game), game.mark + "-reveal"
        )
        await self.poster.edit(Target(GROUP, CHANNEL), str(game.post), self._question(game))

    async def command(self, who: Who, text: str) -> Reply:
        match text.split():
            case ["/daily", "setup", *_]:
                return Reply(_Buttons("Start with these?", (Button(action("setupstart", 1), "Start"),)))
            case ["/quiz", *_]:
                return Reply(self._quiz(1))
            case ["/leaderboard", *_]:
                return Reply(self._board(who))
            case ["/answer", typed]:
                letter = typed if typed in LETTERS else "A"
                return await self.press(
                    who, action("answer", next(reversed(self.games)), LETTERS.index(letter))
                )
            case ["/interview", *_]:
                return Reply(_Boxes())
            case ["/report", *_]:
                return Reply(form=REPORT, how=How.FORM)
            case ["/crash"]:
                raise RuntimeError("a bug")
        return Reply(Sorry("I do not know that command. /help lists what you can do."))

    async def press(self, who: Who, action: str, at: datetime | None = None) -> Reply:  # noqa: C901
        _, verb, *parts = action.split(":")
        if self.forgets:
            self.page.forget(who.account)
        match verb, parts:
            case "setupstart", _:
                self.started = True
                return Reply(Done("Started."), how=How.REPLACE)
            case "answer", [mark, index]:
                return Reply(self._saved(who, self.games[mark], int(index)))
            case "result", [mark]:
                game = self.games[mark]
                response = game.answers.get(who.account)
                return Reply(
                    MyResult(mark, QUESTION, response, points(QUESTION, response) if response else None)
                )
            case "quiz", [_, position, index]:
                return Reply(self._quiz(int(position) + 1, Response(1 << int(index))), how=How.REPLACE)
            case "report", _:
                return Reply(form=REPORT, how=How.FORM)
            case "share", _:
                return Reply(replace(self._board(who), shared_by=who.name), how=How.PUBLIC)
            case "tick", [ticks]:
                return Reply(_Boxes(int(ticks)), how=How.REPLACE)
            case "quizstop", _:
                return Reply(Done("Stopped."), how=How.REPLACE)
        return Reply(how=How.SILENT)

    async def submit(
        self, who: Who, action: str, values: Mapping[str, str], at: datetime | None = None
    ) -> Reply:
        if not values.get("what"):
            return Reply(Sorry("Say what the problem is, like `/report typo`."))
        return Reply(Done(f"Thank you. Reported as {values['what']}."))

    async def react(self, who: Who, post_ref: str, symbol: str, on: bool, at: datetime | None = None) -> None:
        self.reacted.append((who.account, post_ref, symbol, on))

    async def facts(self) -> Mapping[str, MemberFacts]:
        return {resident.account: self._facts(resident.account) for resident in RESIDENTS}

    def _facts(self, account: str) -> MemberFacts:
        streak = best = total = 0
        for game in self.games.values():
            response = game.answers.get(account)
            if game.closed or response:
                streak = streak + 1 if response else 0
            best = max(best, streak)
            total += points(QUESTION, response) if response and game.closed else 0
        today = self.open
        return MemberFacts(streak, best, total, bool(today and account in today.answers))

    def _question(self, game: Game) -> QuestionPost:
        closes = datetime.combine(game.day, time(17), BERLIN)
        display = Display.REVEALED if game.closed else Display.OPEN
        now = self.walk.now()
        return QuestionPost(game.mark, QUESTION, closes, ZONE, now, True, len(game.answers), display=display)

    def _reveal(self, game: Game) -> Reveal:
        responses: dict[Response, int] = {}
        for response in game.answers.values():
            responses[response] = responses.get(response, 0) + 1
        names = sorted(who.capitalize() for who, given in game.answers.items() if points(QUESTION, given))
        right = graded(QUESTION, responses)
        return Reveal(game.mark, QUESTION, len(game.answers), right, responses, tuple(names))

    def _saved(self, who: Who, game: Game, index: int) -> Saved:
        before = game.answers.get(who.account)
        game.answers[who.account] = Response(1 << index)
        facts = self._facts(who.account)
        closes = datetime.combine(game.day, time(17), BERLIN)
        news = StreakNews(facts.streak, facts.best, 1)
        letter = LETTERS[before.indices[0]] if before else None
        return Saved(
            Kind.CHOICE, LETTERS[index], closes, ZONE, self.walk.now(), facts.best == 1, news, before=letter
        )

    def _board(self, who: Who) -> Board:
        scores = sorted(
            ((self._facts(r.account).points, r) for r in RESIDENTS), key=lambda row: (-row[0], row[1].name)
        )
        lines = tuple(
            BoardLine(
                1 + sum(other > score for other, _ in scores),
                resident.name,
                f"{score} points",
                resident.account == who.account,
            )
            for score, resident in scores
        )
        return Board("season", "points", lines)

    def _quiz(self, position: int, last: Response | None = None) -> QuizQuestion | QuizEnd:
        before = QuizFeedback(QUESTION, last) if last else None
        if position > 2:
            return QuizEnd("key", 1, 2, "MLflow", (12, 16), 1, before)
        return QuizQuestion("key", position, Progress(position, 2), QUESTION, Response(), before)


@dataclass(frozen=True, slots=True)
class _Buttons:
    sentence: str
    buttons: tuple[Button, ...]

    def said(self) -> Said:
        return Said((para(self.sentence),), (self.buttons,))


@dataclass(frozen=True, slots=True)
class _Boxes:
    """A long message with switches at its end; ``ticks``: bit i for switch i."""

    ticks: int = 0

    def said(self) -> Said:
        told = tuple(para(f"What a strong candidate says, part {part}.") for part in range(40))
        row = tuple(self._button(place) for place in range(5))
        return Said((*told, para("The end of it.")), (row, (Button(action("quizstop", 1), "Done"),)))

    def _button(self, place: int) -> Button:
        box = "☑" if self.ticks >> place & 1 else "☐"
        return Button(action("tick", self.ticks ^ 1 << place), f"{box} {place + 1}")


REPORT = Form(
    "v1:report:x",
    "Report a problem",
    (
        Field(
            "what",
            "What is wrong?",
            choices=(("key", "Wrong key"), ("typo", "Typo"), ("outdated", "Outdated")),
        ),
        Field(
            "line",
            "In one line",
            "Which version, which page?",
            multiline=True,
            required=False,
            max_length=300,
        ),
    ),
    submit="Send",
)


def scripted(start: datetime, residents: tuple[Resident, ...] = RESIDENTS) -> tuple[Playground, ScriptedDesk]:
    """A playground on fakes, at ``start``, with nothing set up yet."""
    page, hub = MemoryPage(), Hub()
    desk = ScriptedDesk(page)
    desk.walk = FakeWalk(start, desk)
    desk.poster = WebPoster(page, hub, desk.walk.now)
    playground = Playground(desk, page, hub, desk.walk, desk.facts, TOPICS, ZONE, residents)
    return playground, desk
