"""Who acts on what, by the platform's ids; whoever has not been seen before is met.

All of a batch at once, inside the transaction that writes what they did: an answer needs no read before it.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from bot.ports.answers import Act, Actor, Told
from bot.store.batch import Batch
from bot.store.codec import NAME_LENGTH, clean

Known = tuple[int | None, int | None, bool | None]
"""Round, member, and whether group and member are as they were told."""

_TOGETHER = {
    "sqlite": {"array": "json_array", "together": "json_group_array"},
    "postgresql": {"array": "json_build_array", "together": "json_agg"},
}
_KNOWN = Batch(
    """
    SELECT {together}({array}(w.place, r.id, m.id, g.removed_at IS NULL
      AND (w.group_name = '' OR w.group_name = g.name) AND (w.name = '' OR w.name = m.name)))
    FROM {rows} AS w
    LEFT JOIN groups g ON g.platform = w.platform AND g.external = w.external
    LEFT JOIN rounds r ON r.mark = w.mark AND r.group_id = g.id
    LEFT JOIN accounts a ON a.platform = w.platform AND a.account = w.account
    LEFT JOIN members m ON m.group_id = g.id AND m.account_id = a.id""",
    {
        "place": "int",
        "mark": "text",
        "platform": "text",
        "external": "text",
        "group_name": "text",
        "account": "text",
        "name": "text",
    },
    words=_TOGETHER,
)
_PEOPLE = {
    "platform": "text",
    "external": "text",
    "group_name": "text",
    "account": "text",
    "account_key": "text",
    "name": "text",
    "name_key": "text",
}
_GROUPS = Batch(
    """
    UPDATE groups SET name = coalesce(nullif(w.group_name, ''), groups.name), removed_at = NULL
    FROM {rows} AS w WHERE groups.platform = w.platform AND groups.external = w.external
      AND (groups.removed_at IS NOT NULL OR w.group_name NOT IN ('', groups.name))""",
    _PEOPLE,
)
_ACCOUNTS = Batch(
    """
    INSERT INTO accounts (platform, account)
    SELECT DISTINCT w.platform, w.account FROM {rows} AS w WHERE true ORDER BY w.platform, w.account
    ON CONFLICT DO NOTHING""",
    _PEOPLE,
)
# What somebody wished in one group holds in those they join later.
_MEMBERS = Batch(
    """
    INSERT INTO members (group_id, account_id, name, name_key, hidden, milestones)
    SELECT g.id, a.id, coalesce(nullif(w.name, ''), m.name, w.account),
      coalesce(nullif(w.name_key, ''), m.name_key, w.account_key),
      EXISTS (SELECT 1 FROM members o WHERE o.account_id = a.id AND o.hidden),
      EXISTS (SELECT 1 FROM members o WHERE o.account_id = a.id AND o.milestones)
    FROM {rows} AS w
    JOIN groups g ON g.platform = w.platform AND g.external = w.external
    JOIN accounts a ON a.platform = w.platform AND a.account = w.account
    LEFT JOIN members m ON m.group_id = g.id AND m.account_id = a.id
    WHERE true ORDER BY g.id, a.id
    ON CONFLICT (group_id, account_id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key""",
    _PEOPLE,
)


def as_acts(connection: Connection, told: Sequence[Act | Told]) -> list[Act | None]:
    """Each by its ids; None for one on a round that its group does not have."""
    asked = {place: one for place, one in enumerate(told) if isinstance(one, Told)}
    known = _known(connection, asked) if asked else {}
    if new := {place: asked[place] for place, found in known.items() if _to_be_met(*found)}:
        _meet(connection, [one.actor for one in new.values()])
        known |= _known(connection, new)
    return [_act(one, *known[place]) if isinstance(one, Told) else one for place, one in enumerate(told)]


def put_members(connection: Connection, actors: Iterable[Actor]) -> None:
    """Make those who are new, in groups that are known, and keep their names as last seen."""
    people = {(one.platform, one.group, one.account): one for one in actors}
    rows = [_person(one) for one in people.values()]
    _ACCOUNTS.value(connection, rows)
    _MEMBERS.value(connection, rows)


def _meet(connection: Connection, actors: Sequence[Actor]) -> None:
    """Who acts in a group proves that the bot is there."""
    _GROUPS.value(connection, [_person(one) for one in actors])
    put_members(connection, actors)


def _known(connection: Connection, asked: Mapping[int, Told]) -> dict[int, Known]:
    """By place. One row of JSON answers for all, as in ``answering``."""
    rows = [(place, one.mark, *_names(one.actor)) for place, one in asked.items()]
    found = _KNOWN.value(connection, rows)
    facts = msgspec.json.decode(found) if isinstance(found, str) else found
    return {place: (round_id, member_id, as_told) for place, round_id, member_id, as_told in facts}


def _to_be_met(round_id: int | None, member_id: int | None, as_told: bool | None) -> bool:
    return round_id is not None and not (member_id is not None and as_told)


def _act(told: Told, round_id: int | None, member_id: int | None, _: bool | None) -> Act | None:
    if round_id is None or member_id is None:
        return None
    return Act(round_id, member_id, told.response, told.at, told.way, flip=told.flip)


def _names(actor: Actor) -> tuple[str, str, str, str, str]:
    group_name, name = clean(actor.group_name, NAME_LENGTH), clean(actor.name, NAME_LENGTH)
    return actor.platform, actor.group, group_name, actor.account, name


def _person(actor: Actor) -> tuple[str, ...]:
    platform, group, group_name, account, name = _names(actor)
    return platform, group, group_name, account, account.casefold(), name, name.casefold()
