"""slack-bolt alone: the app of the bot with the same settings, whose handler says a sentence and no more.

``python -m tests.benchmarks.slack.noop API_URL``.
"""

import asyncio
import gc
import re
import sys
from typing import Any

from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

EVERY = re.compile("^v1:")
SENTENCE = (
    "Saved: *B*. Only you see this. Change it until 17:00. Points for being right, streak for taking part. "
    "`/dailydrill privacy hide` keeps you off boards."
)
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": SENTENCE, "verbatim": True}}]


async def main(api_url: str) -> None:
    async with ClientSession() as session:
        client = AsyncWebClient(token="xoxb-1", base_url=f"{api_url}/", session=session, retry_handlers=[])
        app = AsyncApp(client=client, process_before_response=True)
        saying: set[asyncio.Task[Any]] = set()

        @app.action(EVERY)
        async def pressed(ack: Any, body: Any) -> None:
            await ack()
            hook = AsyncWebhookClient(body["response_url"], session=session, retry_handlers=[])
            said = asyncio.ensure_future(
                hook.send(text=SENTENCE, blocks=BLOCKS, response_type="ephemeral", replace_original=False)
            )
            saying.add(said)
            said.add_done_callback(saying.discard)

        gc.collect()
        gc.freeze()  # as the bot does
        await AsyncSocketModeHandler(app, "xapp-1", web_client=client).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
