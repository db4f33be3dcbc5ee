"""Markdown of the bank as HTML: no raw HTML, no pictures, links only to the web."""

from collections.abc import MutableMapping, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from adapters.web.spans import is_web

NOT_OURS: Final = ("image", "html_inline", "html_block")


def prose_html(markdown: str) -> str:
    return str(_PARSER.render(markdown))


def _link(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Links open elsewhere; one that does not lead to the web leads nowhere."""
    link = tokens[index]
    href = str(link.attrs.pop("href", ""))
    if is_web(href):
        link.attrs |= {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
    return renderer.renderToken(tokens, index, options, env)


def _code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Code that is too wide can be scrolled by keyboard."""
    return renderer.fence(tokens, index, options, env).replace("<pre>", '<pre tabindex="0">', 1)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(NOT_OURS)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("fence", _code)
    return parser


_PARSER: Final = _parser()
