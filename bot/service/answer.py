"""A member answers: commit first, the confirmation is the acknowledgement."""

from datetime import datetime

from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import parse_response, spell
from bot.domain.question import Kind
from bot.domain.round import Round, RoundState, Track
from bot.domain.streak import StreakState
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.answer_form import answer_form
from bot.intents.base import MAX_ACTION, Button, How, Reply, action
from bot.intents.question_post import PREVIEW
from bot.intents.result import MyOpenAnswer, MyResult
from bot.intents.review import ComesBack
from bot.intents.right_answer import right_letters
from bot.intents.saved import Late, Saved, StreakNews, WhichQuestion, Withdrawn
from bot.intents.words import short_day
from bot.ports.answers import Act, Written
from bot.ports.rounds import Card
from bot.service.due import comes_back, today
from bot.service.present import Present, present
from bot.service.tools import Tools, Who

OPEN = (RoundState.PLANNED, RoundState.POSTED)
CLOSED = (RoundState.CLOSED, RoundState.REVEALED)
NEWEST = 10
LABEL = 60


async def tap(tools: Tools, who: Who, mark: str, index: int, at: datetime) -> Reply:
    """A letter button: the answer of a choice, one bit of a multi."""
    card = await _card(tools, who, mark)
    if not 0 <= index < len(card.question.options):
        raise UsageError(refusals.NO_SUCH_LETTER)
    flip = card.question.kind is Kind.MULTI
    return await _save(tools, who, card, Response(bits=1 << index), at, "button", flip=flip)


async def open_form(tools: Tools, mark: str) -> Reply:
    """The one-field form of a number or an order, opened from memory as the first response."""
    round_, track, question = await find(tools, mark)
    if not _is_open(round_, tools.clock.now()):
        return _late(round_, track.schedule.zone)
    return Reply(form=answer_form(action("form", mark), question), how=How.FORM)


async def typed(tools: Tools, who: Who, mark: str, text: str, at: datetime, way: str) -> Reply:
    """An answer that was typed, in a form or after ``/answer``."""
    card = await _card(tools, who, mark)
    return await _save(tools, who, card, parse_response(card.question, text), at, way)


async def by_command(tools: Tools, who: Who, text: str, at: datetime) -> Reply:
    """``/answer B``; alone it shows your answer to this channel's newest round."""
    here = await present(tools, who)
    rounds = await tools.store.rounds.newest(here.group.id, who.channel, NEWEST)
    if not rounds:
        raise UsageError(refusals.NO_QUESTION_YET)
    open_now = [round_ for round_ in rounds if _is_open(round_, at)]
    if len(open_now) > 1:
        meant = _that_take(open_now, text) if text else open_now
        return Reply(WhichQuestion(tuple(_which(round_, text) for round_ in meant)))
    chosen = (open_now or rounds)[0]
    if text:
        return await typed(tools, who, chosen.mark, text, at, "command")
    return await result(tools, who, chosen.mark)


async def result(tools: Tools, who: Who, mark: str) -> Reply:
    """*My result* after the close; while the round is open only what you chose."""
    here = await present(tools, who)
    round_, track, question = await find(tools, mark)
    _check_asked_here(round_, here)
    given = await tools.store.answers.given(round_.id, here.member.id)
    response = given.response if given else None
    if round_.state in CLOSED:
        again = await _comes_back(tools, here, question, track.schedule.zone)
        return Reply(MyResult(mark, question, response, given.points if given else None, again))
    now = tools.clock.now()
    if _is_open(round_, now):
        return Reply(MyOpenAnswer(question, response, round_.closes_at, track.schedule.zone, now))
    if round_.state in OPEN:
        raise UsageError(refusals.CLOSING)
    raise UsageError(refusals.no_result(round_.day, round_.reason or str(round_.state)))


async def _comes_back(tools: Tools, here: Present, question: FrozenQuestion, zone: str) -> ComesBack | None:
    """When review brings it again; UsageError while another round of the member asks it."""
    name, account_id = question.question_id, here.member.account_id
    if name in await tools.store.practice.withheld(account_id, here.group.id):
        raise UsageError(refusals.OPEN_ELSEWHERE)
    await tools.store.reviews.feed_account(account_id)
    return await comes_back(tools, account_id, name, zone)


