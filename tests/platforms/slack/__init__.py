"""A Slack server on loopback: Web API, Socket Mode, signed HTTP and OAuth, for the real slack-bolt and slack_sdk.

    async with SlackServer(clock) as server:
        ws = server.add_workspace("Team", scopes=["commands", "chat:write"])   # all that are known by default
        channel = ws.add_channel("ml-daily")                          # private=True, bot=False
        ada = ws.add_user("ada", admin=True, tz="Europe/Berlin")
        async with running(app, server):                              # library.py; or server.api_url, ws.token
            reply = await ada.slash(channel, "/quiz", "mlflow 5")     # acknowledged
            await reply.told()                                        # … and something shown: reply.text, .message
            saved = await ada.click(channel.last, "A")                # by label or action_id
            assert (await saved.posted()).ephemeral and "Saved" in saved.text
            form = await (await ada.click(channel.last, "Report")).opened()
            sent = await ada.submit(form, {"what": "typo"})           # sent.errors, sent.response_action
            await ada.react(channel.last, "thumbsup").delivered()
            await ada.open_home().delivered()                         # ada.home, ada.modal, ada.dm.messages

        server.fail("chat.postMessage", "fatal_error", after_effect=True)      # status=503, drop=True, times=2
        server.limit("chat.*", retry_after=1)
        held = server.hold("chat.update")
        server.socket.cut()                                           # .disconnect("refresh_requested")
        ws.uninstall()                                                # .revoke_token(), .deny("users:read")
        await server.use_http("http://127.0.0.1:3000")                # instead of Socket Mode
        await server.until(lambda: len(channel.messages) == 2)

The world is plain data (``world``, ``people``, ``message``, ``views``); ``person`` acts in it; ``check_…`` and
``pacing`` hold the published limits; ``methods`` answer. Rules name the page of docs.slack.dev they come from.
"""

from tests.platforms.slack.server import SlackServer

__all__ = ["SlackServer"]
