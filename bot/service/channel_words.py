"""Channels as platforms hand them over or people type them: "<#C024|ops>", "<#24>", "#ops"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.round import Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.service.tools import Who

_CHANNEL = re.compile(r"<#([^\s|>]{1,64})(?:\|([^>]*))?>|#(\S{1,100})")


@dataclass(frozen=True, slots=True)
class Named:
    """``ref`` is the platform's own id, "" where only a name was typed."""

    ref: str
    name: str

    def means(self, track: Track) -> bool:
        return self.ref == track.channel if self.ref else self._called(track.channel_name, track.channel)

    def _called(self, *names: str) -> bool:
        return self.name.casefold() in {name.casefold() for name in names}


def read_channel(word: str) -> Named | None:
    """None for a word that is no channel."""
    match = _CHANNEL.fullmatch(word)
    if match is None:
        return None
    return Named(match[1] or "", match[2] or match[1] or match[3])


def split_channels(words: Sequence[str]) -> tuple[list[Named], tuple[str, ...]]:
    """The channels among the words, and the other words."""
    read = [(word, read_channel(word)) for word in words]
    return [named for _, named in read if named], tuple(word for word, named in read if named is None)


def located(named: Named, who: Who, tracks: Sequence[Track]) -> Named:
    """The channel with its id, which a bare name has only where it is known: UsageError elsewhere."""
    if named.ref:
        return named
    known = [Named(who.channel, who.channel_name)]
    known += [Named(track.channel, track.channel_name) for track in tracks]
    for one in known:
        if named.name.casefold() in (one.name.casefold(), one.ref.casefold()):
            return one
    raise UsageError(refusals.unknown_channel(named.name))
