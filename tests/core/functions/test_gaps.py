"""Gaps that are filled, and a mean that forgets, beside polars."""

import datetime as dt
import math

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

NAN = float("nan")
COLUMNS = {
    "k": ["x", "y", "x", "x", "y", "x", "y", "x", "y"],
    "t": [1, 2, 3, 4, 5, 6, 7, 8, 9],
    "a": [None, 1, 2, None, None, None, 7, 8, None],
    "f": [None, 1.5, NAN, None, None, 4.0, None, 8.0, None],
    "s": [None, "one", None, "two", None, None, None, "three", None],
}


@pytest.fixture
def frame():
    table = pa.table(COLUMNS)
    return pr.DataFrame(pa.concat_tables([table.slice(0, 4), table.slice(4, 1), table.slice(5)]))


def ours(frame, expr, key=None):
    return frame.select("t", x=expr.over(key, order_by="t")).sort("t").to_dict()["x"]


def theirs(expr, key=None):
    expr = expr.over(key) if key else expr
    return pl.DataFrame(COLUMNS).select(x=expr)["x"].to_list()


def same(left, right):
    def equal(one, other):
        if isinstance(one, float) and isinstance(other, float):
            return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-12)
        return one == other

    assert len(left) == len(right)
    assert all(map(equal, left, right)), (left, right)


@pytest.mark.parametrize("key", [None, "k"])
@pytest.mark.parametrize("column", ["a", "f", "s"])
@pytest.mark.parametrize("limit", [None, 1, 2])
@pytest.mark.parametrize("name", ["forward_fill", "backward_fill"])
def test_gaps_are_filled_as_in_polars(frame, name, limit, column, key):
    same(ours(frame, getattr(pr.col(column), name)(limit), key), theirs(getattr(pl.col(column), name)(limit), key))


@pytest.mark.parametrize("key", [None, "k"])
@pytest.mark.parametrize("column", ["a", "f"])
def test_gaps_are_filled_along_a_line_as_in_polars(frame, column, key):
    same(ours(frame, pr.col(column).interpolate(), key), theirs(pl.col(column).interpolate(), key))


def test_dates_and_timestamps_are_interpolated():
    days = [dt.date(2024, 1, 1), None, None, dt.date(2024, 1, 4), None]
    frame = pr.DataFrame({"t": range(5), "d": days, "m": [day and dt.datetime(day.year, 1, day.day) for day in days]})
    made = frame.select(
        "t",
        "d",
        pr.col("d").interpolate().over(order_by="t").alias("x"),
        y=pr.col("m").interpolate().over(order_by="t"),
    )
    found = made.sort("t").to_dict()
    assert found["x"] == [dt.date(2024, 1, day) for day in (1, 2, 3, 4)] + [None]
    assert found["y"] == [dt.datetime(2024, 1, day) for day in (1, 2, 3, 4)] + [None]


@pytest.mark.parametrize("key", [None, "k"])
@pytest.mark.parametrize("adjust", [True, False])
@pytest.mark.parametrize("ignore_nulls", [True, False])
@pytest.mark.parametrize("measure", [{"alpha": 0.3}, {"span": 4}, {"com": 1}, {"half_life": 2.5}])
def test_a_mean_that_forgets_is_that_of_polars(frame, measure, ignore_nulls, adjust, key):
    options = {"adjust": adjust, "ignore_nulls": ignore_nulls, "min_samples": 2}
    same(
        ours(frame, pr.col("a").ewm_mean(**measure, **options), key),
        theirs(pl.col("a").ewm_mean(**measure, **options), key),
    )


def test_two_of_them_in_one_frame_keep_their_options(frame):
    made = frame.select(
        "t",
        x=pr.col("a").ewm_mean(alpha=0.5).over(order_by="t"),
        y=pr.col("a").ewm_mean(alpha=0.9).over(order_by="t"),
        z=pr.col("a").forward_fill(1).over(order_by="t"),
        w=pr.col("a").forward_fill().over(order_by="t"),
    ).sort("t")
    found = made.to_dict()
    same(found["x"], theirs(pl.col("a").ewm_mean(alpha=0.5)))
    same(found["y"], theirs(pl.col("a").ewm_mean(alpha=0.9)))
    assert found["z"] != found["w"]


def test_an_empty_frame_has_no_gaps(frame):
    empty = frame.head(0)
    for expr in (pr.col("a").forward_fill(), pr.col("a").interpolate(), pr.col("a").ewm_mean(alpha=0.5)):
        assert ours(empty, expr) == []


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: pr.col("a").ewm_mean(), "expected one of com, span, half_life and alpha"),
        (lambda: pr.col("a").ewm_mean(com=1, alpha=0.5), "expected one of com, span, half_life and alpha"),
        (lambda: pr.col("a").ewm_mean(alpha=0), "alpha cannot be 0"),
        (lambda: pr.col("a").ewm_mean(span=NAN), "span cannot be NaN"),
        (lambda: pr.col("a").forward_fill(-1), "must be 0 or more, got -1"),
    ],
)
def test_measures_that_make_no_sense_are_refused(make, says):
    with pytest.raises((TypeError, ValueError, OverflowError), match=says):
        make()


def test_strings_have_no_line_between_them(frame):
    with pytest.raises(pr.PyRustError, match="interpolate"):
        ours(frame, pr.col("s").interpolate())
