"""Typed text as people mean it: any case, any width, no invisible characters."""

import re
import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
BETWEEN = re.compile(r"[\s,;+&|]+")
ROUND_IT = ".:!?\"'“”„‘’«»()[]{}<>*_`"


def plain(text: str) -> str:
    """In lower case, in the widths everybody types, without what cannot be seen; spaces for line ends."""
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFKC", text))
    return "".join(char for char in spaced.casefold() if unicodedata.category(char) not in INVISIBLE)


def typed_words(text: str) -> list[str]:
    """The words, whatever stands between and around them."""
    return [word for word in (each.strip(ROUND_IT) for each in BETWEEN.split(plain(text))) if word]


def squeezed(text: str) -> str:
    """Letters and digits only, the last word in the singular: what a name has in common with its
    variants ("Feature stores", "feature-store")."""
    letters = "".join(filter(str.isalnum, plain(text)))
    return letters[:-1] if len(letters) > 3 and letters.endswith("s") and letters[-2] != "s" else letters
