"""``dailydrill run``: the platforms that have tokens, on the real database."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from secrets import token_bytes

import structlog

from adapters.http.metrics import PrometheusMetrics
from adapters.http.probes import Probes
from adapters.http.server import make_app, serving
from bot.bank import Bank
from bot.cli.backups import nightly_backup
from bot.cli.common import LOCK_WAIT, make_home, only_process, read_bank
from bot.cli.installing import is_exposed, sealer_of
from bot.cli.keeper import Keeper, Pause
from bot.cli.platform import Maker, Mounted, enabled
from bot.cli.sweep import Sweep
from bot.clock import SystemClock
from bot.errors import SettingsError
from bot.ports.clock import Clock
from bot.ports.poster import Poster
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.pulse import LONGEST_SILENCE, Pulse
from bot.service.tick import next_due, tick
from bot.service.tools import PlatformDefaults, Tools
from bot.settings import Settings
from bot.store.backup import sqlite_file
from bot.store.engine import make_folder, parsed
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from scheduler.alarm import Alarm

log = structlog.get_logger()

NO_TOKEN = (
    "No platform has a token. Set DISCORD_TOKEN for Discord, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack. "
    "To try the bot without any, use: dailydrill demo"
)
PLAYGROUND = "DATABASE_URL names the playground's file, which is for demo alone: name another one."
SENDING_PATIENCE = 9.0
CLOSING_PATIENCE = 11.0
"""Seconds for work in hand when the program is asked to stop: what is being sent, then what people did."""


async def run(
    settings: Settings,
    makers: Mapping[str, Maker] | None = None,
    *,
    clock: Clock | None = None,
    pause: Pause = asyncio.sleep,
    wait: float = LOCK_WAIT,
) -> None:
    """Serve until stopped. SettingsError when there is nothing to serve, before anything is opened.

    ``makers``: other platforms than those of the settings; ``wait``: seconds for another process that has
    the database to let go of it.
    """
    makers, clock = enabled(settings) if makers is None else makers, clock or SystemClock()
    if not makers:
        raise SettingsError(NO_TOKEN)
    if names_playground(settings):
        raise SettingsError(PLAYGROUND)
    make_home(settings)
    async with _alone(settings, wait):
        bank = await read_bank(settings, clock.now().date())
        await asyncio.to_thread(upgrade, settings.database)
        sealer = sealer_of(settings)
        async with open_store(settings.database, sealer=sealer) as store:
            if sealer is not None:
                await store.installations.reseal()
            await Service(settings, store, bank, clock).serve(makers, pause)


def names_playground(settings: Settings) -> bool:
    """Whatever way the path is written."""
    database = sqlite_file(settings.database)
    return database is not None and database.resolve() == settings.playground.resolve()


@asynccontextmanager
async def _alone(settings: Settings, wait: float) -> AsyncIterator[None]:
    """PostgreSQL may be shared: there rows are claimed."""
    database = sqlite_file(settings.database)
    if database is None:
        yield
        return
    make_folder(parsed(settings.database))
    async with only_process(database, wait):
        yield


class Service:
    """The parts, put together on an open store."""

    def __init__(self, settings: Settings, store: SqlStore, bank: Bank, clock: Clock) -> None:
        self._settings = settings
        self._alarm = Alarm(clock, SystemClock())
        self._metrics = PrometheusMetrics()
        self._posters: dict[str, Poster] = {}
        self._defaults: dict[str, PlatformDefaults] = {}
        self._tools = Tools(
            store,
            bank,
            Pools(bank),
            clock,
            token_bytes,
            self._posters,
            self._defaults,
            self._alarm.nudge,
            settings.retention_days,
            self._metrics,
        )

    async def serve(self, makers: Mapping[str, Maker], pause: Pause) -> None:
        """Until stopped, or until a platform refuses its settings."""
        desk = Desk(self._tools)
        keepers = [self._keeper(name, make, desk, pause) for name, make in makers.items()]
        presences = [keeper.presence for keeper in keepers]
        pulse = Pulse(self._tools, presences)
        self._metrics.watch(presences, pulse.age)
        sweep = Sweep(self._tools, pulse, presences, nightly_backup(self._settings))
        gc.freeze()  # what was loaded lives as long as the program: a full collection need not look at it
        mounts = [keeper.platform.mount for keeper in keepers if isinstance(keeper.platform, Mounted)]
        probes = Probes(
            pulse, self._metrics, exposed=is_exposed(self._settings), public_url=self._settings.public_url
        )
        app = make_app(probes.mount, *mounts)
        async with serving(app, self._settings.http_host, self._settings.http_port) as address:
            log.info("dailydrill runs", platforms=list(makers), health=f"{address}healthz")
            await self._live(keepers, sweep)

    def _keeper(self, name: str, make: Maker, desk: Desk, pause: Pause) -> Keeper:
        """Nothing is sent to a platform before its first connection."""

        def begins() -> None:
            self._posters[name] = platform.poster

        presence = Presence(self._tools, name, begins, asleep=LONGEST_SILENCE)
        topics = [(one, topic.title) for one, topic in self._tools.bank.topics.items()]
        platform = make(desk, self._tools, presence, topics)
        self._defaults[name] = platform.defaults
        return Keeper(platform, presence, self._tools, pause)

    async def _live(self, keepers: Sequence[Keeper], sweep: Sweep) -> None:
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._alarm.start(partial(next_due, self._tools), partial(tick, self._tools), sweep)
            tasks += [asyncio.create_task(keeper.keep()) for keeper in keepers]
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in ended:
                task.result()
        finally:
            log.info("dailydrill stops")
            await self._stop(keepers, sweep, tasks)

    async def _stop(
        self, keepers: Sequence[Keeper], sweep: Sweep, tasks: Sequence[asyncio.Task[None]]
    ) -> None:
        await self._alarm.stop(SENDING_PATIENCE)
        await sweep.stop()
        await asyncio.gather(*(keeper.close(CLOSING_PATIENCE) for keeper in keepers))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
