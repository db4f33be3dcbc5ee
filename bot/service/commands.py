"""Which service a typed command belongs to."""

from datetime import datetime

from bot.commands import Invocation
from bot.errors import UsageError
from bot.intents.base import Reply
from bot.intents.refusals import unknown_command
from bot.service import (
    answer,
    away,
    board,
    daily,
    interview,
    privacy,
    quiz,
    report,
    review,
    stats,
    streak,
    topics,
)
from bot.service.help import help_
from bot.service.present import as_organiser
from bot.service.tools import Tools, Who


async def run(tools: Tools, who: Who, invocation: Invocation, at: datetime) -> Reply:
    words = invocation.words
    match invocation.command.name:
        case "quiz" | "interview" | "review" as way:
            return await _practise(tools, who, way, words)
        case "answer":
            return await answer.by_command(tools, who, " ".join(words), at)
        case "leaderboard" | "streak" | "stats" as what:
            return await _standing(tools, who, what, invocation)
        case "privacy":
            return await privacy.privacy(tools, who, invocation.verb, words)
        case "report":
            return await report.by_command(tools, who, words)
        case "daily":
            return await _daily(tools, who, invocation.verb, words)
        case "topics":
            return await topics.topics(tools, who)
        case "help":
            return await help_(tools, who)
        case name:
            raise UsageError(unknown_command(name))


async def _practise(tools: Tools, who: Who, way: str, words: tuple[str, ...]) -> Reply:
    match way:
        case "interview":
            return await interview.interview(tools, who, words)
        case "review":
            return await review.review(tools, who)
        case _:
            return await quiz.quiz(tools, who, words)


async def _standing(tools: Tools, who: Who, what: str, invocation: Invocation) -> Reply:
    match what:
        case "leaderboard":
            return await board.leaderboard(tools, who, invocation.words)
        case "stats":
            return await stats.stats(tools, who)
        case _:
            return await _streak(tools, who, invocation.verb, invocation.words)


async def _streak(tools: Tools, who: Who, verb: str, words: tuple[str, ...]) -> Reply:
    match verb:
        case "":
            return await streak.streak(tools, who)
        case "why":
            return await streak.why(tools, who)
        case "away":
            return await away.away(tools, who, words)
        case _:
            raise UsageError(unknown_command(f"streak {verb}"))


async def _daily(tools: Tools, who: Who, verb: str, words: tuple[str, ...]) -> Reply:
    who = await as_organiser(tools, who)
    return await daily.run(tools, who, verb, words)
