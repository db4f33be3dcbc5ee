"""The presets of set-up: sets of topics that people ask for by one name.

A preset is the topics of some areas and a few more by name, as far as the bank has questions of them
that can be posted; one that comes out empty is not offered. So new topics join by their area alone.
"""

from dataclasses import dataclass

from bot.bank import Bank
from bot.domain.question import Topic
from bot.service.pools import Pools

EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Preset:
    """``name`` stands in buttons; ``topics``: what belongs to it from other areas."""

    name: str
    title: str
    areas: frozenset[str]
    topics: frozenset[str] = frozenset()


PRESETS = (
    Preset(
        "mlops",
        "MLOps core",
        frozenset({"operations"}),
        frozenset({"data-quality", "dvc", "feature-store", "reproducibility", "testing"}),
    ),
    Preset("foundations", "ML foundations", frozenset({"foundations", "modelling"})),
    Preset("llm", "LLM systems", frozenset({"llm-systems"})),
)


def postable(bank: Bank, pools: Pools) -> list[Topic]:
    """The topics with at least one question that can be posted, by title."""
    return [
        topic for name, topic in bank.topics.items() if pools.pool(frozenset({name}), frozenset()).questions
    ]


def offered(bank: Bank, pools: Pools) -> dict[Preset, frozenset[str]]:
    """Each preset that has topics in this bank, with them."""
    topics = postable(bank, pools)
    found = {preset: frozenset(t.name for t in topics if _belongs(t, preset)) for preset in PRESETS}
    return {preset: names for preset, names in found.items() if names}


def _belongs(topic: Topic, preset: Preset) -> bool:
    return topic.area in preset.areas or topic.name in preset.topics


def preset_of(bank: Bank, pools: Pools, topics: frozenset[str]) -> Preset | None:
    """The preset that these topics are, if they are one."""
    return next((preset for preset, names in offered(bank, pools).items() if names == topics), None)


def in_words(bank: Bank, pools: Pools, topics: frozenset[str]) -> tuple[str, ...]:
    """What a track asks, for people: its preset, else its topics' titles; empty for everything."""
    preset = preset_of(bank, pools, topics) if len(topics) > 1 else None
    if preset is not None:
        return (preset.title,)
    return tuple(topic.title for name, topic in bank.topics.items() if name in topics)
