"""discord.py alone: the client of the bot with the same settings, whose handler says a sentence and no more.

``python -m tests.benchmarks.discord.noop API_URL``.
"""

import asyncio
import gc
import sys
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

SENTENCE = (
    "Saved: **B**. Only you see this. Change it until <t:1793808000:t>. Points for being right, "
    "streak for taking part. `/privacy hide` keeps you off boards."
)


class Noop(discord.AutoShardedClient):
    def __init__(self) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )

    async def setup_hook(self) -> None:
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        gc.collect()
        gc.freeze()  # as the bot does

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(SENTENCE, ephemeral=True)


async def main(api_url: str) -> None:
    Route.BASE = api_url
    async with Noop() as client:
        await client.start("token")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
