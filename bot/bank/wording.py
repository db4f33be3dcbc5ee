"""Words that give an option away, or that make a question harder than what it asks."""

import re

HEDGE = re.compile(
    r"\b(?:usually|often|typically|generally|mostly|mainly|may|might|can|could|sometimes|likely|tends?|some"
    r"|depend(?:s|ing)|in most cases|as a rule|unless|if needed|where possible)\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|none|every|must|cannot|any|no|nothing|everything|completely|entirely"
    r"|guarantees?|impossible|exactly)\b",
    re.IGNORECASE,
)
SPECIFIC = re.compile(r"`[^`]+`|\d[\d.,]*|\b[A-Z]{2,}\w*|\b[A-Za-z]+[a-z][A-Z]\w*|(?<=[a-z,] )[A-Z][a-z]+")
"""Code, numbers, abbreviations and proper names."""

CATCH_ALL = re.compile(
    r"(?:all|both|neither|(?:all|none|both|neither|any)"
    r"(?: of (?:the|these|those|them|it)\b(?: ?(?:above|others?|options|answers))?|(?: the)? above))[ .]*",
    re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"\b(?:Which|which of)\b(?: [^\s.?!]+){0,5}? "
    r"(?:(?:is|are|was|does|do|did|would|will|should|can|could)(?:n't| not)|cannot|never)\b"
    r"|\b[Aa]ll\b[^.?!]*\bexcept\b",
)


def hedges(text: str) -> int:
    return len(HEDGE.findall(text))


def absolutes(text: str) -> int:
    return len(ABSOLUTE.findall(text))


def specifics(text: str) -> int:
    return len(SPECIFIC.findall(text))


def is_catch_all(option: str) -> bool:
    """ "All of the above", "None of these" and the like."""
    return bool(CATCH_ALL.fullmatch(option))


def is_unmarked_negative(prompt: str) -> bool:
    """Whether it asks for what is not so, without the word NOT or EXCEPT in capitals."""
    return bool(NEGATIVE.search(prompt))
