"""``DAILYDRILL_BANK``: whatever is wrong with a further folder, the shipped questions are there."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.bank import Bank, load_bank, survey
from bot.cli.common import read_bank
from bot.settings import Settings
from tests.bank.making import TEXT, TODAY, question, topic, write


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    write(tmp_path / "shipped")
    return tmp_path / "shipped"


def faults(bank: Bank) -> list[str]:
    return [str(fault) for fault in bank.faults]


@pytest.mark.parametrize("name", ["nowhere", "file/below", "x" * 300])
def test_a_folder_that_cannot_be_read_is_a_fault_that_names_it(
    shipped: Path, tmp_path: Path, name: str
) -> None:
    tmp_path.joinpath("file").touch()
    made = load_bank([shipped, tmp_path / name], None, TODAY)
    assert set(made.questions) == {"mlflow-alias"}
    (fault,) = faults(made)
    assert fault.startswith(f"{tmp_path / name}: the folder cannot be read: ")


def test_a_folder_without_rights_is_a_fault(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may read everything."""
    own = tmp_path / "own"
    write(own, topic([question("own-one")], "own"), "own.yaml")
    listed = Path.iterdir

    def refused(path: Path) -> object:
        if path == own:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    made = load_bank([shipped, own], None, TODAY)
    assert set(made.questions) == {"mlflow-alias"}
    assert faults(made) == [
        f"{own}: the folder cannot be read: Permission denied. Check the path and its rights."
    ]


def test_every_kind_of_broken_file_leaves_the_others_alone(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write(own, "{", "a.yaml")
    write(own, b"\xff\xfe", "b.yaml")
    write(own, "", "c.yaml")
    write(own, TEXT, "d.yml")
    own.joinpath("e.yaml").mkdir()
    own.joinpath("f.yaml").symlink_to("nowhere")
    write(own, topic([question("mlflow-alias")], "g"), "g.yaml")
    write(own, topic([question("mlflow-own")]))
    write(own, topic([question("own-one")], "own"), "own.yaml")
    write(own, "not for us", "notes.txt")
    made = load_bank([shipped, own], None, TODAY)
    assert set(made.questions) == {"mlflow-alias", "own-one"}
    assert [fault.file[0] for fault in made.faults] == [*"abcdefg", "m"]
    assert "the id is used twice" in faults(made)[6] and "mlflow.yaml:5" in faults(made)[6]
    assert "a file of this name has been read already" in faults(made)[7]


def test_of_two_further_folders_the_first_has_the_name(shipped: Path, tmp_path: Path) -> None:
    for folder, name in (("one", "first-one"), ("two", "second-one")):
        write(tmp_path / folder, topic([question(name)], "own"), "own.yaml")
    made = load_bank([shipped, tmp_path / "one", tmp_path / "two"], None, TODAY)
    assert set(made.questions) == {"mlflow-alias", "first-one"}
    assert len(made.faults) == 1


def test_a_survey_finds_the_same_faults(shipped: Path, tmp_path: Path) -> None:
    assert [fault.file for fault in survey([shipped, tmp_path / "nowhere"], TODAY).faults] == [
        f"{tmp_path}/nowhere"
    ]


async def test_the_start_goes_on_and_logs_what_is_left_out(tmp_path: Path) -> None:
    settings = Settings(dailydrill_home=tmp_path / "home", dailydrill_bank=(tmp_path / "nowhere",))
    with capture_logs() as logged:
        bank = await read_bank(settings, TODAY)
    assert bank.questions
    assert [one["event"] for one in logged] == ["a question file is left out"]
    assert "nowhere" in logged[0]["fault"]
