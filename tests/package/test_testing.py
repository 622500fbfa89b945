"""`pr.testing.assert_frame_equal` tells frames apart, and says where."""

from datetime import datetime

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust.testing import assert_frame_equal

BASE = {"a": [1, 2, None], "f": [0.5, float("nan"), None], "s": ["x", None, ""], "l": [[0.1], [], None]}


def _message(left, right, **options) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_frame_equal(left, right, **options)
    return str(caught.value)


def test_equal_frames_say_nothing() -> None:
    assert_frame_equal(BASE, BASE)
    assert_frame_equal(pl.DataFrame(BASE), pr.DataFrame(BASE))
    assert_frame_equal(pr.DataFrame(BASE).filter(pr.lit(True)), pa.table(BASE))
    assert_frame_equal({}, pr.DataFrame())
    assert_frame_equal(pr.DataFrame(schema={"a": int}), pr.DataFrame(schema={"a": int}))


def test_floats_have_a_tolerance() -> None:
    near = {"a": [1.0 + 1e-9, -1e-9, float("inf"), float("nan")], "l": [[1.0 + 1e-9]] * 4, "r": [{"x": 1.0}] * 4}
    same = {"a": [1.0, 0.0, float("inf"), float("nan")], "l": [[1.0]] * 4, "r": [{"x": 1.0 + 1e-9}] * 4}
    assert_frame_equal(near, same)
    assert "row 0" in _message(near, same, check_exact=True)
    assert "differ in 1 of 1 rows" in _message({"a": [1.0]}, {"a": [1.1]})
    assert_frame_equal({"a": [1.0]}, {"a": [1.1]}, rel_tol=0.2)
    assert_frame_equal({"a": [1.0]}, {"a": [1.1]}, abs_tol=0.2)
    assert "row 0" in _message({"a": [float("inf")]}, {"a": [1.0]}, rel_tol=1.0)
    assert "row 0" in _message({"a": [None]}, {"a": [float("nan")]}, check_dtypes=False)


def test_the_first_differing_rows_are_shown() -> None:
    left, right = {"a": [1, 2, 3], "b": ["x", "y", "z"]}, {"a": [1, 5, 3], "b": ["x", "y", None]}
    assert _message(left, right) == (
        'the frames differ in 2 of 3 rows\nrow 1, column "a": 2, expected 5\nrow 2, column "b": \'z\', expected None'
    )
    many = _message(pr.range(100), pr.range(100).select(value=pr.col("value") + 1))
    assert many.splitlines()[0] == "the frames differ in 100 of 100 rows"
    assert many.splitlines()[-1] == "... and 95 more rows"


def test_columns_types_and_counts_are_told_first() -> None:
    assert "missing ['b'], not expected ['c']" in _message({"a": [1], "c": [1]}, {"a": [1], "b": [1]})
    assert "order of columns: ['b', 'a'], expected ['a', 'b']" in _message({"b": [1], "a": [1]}, {"a": [1], "b": [1]})
    assert_frame_equal({"b": [1], "a": [2]}, {"a": [2], "b": [1]}, check_column_order=False)
    typed = pr.DataFrame({"a": [1]}, schema={"a": pr.Int8})
    assert 'column "a" is int64, expected int8' in _message({"a": [1]}, typed)
    assert_frame_equal({"a": [1]}, typed, check_dtypes=False)
    assert "number of rows: 2, expected 1" in _message({"a": [1, 2]}, {"a": [1]})


def test_rows_in_any_order() -> None:
    left, right = {"k": ["b", "a", None], "v": [1, 2, 3]}, {"k": [None, "b", "a"], "v": [3, 1, 2]}
    assert "differ in 3 of 3 rows" in _message(left, right)
    assert_frame_equal(left, right, check_row_order=False)
    assert "differ in 1 of 3" in _message(left, {"k": [None, "b", "a"], "v": [3, 1, 9]}, check_row_order=False)


def test_nanoseconds_can_be_compared() -> None:
    moments = np.array(["2024-01-01T00:00:00.000000001"], dtype="datetime64[ns]")
    assert_frame_equal({"t": moments}, {"t": moments})
    assert "00.000000001" in _message({"t": moments}, {"t": moments + np.timedelta64(1, "ns")})
    assert "row 0" in _message({"t": [datetime(2024, 1, 1)]}, {"t": [datetime(2024, 1, 2)]})


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a table"):
        assert_frame_equal(1, {"a": [1]})
