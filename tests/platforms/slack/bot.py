"""A small bot on the real slack-bolt."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.library import app_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Workspace


def button(label: str, key: str) -> Json:
    return {"type": "button", "action_id": key, "text": {"type": "plain_text", "text": label}, "value": label}


def question() -> list[Json]:
    """A post with buttons and a choice."""
    options = [
        {"text": {"type": "plain_text", "text": each}, "value": each.lower()} for each in ("Junior", "Senior")
    ]
    level = {"type": "static_select", "action_id": "level", "options": options}
    labels = {"A": "answer:a", "Form": "form", "Edit": "edit", "Away": "away", "Slow": "slow"}
    buttons = [button(label, key) for label, key in labels.items()]
    text = {"type": "mrkdwn", "text": "Which *one*?"}
    return [{"type": "section", "text": text}, {"type": "actions", "elements": [*buttons, level]}]


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "A question"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "entry", "max_length": 300},
        }
    ],
}


def make_bot(server: SlackServer, workspace: Workspace) -> AsyncApp:
    app = app_of(server, workspace)
    _answer_commands(app)
    _answer_buttons(app)
    _answer_the_rest(app)
    return app


def _answer_commands(app: AsyncApp) -> None:
    @app.command("/quiz")
    async def quiz(ack: Any, command: Json, client: Any) -> None:
        await client.chat_postMessage(channel=command["channel_id"], text="Which one?", blocks=question())
        await ack(f"{command['text']} for {command['user_name']}")

    @app.command("/later")
    async def later(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Here it is.")
        await respond("For all.", response_type="in_channel")


def _answer_buttons(app: AsyncApp) -> None:
    @app.action("answer:a")
    async def answer(ack: Any, respond: Any, action: Json) -> None:
        await ack()
        await respond(f"Saved: {action['value']}.")

    @app.action("edit")
    async def edit(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Edited.", replace_original=True)

    @app.action("away")
    async def away(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.action("level")
    async def level(ack: Any, respond: Any, action: Json) -> None:
        await ack()
        await respond(f"Level {action['selected_option']['value']}.")

    @app.action("form")
    async def form(ack: Any, client: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)


def _answer_the_rest(app: AsyncApp) -> None:
    @app.view("form")
    async def taken(ack: Any, view: Json, client: Any, body: Json) -> None:
        written = view["state"]["values"]["what"]["entry"]["value"]
        if written == "?":
            await ack(response_action="errors", errors={"what": "Say more."})
            return
        await ack()
        told = f"{view['private_metadata']}: {written}"
        await client.chat_postMessage(channel=body["user"]["id"], text=told)

    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        text = {"type": "plain_text", "text": f"Hello {event['user']}"}
        view = {"type": "home", "blocks": [{"type": "header", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("reaction_added")
    async def reacted(event: Json, say: Any) -> None:
        await say(text=f"{event['reaction']}", channel=event["item"]["channel"])
