"""The quiz form of a question: four kinds, each with its own rules."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.bank import limits
from bot.bank.faults import Report
from bot.bank.nodes import Node, Scalar
from bot.bank.parts import Part
from bot.bank.texts import BOLD, same, split_code
from bot.bank.wording import is_catch_all, is_unmarked_negative
from bot.domain.question import Kind, NumberQuiz, Option, OptionsQuiz, OrderQuiz, Quiz, Tolerance

KEYS = {
    Kind.CHOICE: ("kind", "prompt", "options"),
    Kind.MULTI: ("kind", "prompt", "options"),
    Kind.NUMBER: ("kind", "prompt", "value", "tolerance", "unit", "why"),
    Kind.ORDER: ("kind", "prompt", "items", "why"),
}
OPTION_KEYS = ("text", "correct", "why")
PERCENTAGE = re.compile(limits.PERCENTAGE)


def read_quiz(node: Node, report: Report) -> Quiz | None:
    """None where not even its kind can be told."""
    part = Part(node, report, "the quiz")
    if not part.readable:
        return None
    kind = part.one_of("kind", tuple(Kind))
    if not kind:
        return None
    part.only(KEYS[Kind(kind)])
    return READERS[Kind(kind)](part, _prompt(part))


def _prompt(part: Part) -> str:
    most = limits.QUIZ_PROMPT + limits.CODE_LINES * (limits.CODE_COLUMNS + 1) + 40
    prompt = part.text("prompt", most, lines=True)
    if not prompt:
        return ""
    node = part.fields["prompt"]
    if "```" in prompt:
        _check_code(part, node, prompt)
    elif len(prompt) > limits.QUIZ_PROMPT:
        _prompt_too_long(part, node, prompt)
    _check_bold(part, node, prompt)
    if is_unmarked_negative(prompt):
        part.report.warn(
            node, "the quiz asks for what is not so", "Ask for what is, or write NOT in capitals."
        )
    return prompt


def _check_code(part: Part, node: Node, prompt: str) -> None:
    split = split_code(prompt)
    if not split.closed:
        part.error(node, "the code block of the prompt is not closed", "End it with a line of ```.")
    if len(split.blocks) > 1:
        part.error(node, f"the prompt has {len(split.blocks)} code blocks", "Keep one.")
    if prompt.startswith("```") or not split.prose:
        part.error(node, "the prompt begins with code", "Begin with the question: it is the push preview.")
    if len(split.prose) > limits.QUIZ_PROMPT:
        _prompt_too_long(part, node, split.prose)
    for lines in (block.split("\n") for block in split.blocks):
        _check_block(part, node, lines)


def _check_block(part: Part, node: Node, lines: list[str]) -> None:
    if len(lines) > limits.CODE_LINES:
        part.error(node, f"the code block has {len(lines)} lines", f"Show at most {limits.CODE_LINES}.")
    widest = max(map(len, lines))
    if widest > limits.CODE_COLUMNS:
        cure = f"Break it at {limits.CODE_COLUMNS}: a phone shows no more."
        part.error(node, f"a code line has {widest} columns", cure)


def _prompt_too_long(part: Part, node: Node, prose: str) -> None:
    cure = f"Cut {len(prose) - limits.QUIZ_PROMPT}: at most {limits.QUIZ_PROMPT} fit outside code."
    part.error(node, f"`prompt` of the quiz has {len(prose)} characters", cure)


def _check_bold(part: Part, node: Node, text: str) -> None:
    if ("**" in text or "__" in text) and BOLD.search(re.sub(r"`[^`]*`", "", split_code(text).prose)):
        part.report.warn(node, "bold is shown as stars in a quiz", "Use capitals or `code`.")


def _choice(part: Part, prompt: str) -> Quiz:
    options = _options(part, limits.CHOICE_OPTIONS)
    correct = sum(option.correct for option in options)
    if options and correct != 1:
        cure = "Mark exactly one with `correct: true`, or use `kind: multi`."
        part.error(part.fields["options"], f"the choice has {correct} correct options", cure)
    if options and len(options) != limits.CHOICE_WANTED:
        cure = f"{limits.CHOICE_WANTED} are wanted."
        part.report.warn(part.fields["options"], f"the choice has {len(options)} options", cure)
    return OptionsQuiz(Kind.CHOICE, prompt, options)


def _multi(part: Part, prompt: str) -> Quiz:
    options = _options(part, limits.MULTI_OPTIONS)
    correct = sum(option.correct for option in options)
    least, most = limits.MULTI_CORRECT
    if options and not least <= correct <= most:
        cure = f"Mark {least} to {most} with `correct: true`."
        part.error(part.fields["options"], f"the multi has {correct} correct options", cure)
    return OptionsQuiz(Kind.MULTI, prompt, options)


def _options(part: Part, count: tuple[int, int]) -> tuple[Option, ...]:
    found = part.items("options", count)
    options = tuple(_option(Part(node, part.report, f"option {i}")) for i, node in enumerate(found, 1))
    _check_distinct(part, found, [option.text for option in options], "option")
    return options


def _option(part: Part) -> Option:
    part.only(OPTION_KEYS)
    if not part.readable:
        return Option("", "")
    text = part.text("text", limits.OPTION)
    why = part.text("why", limits.WHY)
    for key, said in (("text", text), ("why", why)):
        if "**" in said or "__" in said:
            _check_bold(part, part.fields[key], said)
    if is_catch_all(text):
        part.report.warn(part.fields["text"], f"{part.name} is “{text}”", CATCH_ALL)
    return Option(text, why, part.flag("correct"))


CATCH_ALL = "Options are shuffled and each stands alone: write a mistake people make, or use `kind: multi`."


def _check_distinct(part: Part, found: Sequence[Node], texts: Sequence[str], one: str) -> None:
    first: dict[str, int] = {}
    for place, text in enumerate(texts, 1):
        earlier = first.setdefault(same(text), place)
        if text and earlier != place:
            problem = f"{one} {place} says the same as {one} {earlier}"
            part.error(found[place - 1], problem, "Reword or replace one.")


def _number(part: Part, prompt: str) -> Quiz:
    value = part.decimal("value")
    tolerance = _tolerance(part)
    if tolerance.percent and not value:
        cure = "Give the tolerance as a number."
        part.error(part.fields["tolerance"], "a percentage of 0 is 0", cure)
    unit = "" if _empty_unit(part) else part.text("unit", limits.UNIT)
    return NumberQuiz(prompt, value, tolerance, unit, part.text("why", limits.ONLY_WHY))


def _empty_unit(part: Part) -> bool:
    """A pure number has no unit: the key is left out, or an empty text in quotes."""
    node = part.fields.get("unit")
    return node is None or (isinstance(node, Scalar) and not node.plain and not node.text)


def _tolerance(part: Part) -> Tolerance:
    node = part.get("tolerance")
    if node is None:
        return Tolerance(Decimal(0))
    text = node.text.strip() if isinstance(node, Scalar) else ""
    percent = bool(PERCENTAGE.fullmatch(text))
    amount = part.decimal_in(node, "tolerance", text.removesuffix("%").strip() if percent else text)
    if amount < 0:
        part.error(node, "`tolerance` of the quiz is below 0", "Write how far off an answer may be.")
    return Tolerance(amount, percent)


def _order(part: Part, prompt: str) -> Quiz:
    found = part.items("items", limits.ORDER_ITEMS)
    items = part.texts(found, "item", limits.OPTION)
    _check_distinct(part, found, items, "item")
    return OrderQuiz(prompt, items, part.text("why", limits.ONLY_WHY))


READERS: dict[Kind, Callable[[Part, str], Quiz]] = {
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.NUMBER: _number,
    Kind.ORDER: _order,
}
