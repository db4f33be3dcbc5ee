"""A question is corrected, withdrawn or excused after people have answered it."""

from dataclasses import dataclass

import pytest

from bot.domain.question import Kind
from bot.domain.round import Round, RoundState, Track
from bot.intents.base import How, Reply, Verdict
from bot.intents.correction import Correction
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from bot.service.tick import tick
from tests.fakes.platform import Mood, Posted
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import (
    BERLIN,
    answer,
    full_day,
    letter,
    nine,
    only,
    posted,
    reveal,
    right_index,
    said,
    wrong_index,
)

DATE = "2026-11-02"


@dataclass
class Fixing:
    """A world with a track, and an organiser who corrects it."""

    world: World
    track: Track

    async def type(self, text: str, name: str = "grace") -> Reply:
        return await self.world.desk.command(self.world.who(name, organiser=True), text)

    async def press(self, reply: Reply, label: str, name: str = "grace") -> Reply:
        assert reply.intent is not None, reply
        pressed = next(one for one in buttons(reply.intent) if one.label == label)
        return await self.world.desk.press(self.world.who(name, organiser=True), pressed.action)

    async def accept(self, what: str, day: str = DATE) -> str:
        """Typed, shown, confirmed; what is said in the end."""
        return said(await self.press(await self.type(f"/daily fix {day} accept {what}"), "Correct it"))

    async def points(self, name: str) -> int | None:
        member = await self.world.member(name)
        given = await self.world.store.answers.given((await self.round()).id, member.id)
        return given.points if given else None

    async def round(self) -> Round:
        return await self.world.round_of(self.track)

    def corrections(self) -> list[Posted]:
        return [one for one in self.world.platform.log if isinstance(one.intent, Correction)]


@pytest.fixture
async def fixing(make_world: MakeWorld) -> Fixing:
    world = await make_world(only(Kind.CHOICE))
    return Fixing(world, await world.track(BERLIN))


def wrong_letter(round_: Round) -> str:
    return letter(wrong_index(round_))


async def test_accepting_shows_what_it_brings_before_anything_is_done(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, ada="right", alan="wrong", zoe="wrong")
    what = wrong_letter(round_)
    shown = await fixing.type(f"/daily fix {DATE} accept {what} because the manual allows both")
    assert said(shown).split("\n") == [
        f"{what} will be right as well in the question of Mon 2 Nov.",
        "Why: the manual allows both",
        "2 people gain 15 points. Nobody loses any.",
    ]
    assert shown.how is How.PRIVATE and await fixing.points("alan") == 0
    done = await fixing.press(shown, "Correct it")
    assert said(done) == "Corrected. 2 people gained 15 points. Nobody lost any." and done.how is How.REPLACE
    assert [await fixing.points(name) for name in ("ada", "alan", "zoe")] == [15, 15, 15]


