"""`update`, against polars."""

import itertools

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

ONE = {"k": [3, 1, None, 2, 1], "a": [1, 2, 3, None, 5], "b": ["p", "q", None, "s", "t"]}
OTHER = {"k": [1, 3, None, 9], "b": ["Q", None, "R", "X"], "a": [20, None, 30, 90], "c": [0, 0, 0, 0]}


def _frame(columns: dict) -> pr.DataFrame:
    table = pa.table(columns)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


@pytest.mark.parametrize(
    ("how", "nulls", "on"), itertools.product(["left", "inner", "full"], [False, True], [None, "k"])
)
def test_update_matches_polars(how, nulls, on):
    one, other = ONE, {name: values for name, values in OTHER.items() if on or name != "k"}
    made = _frame(one).update(_frame(other), on, how, include_nulls=nulls)
    theirs = pl.DataFrame(one).update(pl.DataFrame(other), on, how, include_nulls=nulls)
    assert made.columns == theirs.columns
    if how == "full" and on:
        assert sorted(map(str, made.rows())) == sorted(map(str, theirs.rows()))
    else:
        assert made.rows() == theirs.rows(), "in the frame's order"


def test_keys_may_have_two_names_and_repeat():
    other = {"key": [1, 1, 2], "a": [10, 11, None]}
    made = _frame(ONE).update(other, left_on="k", right_on="key")
    theirs = pl.DataFrame(ONE).update(pl.DataFrame(other), left_on="k", right_on="key")
    assert sorted(map(str, made.rows())) == sorted(map(str, theirs.rows()))
    assert made.to_dict()["k"] == theirs["k"].to_list()


def test_types_widen_and_empty_frames_change_nothing():
    made = _frame(ONE).update({"k": [1], "a": [0.5]}, on="k")
    assert made.dtypes == ["int64", "float64", "string"]
    assert made.to_dict()["a"] == [1.0, 0.5, 3.0, None, 0.5]
    assert _frame(ONE).update(_frame(OTHER).limit(0), on="k").rows() == _frame(ONE).rows()
    assert _frame(ONE).limit(0).update(OTHER, on="k").rows() == []
    assert _frame(ONE).update({"x": [1]}).rows() == _frame(ONE).rows()


def test_what_cannot_be_updated_is_said():
    frame = _frame(ONE)
    with pytest.raises(pr.SchemaError, match="no type in common"):
        frame.update({"k": [1], "a": ["x"]}, on="k")
    with pytest.raises(pr.ColumnNotFoundError, match='update: there is no column "x"'):
        frame.update(OTHER, on="x")
    with pytest.raises(pr.ColumnNotFoundError, match='"k"'):
        frame.update({"a": [1]}, on="k")
    with pytest.raises(ValueError, match="once for each side"):
        frame.update(OTHER, left_on="k")
    with pytest.raises(ValueError, match="2 keys on the left and 1 on the right"):
        frame.update(OTHER, left_on=["k", "a"], right_on="k")
    with pytest.raises(ValueError, match='no how="outer"'):
        frame.update(OTHER, on="k", how="outer")
