"""What some tests need from the machine: skipped with the reason where it is missing, unless it is required."""

import os
from typing import NoReturn

import pytest


def missing(need: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where DAILYDRILL_REQUIRE names ``need``: postgres, browser."""
    if need in os.environ.get("DAILYDRILL_REQUIRE", "").split(","):
        pytest.fail(f"{need} is required here: {reason}", pytrace=False)
    pytest.skip(f"no {need}: {reason}")
