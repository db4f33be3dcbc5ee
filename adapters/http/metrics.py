"""What is counted, in the words of Prometheus. The only import of its library."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from time import perf_counter

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.ports.metrics import Done
from bot.service.presence import Presence

CONTENT_TYPE = CONTENT_TYPE_LATEST
REPLY_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 3.0)
"""Both platforms drop an interaction after three seconds."""
LATE_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0)


class PrometheusMetrics:
    """Implements bot.ports.metrics.Metrics on a registry of its own. What each press counts is looked up once: the
    library takes a lock and a dozen calls for that."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a further line for each of them
        own = CollectorRegistry()
        ProcessCollector(registry=own)
        self._registry = own
        answers = Counter("dailydrill_answers", "Answers to rounds.", ("platform", "outcome"), registry=own)
        interactions = Counter(
            "dailydrill_interactions", "Commands, clicks and forms.", ("platform", "outcome"), registry=own
        )
        reply = Histogram(
            "dailydrill_interaction_seconds",
            "From the event to the reply, before it is sent.",
            ("platform",),
            registry=own,
            buckets=REPLY_SECONDS,
        )
        self._answers = cache(answers.labels)
        self._interactions = cache(interactions.labels)
        self._reply = cache(reply.labels)
        self._deliveries = Counter(
            "dailydrill_deliveries", "Attempts to deliver.", ("platform", "kind", "outcome"), registry=own
        )
        self._late = Histogram(
            "dailydrill_delivery_late_seconds",
            "How long after its time a message was sent.",
            ("platform", "kind"),
            registry=own,
            buckets=LATE_SECONDS,
        )
        self._waiting = Gauge(
            "dailydrill_deliveries_waiting", "Deliveries not sent yet, at the last sweep.", registry=own
        )
        self._open = Gauge(
            "dailydrill_rounds_open", "Rounds that take answers, at the last sweep.", registry=own
        )

    def watch(self, presences: Sequence[Presence], sweep_age: Callable[[], float]) -> None:
        """Asked whenever the numbers are read: who is connected, and the seconds since the last sweep."""
        line = Gauge("dailydrill_connected", "1 while connected.", ("platform",), registry=self._registry)
        for presence in presences:
            line.labels(presence.platform).set_function(partial(getattr, presence, "connected"))
        age = Gauge(
            "dailydrill_sweep_age_seconds", "Since the sweep that comes each minute.", registry=self._registry
        )
        age.set_function(sweep_age)

    def answered(self, platform: str, *, accepted: bool) -> None:
        self._answers(platform, "accepted" if accepted else "refused").inc()

    def interaction(self, platform: str) -> Done:
        began = perf_counter()

        def done(outcome: str) -> None:
            self._interactions(platform, outcome).inc()
            self._reply(platform).observe(perf_counter() - began)

        return done

    def delivered(self, platform: str, kind: str, outcome: str) -> None:
        self._deliveries.labels(platform, kind, outcome).inc()

    def late(self, platform: str, kind: str, seconds: float) -> None:
        self._late.labels(platform, kind).observe(seconds)

    def backlog(self, waiting: int, open_rounds: int) -> None:
        self._waiting.set(waiting)
        self._open.set(open_rounds)

    def text(self) -> bytes:
        """In Prometheus' text format, of CONTENT_TYPE."""
        return generate_latest(self._registry)
