"""A folder of its own, nothing set, and the command line as a function."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: object
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line of a refusal."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.startswith("dailydrill: ") and self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.removeprefix("dailydrill: ").removesuffix("\n")


Call = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """DAILYDRILL_HOME; nothing else is set, and nothing is read from where the tests were started."""
    for name in Settings.model_fields:
        for ending in ("", "_FILE"):
            monkeypatch.delenv(f"{name.upper()}{ending}", raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("DAILYDRILL_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture
def call(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """``main()`` in this process. Logging is left as it is: it would be so for every later test."""
    monkeypatch.setattr("bot.logs.set_up_logging", lambda level, json: None)

    def call(*words: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dailydrill", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(ended.value.code, *capsys.readouterr())

    return call
