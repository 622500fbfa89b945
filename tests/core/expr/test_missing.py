"""Null, NaN and membership: what is missing, what is equal, what is one of several."""

import math

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
