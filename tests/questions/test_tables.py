"""pandas and SQL."""

import sqlite3
from collections.abc import Callable

import pandas as pd
import pytest

from tests.questions.conftest import Right


@pytest.mark.filterwarnings("ignore")  # two of the three assignments are what pandas warns of
def test_pandas_copy_on_write(right: Right) -> None:
    changed = []
    for name in ("first", "second", "third"):
        df = pd.DataFrame({"amount": [-1, 2]})
        neg = df["amount"] < 0
        if name == "first":
            df[neg]["amount"] = 0
        elif name == "second":
            df["amount"][neg] = 0
        else:
            df.loc[neg, "amount"] = 0
        changed += [name] if df["amount"][0] == 0 else []
    assert changed == ["third"]
    assert right("pandas-copy-on-write") == {"The third alone, as it selects and sets in a single step"}


def test_pandas_merge_fan_out(value: Callable[[str], float]) -> None:
    orders = pd.DataFrame({"id": [1, 2, 3], "cust": ["a", "a", "b"], "amount": [100, 50, 70]})
    segments = pd.DataFrame({"cust": ["a", "a", "b"], "segment": ["web", "vip", "web"]})
    assert orders.merge(segments, on="cust")["amount"].sum() == value("pandas-merge-fan-out")


def test_sql_left_join_filter(right: Right) -> None:
    assert right("sql-left-join-filter") == {"Move the condition on `o.day` out of WHERE and into ON"}
    with sqlite3.connect(":memory:") as db:
        db.executescript(
            "CREATE TABLE cust (id); CREATE TABLE ord (cust, day);"
            "INSERT INTO cust VALUES ('a'), ('b'); INSERT INTO ord VALUES ('a', '2026-02-01'), ('b', '2025-01-01')"
        )
        asked = "SELECT c.id, COUNT(o.cust) FROM cust c LEFT JOIN ord o ON o.cust = c.id {} GROUP BY c.id"
        late = "o.day >= '2026-01-01'"
        assert db.execute(asked.format(f"WHERE {late}")).fetchall() == [("a", 1)]
        assert db.execute(asked.format(f"AND {late}")).fetchall() == [("a", 1), ("b", 0)]
    db.close()


def test_sql_window_frame(right: Right) -> None:
    with sqlite3.connect(":memory:") as db:
        db.executescript("CREATE TABLE t (d, v); INSERT INTO t VALUES (1, 10), (2, 20), (2, 30), (3, 40)")
        rows = db.execute("SELECT d, SUM(v) OVER (ORDER BY d) FROM t").fetchall()
    db.close()
    assert [total for day, total in rows if day == 2] == [60, 60]
    assert right("sql-window-frame") == {"60 in both of them, as the default frame takes in ties"}
