"""What comes over HTTP: only what Slack signed lately is read, and nothing that is sent makes it stumble."""

import json
import os
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.http.server import BODY_LIMIT, make_app
from adapters.slack.platform import bolt
from adapters.slack.receiver import Receiver
from adapters.slack.workspaces import Workspace
from tests.adapters.slack.site import Guest, Site
from tests.adapters.slack.town import START
from tests.fakes.clock import ManualClock
from tests.platforms.slack.http_mode import FORM, JSON, HttpMode
from tests.platforms.slack.server import SlackServer

NOW = int(START.timestamp())
BODY = b"command=%2Fquiz&text=x&team_id=T1&user_id=U1&channel_id=C1"
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


class Nowhere:
    """Bolt is given a client that nobody calls."""

    async def of(self, team: str) -> Workspace | None:
        return Workspace(team, "Team", "", "UB", "B", AsyncWebClient(token="xoxb-made-up"))

    async def forget(self, team: str, at: Any) -> bool:
        return True


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
async def http(server: SlackServer, clock: ManualClock, heard: list[Any]) -> HttpMode:
    app: AsyncApp = bolt(Nowhere(), AsyncWebClient())

    @app.command("/quiz")
    async def quiz(ack: Any, body: Any) -> None:
        heard.append(body["text"])
        await ack("taken")

    @app.event("app_home_opened")
    async def opened(body: Any) -> None:
        heard.append(body["event_id"])

    receiver = Receiver(app, server.app.signing_secret, clock)
    receiver.open()
    return await server.use_http(make_app(receiver.mount))


async def test_what_slack_signed_is_taken(http: HttpMode, heard: list[Any]) -> None:
    answer = await http.post(BODY, http.signed(BODY))
    assert (answer.status, answer.body, heard) == (200, {"text": "taken"}, ["x"])


async def test_slacks_own_library_signs_the_same(http: HttpMode, server: SlackServer) -> None:
    made = SignatureVerifier(server.app.signing_secret).generate_signature(timestamp=str(NOW), body=BODY)
    assert made is not None
    answer = await http.post(BODY, {"Content-Type": FORM, STAMP: str(NOW), SIGNATURE: made})
    assert answer.status == 200


async def test_slack_verifies_the_address(http: HttpMode) -> None:
    assert await http.verify()


@pytest.mark.parametrize("distance", [-300, 0, 300])
async def test_five_minutes_either_way_are_taken(http: HttpMode, distance: int) -> None:
    assert (await http.post(BODY, http.signed(BODY, at=NOW + distance))).status == 200


@pytest.mark.parametrize("distance", [-301, 301, -86_400])
async def test_what_is_older_or_of_the_future_is_refused(
    http: HttpMode, heard: list[Any], distance: int
) -> None:
    answer = await http.post(BODY, http.signed(BODY, at=NOW + distance))
    assert (answer.status, answer.no_retry, heard) == (401, True, [])


async def test_a_replay_is_refused_when_its_five_minutes_are_over(
    http: HttpMode, clock: ManualClock, heard: list[Any]
) -> None:
    await http.post(BODY, http.signed(BODY))
    clock.advance(timedelta(seconds=301))
    assert ((await http.replay()).status, heard) == (401, ["x"])


@pytest.mark.parametrize(
    "stamp",
    ["", "soon", "1e9", "-1", f" {NOW}", f"+{NOW}", f"{NOW}.0", "9" * 400, "9" * 5000, "१२३", "0x10", "nan"],
)
async def test_odd_timestamps_are_refused_and_break_nothing(
    http: HttpMode, heard: list[Any], stamp: str
) -> None:
    async with ClientSession() as session:
        headers = {**http.signed(BODY), STAMP: stamp}
        async with session.post(http.url, data=BODY, headers=headers) as response:
            told = (response.status, await response.text())
    # Longer than a header may be, the server itself refuses it; a blank before it is none of the value.
    assert told[0] in ((200,) if stamp == f" {NOW}" else (400, 401))
    assert "Reference" not in told[1] and (told[0] == 200 or heard == [])


@pytest.mark.parametrize("signature", ["", "v0=", "v0=00", "v1=" + "0" * 64, "v0=" + "ä" * 64, "x" * 4000])
async def test_odd_signatures_are_refused_and_break_nothing(
    http: HttpMode, heard: list[Any], signature: str
) -> None:
    answer = await http.post(BODY, http.signed(BODY) | {SIGNATURE: signature})
    assert (answer.status, heard) == (401, [])


