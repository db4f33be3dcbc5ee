"""What holds for any file: only BankError is raised, the cache keeps all, lines and the schema are right."""

import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.bank import SHIPPED, Fault, limits, load_bank
from bot.bank.loader import check_files
from bot.bank.parts import DECIMAL
from bot.errors import BankError
from tests.bank.making import TEXT, TODAY, dump, load, question, quiz, topic, write

SCHEMA = json.loads((SHIPPED.parent / "schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)

LETTERS = st.characters(categories=("L", "Nd"), exclude_characters="ﬀﬃ")
PUNCTUATION = st.sampled_from(list(" .,;:!?()[]{}'\"#%&*-+=|>/\\~$^é—😀"))


def words(most: int) -> st.SearchStrategy[str]:
    """One line with something in it, without space around it."""
    return st.text(LETTERS | PUNCTUATION, min_size=1, max_size=most).map(str.strip).filter(bool)


names = st.from_regex(re.compile(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", re.ASCII), fullmatch=True)
days = st.dates(date(2020, 1, 1), TODAY)


@st.composite
def quizzes(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["choice", "multi", "number", "order"]))
    prompt = draw(words(200))
    if kind == "number":
        value = draw(st.integers(-(10**9), 10**9) | st.from_regex(DECIMAL, fullmatch=True).map(str))
        tolerance = draw(st.integers(0, 99) | st.decimals(0, 99, places=2).map(str))
        return quiz(kind, prompt=prompt, value=value, tolerance=tolerance, unit=draw(words(30)))
    count = {"choice": draw(st.integers(3, 5)), "multi": 5, "order": draw(st.integers(4, 5))}[kind]
    texts = [f"{i} {draw(words(60))}"[:90].strip() + f" {i}" for i in range(count)]
    if kind == "order":
        return quiz(kind, prompt=prompt, items=texts, why=draw(words(400)))
    right = [0] if kind == "choice" else draw(st.sets(st.integers(0, 4), min_size=2, max_size=4))
    options = [{"text": t, "why": draw(words(100)), "correct": i in right} for i, t in enumerate(texts)]
    return quiz(kind, prompt=prompt, options=draw(st.permutations(options)))


@st.composite
def questions(draw: st.DrawFn, name: str) -> dict[str, Any]:
    verified = draw(days)
    return question(
        name,
        level=draw(st.sampled_from(["junior", "mid", "senior"])),
        prompt=draw(words(200)),
        answer="\n\n".join(["word " * 20] * 3 + [draw(words(200).map(_not_block))]),
        key_points=draw(st.lists(words(90), min_size=3, max_size=6)),
        quiz=draw(quizzes()),
        verified=verified,
        review_by=draw(st.dates(verified, date(2040, 1, 1))),
        tags=draw(st.none() | st.lists(names, max_size=3)),
        applies_to=draw(st.none() | words(60)),
        retired=draw(st.none() | st.fixed_dictionaries({"on": days, "reason": words(200)})),
    )


def _not_block(text: str) -> str:
    return f"So: {text}"


@st.composite
def files(draw: st.DrawFn) -> str:
    ids = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return topic([draw(questions(name)) for name in ids], title=draw(words(20)))


def faults(text: str | bytes) -> list[Fault]:
    with tempfile.TemporaryDirectory() as folder:
        return check_files([write(Path(folder), text)], TODAY)


def load_or_refuse(data: str | bytes) -> None:
    """Anything else than BankError goes up and fails the test."""
    with tempfile.TemporaryDirectory() as folder, suppress(BankError):
        write(Path(folder), data)
        load_bank([Path(folder)], None, TODAY)


@settings(deadline=None)
@given(st.text() | st.binary())
def test_any_bytes_are_read_or_refused(data: str | bytes) -> None:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    load_or_refuse(data)


NASTY = [
    "\t",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "<<: ",
    "? ",
    "- ",
    "[",
    "{",
    "}",
    '"',
    "'",
    "|",
    ">",
]
NASTY += [
    "\n",
    "  ",
    ": ",
    "#",
    "---\n",
    "%",
    "@",
    "\x00",
    "\ufeff",
    "\u2028",
    "yes",
    "1.10",
    "~",
    "0o7",
    "=",
    "",
]
edits = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 40), st.sampled_from(NASTY))


@settings(deadline=None)
@given(st.lists(edits, min_size=1, max_size=6))
def test_a_file_with_any_edits_is_read_or_refused(made: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for start, length, new in made:
        text = text[:start] + new + text[start + length :]
    load_or_refuse(text)


@settings(max_examples=60, deadline=None)
@given(files())
def test_a_valid_file_goes_through_the_cache_unchanged(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, cache = Path(folder) / "q", Path(folder) / "cache.json"
        write(path, text)
        cold, filled = load_bank([path], None, TODAY), load_bank([path], cache, TODAY)
        assert load_bank([path], cache, TODAY) == filled == cold


@settings(max_examples=60, deadline=None)
@given(files())
def test_what_the_loader_takes_the_schema_takes(text: str) -> None:
    assert not [fault for fault in faults(text) if fault.fatal]
    assert not [error.message for error in VALIDATOR.iter_errors(as_json(load(text)))]


def as_json(content: Any) -> Any:
    """With dates as texts, as an editor's YAML sees them."""
    return json.loads(json.dumps(content, default=date.isoformat))


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 3), st.sampled_from(["text", "why"]), st.booleans())
def test_a_fault_stands_where_its_text_stands(place: int, option: int, key: str, flow: bool) -> None:
    made = [question(f"q-{i}") for i in range(10)]
    made = copy.deepcopy(made)
    made[place]["quiz"]["options"][option][key] = "MARK" + "x" * 400
    text = (
        topic(made)
        if not flow
        else json.dumps(json.loads(json.dumps(load(topic(made)), default=str)), indent=1)
    )
    (fault,) = (fault for fault in faults(text) if fault.fatal)
    assert "MARK" in text.split("\n")[fault.line - 1]
    assert fault.id == f"q-{place}"


def paths_in(content: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    found = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for key, value in found:
        yield (*so_far, key)
        yield from paths_in(value, (*so_far, key))


REPLACEMENTS: list[Any] = [
    *(None, True, 3, 1.5, -2, date(2026, 1, 1), [], {}, ["a"], {"a": 1}, "", "x", "a\nb", "x" * 3000, "A B"),
    *(
        "no",
        "1.10",
        "@everyone",
        "a\u200bb",
        "https://example.org",
        "http://example.org",
        "choice",
        "order",
        "5%",
    ),
    *(list("abcd"), list("abcdefg"), ["a", "b", "c", "A"]),
]


def replaced(value: Any) -> Callable[[dict[Any, Any] | list[Any], Any], None]:
    def change(parent: dict[Any, Any] | list[Any], key: Any) -> None:
        parent[key] = copy.deepcopy(value)

    return change


def removed(parent: dict[Any, Any] | list[Any], key: Any) -> None:
    del parent[key]


def doubled(parent: dict[Any, Any] | list[Any], key: Any) -> None:
    if isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    else:
        parent[f"{key}s"] = copy.deepcopy(parent[key])


changes = st.sampled_from([removed, doubled, *map(replaced, REPLACEMENTS)])
BASES = [
    topic(
        [question(quiz=quiz(kind), tags=["a", "b"], applies_to="x", retired={"on": TODAY, "reason": "Old."})]
    )
    for kind in ("choice", "multi", "number", "order")
]
BEYOND_THE_SCHEMA = re.compile(
    r"words|the (post|reveal) has|says the same|is before|is used twice|in the future|no other question"
    r"|file's name|backtick|code block|percentage of 0|bold|not closed|reads it as a date"
)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(BASES), changes, st.data())
def test_loader_and_schema_refuse_the_same(
    base: str, change: Callable[[Any, Any], None], data: st.DataObject
) -> None:
    content = load(base)
    *way, last = data.draw(st.sampled_from(list(paths_in(content))))
    parent = content
    for key in way:
        parent = parent[key]
    change(parent, last)
    refused = [fault for fault in faults(dump(content)) if fault.fatal]
    told = [f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(as_json(content))]
    if told:
        assert refused, told
    else:
        assert not [str(fault) for fault in refused if not BEYOND_THE_SCHEMA.search(fault.problem)]


def test_the_schema_has_the_loaders_numbers() -> None:
    defs = SCHEMA["$defs"]
    fields, option = defs["question"]["properties"], defs["option"]["properties"]
    assert VALIDATOR.check_schema(SCHEMA) is None
    assert tuple(SCHEMA["properties"]["area"]["enum"]) == limits.AREAS
    assert fields["prompt"]["maxLength"] == limits.OPEN_PROMPT
    assert defs["quiz"]["properties"]["prompt"]["then"]["maxLength"] == limits.QUIZ_PROMPT
    assert (option["text"]["maxLength"], option["why"]["maxLength"]) == (limits.OPTION, limits.WHY)
    assert defs["order"]["properties"]["why"]["maxLength"] == limits.ONLY_WHY
    for name, pattern in (("name", limits.NAME), ("day", limits.DAY)):
        assert defs[name]["pattern"] == f"^{pattern}$"
    number = defs["number"]["properties"]
    assert number["value"]["oneOf"][1]["pattern"] == f"^{limits.DECIMAL}$"
    assert number["tolerance"]["oneOf"][1]["pattern"] == f"^{limits.POSITIVE}({limits.EXPONENT}| ?%)?$"
    assert defs["reference"]["properties"]["url"]["pattern"] == f"^{limits.URL}$"
