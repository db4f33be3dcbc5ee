"""Long text in parts that a platform takes: between blocks, else between lines, else between words."""

from collections.abc import Iterator, Sequence


def in_parts(blocks: Sequence[tuple[str, str]], limit: int) -> list[str]:
    """Blocks as (what joins it to the one before, text), in as few parts of ``limit`` characters as their
    order allows. Nothing is left out."""
    parts: list[str] = []
    for joint, text in blocks:
        for piece in _fitting(text, limit):
            if parts and len(parts[-1]) + len(joint) + len(piece) <= limit:
                parts[-1] += joint + piece
            else:
                parts.append(piece)
    return parts


def _fitting(text: str, limit: int) -> Iterator[str]:
    while len(text) > limit:
        cut = max(text.rfind("\n", 1, limit), 0) or max(text.rfind(" ", 1, limit), 0) or limit
        yield text[:cut].rstrip()
        text = text[cut:].lstrip("\n ")
    yield text
