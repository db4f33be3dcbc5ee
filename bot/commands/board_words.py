"""``/leaderboard`` as typed: a period and a measure, in any order."""

from collections.abc import Iterable, Sequence

from bot.commands.likeness import closest
from bot.commands.offers import offer
from bot.commands.reading import squeezed, typed_words
from bot.errors import Offers, UsageError
from bot.intents import refusals

PERIODS = {
    **dict.fromkeys(("week", "weekly"), "week"),
    **dict.fromkeys(("season", "month", "monthly"), "season"),
    **dict.fromkeys(("all", "alltime", "ever", "total", "overall"), "all"),
}
MEASURES = {
    **dict.fromkeys(("point", "score"), "points"),
    **dict.fromkeys(("accuracy", "accurate", "right"), "accuracy"),
    **dict.fromkeys(("streak",), "streak"),
}
CANONICAL = ("week", "season", "all", "points", "accuracy", "streak")
FILLERS = frozenset({"this", "the", "by", "of", "time", "for", "in", "and"})


def board_words(words: Iterable[str]) -> tuple[str, str]:
    """(period, measure); UsageError for two of a kind, or a word that is neither."""
    typed = [word for word in typed_words(" ".join(words)) if word not in FILLERS]
    keys = [squeezed(word) for word in typed]
    for place, key in enumerate(keys):
        if key not in PERIODS and key not in MEASURES:
            raise _neither(typed, place)
    period = _one({PERIODS[key] for key in keys if key in PERIODS}, "season")
    return period, _one({MEASURES[key] for key in keys if key in MEASURES}, "points")


def _one(said: set[str], usual: str) -> str:
    if len(said) > 1:
        raise UsageError(refusals.WHICH_BOARD)
    return next(iter(said), usual)


def _neither(typed: Sequence[str], place: int) -> UsageError:
    likely = closest(typed[place], CANONICAL)
    pairs = [
        pair
        for word in likely
        for pair in offer(" ".join(("leaderboard", *typed[:place], word, *typed[place + 1 :])))
    ]
    if not pairs:
        return UsageError(refusals.WHICH_BOARD)
    return Offers(refusals.did_you_mean(likely), pairs)
