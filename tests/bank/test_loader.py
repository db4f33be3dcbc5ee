"""Files together: the shipped folder is strict, further ones lose a broken file whole."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.bank import SHIPPED, Bank, Severity, check_files, load_bank
from bot.bank.cache import Cache
from bot.errors import BankError, DailydrillError
from tests.bank.making import TEXT, TODAY, question, quiz, topic, write


def bank(*folders: Path, cache: Path | None = None, today: date | None = TODAY) -> Bank:
    return load_bank(folders, cache, today)


def test_the_shipped_bank_has_no_fault() -> None:
    assert not [str(fault) for fault in check_files([SHIPPED], TODAY)]


def test_topics_come_by_title_and_questions_by_id(tmp_path: Path) -> None:
    write(tmp_path, topic([question("z-one")], "z", title="alpha", area="data"), "z.yaml")
    write(tmp_path, topic([question("a-one"), question("a-two")], "a", title="Beta", area="data"), "a.yaml")
    write(tmp_path, topic([question("m-one")], "m", title="Mid", area="foundations"), "m.yaml")
    made = bank(tmp_path)
    assert list(made.topics) == ["z", "a", "m"]
    assert set(made.questions) == {"z-one", "a-one", "a-two", "m-one"}
    assert made.topic_of("a-two").name == "a"
    areas = [(area, [one.name for one in topics]) for area, topics in made.areas]
    assert areas == [("foundations", ["m"]), ("data", ["z", "a"])]


def test_a_bank_cannot_be_changed(tmp_path: Path) -> None:
    write(tmp_path)
    made = bank(tmp_path)
    with pytest.raises(TypeError):
        made.topics["x"] = made.topics["mlflow"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        made.revision = "x"  # type: ignore[misc]


def test_any_error_in_the_shipped_folder_stops_the_start_with_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace("level: mid", "level: x"))
    write(tmp_path, "- a", "b.yaml")
    write(tmp_path, topic([question("c-one")], "c"), "c.yaml")
    with pytest.raises(BankError) as caught:
        bank(tmp_path)
    assert isinstance(caught.value, DailydrillError)
    assert [fault.file for fault in caught.value.faults if hasattr(fault, "file")] == [
        "b.yaml",
        "mlflow.yaml",
    ]
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    assert len(str(caught.value).splitlines()) == 2


def test_warnings_stop_nothing_and_are_kept(tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace("2027-11-01", "2026-11-20"))
    made = bank(tmp_path)
    assert [fault.severity for fault in made.faults] == [Severity.WARNING]
    assert not bank(tmp_path, today=None).faults


def test_a_broken_file_of_a_further_folder_is_left_out_whole(tmp_path: Path) -> None:
    write(tmp_path / "shipped")
    broken = topic([question("good-one"), question("bad-one", level="x")], "broken")
    write(tmp_path / "own", broken, "broken.yaml")
    write(tmp_path / "own", topic([question("fine-one")], "fine"), "fine.yaml")
    made = bank(tmp_path / "shipped", tmp_path / "own")
    assert set(made.questions) == {"mlflow-alias", "fine-one"}
    assert [(fault.file, fault.id) for fault in made.faults] == [("broken.yaml", "bad-one")]


def test_a_further_folder_cannot_take_an_id_or_a_topic_that_is_there(tmp_path: Path) -> None:
    write(tmp_path / "shipped")
    write(tmp_path / "own", topic([question("mlflow-alias")], "mine"), "mine.yaml")
    write(tmp_path / "own", topic([question("mlflow-other")]))
    made = bank(tmp_path / "shipped", tmp_path / "own")
    assert set(made.questions) == {"mlflow-alias"}
    assert {fault.file for fault in made.faults} == {"mine.yaml", "mlflow.yaml"}


def test_a_broken_further_file_holds_no_id_against_the_next(tmp_path: Path) -> None:
    write(tmp_path / "shipped")
    write(tmp_path / "own", topic([question("own-one"), question("own-two", level="x")], "a"), "a.yaml")
    write(tmp_path / "own", topic([question("own-one")], "b"), "b.yaml")
    made = bank(tmp_path / "shipped", tmp_path / "own")
    assert made.topic_of("own-one").name == "b"


def test_a_duplicate_id_names_both_places(tmp_path: Path) -> None:
    write(tmp_path, topic([question("same-id")], "a"), "a.yaml")
    write(tmp_path, topic([question("b-one"), question("same-id"), question("same-id")], "b"), "b.yaml")
    across, within = sorted(check_files([tmp_path]), key=lambda fault: fault.line)
    lines = [
        n for n, line in enumerate((tmp_path / "b.yaml").read_text().split("\n"), 1) if "same-id" in line
    ]
    assert (across.file, across.line) == ("b.yaml", lines[0])
    assert "a.yaml:5" in across.cure
    assert within.line == lines[1]
    assert f"line {lines[0]}" in within.cure


def test_a_replacement_must_be_in_the_bank(tmp_path: Path) -> None:
    gone = {"on": date(2026, 11, 1), "reason": "Old.", "replaced_by": "b-one"}
    write(tmp_path, topic([question("a-one", retired=gone)], "a"), "a.yaml")
    with pytest.raises(BankError, match="`replaced_by` is `b-one`, which is no other question"):
        bank(tmp_path)
    write(tmp_path, topic([question("b-one")], "b"), "b.yaml")
    retired = bank(tmp_path).questions["a-one"].retired
    assert retired is not None
    assert retired.replaced_by == "b-one"


@pytest.mark.parametrize("make", [False, True])
def test_an_empty_bank_says_so(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "shipped").mkdir()
    with pytest.raises(BankError, match=r"no question at all|cannot be read"):
        bank(tmp_path / "shipped")


def test_no_folders_at_all_is_an_empty_bank() -> None:
    with pytest.raises(BankError, match="no question at all"):
        bank()


def test_a_further_folder_that_is_not_there_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "shipped")
    made = bank(tmp_path / "shipped", tmp_path / "nowhere")
    assert len(made.questions) == 1
    assert [fault.file for fault in made.faults] == [f"{tmp_path}/nowhere"]


def test_a_revision_changes_with_what_is_seen_and_not_with_a_check_of_the_facts(tmp_path: Path) -> None:
    def revisions(text: str) -> tuple[str, str]:
        write(tmp_path, text)
        made = bank(tmp_path)
        return made.questions["mlflow-alias"].revision, made.revision

    first, whole = revisions(TEXT)
    assert len(first) == 12
    assert revisions(TEXT) == (first, whole)
    assert revisions(TEXT.replace("They hold no number.", "They hold none."))[0] != first
    checked = revisions(TEXT.replace("2027-11-01", "2028-11-01"))
    assert checked[0] == first
    assert checked[1] != whole


def test_the_second_load_reads_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "q", topic([question(quiz=quiz(kind)) | {"id": kind} for kind in KINDS]))
    first = bank(tmp_path / "q", cache=tmp_path / "cache.json")
    monkeypatch.setattr("bot.bank.cache.read_sheet", None)
    assert bank(tmp_path / "q", cache=tmp_path / "cache.json") == first


KINDS = ("choice", "multi", "number", "order")


def test_a_cached_load_still_knows_the_day_and_the_warnings(tmp_path: Path) -> None:
    write(tmp_path / "q", TEXT.replace("What is quickest", "Which step does not help"))
    cold = bank(tmp_path / "q", cache=tmp_path / "cache.json", today=date(2030, 1, 1))
    warm = bank(tmp_path / "q", cache=tmp_path / "cache.json", today=date(2030, 1, 1))
    assert [fault.line for fault in warm.faults] == [20, 37]
    assert warm == cold
    with pytest.raises(BankError, match="in the future"):
        bank(tmp_path / "q", cache=tmp_path / "cache.json", today=date(2020, 1, 1))


def test_a_changed_file_is_read_anew_and_a_removed_one_forgotten(tmp_path: Path) -> None:
    cache = tmp_path / "cache.json"
    write(tmp_path / "q")
    write(tmp_path / "q", topic([question("a-one")], "a"), "a.yaml")
    bank(tmp_path / "q", cache=cache)
    (tmp_path / "q" / "a.yaml").unlink()
    write(tmp_path / "q", TEXT.replace("level: mid", "level: senior"))
    assert bank(tmp_path / "q", cache=cache).questions["mlflow-alias"].level == "senior"
    assert len(Cache(cache)._pages) == 1


def test_a_rename_is_a_change(tmp_path: Path) -> None:
    cache = tmp_path / "cache.json"
    path = write(tmp_path / "q")
    bank(tmp_path / "q", cache=cache)
    path.rename(path.with_name("other.yaml"))
    with pytest.raises(BankError, match="the file's name is `other`"):
        bank(tmp_path / "q", cache=cache)


@pytest.mark.parametrize("junk", [b"", b"{", b"[1, 2]", b"\xff\xfe", b'[["k"]]', b"[" * 100_000])
def test_a_corrupt_cache_is_ignored_and_written_anew(tmp_path: Path, junk: bytes) -> None:
    cache = tmp_path / "cache.json"
    write(tmp_path / "q")
    cache.write_bytes(junk)
    made = bank(tmp_path / "q", cache=cache)
    assert made == bank(tmp_path / "q")
    assert cache.read_bytes() != junk


def test_a_cache_of_other_rules_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache.json"
    write(tmp_path / "q")
    bank(tmp_path / "q", cache=cache)
    (key,) = Cache(cache)._pages
    monkeypatch.setattr("bot.bank.cache.rules_version", lambda: b"newer")
    bank(tmp_path / "q", cache=cache)
    assert key not in Cache(cache)._pages


def test_a_cache_that_cannot_be_written_is_silent(tmp_path: Path) -> None:
    write(tmp_path / "q")
    (tmp_path / "file").write_text("")
    assert bank(tmp_path / "q", cache=tmp_path / "file" / "cache.json").questions
    (tmp_path / "folder").mkdir()
    assert bank(tmp_path / "q", cache=tmp_path / "folder").questions
    assert not list(tmp_path.glob(".folder*"))


def test_hidden_files_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "{", ".#mlflow.yaml")
    write(tmp_path, "{", "README.md")
    assert not check_files([tmp_path], TODAY)


def test_without_the_c_parser_the_same_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", TEXT.replace("level: mid", "level: yes").replace("- Moving", "- *x"))
    made, found = bank(tmp_path / "good"), check_files([tmp_path / "bad"])
    monkeypatch.setattr("bot.bank.nodes.LOADER", yaml.SafeLoader)
    assert bank(tmp_path / "good") == made
    assert [fault.line for fault in check_files([tmp_path / "bad"])] == [fault.line for fault in found]
