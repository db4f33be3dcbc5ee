"""``python -m tests.platforms.slack --port 8091``: a server to try a bot against by hand.

Start the bot with the printed settings, then act as a person:

    curl -s 127.0.0.1:8091/_/slash -d '{"command": "/quiz", "text": "mlflow 5"}'
    curl -s 127.0.0.1:8091/_/click -d '{"key": "A"}'
    curl -s 127.0.0.1:8091/_/messages

With ``--http URL`` payloads go to ``URL/slack/events``, signed, instead of through Socket Mode.
"""

import argparse
import asyncio

from tests.platforms.slack.control import Control
from tests.platforms.slack.server import SlackServer


async def serve(port: int, url: str | None) -> None:
    server = SlackServer()
    workspace = server.add_workspace("Team")
    workspace.add_channel("ml-daily")
    workspace.add_user("ada", admin=True)
    await server.start(port, *Control(server, workspace).routes())
    if url is not None:
        await server.use_http(url)
    told = {
        "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": workspace.token,
        "SLACK_APP_TOKEN": server.app.app_token,
        "SLACK_SIGNING_SECRET": server.app.signing_secret,
        "SLACK_CLIENT_ID": server.app.client_id,
        "SLACK_CLIENT_SECRET": server.app.client_secret,
    }
    print("\n".join(f"{name}={value}" for name, value in told.items()), flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Slack server on loopback, to try a bot against.")
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--http", help="the app's base URL, for HTTP mode")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.port, options.http))
    except KeyboardInterrupt:
        return


main()
