"""Every error Dailydrill raises on purpose. ``str(error)`` is a sentence a person may read."""

from collections.abc import Sequence


class DailydrillError(Exception):
    """Base of all known errors; anything else is a bug and is logged with its traceback."""


class UsageError(DailydrillError):
    """A person asked for something that cannot be done as typed; nothing was changed."""


class NotAllowed(UsageError):
    """The person may not do this here."""


class Offers(UsageError):
    """The same, with what could be done instead: ``offers`` are (action, label) pairs, a button each."""

    def __init__(self, sentence: str, offers: Sequence[tuple[str, str]]) -> None:
        super().__init__(sentence)
        self.offers = tuple(offers)


class Misfilled(UsageError):
    """A form was filled in with what cannot be taken: ``faults`` are (field, sentence) pairs, in its order."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in faults))
        self.faults = tuple(faults)


class SettingsError(DailydrillError):
    """The program cannot start with these settings (exit code 2)."""


class StoreError(DailydrillError):
    """The database cannot be used: too new, read-only, full, locked by another process."""


class NoMember(StoreError):
    """Whom this belongs to is not there, or not any more: somebody was deleted a moment ago."""


class DeliveryError(DailydrillError):
    """A platform did not take a message or an edit."""


class Refused(DeliveryError):
    """The platform said no, so nothing was posted; ``permanent`` when asking again cannot help."""

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.permanent = permanent


class Gone(Refused):
    """The message or channel that was meant does not exist any more."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=True)


class Vanished(DeliveryError):
    """The platform took the message, and somebody has deleted it since."""


class Uncertain(DeliveryError):
    """The call broke off: the platform may or may not have taken the message."""


class CannotAsk(DeliveryError):
    """The platform's history cannot be read, so nobody can say whether a message is there."""


class BankError(DailydrillError):
    """The question bank cannot be used; ``faults`` has each reason, ``str`` one line per reason."""

    def __init__(self, faults: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
