"""Numbers as people type them, and the one way a number is written down."""

import re
from decimal import Decimal

MOST_DIGITS = 30
"""Before and after the point; more is a slip of the finger, and would make arithmetic slow."""

GROUPED = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<whole>[0-9]{1,3}(?P<by>[ ,.'_\u2019])[0-9]{3}(?:(?P=by)[0-9]{3})*)"
    r"(?P<rest>(?:[^0-9].*)?)"
)
PLAIN = re.compile(r"([+-]?)([0-9]*)(?:[.,]([0-9]*))?(?:e([+-]?[0-9]{1,3}))?")


class Ambiguous(ValueError):
    """Both a number of thousands and one with three decimals: "1,000"."""


def canonical(number: Decimal) -> str:
    """Exact, without exponent, trailing zeros or a negative zero: equal numbers, equal text."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def read(text: str, shift: int = 0) -> Decimal:
    """A number typed with point or comma, perhaps in groups of three, times 10 ** ``shift``.

    ValueError for anything else, also for infinity, NaN and what is out of any sensible size.
    """
    found = PLAIN.fullmatch(_ungrouped(text.lower()))
    if found is None or not (found[2] or found[3]):
        raise ValueError(text)
    sign, whole, decimals, exponent = found[1], found[2], found[3] or "", int(found[4] or 0) + shift
    before, after = len(whole.lstrip("0")) + exponent, len(decimals.rstrip("0")) - exponent
    if max(before, after, len(whole), len(decimals)) > MOST_DIGITS:
        raise ValueError(text)
    return Decimal(f"{sign}{whole or 0}.{decimals or 0}e{exponent}")


def _ungrouped(text: str) -> str:
    """Without the marks between groups of three: 1 000, 1'000, 1,000,000 or 1.234,5."""
    found = GROUPED.fullmatch(text)
    if found is None:
        return text
    by, whole, rest = found["by"], found["whole"], found["rest"]
    if by in ".," and whole.count(by) == 1 and not rest.startswith("," if by == "." else "."):
        if by == "," and not rest and not whole.startswith("0"):
            raise Ambiguous(text)
        return text
    return found["sign"] + whole.replace(by, "") + rest
