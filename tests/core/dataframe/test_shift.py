"""Values of neighbours, against polars."""

import datetime as dt
import random

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {
    "i": [None, 1, None, None, 7, None, 3, None],
    "f": [0.5, None, float("nan"), None, 2.5, 3.5, None, 1.0],
    "s": ["a", None, "c", "d", None, "f", "g", "h"],
    "d": [dt.date(2024, 1, day) if day % 3 else None for day in range(1, 9)],
    "l": [[1], None, [], [2, 3], None, [4], [5], [6]],
}


def _frame(columns: dict) -> pr.DataFrame:
    table = pa.table(columns)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=3)))


@pytest.mark.parametrize("n", [0, 1, -1, 3, -5, 8, -100])
def test_shift_matches_polars(n):
    made, theirs = _frame(DATA).shift(n), pl.DataFrame(DATA).shift(n)
    assert made.columns == theirs.columns
    assert made.dtypes == _frame(DATA).dtypes
    assert str(made.rows()) == str(theirs.rows())


def test_shift_fills_with_what_the_columns_hold():
    numbers = {"i": DATA["i"], "f": DATA["f"]}
    made, theirs = _frame(numbers).shift(2, fill_value=0), pl.DataFrame(numbers).shift(2, fill_value=0)
    assert str(made.rows()) == str(theirs.rows()), "nulls of the data stay"
    with pytest.raises(pr.SchemaError, match='column "s" is string and cannot hold'):
        _frame(DATA).select("s", "i").shift(fill_value=0)
    with pytest.raises(pr.SchemaError, match='column "i" is int64'):
        _frame(DATA).select("i").shift(fill_value="0")


def test_interpolate_matches_polars():
    made, theirs = _frame(DATA).select("i", "f").interpolate(), pl.DataFrame(DATA).select("i", "f").interpolate()
    assert made.dtypes == ["float64", "float64"]
    for mine, other in zip(made.rows(), theirs.rows(), strict=True):
        assert [x if x is None else f"{x:.9g}" for x in mine] == [x if x is None else f"{x:.9g}" for x in other]
    rest = _frame(DATA).select("s", "d", "l")
    assert rest.interpolate().rows() == rest.rows()
    floats = pr.DataFrame({"a": [1, None, 2]}).cast("float32")
    assert floats.interpolate().to_dict() == {"a": [1.0, 1.5, 2.0]}
    assert floats.interpolate().dtypes == ["float32"]


def test_many_rows_in_the_order_of_the_frame():
    chosen = random.Random(3)
    values = [chosen.choice([None, None, float(at)]) for at in range(30_000)]
    made, theirs = _frame({"a": values}).filter(pr.lit(True)).interpolate(), pl.DataFrame({"a": values}).interpolate()
    pairs = zip(made.to_dict()["a"], theirs["a"].to_list(), strict=True)
    assert all(mine == other or abs(mine - other) < 1e-6 for mine, other in pairs)
    assert pr.range(100_000).filter(pr.col("value") >= 0).shift(7).tail(2).to_dict() == {"value": [99_991, 99_992]}
    assert pr.range(5).shift().shift(-1).to_dict() == {"value": [0, 1, 2, 3, None]}


def test_empty_frames_and_frames_without_order():
    empty = _frame(DATA).limit(0)
    assert empty.shift().rows() == empty.interpolate().rows() == []
    grouped = _frame(DATA).group_by("i").len()
    for verb in ("shift", "interpolate"):
        with pytest.raises(ValueError, match=f"{verb}: the rows of this frame have no order"):
            getattr(grouped, verb)()
    assert grouped.sort("i").shift(-1).to_dict()["i"] == [3, 7, None, None]
