"""``dailydrill bank``: check the question files, count what is in them, look at one question, write new
ones, carry them elsewhere.
"""

import typer

from bot.cli.bank.export import export
from bot.cli.bank.lint import lint
from bot.cli.bank.new import new
from bot.cli.bank.show import show
from bot.cli.bank.stats import stats

app = typer.Typer(no_args_is_help=True)
for command in (lint, stats, show, new, export):
    app.command()(command)