async def find(tools: Tools, mark: str) -> tuple[Round, Track, FrozenQuestion]:
    """The round behind a button; old messages live for ever, rounds may not."""
    if mark == PREVIEW:
        raise UsageError(refusals.ONLY_A_PREVIEW)
    round_ = await tools.store.rounds.by_mark(mark)
    track = await tools.store.tracks.get(round_.track_id) if round_ else None
    if round_ is None or track is None or round_.question is None:
        raise UsageError(refusals.UNKNOWN_QUESTION)
    return round_, track, round_.question


async def _card(tools: Tools, who: Who, mark: str) -> Card:
    """As ``find``, from memory: whether the round takes answers is told by writing one."""
    if mark == PREVIEW:
        raise UsageError(refusals.ONLY_A_PREVIEW)
    card = await tools.store.rounds.card(mark)
    if card is None or (card.platform, card.group) != (who.platform, who.group):
        raise UsageError(refusals.UNKNOWN_QUESTION)
    return card


def _check_asked_here(round_: Round, here: Present) -> None:
    """A mark is public: it may come from another group."""
    if round_.group_id != here.group.id:
        raise UsageError(refusals.UNKNOWN_QUESTION)


def _is_open(round_: Round, now: datetime) -> bool:
    return round_.state in OPEN and now < round_.closes_at


def _that_take(rounds: list[Round], text: str) -> list[Round]:
    """Those to which this can be an answer; UsageError, with the newest one's sentence, if none."""
    asking = [(round_, round_.question) for round_ in rounds if round_.question is not None]
    fitting = [round_ for round_, question in asking if _takes(question, text)]
    if not fitting and asking:
        parse_response(asking[0][1], text)
    return fitting


def _takes(question: FrozenQuestion, text: str) -> bool:
    try:
        return parse_response(question, text).standing
    except UsageError:
        return False


def _which(round_: Round, text: str) -> Button:
    verb = action("answertext", round_.mark, text) if text else action("result", round_.mark)
    if len(verb) > MAX_ACTION:
        raise UsageError(refusals.ANSWER_TOO_LONG)
    prompt = round_.question.prompt if round_.question else ""
    return Button(verb, f"{short_day(round_.day)}: {prompt}"[:LABEL])


async def _save(
    tools: Tools, who: Who, card: Card, response: Response, at: datetime, way: str, *, flip: bool = False
) -> Reply:
    act = Act(card.mark, who.actor, response, at, way, flip=flip)
    written = await tools.store.answers.submit(act)
    tools.metrics.answered(who.platform, accepted=written.accepted)
    if written.accepted:
        tools.nudge()
    else:  # late, or older than what stands: only that leaves the round open
        fresh = await tools.store.rounds.by_mark(card.mark)
        if fresh is not None and not _is_open(fresh, at):
            return _late(fresh, written.zone)
    return Reply(await _confirmation(tools, card, written))


def _late(round_: Round, zone: str) -> Reply:
    """A withdrawn question closed before its time."""
    return Reply(Late(round_.mark, min(round_.closed_at or round_.closes_at, round_.closes_at), zone))


async def _confirmation(tools: Tools, card: Card, written: Written) -> Saved | Withdrawn:
    now, question = tools.clock.now(), card.question
    if not written.response.standing:
        return Withdrawn(card.closes_at, written.zone, now)
    before = written.before if written.before and written.before.standing else None
    changed = before is not None and written.accepted and before != written.response
    last_wrong = await _last_wrong(tools, written)
    repeats = written.due and not (last_wrong or before or written.first_ever)
    return Saved(
        question.kind,
        spell(question, written.response),
        card.closes_at,
        written.zone,
        now,
        first_ever=written.first_ever and before is None,
        streak=streak_news(written),
        before=spell(question, before) if changed and before else None,
        last_wrong=last_wrong,
        repeat=await _to_repeat(tools, written) if repeats else 0,
    )


async def _to_repeat(tools: Tools, written: Written) -> int:
    return (await today(tools, written.account_id, written.group_id, written.zone)).count


def streak_news(written: Written) -> StreakNews:
    """The streak as it will stand if this round closes now."""
    state = written.streak or StreakState()
    restarted = state.streak == 0 and state.best > 0
    return StreakNews(state.streak + 1, state.best, state.held, written.covered, restarted)


async def _last_wrong(tools: Tools, written: Written) -> tuple[str, str] | None:
    if written.last_wrong is None:
        return None
    round_id, response = written.last_wrong
    round_ = await tools.store.rounds.get(round_id)
    if round_ is None or round_.question is None:
        return None
    return spell(round_.question, response), right_letters(round_.question)
