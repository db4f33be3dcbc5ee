"""``/daily organisers``: who may besides those the platform names."""

from dataclasses import dataclass

from bot.intents.base import Block, Person, Said, Span, para, quiet
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class AddedOrganisers:
    """``names`` by the alphabet; ``news`` is what was just changed."""

    names: tuple[str, ...]
    news: str = ""

    def said(self) -> Said:
        blocks: list[Block] = [para(self.news)] if self.news else []
        blocks.append(para("Added here: ", *self._people(), ".") if self.names else para("Nobody was added."))
        always = "Who may manage the server or workspace itself always may. "
        how = "`/daily organisers add @name` and `/daily organisers remove @name` change the list."
        blocks.append(quiet(always, *with_commands(how)))
        return Said(tuple(blocks))

    def _people(self) -> list[Span]:
        spans: list[Span] = []
        for name in self.names:
            spans += [", ", Person(name)]
        return spans[1:]
