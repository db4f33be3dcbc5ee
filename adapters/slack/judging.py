"""What went wrong, by Slack's own error words and not by the status of the response."""

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import CannotAsk, DeliveryError, Gone, Refused, Uncertain

LOST: Final = {
    "channel_not_found": "The channel does not exist any more, or I cannot see it: /invite me there.",
    "message_not_found": "The message was deleted.",
    "thread_not_found": "The message was deleted.",
}
NEVER: Final = {
    "is_archived": "The channel is archived.",
    "cant_update_message": "The message is not mine to change.",
    "not_in_channel": "I am not a member of the channel: /invite me there.",
    "restricted_action": "This workspace lets only some people post there.",
    "restricted_action_read_only_channel": "The channel is read-only.",
    "restricted_action_non_threadable_channel": "The channel takes no threads.",
    "restricted_action_thread_only_channel": "The channel takes replies only.",
    "messages_tab_disabled": "My messages tab is switched off in the app's settings.",
    "cannot_dm_bot": "That account takes no messages.",
    "user_not_found": "That account does not exist any more.",
    "user_disabled": "That account was deactivated.",
    "user_not_visible": "That account takes no messages.",
    "edit_window_closed": "This workspace lets nobody edit messages of that age.",
    "msg_too_long": "This is too long for one message on Slack.",
    "invalid_blocks": "Slack does not take this message as it is.",
    "metadata_too_large": "Slack does not take this message as it is.",
    "block_mismatch": "Slack does not let this message change its form.",
}
UNSETTLED: Final = frozenset(
    {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "timeout"}
)
"""Slack may have done part of it."""

CLIENT_ERRORS: Final = range(400, 500)
"""Even by somebody on the way, the request was turned away. Any other answer without Slack's word, 200 too,
may have come after the deed."""

REVOKED: Final = frozenset(
    {"account_inactive", "token_revoked", "invalid_auth", "not_authed", "token_expired", "org_login_required"}
)
NO_SCOPE: Final = "missing_scope"


@contextmanager
def judged() -> Iterator[None]:
    """Within it Slack's errors become Refused, Gone, CannotAsk or Uncertain."""
    try:
        yield
    except SlackApiError as error:
        raise judgement(error) from error
    except (TimeoutError, aiohttp.ClientError, OSError, JSONDecodeError, SlackClientError) as error:
        raise Uncertain(f"The line to Slack broke off ({type(error).__name__}).") from error


def judgement(error: SlackApiError) -> DeliveryError:
    """A revoked token says nothing about the channel: the workspace's removal stops its tracks."""
    word, status = word_of(error), status_of(error)
    if word in LOST:
        return Gone(LOST[word])
    if word in NEVER:
        return Refused(NEVER[word], permanent=True)
    if word == NO_SCOPE:
        return CannotAsk("Slack did not grant the right to look there.")
    if word in UNSETTLED or (not word and status not in CLIENT_ERRORS):
        return Uncertain(f"Slack failed ({word or status}).")
    return Refused(f"Slack refused ({word or status}).", permanent=False)


def word_of(error: SlackApiError) -> str:
    """Slack's own word for it; "" for a response that is not Slack's."""
    response: Any = error.response
    data = getattr(response, "data", response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def status_of(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def retry_after(error: SlackApiError) -> float:
    """Seconds for which Slack asks to be left alone; 0 where it does not say."""
    try:
        return max(float(header(getattr(error.response, "headers", None), "retry-after") or 0), 0.0)
    except ValueError:
        return 0.0


def header(headers: Any, name: str) -> str:
    """Their names come in any case; "" where there is none."""
    return next((str(value) for key, value in dict(headers or {}).items() if str(key).lower() == name), "")
