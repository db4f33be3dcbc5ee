"""Reading 2,000 questions: cold against CSafeLoader alone, warm against the plain JSON of the cache.

``python -m tests.benchmarks.bench_bank``: ratios side by side, median of 5 alternating pairs.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec
import yaml

from bot.bank import load_bank
from tests.bank.making import WORDS, question, topic, write

TODAY = date(2026, 11, 21)
PER_TOPIC, PAIRS = 100, 5
COLD_TARGET, WARM_TARGET = 1.3, 3.0
VOCABULARY = WORDS.split()


def main(count: int = 2_000) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "questions", Path(name) / "cache.json"
        _fill(folder, count)
        load_bank([folder], cache, TODAY)
        size = sum(file.stat().st_size for file in folder.glob("*.yaml")) / 1e6
        _say(f"{count:,} questions, {size:.1f} MB of YAML, median of {PAIRS} alternating pairs")
        cold = _compare(
            "cold: load_bank without cache",
            partial(load_bank, [folder], None, TODAY),
            "yaml.load with CSafeLoader",
            partial(_read_yaml, folder),
            COLD_TARGET,
        )
        warm = _compare(
            "warm: load_bank with cache",
            partial(load_bank, [folder], cache, TODAY),
            "msgspec reads the cache untyped",
            partial(_read_json, cache),
            WARM_TARGET,
        )
    return 0 if cold and warm else 1


def _compare(ours: str, run: Callable[[], Any], theirs: str, base: Callable[[], Any], target: float) -> bool:
    pairs = [(_timed(run), _timed(base)) for _ in range(PAIRS)]
    mine, other = median(a for a, _ in pairs), median(b for _, b in pairs)
    ratio = median(a / b for a, b in pairs)
    figures = f"{ours}: {mine * 1e3:.1f} ms; {theirs}: {other * 1e3:.1f} ms; ratio {ratio:.2f}"
    _say(f"  {'PASS' if ratio <= target else 'FAIL'}: {figures} (target ≤ {target})")
    return ratio <= target


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _timed(run: Callable[[], Any]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def _read_yaml(folder: Path) -> None:
    for file in sorted(folder.glob("*.yaml")):
        yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _read_json(cache: Path) -> None:
    msgspec.json.decode(cache.read_bytes())


def _fill(folder: Path, count: int) -> None:
    """Choice questions of about the shipped length."""
    source = random.Random(1)
    for start in range(0, count, PER_TOPIC):
        name = f"topic-{start // PER_TOPIC}"
        made = [_question(f"{name}-{place}", source) for place in range(min(PER_TOPIC, count - start))]
        write(folder, topic(made, name), f"{name}.yaml")


def _question(name: str, source: random.Random) -> dict[str, Any]:
    def words(count: int) -> str:
        return " ".join(source.choices(VOCABULARY, k=count))

    options = [{"text": f"{place} {words(8)}", "correct": place == 1, "why": words(22)} for place in range(4)]
    return question(
        name,
        prompt=words(20),
        answer="\n\n".join(words(35) for _ in range(3)),
        key_points=[words(8) for _ in range(4)],
        quiz={"kind": "choice", "prompt": words(30), "options": options},
        references=[{"title": words(4), "url": f"https://example.org/{place}"} for place in range(2)],
        tags=["scenario"],
        applies_to="mlflow>=3",
    )


if __name__ == "__main__":
    sys.exit(main())
