"""Every chat command, declared once, and how its words are read.

Discord's command tree, Slack's parser and manifest, the playground's autocomplete and ``/help`` derive
from ``declared``; the other files read what people type: words in any order, titles, plurals, slips. Pure:
no I/O and no clock. It knows no platform and no bank: the topics there are come as arguments.
"""

from bot.commands.board_words import board_words
from bot.commands.declared import BY_NAME, COMMANDS, DAILY, LEVELS, Command, Option, OptionKind, Verb
from bot.commands.likeness import closest
from bot.commands.offers import offer
from bot.commands.quiz_words import QuizWords, guesses, quiz_words
from bot.commands.reading import typed_words
from bot.commands.topic_names import TopicNames
from bot.commands.typed import Invocation, parse

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "DAILY",
    "LEVELS",
    "Command",
    "Invocation",
    "Option",
    "OptionKind",
    "QuizWords",
    "TopicNames",
    "Verb",
    "board_words",
    "closest",
    "guesses",
    "offer",
    "parse",
    "quiz_words",
    "typed_words",
]
