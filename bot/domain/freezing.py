"""Making the frozen copy of a question, in the order in which it will be shown."""

import json
import random
from dataclasses import replace
from hashlib import blake2b

from bot.domain.decimals import canonical
from bot.domain.frozen import FrozenQuestion, Key
from bot.domain.question import Kind, NumberQuiz, OptionsQuiz, OrderQuiz, Question, Quiz


def snapshot(question: Question, topic_title: str) -> FrozenQuestion:
    """The copy in the order the bank writes it, with its one key; ValueError for a question without quiz."""
    quiz = question.quiz
    if quiz is None:
        raise ValueError(f"{question.id} has no quiz form")
    return FrozenQuestion(
        question_id=question.id,
        revision=question.revision,
        topic=question.topic,
        topic_title=topic_title,
        level=question.level,
        kind=quiz.kind,
        prompt=quiz.prompt,
        options=_options(quiz),
        unit=quiz.unit if isinstance(quiz, NumberQuiz) else "",
        keys=(_key(quiz),),
        open_prompt=question.prompt,
        answer=question.answer,
        key_points=question.key_points,
        references=question.references,
    )


def _options(quiz: Quiz) -> tuple[str, ...]:
    match quiz:
        case OptionsQuiz(options=options):
            return tuple(option.text for option in options)
        case OrderQuiz(items=items):
            return items
        case NumberQuiz():
            return ()


def _key(quiz: Quiz) -> Key:
    match quiz:
        case OptionsQuiz(options=options):
            right = tuple(i for i, option in enumerate(options) if option.correct)
            return Key(right, tuple(option.why for option in options))
        case OrderQuiz(items=items, why=why):
            return Key(tuple(range(len(items))), (why,))
        case NumberQuiz(value=value, tolerance=tolerance, why=why):
            return Key((), (why,), value, tolerance)


def shown_order(frozen: FrozenQuestion, seed: str) -> str:
    """Which written option stands at each place, as digits: "201". The same seed, the same order.

    Items to put in order never stand in the right order already. Empty for a number.
    """
    order = list(range(len(frozen.options)))
    source = random.Random(seed)
    source.shuffle(order)
    while frozen.kind is Kind.ORDER and len(order) > 1 and tuple(order) == frozen.key.right:
        source.shuffle(order)
    return "".join(map(str, order))


def shown(frozen: FrozenQuestion, order: str) -> FrozenQuestion:
    """The copy with options, reasons and keys in the given order; ValueError if it is no such order."""
    places = [int(digit) for digit in order]
    if sorted(places) != list(range(len(frozen.options))):
        raise ValueError(f"{order!r} is no order of {len(frozen.options)} options")
    options = tuple(frozen.options[place] for place in places)
    return replace(frozen, options=options, keys=tuple(_moved(frozen, key, places) for key in frozen.keys))


def _moved(frozen: FrozenQuestion, key: Key, places: list[int]) -> Key:
    if frozen.kind is Kind.NUMBER:
        return key
    right = tuple(places.index(index) for index in key.right)
    if frozen.kind is Kind.ORDER:
        return replace(key, right=right)
    return replace(key, right=tuple(sorted(right)), reasons=tuple(key.reasons[place] for place in places))


def regraded(frozen: FrozenQuestion, key: Key) -> FrozenQuestion:
    """The copy with one key more, which is shown from now on; the order stays."""
    return replace(frozen, keys=(*frozen.keys, key))


def snapshot_id(frozen: FrozenQuestion) -> str:
    """24 hex digits over the whole content: equal copies have equal ids, whatever the process."""
    content = [getattr(frozen, name) for name in _FIELDS]
    content.append([_plain(key) for key in frozen.keys])
    content.append([(reference.title, reference.url) for reference in frozen.references])
    return blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()


_FIELDS = tuple(name for name in FrozenQuestion.__slots__ if name not in {"keys", "references"})


def _plain(key: Key) -> list[object]:
    value = None if key.value is None else canonical(key.value)
    off = key.tolerance and (canonical(key.tolerance.amount), key.tolerance.percent)
    return [key.right, key.reasons, value, off, key.by, key.at and key.at.isoformat()]
