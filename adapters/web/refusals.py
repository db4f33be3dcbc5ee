"""Why the page itself says no, before anything reaches the core."""

from bot.errors import DailydrillError, UsageError


class Missing(UsageError):
    """There is no such member, message, button or move (any more)."""


class Busy(UsageError):
    """Something else has to end first."""


class Down(DailydrillError):
    """The switch "the bot is down" is on, so nobody answers."""
