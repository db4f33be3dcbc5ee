"""Slack, on slack-bolt: translates what people do, draws what the core says, posts what is due.

No rule of the game, no SQL. The only room that imports ``slack_bolt`` and ``slack_sdk``; ``text``, ``rich``
and ``render`` are pure and know Block Kit and its limits only.
"""
