"""Functions of several columns of a row, beside polars."""

import datetime as dt
import math

import polars as pl
import pytest

import pyrust as pr
from pyrust import selectors as cs

NAN = float("nan")
ROWS = {
    "a": [1, None, 3, None],
    "b": [10, 20, None, None],
    "f": [0.5, None, NAN, None],
    "p": [True, False, None, True],
    "q": [True, None, None, False],
    "s": ["x", None, "z", ""],
    "l": [[1, 2], None, [], [None]],
}


@pytest.fixture
def frame():
    return pr.DataFrame(ROWS)


@pytest.fixture
def beside():
    return pl.DataFrame(ROWS)


def same(left, right):
    """Equal values, where NaN is equal to NaN."""
    assert len(left) == len(right)
    for one, other in zip(left, right, strict=True):
        both_nan = isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other)
        assert both_nan or (one == other and type(one) is type(other)), (left, right)


@pytest.mark.parametrize(
    ("name", "columns", "options"),
    [
        ("sum_horizontal", ("a", "b"), {}),
        ("sum_horizontal", ("a", "b"), {"ignore_nulls": False}),
        ("sum_horizontal", ("a", "f"), {}),
        ("mean_horizontal", ("a", "b"), {}),
        ("mean_horizontal", ("a", "b"), {"ignore_nulls": False}),
        ("mean_horizontal", ("a", "f"), {}),
        ("min_horizontal", ("a", "b"), {}),
        ("max_horizontal", ("a", "b"), {}),
        ("max_horizontal", ("s", "s"), {}),
        ("all_horizontal", ("p", "q"), {}),
        ("any_horizontal", ("p", "q"), {}),
        ("concat_str", ("s", "a"), {"separator": "-"}),
        ("concat_str", ("s", "a", "p"), {"separator": "-", "ignore_nulls": True}),
        ("concat_str", ("s",), {}),
        ("concat_list", ("a", "b"), {}),
        ("concat_list", ("l", "b"), {}),
        ("concat_list", ("l", "l"), {}),
        ("sum_horizontal", ("a",), {}),
    ],
)
def test_the_values_of_a_row_give_what_they_give_in_polars(frame, beside, name, columns, options):
    found = frame.select(x=getattr(pr, name)(*columns, **options)).to_dict()["x"]
    expected = beside.select(x=getattr(pl, name)(*columns, **options))["x"].to_list()
    same(found, expected)
    empty = frame.head(0).select(x=getattr(pr, name)(*columns, **options)).to_dict()["x"]
    assert empty == []


def test_nan_is_the_largest_number(frame):
    assert frame.select(x=pr.max_horizontal("a", "f")).to_dict()["x"][:2] == [1.0, None]
    assert math.isnan(frame.select(x=pr.max_horizontal("a", "f")).to_dict()["x"][2])
    assert frame.select(x=pr.min_horizontal("a", "f")).to_dict()["x"] == [0.5, None, 3.0, None]


def test_a_selector_stands_for_all_columns_that_it_chooses(frame):
    made = frame.select(pr.sum_horizontal(cs.integer()), n=pr.sum_horizontal(cs.all().is_null().cast(int)))
    assert made.to_dict() == {"sum_horizontal(integer())": [11, 20, 3, 0], "n": [0, 5, 3, 3]}
    assert frame.select(x=pr.max_horizontal(cs.integer() * 2, pr.lit(30))).to_dict()["x"] == [30, 40, 30, 30]


def test_narrow_integers_and_booleans_add_up_in_64_bits():
    narrow = pr.DataFrame({"a": [100], "b": [100], "p": [True]}).cast({"a": "int8", "b": "int8"})
    made = narrow.select(x=pr.sum_horizontal("a", "b", "p"))
    assert (made.to_dict()["x"], [str(dtype) for dtype in made.dtypes]) == ([201], ["int64"])


def test_a_sum_that_does_not_fit_is_an_error():
    frame = pr.DataFrame({"a": [2**62], "b": [2**62]})
    with pytest.raises(OverflowError):
        frame.select(pr.sum_horizontal("a", "b")).collect()


def test_durations_add_up():
    hour = dt.timedelta(hours=1)
    frame = pr.DataFrame({"a": [hour, None], "b": [hour, None]})
    assert frame.select(x=pr.sum_horizontal("a", "b")).to_dict()["x"] == [2 * hour, dt.timedelta(0)]


def test_they_stand_inside_of_expressions_aggregates_and_windows(frame):
    total = pr.sum_horizontal("a", "b")
    assert frame.select(x=total * 2, y=total.sum().over()).to_dict() == {"x": [22, 40, 6, 0], "y": [34, 34, 34, 34]}
    assert frame.select(x=pr.sum_horizontal(pr.col("a").sum(), pr.col("b").max())).to_dict() == {"x": [24]}
    assert frame.filter(pr.any_horizontal(pr.col("a") > 2, pr.col("b") > 10)).to_dict()["a"] == [None, 3]
    assert frame.select(pr.concat_str("s", "a", separator="-")).columns == ['concat_str(s, a, separator="-")']


def test_a_hundred_columns_are_not_a_hundred_levels_deep():
    frame = pr.DataFrame({f"c{number}": [number] for number in range(300)})
    assert frame.select(x=pr.sum_horizontal(cs.all())).to_dict()["x"] == [sum(range(300))]


@pytest.mark.parametrize(
    ("expr", "says"),
    [
        (pr.sum_horizontal("a", "s"), "sum_horizontal needs a number of each column, got s (string)"),
        (pr.mean_horizontal("s"), "mean_horizontal needs a number of each column, got s (string)"),
        (pr.all_horizontal("p", "a"), "all_horizontal needs a boolean of each column, got a (int64)"),
        (pr.sum_horizontal(cs.temporal()), "sum_horizontal(temporal()) has no column to be computed of"),
    ],
)
def test_types_that_do_not_fit_are_named(frame, expr, says):
    with pytest.raises(pr.SchemaError) as raised:
        frame.select(expr)
    assert says in str(raised.value)


def test_a_missing_column_is_named_with_the_nearest(frame):
    with pytest.raises(pr.ColumnNotFoundError, match='no column "aa"'):
        frame.select(pr.sum_horizontal("aa", "b"))
    with pytest.raises(TypeError, match="max_horizontal: no column was given"):
        pr.max_horizontal()
