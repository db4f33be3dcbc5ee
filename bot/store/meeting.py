"""Whoever has not been seen before is met, all of a batch at once; names are kept as last seen."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from bot.ports.answers import Actor
from bot.store.batch import Batch, as_json
from bot.store.codec import NAME_LENGTH, clean

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


def meet(connection: Connection, actors: Sequence[Actor]) -> None:
    """Who acts in a group proves that the bot is there."""
    _GROUPS.first(connection, as_json(map(_person, actors)))
    put_members(connection, actors)


def put_members(connection: Connection, actors: Iterable[Actor]) -> None:
    """Make those who are new, in groups that are known, and keep their names as last seen."""
    people = {(one.platform, one.group, one.account): one for one in actors}
    rows = as_json(map(_person, people.values()))
    _ACCOUNTS.first(connection, rows)
    _MEMBERS.first(connection, rows)


def _person(actor: Actor) -> tuple[str, ...]:
    group_name, name = names(actor)
    account = actor.account
    return (
        actor.platform,
        actor.group,
        group_name,
        account,
        account.casefold(),
        name,
        name.casefold(),
    )


def names(actor: Actor) -> tuple[str, str]:
    """Of the group and of the member, as they are kept."""
    return clean(actor.group_name, NAME_LENGTH), clean(actor.name, NAME_LENGTH)
