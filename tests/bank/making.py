"""Question files made in the test: a hand-written one to break, and generated ones."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.bank import Fault, check_files

TODAY = date(2026, 11, 21)
WORDS = "the alias names one version and callers resolve it at load time so that nothing is deployed"

TEXT = f"""\
topic: mlflow
title: MLflow
area: operations
questions:
  - id: mlflow-alias
    level: mid
    prompt: How do you take a bad version out of production?
    answer: |
      {WORDS}.

      - {WORDS}
      - {WORDS}
      - {WORDS}
    key_points:
      - Callers use an alias
      - Moving it is enough
      - Say how you roll back
    quiz:
      kind: choice
      prompt: Version 7 is bad. What is quickest?
      options:
        - text: Delete version seven
          why: The alias does not fall back.
        - text: Move the alias back
          correct: true
          why: Callers resolve it.
        - text: Register version six again
          why: The alias still names seven.
        - text: Change the callers
          why: They hold no number.
    references:
      - title: Registry
        url: https://mlflow.org/docs/latest/
    tags: [scenario]
    applies_to: mlflow>=3
    verified: 2026-11-01
    review_by: 2027-11-01
"""
"""A file without a fault."""


def write(folder: Path, text: str | bytes = TEXT, name: str = "mlflow.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(folder: Path, text: str | bytes, name: str = "mlflow.yaml") -> list[Fault]:
    return check_files([write(folder, text, name)], TODAY)


def options(count: int = 4, right: Sequence[int] = (1,)) -> list[dict[str, Any]]:
    return [
        {"text": f"Option number {i}", "correct": i in right, "why": f"Reason number {i}."}
        for i in range(count)
    ]


def quiz(kind: str = "choice", **changes: object) -> dict[str, Any]:
    bodies: Mapping[str, dict[str, Any]] = {
        "choice": {"options": options()},
        "multi": {"options": options(5, (0, 2))},
        "number": {"value": 0.82, "tolerance": "5%", "unit": "s", "why": "By arithmetic."},
        "order": {"items": ["First", "Second", "Third", "Fourth"], "why": "By time."},
    }
    return {"kind": kind, "prompt": "What is it?", **bodies[kind], **changes}


def question(name: str = "mlflow-alias", **changes: object) -> dict[str, Any]:
    """As it stands in a file; a change to None removes the key."""
    made: dict[str, Any] = {
        "id": name,
        "level": "mid",
        "prompt": "How does it work?",
        "answer": "\n\n".join([WORDS] * 5),
        "key_points": ["One", "Two", "Three"],
        "quiz": quiz(),
        "references": [{"title": "Docs", "url": "https://example.org/docs"}],
        "verified": date(2026, 11, 1),
        "review_by": date(2027, 11, 1),
        **changes,
    }
    return {key: value for key, value in made.items() if value is not None}


def topic(questions: Sequence[Mapping[str, Any]], name: str = "mlflow", **changes: object) -> str:
    content = {"topic": name, "title": name.title(), "area": "operations", "questions": list(questions)}
    return dump({**content, **changes})


def dump(content: object) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000)


def load(text: str) -> Any:
    """What an ordinary YAML reader sees."""
    return yaml.load(text, Loader=yaml.CSafeLoader)
