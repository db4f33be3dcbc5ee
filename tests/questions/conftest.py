"""Only `make questions` runs these: its libraries are large, and the bot needs none of them."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bank import SHIPPED, Bank, load_bank
from bot.domain.question import NumberQuiz, OptionsQuiz

collect_ignore_glob = [] if os.environ.get("DAILYDRILL_QUESTIONS") else ["test_*.py"]

Right = Callable[[str], set[str]]


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load_bank([SHIPPED])


@pytest.fixture(scope="session")
def right(bank: Bank) -> Right:
    """The right options of a question, as written."""

    def texts(name: str) -> set[str]:
        quiz = bank.questions[name].quiz
        assert isinstance(quiz, OptionsQuiz)
        return {option.text for option in quiz.options if option.correct}

    return texts


@pytest.fixture(scope="session")
def value(bank: Bank) -> Callable[[str], float]:
    """The value of a question that asks for a number."""

    def number(name: str) -> float:
        quiz = bank.questions[name].quiz
        assert isinstance(quiz, NumberQuiz)
        return float(quiz.value)

    return number


@pytest.fixture(scope="session")
def shown(bank: Bank) -> Callable[[str], str]:
    """The code that a question shows."""

    def code(name: str) -> str:
        quiz = bank.questions[name].quiz
        assert quiz is not None
        found = re.search(r"```\w*\n(.*?)```", quiz.prompt, re.DOTALL)
        assert found is not None
        return found[1]

    return code


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., str]:
    """git in a new repository with one commit, by nobody in particular."""

    def run(*words: str) -> str:
        person = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
        ended = subprocess.run(
            ["git", *person, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return ended.stdout.strip()

    run("init", "-q", "-b", "main")
    (tmp_path / "config.yaml").write_text("lr: 1.0\n")
    run("add", ".")
    run("commit", "-qm", "Begin")
    return run
