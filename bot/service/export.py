"""An export as files: one JSON file with everything, and a CSV file for each kind of things there is."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

from bot.intents.base import Attachment
from bot.ports.privacy import Export

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that begins so."""


def files_of(export: Export, day: date) -> tuple[Attachment, ...]:
    """At most ten, as many as every platform takes with one message."""
    tables = [Attachment(f"{name}.csv", "text/csv", table(rows)) for name, rows in export.items() if rows]
    return (Attachment(f"dailydrill-{day.isoformat()}.json", "application/json", everything(export)), *tables)


def everything(export: Export) -> bytes:
    return f"{json.dumps(export, ensure_ascii=False, indent=2)}\n".encode()


def table(rows: Sequence[dict[str, Any]]) -> bytes:
    """The columns of all rows, in the order of their first use."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value}" if value.startswith(FORMULA) else value
        case list():
            return " ".join(map(str, value))
        case _:
            return str(value)
