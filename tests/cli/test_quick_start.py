"""A command imports what it needs: the light ones wait for no server and no database."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOW = "import sys; sys.argv[0] = 'dailydrill'\nfrom bot.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["bank", "--help"],
        ["bank", "stats"],
        ["bank", "lint"],
        ["bank", "new", "vector-search"],
        ["bank", "export", "--topics", "mlflow"],
        ["simulate", "--days", "5"],
        ["slack", "manifest"],
    ],
)
def test_a_light_command_loads_neither_server_nor_database(words: Sequence[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"DAILYDRILL_HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = set(done.stderr.split())
    assert "bot.cli.main" in loaded
    assert loaded.isdisjoint({"aiohttp", "sqlalchemy", "apscheduler", "discord", "slack_bolt", "PIL", "fsrs"})
