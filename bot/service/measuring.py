"""What operators count: the outcome of an act or of a delivery, in few words."""

from bot.domain.round import Delivery, DeliveryKind
from bot.intents.base import Reply
from bot.intents.meant import Instead
from bot.intents.trouble import Broken, Sorry
from bot.service.tools import Tools

NOTICE = "notice"


def outcome_of(reply: Reply) -> str:
    if isinstance(reply.intent, Broken):
        return "broken"
    return "refused" if isinstance(reply.intent, Sorry | Instead) else "done"


def count_delivery(tools: Tools, delivery: Delivery, outcome: str) -> None:
    tools.metrics.delivered(delivery.platform, _kind(delivery), outcome)


def count_sent(tools: Tools, delivery: Delivery) -> None:
    """A retry moves the due time, so a message is as late as it is after its first attempt."""
    count_delivery(tools, delivery, "sent")
    since = min(delivery.due_at, delivery.first_attempt_at or delivery.due_at)
    late = (tools.clock.now() - since).total_seconds()
    tools.metrics.late(delivery.platform, _kind(delivery), max(late, 0.0))


def _kind(delivery: Delivery) -> str:
    """A post sent again is a post; a notice's cause may hold anything."""
    return next((str(kind) for kind in DeliveryKind if delivery.kind.startswith(kind)), NOTICE)
