"""Accepting a further answer of a question that was asked: reading it, and the key that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.grading import ALL, parse_response, share
from bot.domain.question import LETTERS, Kind
from bot.errors import UsageError

WORDS_OF_A_NUMBER = 3
"""As in "1 000 ms"."""
JOINTS = frozenset({"", "and", "or", "&", "+", ">", "→"})
POINTS = ",;:.–—-"


@dataclass(frozen=True, slots=True)
class Regrader:
    """Who accepts it, when (UTC), and why: the reason shown beside every option whose worth changes."""

    by: str
    at: datetime
    why: str


def read_accepted(frozen: FrozenQuestion, typed: str) -> Response:
    """Of a choice any number of letters, of a multi the whole set, a number, or an order; UsageError."""
    if frozen.kind is Kind.CHOICE:
        return parse_response(replace(frozen, kind=Kind.MULTI), typed)
    return parse_response(frozen, typed)


def split_accepted(frozen: FrozenQuestion, words: Sequence[str]) -> tuple[str, str]:
    """What to accept, and why, out of "B C because both hold"; what to accept is "" if nothing reads so."""
    count = _words_of_number if frozen.kind is Kind.NUMBER else _words_of_letters
    taken = count(frozen, words)
    return " ".join(words[:taken]).rstrip(POINTS), " ".join(words[taken:])


def _words_of_number(frozen: FrozenQuestion, words: Sequence[str]) -> int:
    for count in range(min(WORDS_OF_A_NUMBER, len(words)), 1, -1):
        try:
            parse_response(frozen, " ".join(words[:count]).rstrip(POINTS))
        except UsageError:
            continue
        return count
    return min(1, len(words))


def _words_of_letters(frozen: FrozenQuestion, words: Sequence[str]) -> int:
    """Letters first; a small "a" after them begins the reason. An order ends with its last letter."""
    order, taken, letters = frozen.kind is Kind.ORDER, 0, 0
    for place, word in enumerate(words):
        bare = word.strip(POINTS)
        if place and bare.casefold() in JOINTS:
            continue
        found = _letters(bare, LETTERS[: len(frozen.options)])
        if not found or (place and not order and (found > 1 or bare == "a")):
            break
        letters, taken = letters + found, place + 1
        if word[-1] in ":–—" or (order and letters >= len(frozen.options)):
            break
    return taken


def _letters(word: str, allowed: str) -> int:
    """How many letters "A,B" names; 0 for a word that names anything else."""
    bare = [sign for sign in word.upper() if sign not in ",;+&>→"]
    return len(bare) if all(sign in allowed for sign in bare) else 0


def is_accepted(frozen: FrozenQuestion, response: Response) -> bool:
    """Whether the newest key takes it already; of a choice, each of its letters."""
    if frozen.kind is Kind.CHOICE:
        return set(response.indices) <= set(frozen.key.right)
    return share(frozen, frozen.key, response) == ALL


def is_everything(frozen: FrozenQuestion, response: Response) -> bool:
    """Whether it names every option."""
    return frozen.kind in (Kind.CHOICE, Kind.MULTI) and len(response.indices) == len(frozen.options)


def leaves_nothing_wrong(frozen: FrozenQuestion, response: Response) -> bool:
    """Whether no option would be wrong any more."""
    both = set(response.indices).union(frozen.key.right if frozen.kind is Kind.CHOICE else ())
    return is_everything(frozen, Response(bits=sum(1 << index for index in both)))


def newly(frozen: FrozenQuestion, response: Response) -> Response:
    """What of it is new: of a choice the letters that are not right yet, else all of it."""
    if frozen.kind is not Kind.CHOICE:
        return response
    return Response(bits=sum(1 << index for index in response.indices if index not in frozen.key.right))


def further_key(frozen: FrozenQuestion, response: Response, who: Regrader) -> Key:
    """The key to append. What it says of the other options is what the newest one said."""
    key = frozen.key
    match frozen.kind:
        case Kind.NUMBER:
            return Key((), (who.why,), Decimal(response.text or 0), key.tolerance, who.by, who.at)
        case Kind.ORDER:
            return Key(response.indices, (who.why,), by=who.by, at=who.at)
        case _:
            before = set(key.right) if frozen.kind is Kind.CHOICE else set[int]()
            right = before | set(response.indices)
    changed = right ^ set(key.right)
    reasons = tuple(who.why if place in changed else reason for place, reason in enumerate(key.reasons))
    return Key(tuple(sorted(right)), reasons, by=who.by, at=who.at)
