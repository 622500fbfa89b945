"""A function of each row, against polars; those of batches are in udf/test_map.py."""

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {"a": [1, None, 3, 4, 5], "s": ["x", "y", None, "z", ""], "f": [0.5, float("nan"), None, 1.5, 2.5]}


def _frame() -> pr.DataFrame:
    table = pa.table(DATA)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


def test_each_row_becomes_a_row():
    def turned(row):
        return row[2], row[1], None if row[0] is None else row[0] * 2

    made = _frame().map_rows(turned, {"column_0": "float64", "column_1": "string", "column_2": "int64"})
    theirs = pl.DataFrame(DATA).map_rows(turned)
    assert made.columns == theirs.columns
    assert str(made.rows()) == str(theirs.rows())
    assert made.dtypes == ["float64", "string", "int64"]
    assert _frame().map_rows(lambda row: row[0] is None, {"n": bool}).to_dict() == {"n": [False, True] + [False] * 3}
    assert _frame().map_rows(lambda _row: None, {"n": "int32"}).dtypes == ["int32"]
    assert _frame().limit(0).map_rows(turned, {"a": float, "b": str, "c": int}).rows() == []
    many = pr.range(20_000).map_rows(lambda row: row[0] + 1, {"v": int})
    assert many.to_dict()["v"] == list(range(1, 20_001))


def test_what_a_function_of_rows_does_wrong_is_said():
    frame = _frame()
    with pytest.raises(TypeError, match="map_rows: int is not callable"):
        frame.map_rows(7, {"a": int})
    with pytest.raises(pr.SchemaError, match="map_rows <lambda>: a row has 2 values, expected 1"):
        frame.map_rows(lambda row: row[:2], {"a": int}).collect()
    with pytest.raises(pr.PyRustError, match="map_rows <lambda>") as raised:
        frame.map_rows(lambda _row: 1 / 0, {"a": int}).collect()
    assert isinstance(raised.value.__cause__, ZeroDivisionError)
    with pytest.raises(pr.PyRustError):
        frame.map_rows(lambda _row: "x", {"a": int}).collect()
