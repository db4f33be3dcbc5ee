"""The one door to YAML: text in, a tree of nodes with their lines out.

The tree is built from the parser's events and not by ``yaml.compose``: that recurses in C, so a file
of brackets would end the process. Here nesting is counted, and anchors, aliases and tags are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import yaml

LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12
"""A question file needs six levels."""


class Mark(Protocol):
    line: int


class Node:
    """``line`` counts from 1."""

    __slots__ = ("mark",)
    mark: Mark

    @property
    def line(self) -> int:
        return self.mark.line + 1


class Scalar(Node):
    """``plain``: written without quotes and not as a block, so YAML may see more than a text in it."""

    __slots__ = ("plain", "text")

    def __init__(self, mark: Mark, text: str, plain: bool) -> None:
        self.mark, self.text, self.plain = mark, text, plain

    @property
    def read_as(self) -> str:
        """What YAML 1.1 makes of it: str, bool, int, float, null, timestamp, merge or value."""
        if not self.plain:
            return "str"
        for tag, pattern in READINGS.get(self.text[:1], ()):
            if pattern.match(self.text):
                return str(tag).rpartition(":")[2]
        return "str"


READINGS = yaml.SafeLoader.yaml_implicit_resolvers


class Branch(Node):
    __slots__ = ("nodes",)

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.nodes: list[Node] = []


class Sequence(Branch):
    __slots__ = ()


class Mapping(Branch):
    """``nodes`` holds keys and values in turn."""

    __slots__ = ()

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        nodes = iter(self.nodes)
        return zip(nodes, nodes, strict=True)


@dataclass
class NotReadable(Exception):
    """The text is no YAML, or YAML that no question file needs."""

    line: int
    problem: str
    cure: str


def parse(text: str) -> Node | None:
    """The tree of the one document in ``text``, None if there is none; NotReadable."""
    try:
        return _tree(yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError as error:
        raise _explained(error) from None


def _tree(events: Iterator[Any]) -> Node | None:
    top = Branch(yaml.Mark("", 0, 0, 0, None, 0))
    open_branches, into = [top], top.nodes
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag:
                raise _refused(event)
            into.append(Scalar(event.start_mark, event.value, event.implicit[0]))
        elif kind in CLOSING:
            open_branches.pop()
            into = open_branches[-1].nodes
        elif kind not in SILENT:
            branch = _opened(event, len(open_branches))
            into.append(branch)
            open_branches.append(branch)
            into = branch.nodes
    return _only(top.nodes)


CLOSING = frozenset({yaml.SequenceEndEvent, yaml.MappingEndEvent})
SILENT = frozenset(
    {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent}
)


def _opened(event: Any, depth: int) -> Branch:
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
        raise _refused(event)
    if depth > DEEPEST:
        raise NotReadable(
            event.start_mark.line + 1,
            f"lists and mappings are nested more than {DEEPEST} deep",
            "Compare with another file.",
        )
    return (Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping)(event.start_mark)


def _refused(event: Any) -> NotReadable:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        return NotReadable(line, f"the alias `*{event.anchor}` is not allowed", f"{WRITE_OUT} {QUOTE}")
    if event.anchor:
        return NotReadable(line, f"the anchor `&{event.anchor}` is not allowed", f"{WRITE_OUT} {QUOTE}")
    return NotReadable(line, f"the tag `{event.tag}` is not allowed", f"Remove it. {QUOTE}")


WRITE_OUT = "Write the value out where it belongs."
QUOTE = "If it is part of a text, put the text in quotes."


def _only(documents: list[Node]) -> Node | None:
    if len(documents) > 1:
        raise NotReadable(documents[1].line, "a second YAML document begins", "Keep one topic in one file.")
    return documents[0] if documents else None


def _explained(error: yaml.YAMLError) -> NotReadable:
    """A quote that nobody closed is told where it opens, everything else where the parser stopped."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    cure = next((cure for hint, cure in CURES if hint in problem), "Check indentation and quotes just above.")
    if "unexpected end of stream" in problem:
        mark = getattr(error, "context_mark", None) or mark
    return NotReadable(mark.line + 1 if mark else 1, f"this is not YAML: {problem}", cure)


CURES = (
    ("a tab character", "Indent with spaces."),
    ("cannot start any token", "Indent with spaces, and quote a text that begins with @, %, ` or a tab."),
    ("mapping values are not allowed", "Put a text that holds `: ` in quotes."),
    ("did not find expected key", "Put a text that holds quotes, or `: `, in quotes as a whole."),
    ("found unexpected end of stream", "Close the quote or bracket that is still open."),
    ("not allowed", "Remove the character, or write the word for it."),
)
