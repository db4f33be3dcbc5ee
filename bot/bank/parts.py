"""Reading the parts of a question file: a wrong value goes to the report, and reading goes on.

What is returned for a wrong value is only a stand-in; a file with an error never becomes a Topic.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from bot.bank import limits, nodes
from bot.bank.faults import Report, Trouble
from bot.bank.nodes import Node, Scalar
from bot.bank.texts import troubles
from bot.domain import decimals

NAME = re.compile(limits.NAME)
DAY, DECIMAL = re.compile(limits.DAY), re.compile(limits.DECIMAL)
NO_DAY = date.min
TRAPS = {
    "bool": "YAML reads it as true or false",
    "int": "YAML reads it as a number",
    "float": "YAML reads it as a number",
    "timestamp": "YAML reads it as a date",
    "null": "YAML reads it as nothing",
    "merge": "YAML reads it as a merge of mappings",
    "value": "YAML gives it a meaning of its own",
}


class Part:
    """A mapping: ``name`` is what messages call it ("option 3"), empty for the question itself."""

    __slots__ = ("fields", "name", "node", "readable", "report")

    def __init__(self, node: Node, report: Report, name: str) -> None:
        self.node, self.report, self.name = node, report, name
        self.fields: dict[str, Node] = {}
        self.readable = isinstance(node, nodes.Mapping)
        if isinstance(node, nodes.Mapping):
            for key, value in node.pairs():
                self._keep(key, value)
        else:
            report.error(node, f"{name or 'the question'} is {_form(node)}", "Write `key: value` lines here.")

    def _keep(self, key: Node, value: Node) -> None:
        name = key.text if isinstance(key, Scalar) else ""
        if name in self.fields:
            first = self.fields[name].line
            self.error(key, f"{self.what(name)} stands here for the second time", f"See line {first}.")
        self.fields.setdefault(name, value)

    def only(self, allowed: Sequence[str]) -> None:
        """Every other key is an error, found where the key stands."""
        if self.fields.keys() <= set(allowed) or not isinstance(self.node, nodes.Mapping):
            return
        for key, _ in self.node.pairs():
            name = key.text if isinstance(key, Scalar) else ""
            if name not in allowed:
                self.error(key, f"{self.what(name)} is no known key", _did_you_mean(name, allowed))

    def what(self, key: str) -> str:
        said = key if " " in key else f"`{key}`"
        return f"{said} of {self.name}" if self.name else said

    def error(self, at: Node, problem: str, cure: str) -> None:
        self.report.error(at, problem, cure)

    def has(self, key: str) -> bool:
        return key in self.fields

    def get(self, key: str) -> Node | None:
        """The value; its absence is an error, at the line of the mapping."""
        value = self.fields.get(key)
        if value is None and self.readable:
            self._missing(key)
        return value

    def _missing(self, key: str) -> None:
        if key == "why":
            named = self.name.startswith("option")
            cure = "Add `why:` saying why it fails." if named else "Add `why:` saying why it is right."
            self.error(self.node, f"{self.name} has no reason", cure)
        elif self.name:
            self.error(self.node, f"{self.name} has no `{key}`", f"Add `{key}:`.")
        else:
            self.error(self.node, f"`{key}` is missing", f"Add `{key}:`.")

    def text(self, key: str, most: int, *, lines: bool = False) -> str:
        """A text without space around it, of one line unless ``lines``."""
        node = self.get(key)
        return "" if node is None else text_of(node, self, key, most, lines=lines)

    def named(self, key: str, most: int) -> str:
        """A kebab-case name."""
        text = self.text(key, most)
        if text and not NAME.fullmatch(text):
            self.error(self.fields[key], f"{self.what(key)} is `{text}`, which is not kebab-case", KEBAB)
        return text

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """One of the words, "" if it is none."""
        text = self.text(key, 100)
        if not text or text in allowed:
            return text
        cure = _did_you_mean(text, allowed)
        self.error(self.fields[key], f"{self.what(key)} is `{text}`, which it cannot be", cure)
        return ""

    def day(self, key: str) -> date:
        node = self.get(key)
        if node is None:
            return NO_DAY
        text = node.text if isinstance(node, Scalar) else ""
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.error(node, f"{self.what(key)} is no date", "Write a day that exists, as 2026-11-21.")
            return NO_DAY

    def flag(self, key: str) -> bool:
        """``true`` or ``false``, false where the key is left out."""
        node = self.fields.get(key)
        if node is None:
            return False
        if not (isinstance(node, Scalar) and node.plain and node.text in ("true", "false")):
            said = f"`{node.text}`" if isinstance(node, Scalar) else _form(node)
            self.error(node, f"{self.what(key)} is {said}", "Write true or false, without quotes.")
            return False
        return node.text == "true"

    def decimal(self, key: str) -> Decimal:
        node = self.get(key)
        return Decimal(0) if node is None else self.decimal_in(node, key, _bare(node))

    def decimal_in(self, node: Node, key: str, text: str) -> Decimal:
        try:
            return decimals.read(text if DECIMAL.fullmatch(text) else "")
        except ValueError:
            self.error(node, f"{self.what(key)} is no plain number", "Write digits, as 12, -3, 0.5 or 1e6.")
            return Decimal(0)

    def items(self, key: str, count: tuple[int, int]) -> Sequence[Node]:
        """The nodes of a list of ``count`` = (least, most) items."""
        node = self.get(key)
        if node is None:
            return ()
        if not isinstance(node, nodes.Sequence):
            self.error(node, f"{self.what(key)} is {_form(node)}", "Write a list, one `- ` line per item.")
            return ()
        least, most = count
        if not least <= len(node.nodes) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            self.error(node, f"{self.what(key)} has {len(node.nodes)} items", f"It takes {wanted}.")
        return node.nodes

    def texts(self, found: Sequence[Node], one: str, most: int) -> tuple[str, ...]:
        """One-line texts, each called "``one`` 3" in messages."""
        return tuple(text_of(node, self, f"{one} {place}", most) for place, node in enumerate(found, 1))

    def names(self, found: Sequence[Node], one: str, most: int) -> tuple[str, ...]:
        """Kebab-case names."""
        names = self.texts(found, one, most)
        for node, name in zip(found, names, strict=True):
            if name and not NAME.fullmatch(name):
                self.error(node, f"{one} `{name}` is not kebab-case", KEBAB)
        return names


KEBAB = "Use lower-case letters and digits with single hyphens, as `model-alias`."


def text_of(node: Node, part: Part, key: str, most: int, *, lines: bool = False) -> str:
    text = _bare(node)
    trap = _trap(node)
    for problem, cure in (trap,) if trap else troubles(text, most, lines=lines):
        part.error(node, f"{part.what(key)} {problem}", cure)
    return text


def _bare(node: Node) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _trap(node: Node) -> Trouble | None:
    """A value that is no text, though its author may have meant one."""
    if not isinstance(node, Scalar):
        return f"is {_form(node)}", "Write a text."
    read_as = node.read_as
    if read_as == "str" or not node.text:
        return None
    return f"is `{node.text}` without quotes: {TRAPS[read_as]}", f'Write "{node.text}" in quotes.'


def _form(node: Node) -> str:
    if isinstance(node, Scalar):
        return "a single value"
    return "a list" if isinstance(node, nodes.Sequence) else "a mapping"


def _did_you_mean(word: str, allowed: Sequence[str]) -> str:
    close = get_close_matches(word, allowed, 1)
    return f"Did you mean `{close[0]}`?" if close else f"Known are {', '.join(allowed)}."
