"""Nulls and NaN: dropped, and replaced by values, by neighbours, by figures of the column."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr

NAN = float("nan")
DATA = {"a": [1, None, 3], "f": [NAN, 1.0, None], "s": ["x", None, "z"], "t": [True, None, None]}


def test_rows_with_nulls_are_dropped_as_by_polars():
    ours, theirs = pr.DataFrame(DATA), pl.DataFrame(DATA)
    for subset in (None, "a", ["a", "t"]):
        assert repr(ours.drop_nulls(subset).rows()) == repr(theirs.drop_nulls(subset).rows())
    with pytest.raises(pr.ColumnNotFoundError):
        ours.drop_nulls("A")


def test_rows_with_nan_are_dropped_and_null_is_none():
    ours = pr.DataFrame(DATA)
    assert ours.drop_nans().to_dict()["f"] == [1.0, None]
    assert ours.drop_nans("f").to_dict()["f"] == [1.0, None]
    assert ours.select("a").drop_nans().count() == 3
    with pytest.raises(pr.SchemaError, match="no floats"):
        ours.drop_nans("a")


def test_nan_is_replaced_and_null_stays():
    ours = pr.DataFrame(DATA)
    assert ours.fill_nan(0).to_dict()["f"] == [0.0, 1.0, None]
    assert ours.fill_nan(None).to_dict()["f"] == [None, 1.0, None]
    assert ours.fill_nan(pr.col("a") * 2).to_dict()["f"] == [2.0, 1.0, None]
    assert ours.fill_nan(0).dtypes == ours.dtypes


def test_a_value_fills_the_columns_of_its_kind():
    ours = pr.DataFrame(DATA)
    assert ours.fill_null(0).drop("f").rows() == [(1, "x", True), (0, None, None), (3, "z", None)]
    assert ours.fill_null("?").drop("f").rows() == [(1, "x", True), (None, "?", None), (3, "z", None)]
    assert ours.fill_null(False).drop("f").rows() == [(1, "x", True), (None, None, False), (3, "z", False)]
    assert ours.fill_null(pr.col("f")).to_dict()["a"] == [1.0, 1.0, 3.0]


def test_a_column_keeps_its_type_where_that_holds_the_value_exactly():
    table = pa.table({name: pa.array([None, 1], kind) for name, kind in [("i", pa.int8()), ("f", pa.float32())]})
    frame = pr.DataFrame(table)
    assert frame.fill_null(7).schema == {"i": "int8", "f": "float32"}
    assert frame.fill_null(0.5).schema["f"] == "float32"
    assert frame.fill_null(0.5).to_dict()["i"] == [0.5, 1.0]
    assert frame.fill_null(1000).to_dict()["i"] == [1000, 1]


def test_a_dict_fills_each_column_with_its_own():
    ours = pr.DataFrame(DATA)
    made = ours.fill_null({"a": pr.col("f"), "s": "-", "t": True})
    assert made.to_dict()["a"] == [1.0, 1.0, 3.0]
    assert made.to_dict()["s"] == ["x", "-", "z"]
    assert made.to_dict()["t"] == [True, True, True]
    with pytest.raises(pr.SchemaError, match=r'"s".*int64'):
        ours.fill_null({"s": 1})
    with pytest.raises(pr.ColumnNotFoundError):
        ours.fill_null({"A": 1})


def test_other_types_are_filled_by_their_own():
    frame = pr.DataFrame(
        {
            "d": [dt.date(2024, 1, 1), None],
            "t": [dt.datetime(2024, 1, 1), None],
            "c": [Decimal("1.50"), None],
            "y": [b"x", None],
            "n": [None, None],
        }
    )
    assert frame.fill_null(dt.date(2020, 1, 1)).row(1)[:2] == (dt.date(2020, 1, 1), dt.datetime(2020, 1, 1))
    assert frame.fill_null(2).row(1)[2] == Decimal("2.00")
    assert frame.fill_null(b"-").row(1)[3] == b"-"
    assert frame.fill_null(5).to_dict()["n"] == [5, 5]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.none() | st.integers(-9, 9), max_size=20))
def test_neighbours_fill_as_in_polars(values):
    table = pa.table({"i": pa.array(values, pa.int64()), "s": pa.array(map(str, values)) if values else pa.nulls(0)})
    for strategy in ("forward", "backward"):
        made = pr.DataFrame(table).fill_null(strategy=strategy)
        assert made.rows() == pl.DataFrame(table).fill_null(strategy=strategy).rows()


def sparse(n):
    """Every thousandth value, and nulls between them."""
    kept = pr.col("value") % 1000 == 7
    return pr.range(n).select("value", x=pr.functions.when(kept).then(pr.col("value")).otherwise(None))


def test_neighbours_fill_across_batches_files_and_partitions(tmp_path):
    frame = sparse(200_000)
    pl.DataFrame(frame).write_parquet(tmp_path / "t.parquet", row_group_size=10_000)
    for source in (frame, frame.filter(pr.col("value") >= 0), pr.read_parquet(tmp_path / "t.parquet")):
        for strategy in ("forward", "backward"):
            made = source.fill_null(strategy=strategy).to_dict()["x"]
            assert made == pl.DataFrame(frame).fill_null(strategy=strategy)["x"].to_list()


def test_neighbours_need_an_order():
    grouped = pr.range(10).group_by(k=pr.col("value") % 3).agg(n=pr.functions.count())
    with pytest.raises(ValueError, match="sort"):
        grouped.fill_null(strategy="forward")


def test_neighbours_fill_in_the_order_of_a_sort():
    frame = pr.DataFrame({"k": [3, 1, 2], "x": [None, 5, None]}).sort("k")
    assert frame.fill_null(strategy="forward").rows() == [(1, 5), (2, 5), (3, 5)]
    falling = frame.sort("k", descending=True)
    assert falling.fill_null(strategy="forward").rows() == [(3, None), (2, None), (1, 5)]
    assert frame.fill_null(strategy="forward").select(pr.col("x").sum()).item() == 15


def test_neighbours_fill_in_the_order_of_a_union():
    both = sparse(100_000).union(sparse(100_000))
    made = both.fill_null(strategy="forward").to_dict()
    assert made["value"] == [*range(100_000)] * 2
    assert made["x"] == pl.DataFrame(both).fill_null(strategy="forward")["x"].to_list()


def test_figures_of_the_column_fill_as_in_polars():
    data = {"a": [1.0, None, 4.0], "b": [None, 2.5, 0.5]}
    for strategy in ("min", "max", "mean", "zero", "one"):
        made, theirs = pr.DataFrame(data).fill_null(strategy=strategy), pl.DataFrame(data).fill_null(strategy=strategy)
        assert made.rows() == theirs.rows()
    assert pr.DataFrame({"a": [1, 2, None]}).fill_null(strategy="mean").to_dict() == {"a": [1, 2, 1.5]}
    texts = pr.DataFrame({"s": ["x", None, "y"]})
    assert [texts.fill_null(strategy=name).item(1) for name in ("min", "max", "mean", "zero")] == ["x", "y", None, None]


def test_figures_of_the_column_keep_the_order():
    made = sparse(200_000).fill_null(strategy="max")
    assert pr._core.View(made).status()["ordered"]
    assert made.to_dict()["value"] == list(range(200_000))
    assert made.item(0, "x") == 199_007


def test_pandas_fills_the_same():
    series = pd.Series([None, 1.0, None, 3.0, None])
    frame = pr.DataFrame({"a": [None, 1.0, None, 3.0, None]})
    assert frame.fill_null(strategy="forward").to_pandas()["a"].equals(series.ffill())
    assert frame.fill_null(strategy="backward").to_pandas()["a"].equals(series.bfill())


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda df: df.fill_null(), TypeError),
        (lambda df: df.fill_null(1, strategy="min"), TypeError),
        (lambda df: df.fill_null(strategy="sideways"), ValueError),
        (lambda df: df.fill_null(object()), TypeError),
    ],
)
def test_what_cannot_be_filled_with_says_so(sales, call, error):
    with pytest.raises(error):
        call(sales)


def test_columns_are_chosen_by_selectors():
    frame = pr.DataFrame({"a": [1.0, None, NAN], "b": [2, 3, None], "s": [None, "x", "y"]})
    number, real = pr.selectors.numeric(), pr.selectors.float()
    assert frame.drop_nulls(number).select("b").rows() == [(2,)]
    assert frame.drop_nans(real).select("b").rows() == [(2,), (3,)]
    assert frame.n_unique(pr.selectors.by_name("s")) == 3
    assert frame.value_counts(pr.selectors.by_name("b")).count() == 3


@pytest.mark.parametrize("strategy", ["min", "max", "mean"])
def test_figures_of_many_columns_are_one_more_pass_over_the_rows(strategy):
    data = {f"c{at}": [at, None, at + 2.5] for at in range(40)} | {"s": ["x", None, "y"], "l": [[1], None, []]}
    frame = pr.DataFrame(data)
    filled = frame.fill_null(strategy=strategy)
    assert filled.columns == frame.columns
    theirs = pl.DataFrame(data, strict=False).select(pl.exclude("s", "l").fill_null(strategy=strategy))
    assert filled.drop("s", "l").rows() == theirs.rows()
    assert filled.explain(optimized=False).count("TableScan") == 2
    assert filled.select("s").rows()[1] == ({"min": "x", "max": "y", "mean": None}[strategy],)
    empty = frame.head(0).fill_null(strategy=strategy)
    assert (empty.rows(), empty.columns) == ([], frame.columns)
