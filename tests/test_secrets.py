"""Keys open what they sealed, the first of them seals, and nothing secret stands in an error."""

import re
import shlex
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingsError, StoreError
from bot.secrets import MAKE_ONE, NO_KEY, NOT_OPENED, Sealer

TOKEN = "xoxb-made-up"


def key() -> str:
    return Fernet.generate_key().decode()


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    sealer = Sealer([key()])
    sealed = sealer.seal(TOKEN)
    assert sealer.open(sealed) == TOKEN
    assert TOKEN not in sealed and sealer.seal(TOKEN) != sealed


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old, new = key(), key()
    before = Sealer([old]).seal(TOKEN)
    both = Sealer([new, old])
    assert both.open(before) == TOKEN
    assert Sealer([new]).open(both.seal(TOKEN)) == TOKEN
    assert (both.is_current(before), both.is_current(both.seal(TOKEN))) == (False, True)


def test_without_its_key_nothing_opens_and_the_error_tells_nothing() -> None:
    sealed = Sealer([key()]).seal(TOKEN)
    with pytest.raises(StoreError) as raised:
        Sealer([key()]).open(sealed)
    assert str(raised.value) == NOT_OPENED
    assert raised.value.__cause__ is None and raised.value.__suppress_context__


@pytest.mark.parametrize("sealed", ["", "xoxb-in-clear", "gAAAAA", "ä", "\x00"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(StoreError):
        Sealer([key()]).open(sealed)


def test_something_changed_on_the_way_does_not_open() -> None:
    sealer = Sealer([key()])
    sealed = sealer.seal(TOKEN)
    flipped = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]
    with pytest.raises(StoreError):
        sealer.open(flipped)


def test_no_key_is_a_sentence_that_says_how_to_make_one() -> None:
    with pytest.raises(SettingsError) as raised:
        Sealer([])
    assert str(raised.value) == NO_KEY


@pytest.mark.parametrize("bad", ["", "secret-words", "ä" * 44, "A" * 43, "A" * 60])
def test_a_bad_key_is_told_by_its_place_and_not_repeated(bad: str) -> None:
    with pytest.raises(SettingsError, match="number 2") as raised:
        Sealer([key(), bad])
    assert not bad or bad not in str(raised.value)


def test_the_sentence_makes_a_key() -> None:
    command = shlex.split(MAKE_ONE.removeprefix("Make one: "))
    assert re.match("python", command[0])
    made = subprocess.run([sys.executable, *command[1:]], capture_output=True, text=True, check=True)
    assert Sealer([made.stdout.strip()]).open(Sealer([made.stdout.strip()]).seal(TOKEN)) == TOKEN
