"""A question's prompt as blocks: text, and at most one fenced code block."""

import re

from bot.intents.base import BankText, Block, CodeBlock, Para, Tone

_FENCE = re.compile(r"^```\w*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


def prompt_blocks(prompt: str) -> tuple[Block, ...]:
    """Text before the code, the code, text after it; the first text is the heading."""
    fence = _FENCE.search(prompt)
    if fence is None:
        return (Para((BankText(prompt.strip()),), Tone.HEADING),)
    before, after = prompt[: fence.start()].strip(), prompt[fence.end() :].strip()
    blocks: list[Block] = [Para((BankText(before),), Tone.HEADING)] if before else []
    blocks.append(CodeBlock(fence[1].rstrip("\n")))
    if after:
        blocks.append(Para((BankText(after),)))
    return tuple(blocks)
