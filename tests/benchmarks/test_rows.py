"""Rows as Python values, and what building a query costs before it runs."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.conftest import Report, milliseconds

import pyrust as pr

ROWS = 1_000_000


def _rate(rows: Callable[[], Iterable[Any]]) -> float:
    """Millions of rows a second, the best of three."""
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        count = sum(1 for _ in rows())
        best = max(best, count / (time.perf_counter() - started) / 1e6)
        assert count == ROWS
    return best


def test_rows_as_tuples(report: Report) -> None:
    import polars as pl

    col = pr.col("value")
    frame = (
        pr.range(ROWS)
        .select(
            a=col, b=col + 1, c=col % 7, d=col * 0.5, e=col / 3, f=col.cast(float), s=col.cast(str), t=pr.lit("abc")
        )
        .collect()
    )
    theirs = frame.to_polars()
    assert frame.row(5) == theirs.row(5)
    assert isinstance(theirs, pl.DataFrame)
    section = "8 columns of int, float and str, row by row (1 million rows; at least 1 wanted)"
    for name, rows in (("pyrust", frame.iter_rows), ("polars", theirs.iter_rows)):
        report.say(section, f"  {name + '  iter_rows':<44} {_rate(rows):>10.3g} M rows/s")


def test_building_a_query(report: Report) -> None:
    source = pr.DataFrame({"a": [1, 2, 3], "b": [1.0, 2.0, 3.0], "s": ["x", "y", "z"]})

    def pipeline() -> pr.DataFrame:
        frame = source
        for step in range(5):
            frame = frame.filter(pr.col("a") >= -step).with_columns(c=pr.col("a") + step)
            frame = frame.select("a", "b", "s", "c").drop("c")
        return frame

    assert pipeline().count() == 3
    report.add("building a query", "20 verbs", milliseconds(pipeline, 51), "ms", 1.0)
