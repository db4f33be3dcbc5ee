"""``bank export``: each format is read back, as the program it is for would read it."""

import csv
import json
import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest

from tests.bank.making import WORDS, question, quiz, topic, write
from tests.bank.test_command_line import KINDS, run

NASTY = 'Is "a" < b & <b>c</b> in `x = "<y>"`?'
CODE = 'What does it print?\n\n```\nfor i in range(2):\n    print("<&>")\n```'


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """Every kind, a retired question, one without a quiz, and texts that mean something elsewhere."""
    gone = {"on": "2026-11-02", "reason": "Old."}
    asked = [
        *(question(f"q-{kind}", quiz=quiz(kind)) for kind in KINDS),
        question(
            "q-nasty", prompt=NASTY, quiz=quiz("choice", prompt=NASTY), key_points=["=1+1", "@x", "three"]
        ),
        question("q-code", quiz=quiz("choice", prompt=CODE), prompt="=HYPERLINK(1)"),
        question("q-gone", retired=gone),
    ]
    write(tmp_path / "bank", topic(asked, title="MLflow"))
    open_one = question("b-one", quiz=None)
    write(tmp_path / "bank", topic([open_one], "behavioral", area="practice"), "behavioral.yaml")
    return tmp_path / "bank"


def exported(bank: Path, form: str, *more: str) -> str:
    code, output = run("export", bank, "--format", form, *more)
    assert code == 0, output
    return output


def notes(text: str) -> list[list[str]]:
    """As Anki reads it: header lines, then a note a line."""
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    assert {"#separator:tab\n", "#html:true\n", "#guid column:1\n", "#tags column:4\n"} <= set(head)
    body = lines[len(head) :]
    rows = list(csv.reader(body, delimiter="\t"))
    assert len(rows) == len(body), "a note is one line"
    assert all(len(row) == 4 for row in rows)
    return rows


class Tags(HTMLParser):
    """Collects the tags, and that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.used.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_anki_gets_two_notes_a_question_with_ids_that_stay(bank: Path) -> None:
    rows = notes(exported(bank, "anki"))
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids) == 2 * 6 + 1
    assert {"dailydrill-q-choice", "dailydrill-q-choice-quiz", "dailydrill-b-one"} < set(ids)
    assert "dailydrill-b-one-quiz" not in ids and "dailydrill-q-gone" not in ids
    assert all(" " not in tag for row in rows for tag in row[3].split())


def test_anki_gets_html_in_which_text_stays_text(bank: Path) -> None:
    for row in notes(exported(bank, "anki")):
        for field in row[1:3]:
            tags = Tags()
            tags.feed(field)
            tags.close()
            assert tags.open == []
            assert tags.used <= {"p", "ul", "ol", "li", "code", "pre", "br", "b", "a", "small"}
    front = next(row[1] for row in notes(exported(bank, "anki")) if row[0] == "dailydrill-q-nasty-quiz")
    assert unescape(re.sub("<[^>]+>", "", front)).startswith(NASTY.replace("`", ""))


def test_anki_keeps_the_lines_of_code(bank: Path) -> None:
    front = next(row[1] for row in notes(exported(bank, "anki")) if row[0] == "dailydrill-q-code-quiz")
    assert "for i in range(2):<br>    print(&quot;&lt;&amp;&gt;&quot;)<br></code></pre>" in front


def test_the_front_of_an_anki_note_never_tells_the_answer(bank: Path) -> None:
    by_id = {row[0]: row for row in notes(exported(bank, "anki"))}
    for kind in KINDS:
        assert "✅" not in by_id[f"dailydrill-q-{kind}-quiz"][1]
    assert by_id["dailydrill-q-choice-quiz"][2].count("✅") == 1
    assert "<b>0.82 s</b>" in by_id["dailydrill-q-number-quiz"][2]
    right = [by_id["dailydrill-q-order-quiz"][2].index(item) for item in ("First", "Second", "Third")]
    assert right == sorted(right)
    shown = [
        by_id["dailydrill-q-order-quiz"][1].index(item) for item in ("First", "Second", "Third", "Fourth")
    ]
    assert shown != sorted(shown)


def test_csv_has_a_row_a_question_and_runs_nothing_in_a_spreadsheet(bank: Path) -> None:
    text = exported(bank, "csv")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["id"] for row in rows] == ["b-one", *(f"q-{kind}" for kind in KINDS), "q-nasty", "q-code"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    by_id = {row["id"]: row for row in rows}
    assert by_id["q-nasty"]["quiz"] == NASTY and by_id["q-nasty"]["key_points"] == "'=1+1\n@x\nthree"
    assert by_id["q-code"]["prompt"] == "'=HYPERLINK(1)" and by_id["q-code"]["quiz"] == CODE
    assert (by_id["q-choice"]["right"], by_id["q-multi"]["right"]) == ("B", "A C")
    assert by_id["q-number"]["right"] == "0.82 s"
    lettered = [line[3:] for line in by_id["q-order"]["options"].split("\n")]
    right = [lettered["ABCD".index(letter)] for letter in by_id["q-order"]["right"]]
    assert right == ["First", "Second", "Third", "Fourth"]
    assert by_id["b-one"]["kind"] == by_id["b-one"]["right"] == ""


def test_json_has_every_field(bank: Path) -> None:
    told = json.loads(exported(bank, "json"))
    assert [one["name"] for one in told["topics"]] == ["behavioral", "mlflow"]
    asked = {one["id"]: one for one in told["topics"][1]["questions"]}
    assert set(asked) == {*(f"q-{kind}" for kind in KINDS), "q-nasty", "q-code"}
    assert asked["q-multi"]["quiz"]["options"][0] == {
        "text": "Option number 0",
        "why": "Reason number 0.",
        "correct": True,
    }
    assert asked["q-choice"]["verified"] == "2026-11-01"


def test_markdown_has_a_section_a_topic_with_answers_and_reasons(bank: Path) -> None:
    text = exported(bank, "md")
    assert re.findall("^## (.*)$", text, re.MULTILINE) == ["Behavioral", "MLflow"]
    assert len(re.findall("^### ", text, re.MULTILINE)) == 7
    assert "**Right: B**" in text and "- **B** Reason number 1." in text and WORDS in text
    assert "q-gone" not in text


def test_topics_can_be_chosen_and_unknown_ones_are_refused(bank: Path) -> None:
    told = json.loads(exported(bank, "json", "--topics", "behavioral"))
    assert [one["name"] for one in told["topics"]] == ["behavioral"]
    code, output = run("export", bank, "--topics", "behavioral,mlfow")
    assert code == 2 and "mlfow" in output and "mlflow" in output


def test_a_file_is_written_and_one_that_cannot_be_is_refused(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert exported(bank, "anki", "--out", str(out)) == f"7 questions in {out}.\n"
    assert out.read_text(encoding="utf-8") == exported(bank, "anki")
    code, output = run("export", bank, "--out", tmp_path / "no" / "such.json")
    assert (code, output) == (2, f"{tmp_path}/no/such.json cannot be written: No such file or directory.\n")


def test_a_broken_file_is_left_out_and_told(bank: Path) -> None:
    write(bank, "{", "a.yaml")
    code, output = run("export", bank, "--format", "md")
    assert code == 1 and "Some files have errors and are left out" in output and "## MLflow" in output


@pytest.mark.parametrize("form", ["anki", "csv", "json", "md"])
def test_the_shipped_bank_can_be_exported(form: str) -> None:
    code, output = run("export", "--format", form)
    assert code == 0
    if form == "anki":
        assert len(notes(output)) > 100
