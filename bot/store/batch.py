"""Statements over many rows at once: the rows travel as one JSON parameter, whatever their number.

In a statement ``{rows}`` stands for a table of them, named by the caller's own alias.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, CursorResult, TextClause, bindparam, text
from sqlalchemy.types import TypeEngine

from bot.store.transactions import sqlite_driver

POSTGRES_TYPES = {
    "int": "CAST(value ->> {i} AS bigint)",
    "text": "value ->> {i}",
    "bool": "CAST(value ->> {i} AS boolean)",
    "date": "CAST(value ->> {i} AS date)",
    "instant": "CAST((value ->> {i}) || '+00' AS timestamptz)",
}
POSTGRES_ROWS = "(SELECT {columns} FROM json_array_elements(CAST(:rows AS json)))"
SQLITE_ROWS = "(SELECT {columns} FROM json_each(:rows))"


class Batch:
    """``columns``: name → int, text, bool, date or instant (given as ``stamp``). ``words``: for each
    engine what other names in braces stand for. ``types``: of the other parameters, where the driver
    needs to be told."""

    def __init__(
        self,
        sql: str,
        columns: Mapping[str, str],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        types: Mapping[str, TypeEngine[Any]] | None = None,
    ) -> None:
        self._sql = sql
        self._columns = columns
        self._words = words or {}
        self._types = dict(types or {})
        self._made: dict[str, TextClause] = {}

    def run(
        self, connection: Connection, rows: Iterable[Sequence[Any]], **parameters: Any
    ) -> CursorResult[*tuple[Any, ...]]:
        return self._run(connection, as_json(rows), parameters)

    def first(self, connection: Connection, rows: str, **parameters: str) -> Sequence[Any] | None:
        """Run it on rows that are JSON already; the first row it answers with, None if it answers with none.

        On SQLite past SQLAlchemy, which would take longer than SQLite itself: for the statements of answers.
        """
        if connection.dialect.name == "sqlite":
            given = {"rows": rows, **parameters}
            row: Sequence[Any] | None = (
                sqlite_driver(connection).execute(self.on("sqlite").text, given).fetchone()
            )
            return row
        found = self._run(connection, rows, parameters)
        return found.first() if found.returns_rows else None

    def _run(
        self, connection: Connection, rows: str, parameters: Mapping[str, Any]
    ) -> CursorResult[*tuple[Any, ...]]:
        return connection.execute(self.on(connection.dialect.name), {"rows": rows, **parameters})

    def on(self, dialect: str) -> TextClause:
        """The statement as this engine spells it."""
        if dialect not in self._made:
            sql = self._sql.format(rows=self._table(dialect), **self._words.get(dialect, {}))
            self._made[dialect] = typed(sql, **self._types)
        return self._made[dialect]

    def _table(self, dialect: str) -> str:
        if dialect == "postgresql":
            columns = (
                f"{POSTGRES_TYPES[kind].format(i=i)} AS {name}" for i, (name, kind) in self._numbered()
            )
            return POSTGRES_ROWS.format(columns=", ".join(columns))
        columns = (f"json_extract(value, '$[{i}]') AS {name}" for i, (name, _) in self._numbered())
        return SQLITE_ROWS.format(columns=", ".join(columns))

    def _numbered(self) -> Iterable[tuple[int, tuple[str, str]]]:
        return enumerate(self._columns.items())


def as_json(rows: Iterable[Sequence[Any]]) -> str:
    return msgspec.json.encode(list(rows)).decode()


def typed(sql: str, **types: TypeEngine[Any] | type[TypeEngine[Any]]) -> TextClause:
    """A textual statement whose named parameters are bound as these types."""
    return text(sql).bindparams(*(bindparam(name, type_=kind) for name, kind in types.items()))
