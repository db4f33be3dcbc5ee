"""Discord's command tree, made from the declared commands; what is chosen there becomes the text that is typed
elsewhere, so that the core reads one language.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import discord
from discord import app_commands

from adapters.discord.people import home_channel
from adapters.discord.suggest import topic_choices, zone_choices
from bot.commands import COMMANDS, Command, Option, OptionKind, Verb

Perform = Callable[[discord.Interaction[Any], str], Awaitable[None]]
"""Do what was typed, e.g. "/quiz mlflow 5"."""

MOST: Final = 20
LONGEST: Final = 200
EXPLAINED: Final = 100
PLACES: Final = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.media,
    discord.ChannelType.news_thread,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
)
"""Where a question can be asked, and the threads of these."""

_CHANNEL: Final = re.compile(r"<#(\d+)>")
_PLAIN: Final = re.compile(r"[<>|\s]+")

Topics = Sequence[tuple[str, str]]


def build(tree: app_commands.CommandTree[Any], topics: Topics, perform: Perform) -> None:
    """Every declared command, in servers only."""
    for command in COMMANDS:
        tree.add_command(
            _group(command, topics, perform) if _has_base(command) else _single(command, topics, perform)
        )


def _has_base(command: Command) -> bool:
    """Discord has no base beside subcommands: a command that does something alone is one with options."""
    return bool(command.verbs) and not command.alone


def _single(command: Command, topics: Topics, perform: Perform) -> app_commands.Command[Any, ..., None]:
    return _command(command.name, command.help, tuple(_options(command)), topics, perform, f"/{command.name}")


def _options(command: Command) -> Iterator[Option]:
    """The verb, where it is an option, then what the verbs take, each once and none required."""
    if not command.verbs:
        yield from command.options
        return
    names = tuple(verb.name for verb in command.verbs)
    yield Option(command.verb_as, "; ".join(map(_explained, command.verbs)), OptionKind.CHOICE, names)
    for verb in command.verbs:
        for option in verb.options:
            yield Option(option.name, f"{verb.name}: {option.help}", option.kind, option.choices)


def _explained(verb: Verb) -> str:
    return f"{verb.name}: {verb.help}"


def _group(command: Command, topics: Topics, perform: Perform) -> app_commands.Group:
    """Only shown to organisers by default; the core asks again at each command."""
    rights = discord.Permissions(manage_guild=True) if command.organiser else None
    group = app_commands.Group(
        name=command.name, description=command.help, default_permissions=rights, **IN_SERVERS
    )
    for verb in command.verbs:
        typed = f"/{command.name} {verb.name}"
        group.add_command(_command(verb.name, verb.help, verb.options, topics, perform, typed, inside=True))
    return group


IN_SERVERS: Final[Mapping[str, Any]] = {
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=False),
}


def _command(
    name: str,
    explained: str,
    options: Sequence[Option],
    topics: Topics,
    perform: Perform,
    typed: str,
    *,
    inside: bool = False,
) -> app_commands.Command[Any, ..., None]:
    """discord.py reads the options from a function's signature, so one is made to measure."""

    async def callback(interaction: discord.Interaction[Any], **chosen: Any) -> None:
        words = [word(chosen.get(_parameter_name(option)), interaction) for option in options]
        await perform(interaction, " ".join([typed, *filter(None, words)]))

    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    described = app_commands.describe(**{_parameter_name(one): one.help[:EXPLAINED] for one in options})
    renamed = app_commands.rename(**{_parameter_name(one): one.name for one in options})
    chosen = app_commands.choices(
        **{_parameter_name(one): _choices(one) for one in options if _is_closed(one)}
    )
    callback.__signature__ = inspect.Signature([first, *map(_parameter, options)])  # type: ignore[attr-defined]
    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name,
        description=explained[:EXPLAINED],
        callback=described(renamed(chosen(callback))),
        **({} if inside else IN_SERVERS),
    )
    for option in options:
        _complete(made, option, topics)
    return made


class Place(app_commands.Transformer):
    """A channel as Discord tells it, whether or not it is known here."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return list(PLACES)

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        return value


PLACE: Final = Place()


def _parameter(option: Option) -> inspect.Parameter:
    kind: Any = _kind(option)
    return inspect.Parameter(
        _parameter_name(option),
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if option.required else None,
        annotation=kind if option.required or isinstance(kind, app_commands.Transformer) else kind | None,
    )


def _parameter_name(option: Option) -> str:
    """Some names ("from") are words of Python."""
    return f"{option.name}_"


def _kind(option: Option) -> Any:
    match option.kind:
        case OptionKind.COUNT:
            return app_commands.Range[int, 1, MOST]
        case OptionKind.PERSON:
            return discord.User
        case OptionKind.CHANNEL:
            return PLACE
        case _ if _is_closed(option):
            return str
        case _:
            return app_commands.Range[str, 1, LONGEST]


def _is_closed(option: Option) -> bool:
    return bool(option.choices) and option.kind is not OptionKind.TOPICS


def _choices(option: Option) -> list[app_commands.Choice[str | int | float]]:
    return [app_commands.Choice(name=choice, value=choice) for choice in option.choices]


def _complete(command: app_commands.Command[Any, ..., None], option: Option, topics: Topics) -> None:
    """Topics and zones are too many for choices."""
    if option.kind is OptionKind.TOPICS:

        @command.autocomplete(_parameter_name(option))
        async def of_topics(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
            return _offered(topic_choices(current, option.choices, topics))

    elif option.kind is OptionKind.ZONE:

        @command.autocomplete(_parameter_name(option))
        async def of_zones(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
            return _offered(zone_choices(current))


def _offered(pairs: Sequence[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=label[:EXPLAINED], value=value) for value, label in pairs]


def word(value: Any, interaction: discord.Interaction[Any]) -> str:
    """What was chosen, as it is typed: people and channels as mentions, channels with their names."""
    match value:
        case None:
            return ""
        case discord.Member() | discord.User():
            return f"<@{value.id}>"
        case app_commands.AppCommandChannel() | app_commands.AppCommandThread():
            return _channel(value.id, interaction)
        case _:
            return _CHANNEL.sub(lambda found: _channel(int(found[1]), interaction), str(value))


def _channel(channel_id: int, interaction: discord.Interaction[Any]) -> str:
    """The channel that a thread belongs to is meant with it."""
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    home = home_channel(channel)
    if home is None:
        return f"<#{channel_id}>"
    return f"<#{home.id}|{_PLAIN.sub('-', home.name)}>"
