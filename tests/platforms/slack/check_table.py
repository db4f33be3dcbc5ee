"""Tables (Reference: Table block, Data table block)."""

from typing import Any

from tests.platforms.slack.check_rich import check_rich
from tests.platforms.slack.wire import Faults, Json

ALIGNED = {"left", "center", "right"}


def check_table(faults: Faults, path: str, table: Json) -> None:
    """At most 100 rows of 20 cells."""
    _rows(faults, path, table, 1, 100)
    for place, setting in enumerate(
        faults.items(f"{path}/column_settings", table.get("column_settings", []), 0, 20)
    ):
        where = f"{path}/column_settings/{place}"
        if setting is not None and faults.fields(where, setting, set(), {"align", "is_wrapped"}):
            faults.one_of(f"{where}/align", setting.get("align", "left"), ALIGNED)


def check_data_table(faults: Faults, path: str, table: Json) -> None:
    """A row of headings, then at most 100; a caption for who cannot see it."""
    _rows(faults, path, table, 2, 101)
    faults.string(f"{path}/caption", table.get("caption"), 2000)
    if not 1 <= int(table.get("page_size", 5)) <= 100:
        faults.add(f"{path}/page_size", "must be between 1 and 100")


def _rows(faults: Faults, path: str, table: Json, least: int, most: int) -> None:
    for place, row in enumerate(faults.items(f"{path}/rows", table.get("rows"), least, most)):
        for column, cell in enumerate(faults.items(f"{path}/rows/{place}", row, 1, 20)):
            _cell(faults, f"{path}/rows/{place}/{column}", cell)


def _cell(faults: Faults, path: str, cell: Any) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        faults.fields(path, cell, {"text"}, set())
        faults.string(f"{path}/text", cell.get("text"), 10**6)
    elif kind == "rich_text":
        faults.fields(path, cell, {"elements"}, {"block_id"})
        check_rich(faults, path, cell)
    else:
        faults.add(path, f"unsupported type: {kind}")
