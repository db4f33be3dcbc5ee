"""Set-up: choosing topics by hand. What is chosen has a tick before its name."""

from dataclasses import dataclass

from bot.domain.question import Level
from bot.intents.base import Bold, Button, ButtonStyle, Said, action, para, quiet
from bot.intents.which import in_rows
from bot.intents.words import plural

AREA_TITLES = {
    "foundations": "Foundations",
    "modelling": "Modelling",
    "data": "Data",
    "operations": "Operations",
    "llm-systems": "LLM systems",
    "practice": "Practice",
}
TICK = "✓ "


def ticked(verb: str, label: str, on: bool) -> Button:
    """A button that shows whether it is on, in a sign and in words."""
    spoken = f"{label}: {'chosen' if on else 'not chosen'}"
    return Button(verb, f"{TICK if on else ''}{label}"[:75], spoken=spoken)


@dataclass(frozen=True, slots=True)
class AreaChoice:
    name: str
    chosen: int
    topics: int

    def button(self, draft: int) -> Button:
        title = AREA_TITLES.get(self.name, self.name)
        label = f"{title} ({self.chosen} of {self.topics})" if self.chosen else title
        return Button(action("setuparea", draft, self.name, 0), label)


@dataclass(frozen=True, slots=True)
class TopicAreas:
    """``questions``: how many the choice so far has."""

    draft: int
    areas: tuple[AreaChoice, ...]
    levels: frozenset[Level]
    questions: int

    def said(self) -> Said:
        levels = tuple(
            ticked(action("setuplevel", self.draft, level), level.value, level in self.levels)
            for level in Level
        )
        done = Button(action("setupback", self.draft), "Done", ButtonStyle.PRIMARY)
        return Said(
            (para(Bold("Which topics, and which levels?")), quiet(self._so_far())),
            (*in_rows([area.button(self.draft) for area in self.areas]), (*levels, done)),
        )

    def _so_far(self) -> str:
        chosen = sum(area.chosen for area in self.areas)
        what = plural(chosen, "topic") if chosen else "No topic chosen, which means everything"
        return f"{what}: {plural(self.questions, 'question')}."


@dataclass(frozen=True, slots=True)
class TopicChoice:
    name: str
    title: str
    on: bool


@dataclass(frozen=True, slots=True)
class AreaTopics:
    """One page of an area's topics; ``more``: there is a further one."""

    draft: int
    area: str
    topics: tuple[TopicChoice, ...]
    page: int = 0
    more: bool = False

    def said(self) -> Said:
        place = self.draft, self.area, self.page
        toggles = [
            ticked(action("setuptopic", *place, topic.name), topic.title, topic.on) for topic in self.topics
        ]
        ways = [
            Button(action("setupareas", self.draft), "Areas", ButtonStyle.PRIMARY),
            Button(action("setupall", *place, "all"), "All of these"),
            Button(action("setupall", *place, "none"), "None of these"),
        ]
        if self.more or self.page:
            following = self.page + 1 if self.more else 0
            ways.append(Button(action("setuparea", self.draft, self.area, following), "More"))
        title = AREA_TITLES.get(self.area, self.area)
        return Said((para(Bold(title)), quiet("Tap what should be asked.")), (*in_rows(toggles), tuple(ways)))
