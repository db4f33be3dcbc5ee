"""What the bot is to a channel in which it asks."""

from typing import TYPE_CHECKING

from bot.cli.doctor.findings import Finding, fail, ok, warn

if TYPE_CHECKING:
    from adapters.slack.inspection import Seat

ABOUT = "slack"
INVITE = "Type /invite @Dailydrill there; or /dailydrill daily move it."


def channel_finding(name: str, seat: "Seat") -> Finding:
    match seat.value:
        case "inside":
            return ok(ABOUT, f"{name}: the bot is in the channel.")
        case "open":
            return ok(ABOUT, f"{name}: the bot is not in the channel, but may post there.")
        case "outside":
            return fail(ABOUT, f"{name}: the bot is not in the channel.", INVITE)
        case "gone":
            told = f"{name}: the channel was archived or deleted, or the bot may not see it."
            return fail(ABOUT, told, INVITE)
        case _:
            return warn(
                ABOUT,
                f"{name}: whether the bot is in the channel cannot be asked.",
                "It is private, and groups:read is not granted; or Slack did not say.",
            )
