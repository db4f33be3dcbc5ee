"""A Discord server on loopback: REST API and gateway v10 as documented, for the real discord.py.

    async with DiscordServer(clock) as server:
        guild = server.add_guild("Team")
        channel = guild.add_text("daily")
        ada = guild.add_member("ada", manage_guild=True)
        async with running(client, server):                       # library.py; or server.api_url, server.token
            reply = await ada.slash(channel, "quiz", topics="mlflow")
            saved = await ada.click(reply.message, "A")           # by label or custom_id
            assert saved.ephemeral and "Saved" in saved.text
            form = await ada.click(channel.last, "Report")
            await ada.submit(form, {"what": "typo"})
            ada.react(channel.last, "🇦")

        server.fail("POST /channels/*/messages", 500, after_effect=True)
        server.limit("POST /channels/*/messages", retry_after=0.05)
        held = server.hold("PATCH /channels/*/messages/*")
        server.gateway.drop()
        channel.deny("SEND_MESSAGES")
        await server.until(lambda: len(channel.messages) == 2)

The world is plain data (``world``, ``message``); ``person`` acts in it; ``check_…`` and ``pacing`` hold the
published limits; ``routes`` answers. Rules name the page of Discord's documentation they come from.
"""

from tests.platforms.discord.server import DiscordServer

__all__ = ["DiscordServer"]
