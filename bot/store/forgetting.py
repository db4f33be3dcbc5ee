"""Deleting an account: its answers stay as nobody's, everything else goes."""

import re
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Table, delete, select, update

from bot.domain.frozen import Key
from bot.store.carried import TokenBytes
from bot.store.codec import NAME_LENGTH, packed
from bot.store.installations import installed_by
from bot.store.tables import (
    accounts,
    answers,
    grants,
    groups,
    members,
    organisers,
    rounds,
    tracks,
)
from bot.store.tables_platforms import installations
from bot.store.tables_practice import page_messages, page_reactions, parked
from bot.store.unlinking import unlink

PAGE = "web"
"""The platform whose messages are kept here: the playground is its own."""

NOBODY = ""

_keys = msgspec.json.Decoder(tuple[Key, ...])


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its names, its members and the groups they are in."""

    account_id: int
    platform: str
    account: str
    names: frozenset[str]
    member_ids: tuple[int, ...]
    group_ids: tuple[int, ...]


def person(connection: Connection, account_id: int) -> Person | None:
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if row is None:
        return None
    theirs = select(members).where(members.c.account_id == account_id).order_by(members.c.id)
    found = connection.execute(theirs).all()
    return Person(
        account_id,
        row.platform,
        row.account,
        frozenset(each.name for each in found),
        tuple(each.id for each in found),
        tuple(each.group_id for each in found),
    )


def forget(connection: Connection, account_id: int, token_bytes: TokenBytes) -> None:
    _hold(connection, account_id)
    who = person(connection, account_id)
    if who is None:
        return
    unlink(connection, answers.c.member_id.in_(who.member_ids), token_bytes)
    _forget_deeds(connection, who)
    if who.platform == PAGE:
        _forget_page(connection, who.account)
    # Their rows elsewhere go with them.
    connection.execute(delete(members).where(members.c.account_id == account_id))
    connection.execute(delete(accounts).where(accounts.c.id == account_id))


def _hold(connection: Connection, account_id: int) -> None:
    """PostgreSQL: no close of these groups runs meanwhile, and an answer comes before or finds no member."""
    if connection.dialect.name != "postgresql":
        return
    theirs = select(members.c.group_id).where(members.c.account_id == account_id)
    here = select(groups.c.id).where(groups.c.id.in_(theirs)).order_by(groups.c.id)
    connection.execute(here.with_for_update(key_share=True))
    connection.execute(select(accounts.c.id).where(accounts.c.id == account_id).with_for_update())
    mine = select(members.c.id).where(members.c.account_id == account_id).order_by(members.c.id)
    connection.execute(mine.with_for_update())


def _forget_deeds(connection: Connection, who: Person) -> None:
    """What they did as organisers stands, but no longer says who did it."""
    here = select(groups.c.id).where(groups.c.platform == who.platform)
    connection.execute(
        delete(organisers).where(organisers.c.group_id.in_(here), organisers.c.account == who.account)
    )
    for table, by in ((organisers, organisers.c.added_by), (parked, parked.c.kept_by)):
        _blank(connection, table, by, who, table.c.group_id.in_(here), NOBODY)
    _blank(connection, tracks, tracks.c.changed_by, who, tracks.c.group_id.in_(here), None)
    there = select(tracks.c.id).where(tracks.c.group_id.in_(here))
    _blank(connection, grants, grants.c.granted_by, who, grants.c.track_id.in_(there), NOBODY)
    for group_id in who.group_ids:
        _forget_fixes(connection, group_id, who)
    mine = installed_by(who.platform, who.account)
    connection.execute(update(installations).where(mine).values(installer=NOBODY))


def _blank(
    connection: Connection, table: Table, by: Column[Any], who: Person, where: Any, nobody: str | None
) -> None:
    same = by.in_((who.account, who.account[:NAME_LENGTH]))
    connection.execute(update(table).where(same, where).values({by: nobody}))


def _forget_fixes(connection: Connection, group_id: int, who: Person) -> None:
    """Who corrected a question stands in its round's copy; names of a season's best in its line."""
    told = rounds.c.more_keys.is_not(None) | rounds.c.season_line.is_not(None)
    asked = select(rounds.c.id, rounds.c.more_keys, rounds.c.season_line).where(told)
    for row in connection.execute(asked.where(rounds.c.group_id == group_id)).all():
        changed = {
            "more_keys": _without_who(row.more_keys, who),
            "season_line": _without_name(row.season_line, who),
        }
        if changed != {"more_keys": row.more_keys, "season_line": row.season_line}:
            connection.execute(update(rounds).where(rounds.c.id == row.id).values(**changed))


def _without_who(more_keys: str | None, who: Person) -> str | None:
    if more_keys is None:
        return None
    keys = _keys.decode(more_keys)
    if not any(key.by == who.account for key in keys):
        return more_keys
    return packed([replace(key, by=None) if key.by == who.account else key for key in keys])


def _without_name(line: str | None, who: Person) -> str | None:
    """A line that names them goes whole: who was best must not be told wrongly either."""
    return None if line is not None and any(_names(line, name) for name in who.names) else line


def _names(line: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


def _forget_page(connection: Connection, account: str) -> None:
    """What only they could see, and their reactions; what they said in the channel was said there."""
    connection.execute(delete(page_messages).where(page_messages.c.seen_by == account))
    connection.execute(delete(page_reactions).where(page_reactions.c.account == account))
