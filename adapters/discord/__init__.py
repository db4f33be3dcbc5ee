"""Discord, on discord.py: translates what people do, draws what the core says, posts what is due.

No rule of the game, no SQL. The only room that imports ``discord``; ``text``, ``prose`` and ``render`` are
pure and know Discord's Markdown and limits only.
"""
