"""What Slack says, as long as the real thing: who a token is, a press on a question, a posted message."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TEAM, APP, BOT_USER, BOT = "T0000000001", "A0000000001", "U0000000001", "B0000000001"
SCOPES = "channels:history,channels:read,chat:write,commands,groups:history,groups:read,users:read"
FIRST_TS = 1_790_000_000
PROMPT = (
    "*Evaluation · medium*\nA classifier on a data set with 1 % positives reaches 99 % accuracy. "
    "What does that alone tell about it?"
)
OPTIONS = ("It is good", "Nothing yet", "It is calibrated", "It overfits")


@dataclass(frozen=True, slots=True)
class Channel:
    """``mark``: of the question that is open there, "" for none."""

    place: int
    mark: str = ""

    @property
    def id(self) -> str:
        return f"C{self.place:010d}"

    @property
    def ts(self) -> str:
        """Of the question's post."""
        return f"{FIRST_TS + self.place}.000100"


@dataclass(frozen=True, slots=True)
class Click:
    channel: Channel
    member: int
    letter: int


def clicks(channels: Sequence[Channel], members: Iterable[int], letter: int) -> list[Click]:
    """Each member presses that letter once; they are spread over the channels."""
    return [Click(channels[member % len(channels)], member, letter) for member in members]


def whoami() -> dict[str, Any]:
    return {
        "url": "https://team.slack.com/",
        "team": "Team",
        "user": "dailydrill",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def message(channel: str, ts: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": BOT_USER, "bot_id": BOT, "app_id": APP, "team": TEAM, "ts": ts, **more}


def press(channel: Channel) -> str:
    """The envelope of a letter pressed under the question there, to be filled by ``filled``."""
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": "@user@", "username": "member", "name": "member @user@", "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": channel.ts,
            "channel_id": channel.id,
            "is_ephemeral": False,
        },
        "trigger_id": "1.2.@id@",
        "team": {"id": TEAM, "domain": "team"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": f"channel-{channel.place}"},
        "message": message(channel.id, channel.ts, text=PROMPT, blocks=_question(channel.mark)),
        "state": {"values": {}},
        "response_url": "@hook@",
        "actions": [{**_letter(channel.mark, "@letter@"), "block_id": "letters", "action_ts": "@at@"}],
    }
    envelope = {"envelope_id": "@id@", "type": "interactive", "accepts_response_payload": False}
    return json.dumps({**envelope, "payload": payload})


def filled(press: str, click: Click, id_: str, hook: str, at: float) -> str:
    return (
        press.replace("@id@", id_)
        .replace("@user@", f"U{click.member + 100:010d}")
        .replace("@letter@", str(click.letter))
        .replace("@hook@", hook)
        .replace("@at@", f"{at:.6f}")
    )


def _question(mark: str) -> list[dict[str, Any]]:
    options = "\n".join(f"*{letter}*  {text}" for letter, text in zip("ABCD", OPTIONS, strict=True))
    letters = [_letter(mark, str(place)) for place in range(len(OPTIONS))]
    return [
        {"type": "section", "block_id": "prompt", "text": _words(PROMPT)},
        {"type": "section", "block_id": "options", "text": _words(options)},
        {"type": "actions", "block_id": "letters", "elements": letters},
        {"type": "context", "block_id": "foot", "elements": [_words("Answers are private until 17:00.")]},
    ]


def _letter(mark: str, place: str) -> dict[str, Any]:
    label = {"type": "plain_text", "text": "B", "emoji": True}
    return {"type": "button", "action_id": f"v1:answer:{mark}:{place}", "text": label}


def _words(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
