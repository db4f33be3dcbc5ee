"""What a text of the bank may hold. Nothing in it may ping anybody, hide, or turn the writing around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.bank.faults import Trouble

FENCE = "```"
PING = re.compile(
    r"@(?:everyone|here|channel)\b|<!(?:everyone|here|channel|subteam)|<@[!&]?\w", re.IGNORECASE
)
NO_PLAIN_SPACE = re.compile(r"[^\S \n]")
WORD = re.compile(r"[^\W_]\S*")
BOLD = re.compile(r"\*\*\w[^*\n]*\*\*|\b__\w[^_\n]*__\b")


def troubles(text: str, most: int, *, lines: bool = False) -> Sequence[Trouble]:
    """What is wrong with a text of at most ``most`` characters, of one line unless ``lines``."""
    one_line = text.replace("\n", "") if lines else text
    if text and len(text) <= most and one_line.isprintable() and "@" not in text and "<" not in text:
        return _backticks(text) if "`" in text else ()
    found = (_empty(text), _too_long(text, most), _characters(text, lines), _ping(text))
    return [*filter(None, found), *_backticks(text)]


def _empty(text: str) -> Trouble | None:
    return None if text else ("is empty", "Write it, or remove the key if it may be left out.")


def _too_long(text: str, most: int) -> Trouble | None:
    over = len(text) - most
    return (f"has {len(text)} characters", f"Cut {over}: at most {most} fit.") if over > 0 else None


def _characters(text: str, lines: bool) -> Trouble | None:
    """Control and zero-width characters, bidi marks, line separators, private and unassigned ones."""
    if "\n" in text and not lines:
        return "has a line break", "Write it as one line."
    bad = next((char for char in text if not char.isprintable() and char != "\n"), None)
    if bad is None:
        return None
    if bad == "\t":
        return "has a tab", "Use spaces."
    name = "a space that is not plain" if NO_PLAIN_SPACE.match(bad) else "a character nobody can see"
    return f"has {name} (U+{ord(bad):04X})", "Remove it, or type a plain space."


def _ping(text: str) -> Trouble | None:
    found = PING.search(text)
    if found is None:
        return None
    return f"has `{found[0]}`, which could ping people", "Write the word without the sign before it."


def _backticks(text: str) -> Sequence[Trouble]:
    if split_code(text).prose.count("`") % 2 == 0:
        return ()
    return [("has a backtick that is not closed", "Close it, or remove it.")]


@dataclass(frozen=True, slots=True)
class Split:
    """A text's prose and its fenced code blocks, fences left out."""

    prose: str
    blocks: tuple[str, ...]
    closed: bool


def split_code(text: str) -> Split:
    if FENCE not in text:
        return Split(text, (), True)
    prose: list[str] = []
    blocks: list[list[str]] = []
    inside = False
    for line in text.split("\n"):
        if line.lstrip().startswith(FENCE):
            inside = not inside
            if inside:
                blocks.append([])
        else:
            (blocks[-1] if inside else prose).append(line)
    return Split("\n".join(prose).strip(), tuple("\n".join(block) for block in blocks), not inside)


def count_words(markdown: str) -> int:
    """Words outside code blocks; list marks and the like are none."""
    return len(WORD.findall(split_code(markdown).prose))


def same(text: str) -> str:
    """Texts that a reader would take for the same have the same form."""
    return " ".join(text.casefold().replace("`", "").split()).rstrip(".")
