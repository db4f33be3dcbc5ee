"""The server: the world, the Web API and Socket Mode on one port of 127.0.0.1, in the test's own loop."""

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.clock import SystemClock
from bot.ports.clock import Clock
from tests.platforms.pulse import PATIENCE, Pulse
from tests.platforms.slack import events, hooks, installing
from tests.platforms.slack.app import App, Installation
from tests.platforms.slack.consent import Consent, Pages
from tests.platforms.slack.delivery import Answer, Envelope, Transport
from tests.platforms.slack.events import Event
from tests.platforms.slack.faults import Fault, FaultBox
from tests.platforms.slack.front import PREFIX, Front
from tests.platforms.slack.http_mode import HttpMode
from tests.platforms.slack.ids import Ids
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.methods import uploading
from tests.platforms.slack.pacing import Pacing
from tests.platforms.slack.people import User
from tests.platforms.slack.person import Person
from tests.platforms.slack.requests import Request
from tests.platforms.slack.socket_mode import SocketMode
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Enterprise, Kind, Workspace

LARGEST = 25 * 1024 * 1024


class SlackServer:
    """``async with SlackServer() as server``: see the package's docstring for what a test can do with it."""

    patience = 3.0  # real seconds in which a payload must be acknowledged
    retries_events = True  # whether an event that failed is sent once more by itself
    history_most = 999  # messages an answer has; 15 for an app outside the Marketplace

    def __init__(self, clock: Clock | None = None) -> None:
        """``clock``: of timestamps, tokens and deadlines; the real one by default."""
        self.clock = clock or SystemClock()
        self.ids = Ids(self.clock)
        self.app = App(self.ids.make("A"))
        self.pulse = Pulse()
        self.pacing = Pacing(self)
        self.faults = FaultBox(self.pulse.beat)
        self.socket = SocketMode(self)
        self.http: HttpMode | None = None
        self.workspaces: list[Workspace] = []
        self.enterprises: list[Enterprise] = []
        self.installations: list[Installation] = []
        self.people: list[Person] = []
        self.triggers: dict[str, Reply] = {}
        self.urls: dict[str, Reply] = {}
        self.views: dict[str, View] = {}
        self.codes: dict[str, Consent] = {}
        self.requests: list[Request] = []
        self.refusals: list[Refusal] = []
        self.events: list[Event] = []
        self.problems: list[Exception] = []  # of this server's own: raised at its end
        self.channels: dict[str, Channel] = {}  # direct messages too
        self._dms: dict[str, Channel] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._runners: list[web.AppRunner] = []
        self.origin = ""

    # --- where it is -----------------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        """For ``AsyncWebClient(base_url=…)``."""
        return f"{self.origin}{PREFIX}"

    async def start(self, port: int = 0, *more: web.RouteDef) -> None:
        """``more``: routes of its own for who runs it by hand."""
        self._loop = asyncio.get_running_loop()
        app = web.Application(client_max_size=LARGEST)
        front = Front(self)
        app.router.add_routes(more)
        app.router.add_get("/link/", self.socket.handle)
        app.router.add_post("/hooks/{key}", hooks.Hooks(self, front).handle)
        app.router.add_post("/upload/{file}", uploading.Uploads(self, front).handle)
        app.router.add_get("/oauth/v2/authorize", Pages(self).show)
        app.router.add_get("/oauth/v2/allow", Pages(self).allow)
        app.router.add_route("*", PREFIX + "{method}", front.handle)
        self.origin = await self._serve(app, port)

    async def stop(self) -> None:
        self.faults.release()
        self.socket.cut()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self.http is not None:
            await self.http.close()
        for runner in self._runners:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if self.problems and problem is None:
            raise self.problems[0]

    async def use_http(self, target: str | web.Application, path: str = "/slack/events") -> HttpMode:
        """Payloads go to a base URL, or to an aiohttp application that is served here, instead of Socket Mode."""
        if self.http is not None:
            await self.http.close()
        base = target if isinstance(target, str) else await self._serve(target, 0)
        self.http = HttpMode(self, base.rstrip("/") + path)
        return self.http

    async def _serve(self, app: web.Application, port: int) -> str:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return "http://{}:{}".format(*runner.addresses[0][:2])

    # --- building --------------------------------------------------------------------------------

    def add_workspace(
        self,
        name: str = "Team",
        scopes: list[str] | None = None,
        *,
        enterprise: Enterprise | None = None,
        installed: bool = True,
    ) -> Workspace:
        """With the app in it, its ``scopes`` by default all that are known here."""
        workspace = Workspace(self, self.ids.make("T"), name, name.lower().replace(" ", "-"), enterprise)
        self.workspaces.append(workspace)
        if enterprise is not None:
            enterprise.workspaces.append(workspace)
        if installed:
            workspace.install(scopes)
        return workspace

    def add_enterprise(self, name: str = "Corp") -> Enterprise:
        enterprise = Enterprise(self, self.ids.make("E"), name, name.lower())
        self.enterprises.append(enterprise)
        return enterprise

    def make_person(self, workspace: Workspace, name: str, **traits: Any) -> Person:
        person = Person(self, workspace, self.ids.make("U"), name, **traits)
        self.people.append(person)
        return person

    def install(
        self, by: User, scopes: list[str], team: Workspace | None = None, enterprise: Enterprise | None = None
    ) -> Installation:
        """The app in a workspace or, with ``enterprise`` alone, in a whole organisation."""
        return installing.install(self, by, scopes, team, enterprise)

    def dm_with(self, person: User) -> Channel:
        """One for each person, made when first asked for."""
        if person.id not in self._dms:
            workspace = person.workspace
            members = [person, workspace.bot]
            dm = Channel(self, workspace, self.ids.make("D"), Kind.DM, "", members)
            self._dms[person.id] = self.channels[dm.id] = dm
        return self._dms[person.id]

    # --- faults ----------------------------------------------------------------------------------

    def fail(
        self,
        pattern: str,
        error: str | None = None,
        status: int | None = None,
        *,
        times: int = 1,
        after_effect: bool = False,
        drop: bool = False,
        raw: str | None = None,
        latency: float | Callable[[], float] = 0.0,
        matching: Callable[[Json], bool] = lambda _: True,
    ) -> Fault:
        """The next ``times`` calls of ``chat.postMessage`` fail, before or after their effect.

        With ``error`` alone as Slack refuses, with ``status`` alone as something on the way does (503), with
        ``raw`` by a body that only calls itself JSON.
        ``matching`` looks at the arguments.
        """
        if error is None and status is None and raw is None and not drop:
            status = 503
        return self.faults.add(
            Fault(
                pattern, error, status, times, after_effect, drop, raw=raw, latency=latency, matching=matching
            )
        )

    def limit(self, pattern: str, retry_after: float = 1, *, times: int = 1) -> Fault:
        """The next ``times`` calls get a 429."""
        return self.faults.add(Fault(pattern, None, 429, times, retry_after=retry_after))

    def slow(self, pattern: str, seconds: float | Callable[[], float], *, times: int = 10**9) -> Fault:
        """So many real seconds before the effect, beside whatever else is to happen."""
        return self.faults.add(Fault(pattern, times=times, latency=seconds))

    def hold(self, pattern: str, *, times: int = 1, after_effect: bool = False) -> Fault:
        """Nothing is answered until ``fault.release()``; ``fault.hits`` tells whether one arrived."""
        return self.faults.add(Fault(pattern, times=times, after_effect=after_effect, held=asyncio.Event()))

    # --- looking ---------------------------------------------------------------------------------

    def asked(self, method: str) -> list[Request]:
        """The requests of one method; ``response_url`` and ``upload`` are told as methods too."""
        return [request for request in self.requests if request.method == method]

    def story(self) -> str:
        """What happened, for a test that failed."""
        asked = [f"{each.method} {each.status} {each.error}".strip() for each in self.requests[-12:]]
        return f"{', '.join(asked) or 'nothing asked'}; {len(self.socket.lines)} lines, {self.refusals[-3:]}"

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        """Waits (real seconds) until ``condition()`` is true."""
        await self.pulse.until(condition, within)

    async def until_connected(self, lines: int = 1, within: float = PATIENCE) -> None:
        """Waits until the app has so many lines open."""
        await self.until(lambda: len(self.socket.lines) >= lines, within)

    # --- for the others here -----------------------------------------------------------------------

    def seconds(self) -> float:
        """Of the event loop's clock."""
        return self._loop.time()

    def announce(self, workspace: Workspace, event: Json, channel: Channel | None = None) -> Event:
        """Tell the app of an event, if it is to know."""
        made = events.make(self, workspace, event, channel)
        self.events.append(made)
        made.begin()
        return made

    def bring(self, envelope: Envelope, answered: Callable[[Answer], None]) -> None:
        """Send it to the app, whichever way that is set; ``answered`` is told how it went."""
        task = self._loop.create_task(self._bring(envelope, answered))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, envelope: Envelope, answered: Callable[[Answer], None]) -> None:
        way: Transport = self.http or self.socket
        try:
            answered(await way.send(envelope))
        except Exception as problem:
            self.problems.append(problem)
            raise
        finally:
            self.pulse.beat()

    def response_url(self, reply: Reply) -> str:
        key = self.ids.secret("hook")
        self.urls[key] = reply
        return f"{self.origin}/hooks/{key}"

    def channels_of(self, workspaces: Iterable[Workspace]) -> list[Channel]:
        """All of them, shared ones and direct messages too."""
        wanted = list(workspaces)
        return [each for each in self.channels.values() if any(each.sees(one) for one in wanted)]
