"""Which known word a misspelt one may have been."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

GUESSES = 3
LONGEST = 60
SHORTEST_PART = 3


def slips(word: str) -> int:
    """How many slips (a letter wrong, missing, too many, or two swapped) a word of this length may have:
    none in two letters, one in up to five, two in up to eight, else three."""
    return sum(len(word) >= length for length in (3, 6, 9))


def closest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may have been meant, the likeliest first; both in lower case."""
    most = slips(word)
    if not most or len(word) > LONGEST:
        return []
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=GUESSES)
    return [match for match, _, _ in found]


def meant(word: str, known: Iterable[str]) -> list[str]:
    """The same for names of which people also type a part: "board" for "leaderboard"."""
    names = list(known)
    parts = [
        name
        for name in names
        if len(word) >= SHORTEST_PART and (name.startswith(word) or name.endswith(word))
    ]
    return list(dict.fromkeys((*closest(word, names), *parts)))[:GUESSES]
