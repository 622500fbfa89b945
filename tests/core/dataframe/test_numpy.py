"""`np.asarray(df)` is the table of its values, as of a frame of pandas or polars."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

MOMENTS = [datetime(2024, 1, 1), None, datetime(2024, 1, 3)]
FRAMES = {
    "integers": {"a": [1, 2, 3], "b": [4, 5, 6]},
    "integers and floats": {"a": [1, 2, 3], "b": [0.5, None, float("nan")]},
    "booleans": {"a": [True, False]},
    "timestamps": {"t": MOMENTS, "u": MOMENTS[::-1]},
    "durations": {"d": [timedelta(1), None, timedelta(0, 0, 5)]},
    "strings": {"s": ["x", None, ""]},
    "mixed": {"i": [1, 2], "s": ["x", None]},
    "lists": {"l": [[1, 2], [3]], "i": [1, 2]},
    "decimals": {"d": [Decimal("1.5"), None]},
    "dates and numbers": {"d": [date(2024, 1, 1)], "i": [1]},
    "nulls": {"n": [None, None]},
}


@pytest.mark.parametrize("data", FRAMES.values(), ids=FRAMES)
def test_the_array_is_that_of_polars(data) -> None:
    frame = pr.DataFrame(data)
    ours, theirs = np.asarray(frame), np.asarray(pl.DataFrame(data))
    assert ours.shape == theirs.shape == (len(next(iter(data.values()))), len(data))
    assert np.asarray(frame.to_numpy()).dtype == ours.dtype
    # polars counts the days of dates beside numbers, and takes nulls alone for floats
    if theirs.dtype.kind in "ifbmM" and not {pr.Date, pr.Null} & set(frame.dtypes):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)
    else:
        assert ours.dtype == object
        assert ours.tolist() == [list(row) for row in frame.rows()]
    one = frame.columns[0]
    assert np.asarray(frame[one]).shape == (ours.shape[0], 1)


def test_the_array_is_the_reader_s_own() -> None:
    for data in FRAMES.values():
        array = np.asarray(pr.DataFrame(data))
        assert array.flags.writeable
    frame = pr.DataFrame({"a": [1, 2]})
    np.asarray(frame)[0, 0] = 7
    assert frame.to_dict() == {"a": [1, 2]}


def test_types_and_copies_that_numpy_asks_for() -> None:
    frame = pr.DataFrame({"a": [1, 2], "b": [0.5, 1.5]})
    assert np.asarray(frame, dtype="float32").dtype == np.float32
    assert np.asarray(pr.DataFrame({"d": [Decimal("1.5")]}), dtype=float).tolist() == [[1.5]]
    assert np.array(frame, copy=True).tolist() == [[1.0, 0.5], [2.0, 1.5]]
    with pytest.raises(ValueError, match="copied into a numpy array"):
        np.array(frame, copy=False)
    with pytest.raises(ValueError):
        np.asarray(pr.DataFrame({"s": ["x"]}), dtype=float)
    with pytest.raises(OverflowError):
        np.asarray(pr.DataFrame({"a": [2**53 + 1, None]}))


@pytest.mark.parametrize(
    ("frame", "shape"),
    [
        (pr.DataFrame(), (0, 0)),
        (pr.range(0), (0, 1)),
        (pr.DataFrame(schema={"t": pr.Timestamp("ns"), "u": pr.Timestamp("ns")}), (0, 2)),
        (pr.DataFrame(schema={"s": str, "i": int}), (0, 2)),
    ],
)
def test_frames_without_rows_have_a_shape(frame, shape) -> None:
    assert np.asarray(frame).shape == shape


def test_a_query_in_several_batches() -> None:
    query = pr.range(100_000).filter(pr.col("value") % 3 == 0).select("value", s=pr.col("value").cast(str))
    array = np.asarray(query)
    assert array.shape == (33_334, 2)
    assert array[-1].tolist() == [99_999, "99999"]
    table = pa.concat_tables([pa.table({"t": pa.array(MOMENTS)}), pa.table({"t": pa.array(MOMENTS)})])
    np.testing.assert_array_equal(np.asarray(pr.DataFrame(table)), np.asarray(pl.DataFrame(table)))


def test_numpy_s_functions_take_frames() -> None:
    frame = pr.DataFrame({"a": [1.0, 4.0], "b": [9.0, 16.0]})
    assert np.sqrt(frame).tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert np.stack([frame, frame]).shape == (2, 2, 2)
    assert np.linalg.norm(frame) == pytest.approx(np.linalg.norm(pd.DataFrame(frame.to_dict()).to_numpy()))


def test_the_interchange_object_is_pyarrow_s(tmp_path) -> None:
    views = pa.table(
        {"s": pa.array(["x", None], pa.string_view()), "i": [1, 2], "c": pa.array(["p", "q"]).dictionary_encode()}
    )
    interchange = pr.DataFrame(views).__dataframe__()
    assert list(interchange.column_names()) == ["s", "i", "c"]
    assert interchange.num_rows() == 2
    from pyarrow.interchange import from_dataframe

    assert from_dataframe(interchange)["s"].to_pylist() == ["x", None]
    pr.DataFrame(views).write_parquet(tmp_path / "a.parquet")
    assert pd.api.interchange.from_dataframe(pr.read_parquet(tmp_path / "a.parquet"))["i"].tolist() == [1, 2]
