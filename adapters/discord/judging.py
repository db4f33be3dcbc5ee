"""What went wrong, by Discord's own error codes and not by the status of the response."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from bot.errors import DeliveryError, Gone, Refused, Uncertain

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_GUILD: Final = 10004
UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_INTERACTION: Final = 10062
MISSING_ACCESS: Final = 50001
NOT_THIS_TYPE: Final = 50024
CANNOT_DM: Final = 50007
MISSING_PERMISSIONS: Final = 50013
INVALID_BODY: Final = 50035
ARCHIVED: Final = 50083
NO_MUTUAL_SERVER: Final = 50278
TAG_REQUIRED: Final = 40067
ACKNOWLEDGED: Final = 40060
HAS_THREAD: Final = 160004
LOCKED_THREAD: Final = 160005

LOST: Final = {
    UNKNOWN_CHANNEL: "The channel does not exist any more.",
    UNKNOWN_GUILD: "The server does not exist any more.",
    UNKNOWN_MESSAGE: "The message was deleted.",
}
NEVER: Final = {
    MISSING_ACCESS: "I cannot see the channel: I need View Channel there.",
    MISSING_PERMISSIONS: "I may not write there: I need View Channel, Send Messages and, for threads, "
    "Create Public Threads and Send Messages in Threads.",
    CANNOT_DM: "The person takes no direct messages from me.",
    NO_MUTUAL_SERVER: "The person takes no direct messages from me.",
    TAG_REQUIRED: "The forum wants a tag on every post: choose one with `/daily setup`.",
    INVALID_BODY: "Discord does not take this message as it is.",
    LOCKED_THREAD: "The thread is locked.",
    NOT_THIS_TYPE: "Such a channel takes no questions.",
}


@contextmanager
def judged() -> Iterator[None]:
    """Within it discord.py's errors become Refused, Gone or Uncertain."""
    try:
        yield
    except discord.RateLimited as error:
        raise Refused(f"Discord asks for {error.retry_after:.0f} s of patience.", permanent=False) from error
    except discord.HTTPException as error:
        raise judgement(error) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Uncertain(f"The line to Discord broke off ({type(error).__name__}).") from error


def judgement(error: discord.HTTPException) -> DeliveryError:
    """A server error may have come after the deed; a refusal without a code we know may pass."""
    if error.status >= 500:
        return Uncertain(f"Discord failed with status {error.status}.")
    if error.code in LOST:
        return Gone(LOST[error.code])
    if error.code in NEVER:
        return Refused(NEVER[error.code], permanent=True)
    return Refused(f"Discord refused (status {error.status}, code {error.code}).", permanent=False)
