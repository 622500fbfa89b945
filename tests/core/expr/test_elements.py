"""A Python function that is called for each value."""

import datetime as dt

import pytest

import pyrust as pr


def one(values, expr):
    return pr.DataFrame({"a": values}).select(x=expr).to_dict()["x"]


def test_each_value_is_given_to_the_function():
    assert one(["x", None, "yy"], pr.col("a").map_elements(len, int)) == [1, None, 2]
    assert one([1, None], pr.col("a").map_elements(lambda value: f"<{value}>", str, skip_nulls=False)) == [
        "<1>",
        "<None>",
    ]
    assert one([[1, 2], []], pr.col("a").map_elements(sum, float)) == [3.0, 0.0]
    days = one([dt.date(2024, 2, 29)], pr.col("a").map_elements(lambda day: day.replace(day=1), "date"))
    assert days == [dt.date(2024, 2, 1)]
    assert one([], pr.col("a").map_elements(len, int)) == []


def test_it_is_an_expression_like_others():
    frame = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
    odd = pr.col("a").map_elements(lambda value: value % 2 == 1, bool)
    assert frame.filter(odd).to_dict()["a"] == [1, 3]
    assert frame.group_by("k").agg(n=odd.cast(int).sum()).sort("k").to_dict()["n"] == [2, 0]


def test_what_the_function_raises_is_said():
    with pytest.raises(pr.PyRustError, match="ZeroDivisionError"):
        one([0], pr.col("a").map_elements(lambda value: 1 // value, int))
    with pytest.raises(pr.PyRustError):
        one([1], pr.col("a").map_elements(lambda value: f"{value}!", int))


def test_it_is_told_what_it_needs():
    with pytest.raises(TypeError, match="7 is not a function"):
        pr.col("a").map_elements(7, int)
    with pytest.raises(TypeError, match="the type of its result is not given"):
        pr.col("a").map_elements(len)
    with pytest.raises(TypeError, match="there is no type"):
        pr.col("a").map_elements(len, "number")
