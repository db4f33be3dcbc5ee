"""Weeks of questions on Slack, with the program killed at any step and lines that drop, seeded."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from adapters.slack.mentions import Mentions
from adapters.slack.pacer import Pacer
from adapters.slack.poster import SlackPoster
from bot.bank import Bank
from bot.domain.question import Kind
from bot.domain.round import Delivery, DeliveryKind, DeliveryState, Round, RoundState, Track
from bot.domain.schedule import RevealRule, Schedule, next_slot, slot
from bot.errors import UsageError
from bot.ports.store import Store
from bot.ports.tracks import NewTrack
from bot.service.desk import Desk
from bot.service.tick import next_due, tick
from bot.service.tools import Tools, Who
from tests.adapters.slack.town import Town, living
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Deadly, Killed, deadly_store
from tests.platforms.slack.message import Message
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel
from tests.service.day import only

BEGIN = datetime(2026, 10, 19, tzinfo=UTC)
DAYS = 24
DAILY = Schedule("America/New_York", time(1, 30), frozenset(range(7)), RevealRule(time(8), next_day=False))
"""The half hour that there is twice on 1 November."""

WITHOUT_HISTORY = ["commands", "chat:write", "users:read"]
SENDING = "chat.postMessage"
POSTED = (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
MINUTE = timedelta(minutes=1)


@dataclass
class Fate:
    """Decides, from one seed, where the program dies and when lines drop."""

    source: Random
    deadly: bool = True
    deaths: Counter[str] = field(default_factory=Counter)

    def dies(self) -> bool:
        return self.deadly and self.source.random() < 0.012

    def dies_on_the_wire(self) -> bool:
        return self.deadly and self.source.random() < 0.04

    def drops(self) -> bool:
        return self.deadly and self.source.random() < 0.15

    def struck(self, death: BaseException) -> None:
        while isinstance(death, BaseExceptionGroup):
            death = death.exceptions[0]
        assert isinstance(death, Killed), death
        self.deaths[str(death)] += 1
