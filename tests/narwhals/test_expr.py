"""Expressions of narwhals over pyrust: texts, numbers, windows, times, and values inside of values."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from zoneinfo import ZoneInfo

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr


def value(frame: pr.DataFrame, expr: nw.Expr) -> list[object]:
    return nw.from_native(frame).select(x=expr).collect("pyarrow").to_native()["x"].to_pylist()


NASTY = [
    "",
    "it's",
    'say "so"',
    "back\\slash",
    "semi;colon -- no comment",
    "%_",
    "new\nline",
    "naïve 😀",
    "\\n",
    "$1 $a",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_is_the_same_text_in_the_query(text: str) -> None:
    frame = pr.DataFrame({"a": [text, "other"]})
    assert value(frame, nw.col("a") == text) == [True, False]
    assert value(frame, nw.lit(text)) == [text, text]
    assert value(frame, nw.col("a").is_in([text])) == [True, False]
    assert value(frame, nw.col("a").str.replace_all(text or "other", "z", literal=True))[0] == ("z" if text else "")


ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    "constant",
    [
        True, 0, -5, 2**63 - 1, -(2**63) + 1, 0.1, -1e300, math.inf, b"\x00\xff", Decimal("-12.340"),
        dt.date(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
        dt.datetime(2024, 3, 31, 1, 30, tzinfo=ROME), dt.time(1, 2, 3, 4),
        dt.timedelta(days=-1, microseconds=1), [1, 2, None], {"a": 1, "b": "x"},
    ],
)  # fmt: skip
def test_a_constant_keeps_its_value_and_type(constant: object) -> None:
    [[given_back]] = [value(pr.range(1), nw.lit(constant))]
    assert given_back == constant
    assert type(given_back) is type(constant)


numbers = st.one_of(st.none(), st.integers(-50, 50))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8))
def test_floor_division_and_modulo_are_those_of_polars(pairs: list[tuple[int | None, int | None]]) -> None:
    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    exprs = [q := nw.col("a") // nw.col("b"), nw.col("a") % nw.col("b"), nw.col("a") // 7, -9 // nw.col("b"), q + 1]
    exprs = [expr.alias(str(i)) for i, expr in enumerate(exprs)]
    table = pl.DataFrame(columns, schema={"a": pl.Int64, "b": pl.Int64})
    ours = nw.from_native(pr.DataFrame(table)).select(*exprs).collect("polars").to_native()
    assert ours.equals(nw.from_native(table).select(*exprs).to_native())


def test_windows_count_from_their_order() -> None:
    frame = pr.DataFrame({"g": [1, 1, 2, 1], "t": [3, 1, 4, 2], "v": [30, 10, 20, None]})
    by = {"order_by": "t"}
    exprs = {
        "total": nw.col("v").cum_sum().over("g", **by),
        "before": nw.col("v").shift(1).over("g", **by),
        "change": nw.col("t").diff().over("g", **by),
        "mean": nw.col("t").rolling_mean(2, min_samples=1).over(**by),
        "filled": nw.col("v").fill_null(strategy="forward").over("g", **by),
        "rank": nw.col("t").rank("dense").over("g"),
        "share": nw.col("v") / nw.col("v").sum().over("g"),
        "first": nw.col("v").first().over("g", **by),
    }
    expected = nw.from_native(pl.DataFrame(frame.to_dict())).with_columns(**exprs).sort("g", "t")
    result = nw.from_native(frame).with_columns(**exprs).sort("g", "t").collect("polars")
    assert result.to_native().to_dict(as_series=False) == expected.to_native().to_dict(as_series=False)


def test_times_are_truncated_moved_and_shown() -> None:
    frame = pr.DataFrame(
        {"t": [dt.datetime(2024, 2, 29, 13, 47, 11, 250_000), dt.datetime(1969, 12, 31, 23, 59, 59), None]}
    )
    exprs = {
        "month": nw.col("t").dt.truncate("1mo"),
        "quarters": nw.col("t").dt.truncate("15m"),
        "year": nw.col("t").dt.offset_by("1y"),
        "weekday": nw.col("t").dt.weekday(),
        "micro": nw.col("t").dt.microsecond(),
        "text": nw.col("t").dt.to_string("%Y/%m/%d %H:%M:%S%.6f"),
        "rome": nw.col("t").dt.replace_time_zone("Europe/Rome").dt.convert_time_zone("UTC"),
        "epoch": nw.col("t").dt.timestamp("ms"),
    }
    expected = nw.from_native(pl.DataFrame(frame.to_dict())).select(**exprs).to_native()
    result = nw.from_native(frame).select(**exprs).collect("polars").to_native()
    assert result.to_dict(as_series=False) == expected.to_dict(as_series=False)


def test_lists_and_structs_open() -> None:
    frame = pr.DataFrame({"l": [[3, None, 1], [], None], "s": [{"a": 1}, {"a": None}, None]})
    lists = nw.col("l").list
    assert value(frame, lists.len()) == [3, 0, None]
    assert value(frame, lists.sum()) == [4, 0, None]
    assert value(frame, lists.contains(1)) == [True, False, None]
    assert value(frame, lists.sort(descending=True)) == [[None, 3, 1], [], None]
    assert value(frame, lists.median()) == [2.0, None, None]
    assert value(frame, nw.col("s").struct.field("a")) == [1, None, None]


def test_quantiles_of_every_kind_over_groups() -> None:
    frame = {"g": [1, 1, 1, 2], "v": [1, 3, 2, None]}
    kinds = ("lower", "higher", "midpoint", "nearest", "linear")
    exprs = [nw.col("v").quantile(0.3, interpolation=kind).alias(kind) for kind in kinds]
    ours = nw.from_native(pr.DataFrame(frame)).group_by("g").agg(*exprs).sort("g").collect("polars").to_native()
    theirs = nw.from_native(pl.LazyFrame(frame)).group_by("g").agg(*exprs).sort("g").collect().to_native()
    assert ours.cast(pl.Float64).equals(theirs.cast(pl.Float64))
