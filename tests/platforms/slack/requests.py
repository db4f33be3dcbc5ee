"""What the app asked of the Web API, as it came in."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.platforms.slack.wire import Json


@dataclass
class Request:
    """``status`` is None until it was answered, and 0 when dropped; ``error``: "" where it went well."""

    method: str
    args: Json
    token: str = field(repr=False)
    at: datetime
    seconds: float  # of the event loop's clock
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    status: int | None = None
    error: str = ""
