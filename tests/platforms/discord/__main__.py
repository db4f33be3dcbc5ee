"""``python -m tests.platforms.discord --port 8090``: a server to try a bot against by hand.

Start the bot with the printed DISCORD_API_URL and DISCORD_TOKEN, then act as a person:

    curl -s 127.0.0.1:8090/_/slash -d '{"command": "quiz", "options": {"topics": "mlflow"}}'
    curl -s 127.0.0.1:8090/_/click -d '{"key": "A"}'
    curl -s 127.0.0.1:8090/_/messages
"""

import argparse
import asyncio

from tests.platforms.discord.control import Control
from tests.platforms.discord.server import DiscordServer


async def serve(port: int) -> None:
    server = DiscordServer()
    guild = server.add_guild("Team")
    guild.add_text("daily")
    guild.add_member("ada", manage_guild=True)
    await server.start(port, *Control(server, guild).routes())
    print(f"DISCORD_API_URL={server.api_url}\nDISCORD_TOKEN={server.token}", flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Discord server on loopback, to try a bot against.")
    parser.add_argument("--port", type=int, default=8090)
    try:
        asyncio.run(serve(parser.parse_args().port))
    except KeyboardInterrupt:
        return


main()
