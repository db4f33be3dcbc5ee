"""Why something cannot be done, and what to do instead. A command stands in backticks."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.intents.words import listed, short_day

ONLY_ORGANISERS = "Only organisers can do this."
NO_TRACK_HERE = "There is no daily question in this channel. An organiser starts one with `/daily setup`."

NO_COMMAND = "Type a command, for example `/quiz mixed`. `/help` lists what you can do."
NO_SUCH_COMMAND = "I do not know that command. `/help` lists what you can do."
NO_SUCH_COMMAND_BUT = "I do not know that command."

NO_SUCH_LETTER = "That question has no such letter."
ANSWER_TOO_LONG = "That answer is too long. Type letters or a number, e.g. B or 0.82."
NO_QUESTION_YET = "There was no question in this channel yet."
CLOSING = "This question is closing: the result is there in a few seconds."
ONLY_A_PREVIEW = "This is only a preview: its buttons work once it is posted."
UNKNOWN_QUESTION = "This question is not known here any more."

OLD_BUTTON = "This button belongs to another version. Use a newer message, or type `/help`."
OLD_FORM = "This form belongs to another version. Begin again, or type `/help`."
ONLY_IN_SERVERS = "Use this in your server: here I cannot tell which one you mean."
NOT_ANSWERED = (
    "Something went wrong on our side while answering. What you did may have been saved: look again."
)
DAMAGED_BUTTON = "This button is damaged. Use a newer message."

WHICH_BOARD = "A board takes week, season or all, and points, accuracy or streak."
NO_STREAK = "You have no streak yet. Answer a daily question, right or wrong, and it starts."
WHICH_PROBLEM = "Say what the problem is: wrong key, ambiguous, outdated or a typo."

ENOUGH = "That is enough for now. Thank you."
STILL_OPEN = "This question is still open somewhere: practise it after its reveal."
NOT_YOUR_QUIZ = "This quiz is not yours or is gone. Start one with `/quiz`."
OLD_QUIZ = "This quiz is more than a day old, so it cannot go on. Start a new one:"
OLD_REVIEW = "This review is more than a day old, so it cannot go on. Start a new one:"
NO_MISTAKES = "No mistakes to repeat right now. `/quiz mixed` asks something new."
NO_WEAKEST = "No topic stands out as your weakest yet. `/quiz mixed` finds out."
NOTHING_TO_PRACTISE = "There is nothing to practise there right now. Try another topic or level."
LEFT_THE_BANK = "This question has left the bank. Start a new quiz with `/quiz`."
CHOOSE_FIRST = "Tap the letters you think are right, then Check."

NOT_YOUR_INTERVIEW = "This interview is not yours or is gone. Start one with `/interview`."
OLD_INTERVIEW = "This interview is more than a day old. `/interview` asks you the next one."
ASKED_NOW = "This question is open in a channel right now. Go on here after its reveal."
NOTHING_TO_ASK = "There is no interview question there right now. Try another topic or level."
NO_INTERVIEW_QUESTION = "This question has left the bank. `/interview` asks you another one."
OPEN_ELSEWHERE = "This question is open in another channel right now: see your result after its reveal there."

NO_QUESTION_FITS = "No question fits these topics and levels."
OUT_ALREADY = "Today's question is out already."
OUTRUN = "Somebody changed the daily question of this channel a moment ago. Look at `/daily status` first."
QUICKER = "Somebody was quicker: this channel has a daily question now. `/daily status` shows it."
OLD_DRAFT = "This set-up is finished or too old. Begin again with `/daily setup`."

NAME_THE_CHANNEL = "There are several daily questions: add the channel of the one you mean, like #ml-daily."
WHICH_CHANNEL = "Choose the channel that gets the question, like #ml-daily."
TRACK_GONE = "This daily question has ended already. `/daily setup` starts a new one."
NO_QUESTION_CHANNEL = "Notices never go to a channel with a daily question. Choose another, or off."
WHICH_NOTICES = "Say which channel, like `/daily settings notices #ops`, or off."
WHICH_CHANGE = (
    "Say what should change, like `/daily move 10:00`, `/daily move Europe/Paris` or `/daily move #other`."
)
WHICH_ORGANISER = "Say whom, like `/daily organisers add @name` or `/daily organisers remove @name`."
WHICH_GRANT = "Say who gets a freeze, like `/daily grant @name`."
PAST_DATE = "That date is over: only today and later can change."
TOO_FAR = "That is more than a year ahead. Skip it nearer the time."
NOTHING_TO_PREVIEW = "No other question fits, so a preview would give the next one away."
CHANGE_BOTH = "`/daily setup` changes both at once."

WHICH_DATE = "Say which date, like 2026-12-24 or 2026-12-24..2027-01-01."
ODD_RANGE = "The range ends before it begins, or is longer than a year."
WHICH_VOID = "Say which date, like `/daily void 2026-11-20`, and why."

QUOTED = 40
TOPICS_NAMED = 20


def quoted(typed: str) -> str:
    """What somebody typed, short and without what cannot be seen."""
    seen = "".join(char for char in typed if char.isprintable())
    return f"“{seen[:QUOTED]}{'…' if len(seen) > QUOTED else ''}”"


def command_too_long(most: int) -> str:
    return f"That is too long: a command has at most {most} characters."


def which_verb(command: str, verbs: Iterable[str]) -> str:
    return f"After `/{command}` comes one of: {', '.join(f'`/{command} {verb}`' for verb in verbs)}."


def did_you_mean(likely: Sequence[str]) -> str:
    """ "Did you mean airflow or mlflow?"."""
    *others, last = likely
    before = f"{', '.join(others)} or " if others else ""
    return f"Did you mean {before}{last}?"


def quiz_count(most: int) -> str:
    return f"A quiz has 1 to {most} questions."


def one_count(most: int) -> str:
    return f"Say one number of questions, 1 to {most}."


def one_level(levels: Sequence[str]) -> str:
    return f"One level at a time: {', '.join(levels[:-1])} or {levels[-1]}, or none for all."


def no_topic(typed: str) -> str:
    return f"There is no topic {quoted(typed)}."


def only_open(title: str) -> str:
    return f"{title} has no quiz, only open questions, as in an interview."


def note_too_long(most: int) -> str:
    return f"That is too long: at most {most:,} characters."


def unknown_topic(word: str, known: Iterable[str]) -> str:
    return f"There is no topic “{word[:QUOTED]}”. Topics: {', '.join(list(known)[:TOPICS_NAMED])}."


def unknown_command(typed: str) -> str:
    return f"/{typed[:QUOTED]} is not known here. `/help` lists what you can do."


def no_time(typed: str) -> str:
    return f"“{typed[:QUOTED]}” is no time of day. Type it like 09:00."


def no_zone(typed: str, likely: Iterable[str]) -> str:
    said = f"I do not know the time zone “{typed[:QUOTED]}”."
    guesses = list(likely)
    if guesses:
        return f"{said} Did you mean {' or '.join(guesses)}?"
    return f"{said} Zones are named after a big city, like Europe/Berlin, or UTC."


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


def no_track_in(channel: str, known: Iterable[str]) -> str:
    tracks = listed([f"#{name}" for name in list(known)[:TOPICS_NAMED]])
    return f"#{channel[:QUOTED]} has no daily question. These have one: {tracks}."


def unknown_channel(name: str) -> str:
    return f"I do not know the channel #{name[:QUOTED]}. Choose it from the list that appears after #."


def lacks(channel: str, rights: Sequence[str]) -> str:
    """``channel``: "" where nobody may tell me its name."""
    where = f"#{channel[:QUOTED]}" if channel else "that channel"
    return f"I cannot ask questions in {where} yet: give me {listed(rights)} there, then try again."


def channel_taken(name: str) -> str:
    return (
        f"#{name[:QUOTED]} has a daily question already. `/daily end` there first, or choose another channel."
    )


def nobody_called(typed: str) -> str:
    """ "" for somebody who was picked, and whose name is not known."""
    unmet = (
        f"I have met nobody called “{typed[:QUOTED]}” here." if typed else "I have not met this person here."
    )
    return f"{unmet} Somebody is known after their first answer or command."


def not_skipped(day: date) -> str:
    return f"{short_day(day)} is not skipped."


def came_to_nothing(day: date, reason: str) -> str:
    return f"{short_day(day)} had its question already: {reason.rstrip('.')}. There is one a day."


def no_result(day: date, reason: str) -> str:
    return f"The question of {short_day(day)} has no result: {reason.rstrip('.')}."


def freezes_full(name: str, most: int) -> str:
    return f"{name} holds {most} freezes already, and that is the most."


def was_added(name: str) -> str:
    return f"{name} may do this already."


def was_not_added(name: str) -> str:
    return f"Nobody added {name} here. Who may manage the server or workspace itself always may do this."


def no_setting(word: str, known: Iterable[str]) -> str:
    return f"There is no setting “{word[:QUOTED]}”. Settings: {listed(list(known))}."


def no_value(name: str, values: Iterable[str]) -> str:
    return f"{name} takes {' or '.join(values)}."


def not_for_one_track(name: str) -> str:
    return f"{name} is for the whole group, not for one channel."
