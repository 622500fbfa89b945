"""`upsample`, against polars; windows of time are in group_by/test_windows."""

import datetime as dt

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

D = dt.datetime


def _frames(columns: dict) -> tuple[pr.DataFrame, pl.DataFrame]:
    """The rows backwards in two batches, and in order for polars."""
    table = pa.table({name: values[::-1] for name, values in columns.items()})
    batches = pa.Table.from_batches(table.to_batches(max_chunksize=2), schema=table.schema)
    return pr.DataFrame(batches), pl.DataFrame(columns)


@pytest.mark.parametrize(
    ("times", "every"),
    [
        ([1, 3, 6], "1i"),
        ([-4, 3, 6], "2i"),
        ([D(2024, 1, 1), D(2024, 1, 3), D(2024, 1, 4)], "12h"),
        ([D(2024, 1, 1), D(2024, 1, 3), D(2024, 1, 4)], dt.timedelta(days=1)),
        ([D(2024, 1, 31), D(2024, 3, 31), D(2024, 7, 30)], "1mo"),
        ([D(2020, 2, 29), D(2022, 2, 28), D(2024, 2, 29)], "1y"),
        ([dt.date(2024, 1, 1), dt.date(2024, 1, 15), dt.date(2024, 1, 29)], "1w"),
        ([D(2024, 1, 1), D(2024, 1, 1), D(2024, 1, 2)], "1d"),
    ],
)
def test_steps_are_those_of_polars(times, every):
    frame, theirs = _frames({"v": [1, None, 3], "t": times, "s": ["x", None, "z"]})
    made = frame.upsample("t", every=every)
    theirs = theirs.upsample("t", every=every).select(made.columns)
    assert made.columns == frame.columns
    assert sorted(map(str, made.rows())) == sorted(map(str, theirs.rows()))
    assert made.to_dict()["t"] == theirs["t"].to_list()


def test_groups_have_steps_of_their_own():
    columns = {"t": [1, 4, 2, 3, 7, 9], "g": ["a", "a", "b", "b", None, None], "v": [1, 2, 3, 4, 5, 6]}
    frame, theirs = _frames(columns)
    made = frame.upsample("t", every="1i", group_by="g")
    theirs = theirs.upsample("t", every="1i", group_by="g").sort("g", "t", nulls_last=True)
    assert made.rows() == theirs.rows()
    assert made.columns == ["t", "g", "v"]


def test_a_day_of_a_zone_is_a_step():
    rows = {"t": [D(2024, 3, 29, 23, tzinfo=dt.UTC), D(2024, 3, 31, 22, tzinfo=dt.UTC)], "v": [1, 2]}
    frame = pr.DataFrame(rows).with_columns(t=pr.col("t").dt.convert_time_zone("Europe/Berlin"))
    theirs = pl.DataFrame(rows).with_columns(pl.col("t").dt.convert_time_zone("Europe/Berlin"))
    assert frame.upsample("t", every="1d").rows() == theirs.upsample("t", every="1d").rows()


def test_rows_without_time_and_empty_frames_have_no_steps():
    frame = pr.DataFrame({"t": [3, None, 1], "v": [1, 2, 3]})
    assert frame.upsample("t", every="1i").rows() == [(1, 3), (2, None), (3, 1)]
    assert frame.limit(0).upsample("t", every="1i").to_dict() == {"t": [], "v": []}
    assert frame.limit(0).upsample("t", every="1i", group_by="v").to_dict() == {"t": [], "v": []}


def test_what_does_not_fit_is_refused():
    frame = pr.DataFrame({"t": [1], "s": ["x"]})
    with pytest.raises(TypeError, match='every does not fit the index "t"'):
        frame.upsample("t", every="1d")
    with pytest.raises(TypeError, match='the index "s" is string'):
        frame.upsample("s", every="1d")
    with pytest.raises(ValueError, match="longer than nothing"):
        frame.upsample("t", every="0i")
    with pytest.raises(pr.ColumnNotFoundError):
        frame.upsample("t", every="1i", group_by="g")
