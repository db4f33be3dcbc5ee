"""A typed command: which one, which verb, and the words after it; slips are guessed and asked about."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.declared import BY_NAME, COMMANDS, Command
from bot.commands.likeness import meant
from bot.commands.offers import offer
from bot.commands.reading import plain
from bot.errors import NotAllowed, Offers, UsageError
from bot.intents import refusals

MAX_COMMAND = 500
AROUND_NAMES = ",;:.!?"


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as typed: its name, its verb ("" for none) and the words after it."""

    command: Command
    verb: str
    words: tuple[str, ...] = ()


def parse(text: str, *, organiser: bool = True) -> Invocation:
    """Read a typed command; UsageError says what to type instead, as far as this person may."""
    if len(text) > MAX_COMMAND:
        raise UsageError(refusals.command_too_long(MAX_COMMAND))
    words = text.strip().lstrip("/／").split()
    if not words:
        raise UsageError(refusals.NO_COMMAND)
    name, *rest = words
    command = BY_NAME.get(_name(name))
    if command is None:
        raise _no_command(_name(name), rest, organiser)
    if not command.verbs:
        return Invocation(command, "", tuple(rest))
    if command.organiser and not organiser:
        raise NotAllowed(refusals.ONLY_ORGANISERS)
    return _with_verb(command, rest)


def _name(word: str) -> str:
    return plain(word).strip(AROUND_NAMES)


def _no_command(name: str, rest: Sequence[str], organiser: bool) -> UsageError:
    known = [each.name for each in COMMANDS if organiser or not each.organiser]
    likely = meant(name, known)
    if not likely:
        return UsageError(refusals.NO_SUCH_COMMAND)
    return _did_you_mean(refusals.NO_SUCH_COMMAND_BUT, [(each, *rest) for each in likely], 1)


def _with_verb(command: Command, words: Sequence[str]) -> Invocation:
    if not words and command.alone:
        return Invocation(command, "")
    known = [verb.name for verb in command.verbs]
    verb = _name(words[0]) if words else ""
    if verb in known:
        return Invocation(command, verb, tuple(words[1:]))
    if likely := [(command.name, each, *words[1:]) for each in meant(verb, known)] or _moved(command, words):
        raise _did_you_mean("", likely, 2)
    raise UsageError(refusals.which_verb(command.name, known))


def _moved(command: Command, words: Sequence[str]) -> list[tuple[str, ...]]:
    """The verb stands later: "/daily 2026-12-24 skip"."""
    names = {verb.name for verb in command.verbs}
    places = [place for place, word in enumerate(words) if _name(word) in names]
    if len(places) != 1:
        return []
    place = places[0]
    return [(command.name, _name(words[place]), *words[:place], *words[place + 1 :])]


def _did_you_mean(before: str, likely: Sequence[tuple[str, ...]], shown: int) -> Offers:
    """``shown``: how many words of each make it clear."""
    sentence = refusals.did_you_mean([f"`/{' '.join(words[:shown])}`" for words in likely])
    pairs = [pair for words in likely for pair in offer(" ".join(words))]
    return Offers(f"{before} {sentence}".strip(), pairs)
