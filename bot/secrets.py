"""Seals what must not stand in the database in clear: the tokens of workspaces."""

from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SettingsError, StoreError

MAKE_ONE: Final = (
    'Make one: python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)
NO_KEY: Final = f"DAILYDRILL_SECRET_KEY is not set: it encrypts the tokens of workspaces. {MAKE_ONE}"
NOT_A_KEY: Final = f"DAILYDRILL_SECRET_KEY holds something that is not a key (number {{place}}). {MAKE_ONE}"
NOT_OPENED: Final = (
    "A stored token cannot be decrypted: DAILYDRILL_SECRET_KEY lacks the key that encrypted it. "
    "Add that key after a comma."
)


class Sealer:
    """The first key seals, each of them opens. Keys, tokens and what is sealed stand in no error."""

    def __init__(self, keys: Sequence[str]) -> None:
        """SettingsError where there is no key, or something that is none."""
        if not keys:
            raise SettingsError(NO_KEY)
        opened = [_fernet(key, place) for place, key in enumerate(keys, 1)]
        self._newest = opened[0]
        self._all = MultiFernet(opened)

    def seal(self, text: str) -> str:
        """Differs each time; nobody can tell whether two sealed texts are the same."""
        return self._all.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """StoreError when no key opens it."""
        try:
            return self._all.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise StoreError(NOT_OPENED) from None

    def is_current(self, sealed: str) -> bool:
        """Whether the first key sealed it."""
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True


def _fernet(key: str, place: int) -> Fernet:
    try:
        return Fernet(key)
    except (ValueError, TypeError):
        raise SettingsError(NOT_A_KEY.format(place=place)) from None
