"""What could be typed next after a slash, from the declared commands alone.

A platform with autocomplete of its own feeds it the same declarations; the playground asks here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.commands import BY_NAME, COMMANDS, Command, Option, OptionKind

MOST = 25
Known = Mapping[OptionKind, Sequence[tuple[str, str]]]
"""(value, help) pairs that only the platform or the bank knows: topics, people, channels."""

WAYS_EXPLAINED = {
    "my mistakes": "What you last got wrong",
    "mixed": "Something of every topic",
    "weakest": "The topic you answer worst",
}
IN_ANY_ORDER = frozenset({OptionKind.TOPICS, OptionKind.COUNT, OptionKind.LEVEL, OptionKind.CHOICE})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``insert`` replaces the composer's whole text."""

    insert: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """A command with the words after it: those that are complete, and the one being typed."""

    command: Command
    done: tuple[str, ...]
    current: str
    verb: str = ""

    @property
    def options(self) -> tuple[Option, ...]:
        verbs = (verb.options for verb in self.command.verbs if verb.name == self.verb)
        return next(verbs, () if self.command.verbs else self.command.options)

    @property
    def after_verb(self) -> tuple[str, ...]:
        return self.done[1:] if self.verb else self.done


def suggest(text: str, known: Known, organiser: bool) -> list[Suggestion]:
    """What could be typed next, best first."""
    if not text.startswith("/"):
        return []
    if " " not in text:
        head = text[1:].casefold()
        return [_of_command(each) for each in _allowed(organiser) if each.name.startswith(head)]
    typed = _read(text, organiser)
    return list(_of_words(typed, known))[:MOST] if typed else []


def hint(text: str, organiser: bool) -> str:
    """What the word being typed is for: "dates: 2026-12-24 or 2026-12-24..2027-01-01"; "" where nothing fits."""
    typed = _read(text, organiser) if text.startswith("/") and " " in text else None
    if typed is None or not typed.options:
        return ""
    option = typed.options[min(len(typed.after_verb), len(typed.options) - 1)]
    return f"{option.name}: {option.help}{'' if option.required else ' (optional)'}"


def _read(text: str, organiser: bool) -> _Typed | None:
    head, *words = text[1:].split(" ")
    command = BY_NAME.get(head.casefold())
    if command is None or (command.organiser and not organiser):
        return None
    *before, current = words
    done = tuple(filter(None, before))
    verb = done[0].casefold() if done and command.verbs else ""
    return _Typed(command, done, current.casefold(), verb)


def _allowed(organiser: bool) -> Iterator[Command]:
    return (command for command in COMMANDS if organiser or not command.organiser)


def _of_command(command: Command) -> Suggestion:
    more = bool(command.options or command.verbs)
    return Suggestion(f"/{command.name}{' ' if more else ''}", f"/{command.name}", command.help)


def _of_words(typed: _Typed, known: Known) -> Iterator[Suggestion]:
    stem = " ".join((f"/{typed.command.name}", *typed.done))
    given = f" {' '.join(typed.done)} ".casefold()
    if typed.command.verbs and not typed.verb:
        for verb in typed.command.verbs:
            if verb.name.startswith(typed.current):
                yield Suggestion(f"{stem} {verb.name}{' ' if verb.options else ''}", verb.name, verb.help)
    titles = dict(known.get(OptionKind.TOPICS, ()))
    for word, explained in _values(typed, given, known):
        if f" {word} ".casefold() not in given and _meant(typed.current, word, titles.get(word, "")):
            yield Suggestion(f"{_without_beginning(stem, word)} {word}", word, explained)


def _without_beginning(stem: str, word: str) -> str:
    """So that "/quiz my" goes on to "/quiz my mistakes"."""
    begun, _, rest = word.rpartition(" ")
    return stem.removesuffix(f" {begun}") if rest and begun else stem


def _values(typed: _Typed, given: str, known: Known) -> Iterator[tuple[str, str]]:
    """What is still missing, then further topics: of anything else one is chosen."""
    more: list[tuple[str, str]] = []
    for place, option in enumerate(typed.options):
        values = [*_choices(option), *known.get(option.kind, ())]
        if option.required and not values and len(typed.after_verb) <= place:
            return  # it can only be typed, and what follows comes after it
        if any(f" {value} ".casefold() in given for value, _ in values):
            more.extend(values if option.kind is OptionKind.TOPICS else ())
            continue
        yield from values
        if values and _comes_first(option, typed):
            return
    yield from more


def _choices(option: Option) -> list[tuple[str, str]]:
    explained = WAYS_EXPLAINED if option.kind is OptionKind.TOPICS else {}
    return [(choice, explained.get(choice, option.help)) for choice in option.choices]


def _comes_first(option: Option, typed: _Typed) -> bool:
    """Whether what follows makes no sense before this one is chosen: "add" before the person."""
    return any(each.kind not in IN_ANY_ORDER for each in typed.options if each is not option)


def _meant(current: str, word: str, title: str) -> bool:
    """Whether it begins as typed, or a part of it or of its title does."""
    bare = current.lstrip("@#")
    if word.lstrip("@#").casefold().startswith(bare):
        return True
    parts = re.split(r"[\s-]+", f"{word} {title}".casefold())
    return len(bare) > 1 and any(part.startswith(bare) for part in parts)
