"""The composition root: the command line, and the only place where store, adapters, scheduler,
settings and clocks are put together. Nothing imports it.
"""

from bot.cli.main import main

__all__ = ["main"]
