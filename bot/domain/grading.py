"""What an answer is worth, and how a typed answer is read and written out."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bot.domain.decimals import Ambiguous, canonical, read
from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.question import LETTERS, Kind
from bot.errors import UsageError

LONGEST_TYPED = 200
FEWEST_ITEMS = 4
"""Of a question that asks for an order."""
NOTHING, ALL = Fraction(0), Fraction(1)
BETWEEN_LETTERS = re.compile(r"\bAND\b|[\s,;:./+&()>→*-]+")
EMOJI_LETTERS = {0x1F1E6 + i: letter for i, letter in enumerate(LETTERS)}
FULL_WIDTH = {0xFEE0 + ord(sign): sign for sign in map(chr, range(0x21, 0x7F))}
KEYBOARDS = {**EMOJI_LETTERS, **FULL_WIDTH, 0x2212: "-"}
"""What some keyboards type for a plain sign. Not NFKC: it would read 10² as 102."""


def points(frozen: FrozenQuestion, response: Response) -> int:
    """The most that any key of the copy gives, so that a regrade takes points from nobody."""
    best = max(share(frozen, key, response) for key in frozen.keys)
    return int(frozen.level.points * best)


def is_right(frozen: FrozenQuestion, response: Response) -> bool:
    """Full marks under the newest key; partly right is not right."""
    return share(frozen, frozen.key, response) == ALL


def counts_as_right(frozen: FrozenQuestion, response: Response) -> bool:
    """Full marks under any key: who was right stays right in accuracy, whatever is accepted later."""
    return any(share(frozen, key, response) == ALL for key in frozen.keys)


def share(frozen: FrozenQuestion, key: Key, response: Response) -> Fraction:
    """The part of the question's points that ``key`` gives, from 0 to 1."""
    match frozen.kind:
        case Kind.CHOICE:
            return ALL if response.indices in {(right,) for right in key.right} else NOTHING
        case Kind.MULTI:
            return _share_of_set(len(frozen.options), set(key.right), set(response.indices))
        case Kind.ORDER:
            return _share_of_order(key.right, response.indices)
        case Kind.NUMBER:
            return ALL if _within(key, response.text) else NOTHING


def _share_of_set(options: int, right: set[int], chosen: set[int]) -> Fraction:
    hits, false, incorrect = len(right & chosen), len(chosen - right), options - len(right)
    return max(NOTHING, Fraction(hits, len(right) or 1) - Fraction(false, incorrect or 1))


def _share_of_order(right: tuple[int, ...], given: tuple[int, ...]) -> Fraction:
    """All for the right order, half when one swap of neighbours makes it right."""
    if given == right:
        return ALL
    if len(given) != len(right):
        return NOTHING
    wrong = [i for i, index in enumerate(right) if given[i] != index]
    first, last = wrong[0], wrong[-1]
    swapped = last == first + 1 and (given[first], given[last]) == (right[last], right[first])
    return Fraction(1, 2) if swapped else NOTHING


def _within(key: Key, text: str | None) -> bool:
    """Exact, bounds included; Decimal alone would round long numbers to its context."""
    if key.value is None or text is None:
        return False
    try:
        off = abs(Fraction(Decimal(text)) - Fraction(key.value))
    except (InvalidOperation, ValueError, OverflowError):
        return False
    return off <= Fraction(key.tolerance.distance(key.value) if key.tolerance else 0)


def parse_response(frozen: FrozenQuestion, raw: str) -> Response:
    """A typed answer; UsageError with what to type for anything that is none."""
    typed = raw.strip().translate(KEYBOARDS)
    if not typed or len(typed) > LONGEST_TYPED:
        raise UsageError(_how_to_answer(frozen))
    if frozen.kind is Kind.NUMBER:
        return Response(text=_number(frozen, typed))
    indices = _indices(frozen, typed)
    if frozen.kind is Kind.ORDER:
        if sorted(indices) != list(range(len(frozen.options))):
            raise UsageError(_how_to_answer(frozen))
        return Response(text="".join(map(str, indices)))
    bits = sum(1 << index for index in set(indices))
    if not bits or (frozen.kind is Kind.CHOICE and bits.bit_count() > 1):
        raise UsageError(_how_to_answer(frozen))
    return Response(bits=bits)


def _indices(frozen: FrozenQuestion, typed: str) -> list[int]:
    allowed = LETTERS[: len(frozen.options)]
    typed = BETWEEN_LETTERS.sub("", typed.upper())
    if any(letter not in allowed for letter in typed):
        raise UsageError(_how_to_answer(frozen))
    return [allowed.index(letter) for letter in typed]


def _number(frozen: FrozenQuestion, typed: str) -> str:
    """A percent sign divides by 100, unless the question asks for percent."""
    bare, unit = _squeezed(typed), _squeezed(frozen.unit)
    bare = bare.removesuffix(unit).removeprefix(unit).strip()
    percent = bare.endswith("%")
    shift = -2 if percent and "%" not in unit else 0
    bare = re.sub(r"^([+-]) ", r"\1", bare.removesuffix("%").strip())
    try:
        return canonical(read(bare, shift))
    except Ambiguous:
        whole, decimals = bare.replace(",", ""), bare.replace(",", ".")
        raise UsageError(f"“{bare}” can be read in two ways: type {whole} or {decimals}.") from None
    except ValueError:
        raise UsageError(_how_to_answer(frozen)) from None


def _squeezed(text: str) -> str:
    """Lower case, spaces single, percent as a sign: how a number and a unit are compared."""
    text = " ".join(text.translate(KEYBOARDS).casefold().split())
    return text.replace("percent", "%").replace("per cent", "%")


def _how_to_answer(frozen: FrozenQuestion) -> str:
    """The examples are the same for every question, so that none gives anything away."""
    count = len(frozen.options)
    last = LETTERS[count - 1 : count]
    match frozen.kind:
        case Kind.CHOICE:
            return f"Answer with one letter from A to {last}, e.g. B."
        case Kind.MULTI:
            return f"Answer with letters from A to {last}, e.g. A C."
        case Kind.ORDER:
            example = "CABDE"[:count]
            return f"Answer with all {count} letters in order, each once, e.g. {example}."
        case Kind.NUMBER:
            unit = f" in {frozen.unit}" if frozen.unit else ""
            return f"Answer with a number{unit}, e.g. 0.5 or 1e-3."


def letters(response: Response) -> str:
    """ "B", "B, D", an order as "C A B D", a number as its text.

    A number such as 2013 looks like an order of four: where a number is possible, use ``spell``.
    """
    if response.text is None:
        return ", ".join(LETTERS[index] for index in response.indices)
    indices = response.indices
    looks_ordered = len(indices) >= FEWEST_ITEMS and sorted(indices) == list(range(len(indices)))
    return _spaced(response) if looks_ordered else response.text


def spell(frozen: FrozenQuestion, response: Response) -> str:
    """The answer as a person reads it: letters, or the number with its unit."""
    if frozen.kind is Kind.NUMBER:
        return f"{response.text or ''} {frozen.unit}".strip()
    return _spaced(response) if frozen.kind is Kind.ORDER else letters(response)


def _spaced(response: Response) -> str:
    return " ".join(LETTERS[index] for index in response.indices)
