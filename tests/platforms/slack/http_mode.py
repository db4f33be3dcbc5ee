"""HTTP mode: signed requests to the app's Request URL (Verifying requests from Slack, Events API)."""

import json
from hashlib import sha256
from hmac import new as keyed
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from tests.platforms.slack.delivery import Answer, Envelope
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
OK = range(200, 300)


class HttpMode:
    """``url``: where the app takes everything, ``http://127.0.0.1:…/slack/events``."""

    def __init__(self, server: "SlackServer", url: str) -> None:
        self._server = server
        self.url = url
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        self.session = ClientSession()

    async def send(self, envelope: Envelope) -> Answer:
        body, kind = _body(envelope)
        return await self.post(body, self.signed(body, kind) | _retry(envelope) | envelope.headers)

    def signed(self, body: bytes, kind: str = FORM, at: int | None = None) -> dict[str, str]:
        """Headers of a body sent ``at`` a UNIX time, by default now."""
        moment = str(int(self._server.clock.now().timestamp()) if at is None else at)
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": signature(self._server.app.signing_secret, moment, body),
        }

    async def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """As it stands: a replay, an old or a wrong signature are up to the caller."""
        self.sent.append((body, headers))
        timeout = ClientTimeout(total=self._server.patience)
        try:
            async with self.session.post(self.url, data=body, headers=headers, timeout=timeout) as response:
                return await _read(response)
        except TimeoutError:
            return Answer(ok=False, problem="http_timeout", status=0)
        except ClientError:
            return Answer(ok=False, problem="connection_failed", status=0)

    async def replay(self, number: int = -1) -> Answer:
        """Somebody sends a request again, signature and all."""
        return await self.post(*self.sent[number])

    async def verify(self) -> bool:
        """url_verification: what Slack asks when the Request URL is entered."""
        challenge = self._server.ids.secret("challenge-")
        payload = {"type": "url_verification", "challenge": challenge}
        body = json.dumps(payload | {"token": self._server.app.verification_token}).encode()
        answer = await self.post(body, self.signed(body, JSON))
        return answer.ok and challenge in answer.body.values()

    async def close(self) -> None:
        await self.session.close()


def signature(secret: str, moment: str, body: bytes) -> str:
    based = b":".join([b"v0", moment.encode(), body])
    return f"v0={keyed(secret.encode(), based, sha256).hexdigest()}"


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), JSON
    form = (
        envelope.payload if envelope.kind == "slash_commands" else {"payload": json.dumps(envelope.payload)}
    )
    return urlencode(form).encode(), FORM


def _retry(envelope: Envelope) -> dict[str, str]:
    if not envelope.retry:
        return {}
    return {"x-slack-retry-num": str(envelope.retry), "x-slack-retry-reason": envelope.reason}


async def _read(response: ClientResponse) -> Answer:
    text = await response.text()
    ok = response.status in OK
    told = _told(text, response.content_type) if ok else {}
    no_retry = response.headers.get("x-slack-no-retry") == "1"
    problem = "" if ok else "http_error"
    return Answer(ok=ok, body=told, problem=problem, status=response.status, no_retry=no_retry)


def _told(text: str, kind: str) -> Json:
    """JSON, or plain text, which is a message."""
    if kind == JSON:
        told = json.loads(text) if text else {}
        return told if isinstance(told, dict) else {}
    return {"text": text} if text else {}
