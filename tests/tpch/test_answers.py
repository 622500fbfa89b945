"""The judge of answers: rounding, other types for the same value, ties and any order pass; anything else does not."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from tpch.answers import difference

ROWS = {"k": ["a", "b", None], "n": [1, 2, 3], "x": [1.0, None, 3.0]}


def test_what_is_the_same() -> None:
    ours = pa.table(
        {
            "s": pa.array(["x", None], pa.string_view()),
            "n": pa.array([1, 2], pa.int32()),
            "d": [Decimal("1.500000"), Decimal("2.000000")],
            "t": [datetime(2024, 1, 1), datetime(2024, 1, 2)],
        }
    )
    theirs = pa.table(
        {
            "s": pa.array(["x", None]).dictionary_encode(),
            "n": pa.array([1, 2], pa.int64()),
            "d": [1.5 + 1e-7, 2.0],
            "t": [date(2024, 1, 1), date(2024, 1, 2)],
        }
    )
    assert difference(ours, theirs) is None


@pytest.mark.parametrize(
    "change", [{"k": ["a", "b", "c"]}, {"n": [1, 2, 4]}, {"x": [1.0, None, 3.1]}, {"x": [1.0, 2.0, 3.0]}]
)
def test_a_value_that_differs(change: dict[str, list[object]]) -> None:
    assert "1 rows differ" in str(difference(pa.table(ROWS), pa.table(ROWS | change)))


def test_a_row_or_a_column_too_many() -> None:
    table = pa.table(ROWS)
    assert difference(table, table.slice(1)) == "3 rows of 3 instead of 2 rows of 3"
    assert difference(table, table.drop_columns("n")) == "3 rows of 3 instead of 3 rows of 2"


def test_without_order_by_any_order_is_right() -> None:
    table, turned = pa.table(ROWS), pa.table(ROWS).take([2, 0, 1])
    assert difference(table, turned) is None
    assert difference(table, turned, "SELECT * FROM (SELECT * FROM t ORDER BY n) AS s") is None
    assert difference(table, turned, "SELECT * FROM t ORDER BY n DESC LIMIT 3") is not None


def test_equals_may_change_places_but_only_equals() -> None:
    table = pa.table({"n": [1, 1, 2], "s": ["a", "b", "c"]})
    assert difference(table, table.take([1, 0, 2]), "SELECT n, s FROM t\nORDER BY n") is None
    assert difference(table, table.take([0, 0, 2]), "SELECT n, s FROM t ORDER BY n") is not None


def test_a_limit_may_keep_any_of_the_last_equals() -> None:
    ours = pa.table({"n": [3, 2, 2], "s": ["a", "b", "c"]})
    theirs = pa.table({"n": [3, 2, 2], "s": ["a", "d", "e"]})
    query = "SELECT s, n FROM t ORDER BY n DESC"
    assert difference(ours, theirs, f"{query} LIMIT 3;") is None
    assert difference(ours, theirs, query) is not None
    other = pa.table({"n": [3, 2, 2], "s": ["z", "b", "c"]})
    assert difference(ours, other, f"{query} LIMIT 3") is not None


def test_rounding_does_not_change_the_order_of_rows() -> None:
    keys, values = np.arange(1000) % 10, np.random.default_rng(0).random(1000)
    ours = pa.table({"k": keys, "v": values})
    theirs = pa.table({"k": keys, "v": values + 1e-9}).take(np.random.default_rng(1).permutation(1000))
    assert difference(ours, theirs) is None


def test_a_million_rows_are_compared_at_once() -> None:
    random, rows = np.random.default_rng(0), 1_000_000
    numbers = random.integers(0, 10**9, rows)
    table = pa.table({"n": numbers, "s": pa.array(numbers % 1000).cast(pa.string()), "v": random.random(rows)})
    order = random.permutation(rows)
    assert difference(table, table.take(order)) is None
    changed = table["v"].to_numpy().copy()
    changed[77] += 0.001
    other = table.set_column(2, "v", pa.array(changed)).take(order)
    assert "1 rows differ" in str(difference(table, other))
