"""git, and Python without a library."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.questions.conftest import Right

Git = Callable[..., str]


def commit(git: Git, folder: Path, name: str) -> None:
    (folder / name).write_text(name)
    git("add", name)
    git("commit", "-qm", name)


def test_git_branching_merging(git: Git, tmp_path: Path, right: Right) -> None:
    git("switch", "-qc", "feature")
    commit(git, tmp_path, "feature.py")
    git("switch", "-q", "main")
    commit(git, tmp_path, "main.py")
    before = git("rev-parse", "main")
    git("switch", "-q", "feature")
    git("merge", "-q", "--no-edit", "main")
    assert len(git("rev-list", "--parents", "-1", "feature").split()) == 3
    assert git("rev-parse", "main") == before
    assert right("git-branching-merging") == {"feature at a new commit with two parents, main where it was"}


def test_git_staging_and_commit(git: Git, tmp_path: Path, right: Right) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("lr: 0.1\n")
    git("add", "config.yaml")
    config.write_text("lr: 0.01\n")
    git("commit", "-qm", "Lower the rate")
    held, status = git("show", "HEAD:config.yaml"), git("status", "--porcelain")
    assert (held, status) == ("lr: 0.1", "M config.yaml")
    assert right("git-staging-and-commit") == {f"`{held}`, and the file is modified"}


def test_git_revert_vs_reset(git: Git, tmp_path: Path, right: Right) -> None:
    git("switch", "-qc", "feature")
    commit(git, tmp_path, "work.py")
    git("switch", "-q", "main")
    git("merge", "-q", "--no-ff", "--no-edit", "feature")
    git("revert", "--no-edit", "-m", "1", "HEAD")
    git("switch", "-q", "feature")
    commit(git, tmp_path, "repair.py")
    git("switch", "-q", "main")
    git("merge", "-q", "--no-edit", "feature")
    assert sorted(path.name for path in tmp_path.glob("*.py")) == ["repair.py"]
    assert right("git-revert-vs-reset") == {"The repair, while the earlier work is still gone"}


def test_deployment_ab_testing(shown: Callable[[str], str], right: Right) -> None:
    program = shown("deployment-ab-testing") + "\nprint(''.join(arm(str(i)) for i in range(200)))"
    arms = {
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
        for _ in range(4)
    }
    assert len(arms) > 1, "another process, another seed, another arm"
    (key,) = right("deployment-ab-testing")
    assert "seeded per process" in key


def test_orchestration_dependencies(value: Callable[[str], float]) -> None:
    took = {"extract": 12, "clean": 18, "lookup": 35, "features": 15, "profile": 40, "train": 30, "report": 5}
    after = {
        "clean": ["extract"],
        "lookup": ["extract"],
        "features": ["clean", "lookup"],
        "profile": ["clean"],
        "train": ["features"],
        "report": ["train", "profile"],
    }

    def ends(task: str) -> int:
        return took[task] + max((ends(one) for one in after.get(task, [])), default=0)

    assert ends("report") == value("orchestration-dependencies")
