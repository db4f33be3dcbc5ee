"""Text of the bank in pieces: `code` in backticks, and what stands around it."""

import re
from collections.abc import Iterator

_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """(piece, whether it is code), in order; the backticks are gone."""
    end = 0
    for found in _CODE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[2].strip(), True
        end = found.end()
    if end < len(text):
        yield text[end:], False
