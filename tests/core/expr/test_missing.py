"""Null, NaN and membership: what is missing, what is equal, what is one of several."""

import math

import polars as pl
import pytest

import pyrust as pr

NAN = math.nan


def test_equality_that_counts_null_is_never_null():
    frame = pr.DataFrame({"a": [1, 1, None, None], "b": [1, 2, 1, None]})
    made = frame.select(
        eq=pr.col("a").eq_missing(pr.col("b")),
        ne=pr.col("a").ne_missing(pr.col("b")),
        none=pr.col("a").eq_missing(None),
    )
    assert made.to_dict() == {
        "eq": [True, False, False, True],
        "ne": [False, True, True, False],
        "none": [False, False, True, True],
    }
    assert frame.filter(pr.col("a").ne_missing(1)).to_dict()["b"] == [1, None]


def test_nan_is_a_value_and_null_is_not():
    frame = pr.DataFrame({"f": [1.0, NAN, None]})
    made = frame.select(
        null=pr.col("f").is_null(),
        some=pr.col("f").is_not_null(),
        nan=pr.col("f").is_nan(),
        number=pr.col("f").is_not_nan(),
        same=pr.col("f").eq_missing(NAN),
        filled=pr.col("f").fill_nan(None).fill_null(0),
    )
    assert made.to_dict() == {
        "null": [False, False, True],
        "some": [True, True, False],
        "nan": [False, True, None],
        "number": [True, False, None],
        "same": [False, True, False],
        "filled": [1.0, 0.0, 0.0],
    }


def test_membership_of_null_is_unknown():
    frame = pr.DataFrame({"a": [1, 2, None]})
    made = frame.select(
        inside=pr.col("a").is_in([1]),
        outside=pr.col("a").is_not_in((1, 5)),
        none=pr.col("a").is_not_in([]),
        unknown=pr.col("a").is_not_in([1, None]),
    )
    assert made.to_dict() == {
        "inside": [True, False, None],
        "outside": [False, True, None],
        "none": [True, True, True],
        "unknown": [False, None, None],
    }
    assert pr.DataFrame({"f": [1.0, NAN]}).filter(pr.col("f").is_in([NAN])).count() == 1


@pytest.mark.parametrize("key", [None, "k"])
@pytest.mark.parametrize("column", ["a", "f"])
@pytest.mark.parametrize("strategy", ["forward", "backward", "min", "max", "mean", "zero", "one"])
def test_nulls_are_filled_by_the_strategies_of_polars(strategy, column, key):
    columns = {
        "k": ["x", "y", "x", "x", "y", "x", "y"],
        "t": range(7),
        "a": [None, 1, 2, None, None, 5, None],
        "f": [None, 1.5, 2.0, None, None, -4.0, None],
    }
    frame = pr.concat([pr.DataFrame(columns).head(3), pr.DataFrame(columns).slice(3)])
    filled = pr.col(column).fill_null(strategy=strategy)
    if strategy in {"forward", "backward"}:
        filled = filled.over(key, order_by="t")
    elif key is not None and strategy in {"min", "max", "mean"}:
        filled = filled.over(key)
    expected = pl.DataFrame(columns).select(
        x=pl.col(column).cast(float).fill_null(strategy=strategy).over(key or pl.lit(1))
    )
    assert frame.select("t", x=filled).sort("t").to_dict()["x"] == expected["x"].to_list()


def test_a_strategy_has_what_it_needs():
    frame = pr.DataFrame({"t": [1, 2, 3], "a": [1, None, None]})
    limited = pr.col("a").fill_null(strategy="forward", limit=1).over(order_by="t")
    assert frame.select("t", x=limited).sort("t").to_dict()["x"] == [1, 1, None]
    with pytest.raises(ValueError, match="depends on the order"):
        frame.select(pr.col("a").fill_null(strategy="forward"))
    for call in (
        lambda: pr.col("a").fill_null(),
        lambda: pr.col("a").fill_null(0, "forward"),
        lambda: pr.col("a").fill_null(0, limit=1),
    ):
        with pytest.raises(TypeError, match="expected either a value or a strategy"):
            call()
    with pytest.raises(ValueError, match='strategy="min" has no limit'):
        pr.col("a").fill_null(strategy="min", limit=1)
