"""Which service a typed command belongs to."""

from datetime import datetime

from bot.commands import Invocation
from bot.errors import UsageError
from bot.intents.base import Reply
from bot.intents.refusals import unknown_command
from bot.service import answer, board, early, manage, privacy, quiz, setup, status, streak
from bot.service.help import help_
from bot.service.tools import Tools, Who


async def run(tools: Tools, who: Who, invocation: Invocation, at: datetime) -> Reply:
    words = invocation.words
    match invocation.command.name:
        case "quiz":
            return await quiz.quiz(tools, who, words)
        case "answer":
            return await answer.by_command(tools, who, " ".join(words), at)
        case "leaderboard":
            return await board.leaderboard(tools, who, words)
        case "streak":
            return await _streak(tools, who, invocation.verb)
        case "privacy":
            return await _privacy(tools, who, invocation.verb)
        case "daily":
            return await _daily(tools, who, invocation.verb, words)
        case "help":
            return await help_(tools, who)
        case name:
            raise UsageError(unknown_command(name))


async def _streak(tools: Tools, who: Who, verb: str) -> Reply:
    match verb:
        case "":
            return await streak.streak(tools, who)
        case "why":
            return await streak.why(tools, who)
        case _:
            raise UsageError(unknown_command(f"streak {verb}"))


async def _privacy(tools: Tools, who: Who, verb: str) -> Reply:
    match verb:
        case "hide":
            return await privacy.hide(tools, who)
        case "show":
            return await privacy.show(tools, who)
        case _:
            raise UsageError(unknown_command(f"privacy {verb}"))


async def _daily(tools: Tools, who: Who, verb: str, words: tuple[str, ...]) -> Reply:
    match verb:
        case "setup":
            return await setup.setup(tools, who, words)
        case "now":
            return await early.post_now(tools, who)
        case "status":
            return await status.status(tools, who)
        case "pause":
            return await manage.pause(tools, who)
        case "resume":
            return await manage.resume(tools, who)
        case "skip":
            return await manage.skip(tools, who, words)
        case "unskip":
            return await manage.unskip(tools, who, words)
        case "void":
            return await manage.void(tools, who, words)
        case _:
            raise UsageError(unknown_command(f"daily {verb}"))
