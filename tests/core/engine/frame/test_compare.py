"""Whether two frames are the same: columns, types, and values row by row, nulls and NaN included."""

import datetime as dt

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr

BASE = {"a": [1, 2, None], "f": [0.5, float("nan"), None], "s": ["x", None, "z"], "l": [[1], None, []]}


def test_a_frame_equals_its_copies_however_they_are_cut_and_encoded():
    frame = pr.DataFrame(BASE)
    table = pa.table(frame)
    assert frame.equals(frame)
    assert frame.equals(BASE)
    assert frame.equals(pa.concat_tables([table.slice(0, 1), table.slice(1)]))
    assert frame.equals(pl.DataFrame(frame))
    assert pr.range(100_000).equals(pr.range(100_000).filter(pr.col("value") >= 0).collect())


@pytest.mark.parametrize(
    "other",
    [
        {**BASE, "a": [1, 2, 3]},
        {**BASE, "f": [0.5, None, None]},
        {**BASE, "s": ["x", "", "z"]},
        {**BASE, "l": [[1], None, [None]]},
        {**BASE, "a": [1.0, 2.0, None]},
        {name: values[:2] for name, values in BASE.items()},
        {name: values + values[:1] for name, values in BASE.items()},
        {"b" if name == "a" else name: values for name, values in BASE.items()},
        dict(reversed(BASE.items())),
        {"a": BASE["a"]},
    ],
)
def test_any_difference_is_one(other):
    assert not pr.DataFrame(BASE).equals(other)
    assert not pr.DataFrame(other).equals(BASE)


def test_zeros_are_one_number_and_nan_is_one_value():
    assert pr.DataFrame({"a": [0.0, float("nan")]}).equals({"a": [-0.0, -float("nan")]})


def test_frames_without_order_are_compared_as_collections_only():
    frame = pr.range(1000).group_by(k=pr.col("value") % 7).agg(n=pr.functions.count())
    with pytest.raises(ValueError, match="sort"):
        frame.equals(frame)
    assert frame.equals(frame.sort("k"), any_order=True)
    assert frame.collect().sort("k").equals(frame.sort("k"))


def test_in_any_order_every_row_counts_as_often_as_it_is_there():
    frame = pr.DataFrame({"a": [1, 1, 2, None]})
    assert frame.equals({"a": [None, 2, 1, 1]}, any_order=True)
    assert not frame.equals({"a": [None, 2, 2, 1]}, any_order=True)
    assert not frame.equals({"a": [None, 2, 1]}, any_order=True)


def test_empty_frames_differ_in_columns_only():
    empty = pr.range(0)
    assert empty.equals(pr.range(5).filter(pr.col("value") > 9))
    assert not empty.equals(empty.rename({"value": "v"}))


VALUES = st.lists(
    st.tuples(
        st.none() | st.integers(-2, 2), st.none() | st.sampled_from(["", "a"]), st.none() | st.just(dt.date(2024, 1, 1))
    ),
    max_size=4,
)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(VALUES, VALUES)
def test_equality_is_that_of_the_rows(left, right):
    def frame(rows):
        schema = pa.schema([("i", pa.int64()), ("s", pa.string()), ("d", pa.date32())])
        return pr.DataFrame(pa.Table.from_pylist([dict(zip("isd", row, strict=True)) for row in rows], schema))

    assert frame(left).equals(frame(right)) == (left == right)
    bags = sorted(map(repr, left)) == sorted(map(repr, right))
    assert frame(left).equals(frame(right), any_order=True) == bags
