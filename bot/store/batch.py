"""Statements over many rows at once: the rows travel as one JSON parameter, whatever their number.

In a statement ``{rows}`` stands for a table of them, named by the caller's own alias.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, CursorResult, TextClause, bindparam, text
from sqlalchemy.types import TypeEngine

from bot.store.engine import sqlite_driver

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
        given = msgspec.json.encode(list(rows)).decode()
        return connection.execute(self.on(connection.dialect.name), {"rows": given, **parameters})

    def value(self, connection: Connection, rows: Iterable[Sequence[Any]], **parameters: str) -> Any:
        """Run it; the first value it answers with, None if it answers with none.

        On SQLite past SQLAlchemy, which would take longer than SQLite itself: for the statements of answers.
        """
        if connection.dialect.name == "sqlite":
            given = {"rows": msgspec.json.encode(list(rows)).decode(), **parameters}
            row = sqlite_driver(connection).execute(self.on("sqlite").text, given).fetchone()
            return row[0] if row else None
        found = self.run(connection, rows, **parameters)
        return found.scalar() if found.returns_rows else None

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


def typed(sql: str, **types: TypeEngine[Any] | type[TypeEngine[Any]]) -> TextClause:
    """A textual statement whose named parameters are bound as these types."""
    return text(sql).bindparams(*(bindparam(name, type_=kind) for name, kind in types.items()))
