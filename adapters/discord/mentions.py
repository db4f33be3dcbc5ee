"""Commands as they are typed on Discord: mentions to click on, once their ids are known."""

from collections.abc import Mapping, Sequence

from adapters.discord.text import code
from bot.commands import BY_NAME, Command, Option


class Mentions:
    """``ids``: of the registered commands, by name; before they are known a command is shown as code."""

    def __init__(self) -> None:
        self._ids: Mapping[str, int] = {}

    def know(self, ids: Mapping[str, int]) -> None:
        self._ids = ids

    def typed(self, words: str) -> str:
        """ "privacy hide" → "</privacy:12> do:hide", "daily status" → "</daily status:12>"."""
        name, verb, rest = split(words)
        command = BY_NAME.get(name)
        options = f" {_named(_options(command, verb), rest)}" if rest else ""
        path = name
        if command is not None and verb:
            path = name if command.alone else f"{name} {verb}"
            options = f" {command.verb_as}:{verb}{options}" if command.alone else options
        bare = command is not None and command.verbs and not command.alone and not verb
        if name not in self._ids or bare:  # where there are subcommands, the base cannot be clicked
            return code(f"/{path}{options}")
        return f"</{path}:{self._ids[name]}>{options}"


def _options(command: Command | None, verb: str) -> Sequence[Option]:
    if command is None or not verb:
        return command.options if command is not None else ()
    return next(each.options for each in command.verbs if each.name == verb)


def _named(options: Sequence[Option], rest: str) -> str:
    """ "add @name" → "how:add person:@name", where the first word tells that it is the first option."""
    words = rest.split()
    if not options or words[0] not in options[0].choices or len(words) > len(options):
        return rest
    return " ".join(f"{option.name}:{word}" for option, word in zip(options, words, strict=False))


def split(words: str) -> tuple[str, str, str]:
    """Name, verb and the rest of a neutral command; the verb is "" where none is declared."""
    name, _, rest = words.partition(" ")
    command = BY_NAME.get(name)
    first, _, after = rest.partition(" ")
    if command is not None and first in {verb.name for verb in command.verbs}:
        return name, first, after
    return name, "", rest