async def test_cancelling_a_fix_changes_nothing(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    shown = await fixing.type(f"/daily fix {DATE} accept {wrong_letter(round_)}")
    assert said(await fixing.press(shown, "Cancel")) == "Nothing was changed."
    assert "done, cancelled or too old" in said(await fixing.press(shown, "Correct it"))
    assert await fixing.points("alan") == 0


async def test_a_doubled_click_corrects_once(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    shown = await fixing.type(f"/daily fix {DATE} accept {wrong_letter(round_)}")
    await fixing.press(shown, "Correct it")
    assert "done, cancelled or too old" in said(await fixing.press(shown, "Correct it"))
    await tick(fixing.world.tools)
    assert len(fixing.corrections()) == 1


async def test_the_thread_is_told_once_silently_and_the_post_shows_both(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    what = wrong_letter(round_)
    await fixing.accept(f"{what} because the manual allows both.")
    await tick(fixing.world.tools)
    await tick(fixing.world.tools)
    [told] = fixing.corrections()
    assert plain(told.intent) == (
        f"Correction: {what} is right as well, because the manual allows both. "
        "1 person gained 15 points. Nobody lost any."
    )
    assert told.target.thread_of == round_.post_ref and told.target.silent and told.target.dm is None
    _, shown = fixing.world.platform.edits[-1]
    assert isinstance(shown, QuestionPost)
    verdicts = plain(shown)
    assert verdicts.count(Verdict.RIGHT) == 2 and "1 answered" in verdicts


async def test_a_second_correction_is_a_message_of_its_own(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0)
    assert round_.question is not None
    wrong = [letter(i) for i in range(4) if i not in round_.question.key.right]
    await fixing.accept(wrong[0])
    await fixing.accept(wrong[1])
    await tick(fixing.world.tools)
    assert len(fixing.corrections()) == 2 and fixing.world.platform.doubled() == {}


async def test_before_the_reveal_went_out_no_message_is_needed(fixing: Fixing) -> None:
    round_ = await posted(fixing.world, fixing.track)
    await answer(fixing.world, round_, "alan", wrong_index(round_))
    fixing.world.platform.mood = lambda: Mood.BUSY
    await fixing.world.at(reveal())
    assert "gained 15 points" in await fixing.accept(wrong_letter(round_))
    fixing.world.platform.mood = lambda: Mood.FINE
    await fixing.world.at(reveal(1))
    [told] = [one.intent for one in fixing.world.platform.log if isinstance(one.intent, Reveal)]
    assert len(told.question.key.right) == 2 and told.right == 1
    assert fixing.corrections() == []


async def test_in_an_open_round_it_counts_at_the_close_and_tells_nobody_what_is_right(fixing: Fixing) -> None:
    round_ = await posted(fixing.world, fixing.track)
    await answer(fixing.world, round_, "alan", wrong_index(round_))
    sentences = set()
    for index in (right_index(round_), wrong_index(round_)):
        shown = await fixing.type(f"/daily fix today accept {letter(index)}")
        assert "It counts at the close" in said(shown)
        done = said(await fixing.press(shown, "Correct it"))
        sentences.add(done.replace(letter(index), "?", 1))
    assert len(sentences) == 1, "what is right already reads the same"
    assert await fixing.points("alan") is None
    await fixing.world.at(reveal())
    assert await fixing.points("alan") == 15 and fixing.corrections() == []


async def test_the_menu_of_an_open_question_hides_what_is_right(fixing: Fixing) -> None:
    round_ = await posted(fixing.world, fixing.track)
    menu = said(await fixing.type("/daily fix"))
    assert "still open, 0 answered" in menu and Verdict.RIGHT not in menu
    await fixing.world.at(reveal())
    assert Verdict.RIGHT in said(await fixing.type(f"/daily fix {round_.day}"))


async def test_the_menu_leads_through_forms_to_the_same_correction(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    menu = await fixing.type(f"/daily fix {DATE}")
    assert [one.label for one in buttons(menu.intent)] == ["Accept another answer", "Withdraw", "Excuse"]
    form = (await fixing.press(menu, "Accept another answer")).form
    assert form is not None
    values = {"answer": wrong_letter(round_), "why": "both hold"}
    who = fixing.world.who("grace", organiser=True)
    shown = await fixing.world.desk.submit(who, form.action, values)
    assert shown.how is How.REPLACE and "1 person gains 15 points." in said(shown)
    await fixing.press(shown, "Correct it")
    assert await fixing.points("alan") == 15


@pytest.mark.parametrize("missing", ["accept", ""])
async def test_what_is_missing_is_asked_for(fixing: Fixing, missing: str) -> None:
    await full_day(fixing.world, fixing.track, 0)
    assert "Withdraw:" in said(await fixing.type(f"/daily fix {DATE} {missing}"))


async def test_nonsense_is_refused_with_a_sentence(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0)
    right = letter(right_index(round_))
    everything = "".join(letter(i) for i in range(4) if i != right_index(round_))
    for typed, expected in (
        (f"{DATE} accept {right}", f"{right} is accepted already."),
        (f"{DATE} accept E", "one or more from A to D"),
        (f"{DATE} accept the other one", "one or more from A to D"),
        (f"{DATE} accept {everything}", "every answer would be right"),
        (f"{DATE} accept ABCD", "every answer would be right"),
        (f"{DATE} undo", "Say the date and what to do"),
        ("2026-10-01 accept A", "#daily-c1 had no question on Thu 1 Oct."),
        ("soon accept A", "“soon” is no date"),
    ):
        assert expected in said(await fixing.type(f"/daily fix {typed}")), typed


async def test_several_letters_gain_together(fixing: Fixing) -> None:
    round_ = await posted(fixing.world, fixing.track)
    assert round_.question is not None
    wrong = [i for i in range(4) if i not in round_.question.key.right][:2]
    for name, index in zip(("alan", "zoe"), wrong, strict=True):
        await answer(fixing.world, round_, name, index)
    await fixing.world.at(reveal())
    first, second = (letter(index) for index in wrong)
    shown = said(await fixing.type(f"/daily fix {DATE} accept {first} and {second}"))
    assert f"{first} and {second} will all be right as well" in shown
    assert "2 people gained 15 points." in await fixing.accept(f"{first} {second}")
    await tick(fixing.world.tools)
    assert f"{first} and {second} are right as well." in plain(fixing.corrections()[0].intent)


async def test_my_result_and_practice_follow_the_newest_key(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    await fixing.accept(f"{wrong_letter(round_)} the manual allows both")
    result = said(await fixing.world.desk.press(fixing.world.who("alan"), f"v1:result:{round_.mark}"))
    assert f"You chose {wrong_letter(round_)}: right." in result
    assert "The manual allows both." in result and "15 points" in result


async def test_who_was_right_by_an_older_key_reads_that_the_points_stay(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.NUMBER))
    fixing = Fixing(world, await world.track(BERLIN))
    round_ = await posted(world, fixing.track)
    await world.desk.command(world.who("ada"), "/answer 0.82")
    await world.at(reveal())
    await fixing.accept("0.9")
    result = said(await world.desk.press(world.who("ada"), f"v1:result:{round_.mark}"))
    assert "You chose 0.82 s: right when you answered." in result and "15 points." in result
    assert "0.9 s." in result


@pytest.mark.parametrize("kind", [Kind.MULTI, Kind.NUMBER, Kind.ORDER])
async def test_a_set_a_number_or_an_order_is_accepted_as_it_is_answered(
    make_world: MakeWorld, kind: Kind
) -> None:
    world = await make_world(only(kind))
    fixing = Fixing(world, await world.track(BERLIN))
    typed = wrong_answer(await posted(world, fixing.track))
    await world.desk.command(world.who("alan"), f"/answer {typed}")
    await world.at(reveal())
    before = await fixing.points("alan")
    shown = await fixing.type(f"/daily fix {DATE} accept {typed} since version 3")
    assert "Why: since version 3" in said(shown) and "right as well" in said(shown)
    await fixing.press(shown, "Correct it")
    assert before is not None and before < 15 and await fixing.points("alan") == 15
    question = (await fixing.round()).question
    assert question is not None and len(question.keys) == 2
    assert (question.key.by, question.key.at) == ("grace", world.clock.now())
    assert "accepted already" in said(await fixing.type(f"/daily fix {DATE} accept {typed}"))


def wrong_answer(round_: Round) -> str:
    """Not right, typed as people do."""
    assert round_.question is not None
    right = round_.question.key.right
    match round_.question.kind:
        case Kind.MULTI:
            return " ".join(letter(index) for index in sorted({*right[:1], wrong_index(round_)}))
        case Kind.ORDER:
            return "".join(letter(index) for index in reversed(right))
        case _:
            return "0,9 s"


async def test_a_correction_of_two_organisers_at_once_is_done_once(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    what = wrong_letter(round_)
    first = await fixing.type(f"/daily fix {DATE} accept {what}")
    second = await fixing.type(f"/daily fix {DATE} accept {what}", "ada")
    await fixing.press(first, "Correct it")
    assert said(await fixing.press(second, "Correct it", "ada")) == f"{what} is accepted already."
    await tick(fixing.world.tools)
    assert len(fixing.corrections()) == 1


async def test_a_correction_decided_on_an_older_state_is_refused(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0)
    assert round_.question is not None
    one, other = [letter(i) for i in range(4) if i not in round_.question.key.right][:2]
    first, second = [await fixing.type(f"/daily fix {DATE} accept {each}") for each in (one, other)]
    await fixing.press(first, "Correct it")
    assert "changed this question a moment ago" in said(await fixing.press(second, "Correct it"))


async def test_a_closed_question_is_withdrawn_once(fixing: Fixing) -> None:
    await full_day(fixing.world, fixing.track, 0, ada="right")
    done = said(await fixing.type(f"/daily fix {DATE} void two answers hold"))
    assert done == "The question of Mon 2 Nov is withdrawn. It breaks nobody's streak. Points given stay."
    assert await fixing.points("ada") == 15
    for again in (f"/daily void {DATE}", f"/daily fix {DATE} excuse late", f"/daily fix {DATE} accept A"):
        assert said(await fixing.type(again)) == "The question of Mon 2 Nov is withdrawn already."
    await tick(fixing.world.tools)
    [told] = fixing.corrections()
    assert plain(told.intent).startswith("Correction: this question was withdrawn: two answers hold. Points")
    assert buttons((await fixing.type(f"/daily fix {DATE}")).intent) == []


async def test_an_open_question_is_withdrawn_with_its_reveal_alone(fixing: Fixing) -> None:
    round_ = await posted(fixing.world, fixing.track)
    await answer(fixing.world, round_, "ada", right_index(round_))
    assert "It closes now, without points." in said(
        await fixing.type("/daily void today it gives itself away")
    )
    await tick(fixing.world.tools)
    reveals = [plain(one.intent) for one in fixing.world.platform.log if isinstance(one.intent, Reveal)]
    assert len(reveals) == 1 and reveals[0].startswith("This question was withdrawn: it gives itself away")
    assert await fixing.points("ada") == 0 and fixing.corrections() == []


async def test_an_unsent_question_is_taken_back(fixing: Fixing) -> None:
    fixing.world.platform.mood = lambda: Mood.BUSY
    await fixing.world.at(nine())
    assert "is not out yet" in said(await fixing.type("/daily fix today accept A"))
    assert "it was not posted" in said(await fixing.type("/daily fix today void"))
    assert (await fixing.round()).state is RoundState.CANCELLED
    refused = "No question was posted on Mon 2 Nov: withdrawn: an organiser took it back."
    for how in ("", "accept A", "void", "excuse it was late"):
        assert said(await fixing.type(f"/daily fix today {how}")) == refused


async def test_an_excuse_gives_back_what_absence_took(fixing: Fixing) -> None:
    await full_day(fixing.world, fixing.track, 0, ada="right")
    for day in (1, 2):
        await full_day(fixing.world, fixing.track, day)
    member = await fixing.world.member("ada")
    assert dict(await fixing.world.store.answers.streaks(member.id))[fixing.track.id].streak == 0
    assert "Say why" in said(await fixing.type("/daily fix tue excuse"))
    done = said(await fixing.type("/daily fix yesterday excuse the network was down"))
    assert done == "Tue 3 Nov is excused. Absence on that day costs nobody anything."
    assert dict(await fixing.world.store.answers.streaks(member.id))[fixing.track.id].streak == 1
    assert said(await fixing.type("/daily fix 3 Nov excuse again")) == (
        "Tue 3 Nov is excused already: the network was down."
    )
    why = said(await fixing.world.desk.command(fixing.world.who("ada"), "/streak why"))
    assert "Tue 3 Nov: excused, the network was down" in why


async def test_nobody_but_organisers_may_fix(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    shown = await fixing.type(f"/daily fix {DATE} accept {wrong_letter(round_)}")
    actions = [one.action for one in buttons(shown.intent)]
    actions += [f"v1:{verb}:{round_.mark}" for verb in ("fixaccept", "fixvoid", "fixexcuse")]
    for action in actions:
        refused = await fixing.world.desk.press(fixing.world.who("alan"), action)
        assert said(refused) == "Only organisers can do this."
    values = {"answer": "A", "why": "me"}
    for verb in ("fixaccept", "fixvoid", "fixexcuse"):
        refused = await fixing.world.desk.submit(fixing.world.who("alan"), f"v1:{verb}:{round_.mark}", values)
        assert said(refused) == "Only organisers can do this."


async def test_another_groups_organiser_reaches_nothing_here(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    shown = await fixing.type(f"/daily fix {DATE} accept {wrong_letter(round_)}")
    who = fixing.world.who("mallory", organiser=True)
    stranger = type(who)(*("fake", "g2", "Elsewhere", "mallory", "Mallory"), True, "c1", "ml-daily")
    for verb in ("fixaccept", "fixvoid", "fixexcuse"):
        pressed = await fixing.world.desk.press(stranger, f"v1:{verb}:{round_.mark}")
        assert "not known here" in said(pressed)
    taken = await fixing.world.desk.press(stranger, buttons(shown.intent)[0].action)
    assert "done, cancelled or too old" in said(taken)
    assert "gained 15 points" in said(await fixing.press(shown, "Correct it")), "it still waits"


async def test_a_reason_may_name_any_channel(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    shown = await fixing.type(f"/daily fix {DATE} accept {wrong_letter(round_)} as told in #ops")
    assert "Why: as told in #ops" in said(shown)


async def test_odd_signs_in_a_reason_break_nothing(fixing: Fixing) -> None:
    round_ = await full_day(fixing.world, fixing.track, 0, alan="wrong")
    odd = "<@U1> @everyone *b* `x` \0 \ud800 " + "y" * 300
    done = await fixing.accept(f"{wrong_letter(round_)} {odd}")
    assert "gained 15 points" in done
    await tick(fixing.world.tools)
    assert "<@U1> @everyone *b* `x`" in plain(fixing.corrections()[0].intent)
    await full_day(fixing.world, fixing.track, 1)
    assert "is withdrawn" in said(await fixing.type(f"/daily void tue {odd}"))
