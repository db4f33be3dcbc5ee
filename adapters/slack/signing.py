"""Whether a request comes from Slack and was made lately (Verifying requests from Slack)."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

STAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURE: Final = "X-Slack-Signature"
SECONDS: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
WINDOW: Final = 300.0
"""Seconds between Slack's clock and ours, either way."""


def is_timely(headers: Mapping[str, str], now: datetime) -> bool:
    """Within five minutes of now; a request that tells no time is not."""
    stamp = headers.get(STAMP, "")
    return SECONDS.fullmatch(stamp) is not None and abs(now.timestamp() - int(stamp)) <= WINDOW


def is_signed(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """By the raw body, of a request whose time is in order."""
    based = b"v0:" + headers.get(STAMP, "").encode() + b":" + body
    made = f"v0={hmac.new(secret.encode(), based, sha256).hexdigest()}"
    # A header may hold bytes that are no text; compared as text they would be an error.
    return hmac.compare_digest(made.encode(), headers.get(SIGNATURE, "").encode("utf-8", "surrogateescape"))
