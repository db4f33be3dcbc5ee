"""Markdown of the bank as Discord's: no wrapped lines, no tables or pictures, links without previews."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.discord.text import code, code_block, link, literal

_PARSER: Final = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline", "html_block"])
MARKS: Final = {"strong": "**", "em": "*"}


def prose(markdown: str) -> str:
    """Discord shows every line end, so paragraphs become one line each."""
    return "\n\n".join(_blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        match node.type:
            case "fence" | "code_block":
                yield code_block(node.content.rstrip("\n"))
            case "bullet_list" | "ordered_list":
                yield "\n".join(_items(node))
            case "blockquote":
                yield "\n".join(f"> {line}" for part in _blocks(node.children) for line in part.split("\n"))
            case "heading":
                yield f"**{_inline(node.children)}**"
            case "hr":
                continue
            case _:
                yield _inline(node.children)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    """The parts of an item stand under it, one step in."""
    first = int(str(node.attrs.get("start", 1)))
    for place, item in enumerate(node.children):
        lead = "- " if node.type == "bullet_list" else f"{first + place}. "
        lines = "\n".join(_blocks(item.children)).split("\n")
        yield lead + "\n".join([lines[0], *(f"  {line}" for line in lines[1:])])


def _inline(nodes: Sequence[SyntaxTreeNode]) -> str:
    return "".join(map(_piece, nodes))


def _piece(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return literal(node.content)
        case "code_inline":
            return code(node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return link(_inline(node.children), str(node.attrs.get("href", "")))
        case kind:
            mark = MARKS.get(kind, "")
            return f"{mark}{_inline(node.children)}{mark}"