@pytest.mark.parametrize("missing", [STAMP, SIGNATURE, "both"])
async def test_missing_headers_are_refused(http: HttpMode, heard: list[Any], missing: str) -> None:
    signed = http.signed(BODY)
    for name in (STAMP, SIGNATURE):
        if missing in (name, "both"):
            del signed[name]
    assert ((await http.post(BODY, signed)).status, heard) == (401, [])


async def test_another_secret_or_another_body_is_refused(
    http: HttpMode, server: SlackServer, heard: list[Any]
) -> None:
    signed = http.signed(BODY)
    assert (await http.post(BODY + b"&text=y", signed)).status == 401
    server.app.signing_secret = "another"
    assert ((await http.post(BODY, http.signed(BODY))).status, heard) == (401, [])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b""),
        (JSON, b"{"),
        (JSON, b"[]"),
        (JSON, b"7"),
        (JSON, b'"text"'),
        (JSON, b"null"),
        (JSON, b'{"authorizations": 7}'),
        (FORM, b"payload=%7B"),
        (FORM, b"payload=7"),
        (FORM, b"\xff\xfe"),
        ("text/plain", b"hello"),
        ("", b"{}"),
    ],
)
async def test_what_nobody_can_read_is_no_failure_of_ours(
    http: HttpMode, heard: list[Any], kind: str, body: bytes
) -> None:
    answer = await http.post(body, http.signed(body, kind))
    assert answer.status in (200, 400, 404) and heard == []


async def test_a_body_over_the_limit_is_refused(http: HttpMode, heard: list[Any]) -> None:
    body = b"text=" + b"x" * BODY_LIMIT
    async with (
        ClientSession() as session,
        session.post(http.url, data=BytesIO(body), headers=http.signed(body)) as response,
    ):
        assert (response.status, heard) == (413, [])


async def test_headers_that_nobody_signed_do_not_reach_bolt(http: HttpMode, heard: list[Any]) -> None:
    lazily = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "quiz"}
    await http.post(BODY, http.signed(BODY) | lazily)
    assert heard == ["x"]


async def test_a_look_at_the_certificate_is_answered(http: HttpMode) -> None:
    async with ClientSession() as session:
        for query, status in (("?ssl_check=1", 200), ("", 404)):
            async with session.get(http.url + query) as response:
                assert response.status == status
    assert (await http.post(b"ssl_check=1&token=made-up", {"Content-Type": FORM})).status == 200
    assert (await http.post(b"text=ssl_check", {"Content-Type": FORM})).status == 401


async def test_while_it_begins_or_ends_slack_is_told_to_come_again(
    server: SlackServer, clock: ManualClock
) -> None:
    receiver = Receiver(bolt(Nowhere(), AsyncWebClient()), server.app.signing_secret, clock)
    http = await server.use_http(make_app(receiver.mount))
    event = json.dumps({"type": "event_callback", "event": {"type": "app_home_opened"}}).encode()
    answer = await http.post(event, http.signed(event, JSON))
    assert (answer.status, answer.no_retry) == (503, False)
    assert (await http.post(event, {})).status == 401, "strangers learn nothing"


@pytest.fixture
async def member(site: Site, guest: Guest) -> Guest:
    await site.join(guest)
    return guest


async def test_an_event_sent_twice_is_handled_once(site: Site, member: Guest) -> None:
    event = await member.grace.open_home().delivered()
    await site.server.until(lambda: member.grace.home)
    published = len(site.server.asked("views.publish"))
    event.again()
    event.retry()
    await event.delivered(times=3)
    await site.http.replay()
    assert len(site.server.asked("views.publish")) == published


async def test_an_event_that_failed_is_handled_when_it_comes_again(site: Site, member: Guest) -> None:
    site.server.fail("views.publish", "internal_error")
    event = member.grace.open_home()
    await event.delivered()
    await site.server.until(lambda: member.grace.home)
    assert [each.status for each in event.tries] == [500, 200]


def test_bolt_takes_nothing_from_the_environment_by_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "made-up")
    with caplog.at_level("INFO"):
        app = bolt(Nowhere(), AsyncWebClient())
    assert app.oauth_flow is None and app.installation_store is None
    assert caplog.messages == [], "nothing that an operator would have to read"
    assert os.environ["SLACK_BOT_TOKEN"] == "made-up", "it is there for others"
