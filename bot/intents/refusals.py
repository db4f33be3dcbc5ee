"""Why something cannot be done, and what to do instead. A command stands in backticks."""

from collections.abc import Iterable
from datetime import date

from bot.intents.words import short_day

ONLY_ORGANISERS = "Only organisers can do this."
NO_TRACK_HERE = "There is no daily question in this channel. An organiser starts one with `/daily setup`."

NO_SUCH_LETTER = "That question has no such letter."
NO_QUESTION_YET = "There was no question in this channel yet."
CLOSING = "This question is closing: the result is there in a few seconds."
ONLY_A_PREVIEW = "This is only a preview: its buttons work once it is posted."
UNKNOWN_QUESTION = "This question is not known here any more."

OLD_BUTTON = "This button belongs to another version. Use a newer message, or type `/help`."
OLD_FORM = "This form belongs to another version. Begin again, or type `/help`."
DAMAGED_BUTTON = "This button is damaged. Use a newer message."

WHICH_BOARD = "A board takes week, season or all, and points, accuracy or streak."
NO_STREAK = "You have no streak yet. Answer a daily question, right or wrong, and it starts."
WHICH_PROBLEM = "Say what the problem is: wrong key, ambiguous, outdated or a typo."

STILL_OPEN = "This question is still open somewhere: practise it after its reveal."
NOT_YOUR_QUIZ = "This quiz is not yours or is gone. Start one with `/quiz`."
NOTHING_TO_PRACTISE = "There is nothing to practise there right now. Try another topic or level."
LEFT_THE_BANK = "This question has left the bank. Start a new quiz with `/quiz`."
CHOOSE_FIRST = "Tap the letters you think are right, then Check."

NO_QUESTION_FITS = "No question fits these topics and levels."
OUT_ALREADY = "Today's question is out already."
OUTRUN = "Somebody changed the daily question of this channel a moment ago. Look at `/daily status` first."
QUICKER = "Somebody was quicker: this channel has a daily question now. `/daily status` shows it."
OLD_DRAFT = "This set-up is finished or too old. Begin again with `/daily setup`."

WHICH_DATE = "Say which date, like 2026-12-24 or 2026-12-24..2027-01-01."
ODD_RANGE = "The range ends before it begins, or is longer than a year."
WHICH_VOID = "Say which date, like `/daily void 2026-11-20`, and why."

QUOTED = 40
TOPICS_NAMED = 20


def unknown_topic(word: str, known: Iterable[str]) -> str:
    return f"There is no topic “{word[:QUOTED]}”. Topics: {', '.join(list(known)[:TOPICS_NAMED])}."


def unknown_command(typed: str) -> str:
    return f"/{typed[:QUOTED]} is not known here. `/help` lists what you can do."


def no_time(typed: str) -> str:
    return f"“{typed[:QUOTED]}” is no time of day. Type it like 09:00."


def no_weekday(typed: str) -> str:
    return f"“{typed[:QUOTED]}” is no weekday. Type them like Mon–Fri or Mon, Wed, Fri."


def no_date(typed: str) -> str:
    return f"“{typed[:QUOTED]}” is no date. Type it like 2026-12-24."


def is_paused(channel: str) -> str:
    return f"#{channel} is paused. `/daily resume` starts it again."


def paused_already(channel: str) -> str:
    return f"#{channel} is paused already. `/daily resume` starts it again."


def not_paused(channel: str) -> str:
    return f"#{channel} is not paused."


def posted_already(day: date) -> str:
    return f"The question of {short_day(day)} is out already: `/daily void` withdraws it."


def no_round(channel: str, day: date) -> str:
    return f"#{channel} had no question on {short_day(day)}."
