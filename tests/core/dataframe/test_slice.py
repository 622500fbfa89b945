"""The verbs that choose, order and cut rows, against polars and Python's slices, over sources of many partitions."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f

ROWS = 120_000
KNOWN = list(range(ROWS))


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> pr.DataFrame:
    """Three Parquet files with row groups of their own sizes: `n` counts through all of them."""
    folder: Path = tmp_path_factory.mktemp("files")
    bounds = [0, 50_000, 50_001, ROWS]
    for at, (start, stop) in enumerate(pairwise(bounds)):
        frame = pl.DataFrame({"n": range(start, stop), "word": [f"w{n % 7}" for n in range(start, stop)]})
        frame.write_parquet(folder / f"{at}.parquet", row_group_size=9_000)
    return pr.read_parquet(str(folder / "*.parquet"))


def _sources(files: pr.DataFrame) -> dict[str, pr.DataFrame]:
    """The numbers of KNOWN in order, from sources that are cut into partitions in different ways."""
    numbers = pr.range(ROWS).select(n=pr.col("value"))
    return {
        "files": files.select("n"),
        "filtered": numbers.filter(pr.col("n") >= 0),
        "sorted": numbers.select(n=(pr.col("n") * 7919) % ROWS).sort("n"),
        "union": numbers.filter(pr.col("n") < 70_000).union(numbers.filter(pr.col("n") >= 70_000)),
    }


@pytest.fixture(params=["files", "filtered", "sorted", "union"])
def source(request, files) -> pr.DataFrame:
    return _sources(files)[request.param]


@pytest.mark.parametrize(
    "wanted",
    [
        slice(None),
        slice(3, 9),
        slice(40_000, 110_000),
        slice(-5, None),
        slice(-5, -2),
        slice(None, -3),
        slice(119_990, -3),
        slice(10, 2),
        slice(-3, -5),
        slice(-500_000, -119_990),
        slice(None, None, 50_000),
        slice(-10, None, 3),
        slice(None, None, -1),
    ],
)
def test_slices_are_those_of_a_list(source, wanted):
    assert source[wanted].to_dict()["n"] == KNOWN[wanted]


def test_a_frame_in_memory_takes_every_slice():
    frame = pr.range(10)
    for start in (None, -12, -4, 0, 3, 12):
        for stop in (None, -12, -4, 0, 3, 12):
            assert frame[start:stop].to_dict()["value"] == list(range(10))[start:stop]


def test_a_slice_that_needs_a_count_or_goes_back_says_why(source):
    with pytest.raises(ValueError, match="number of rows"):
        source[-5:3]
    with pytest.raises(ValueError, match="must be 1 or more"):
        source[::-2]
    with pytest.raises(TypeError):
        source[0]


@pytest.mark.parametrize(("offset", "length"), [(0, 3), (5, None), (-4, 2), (-4, 9), (-200_000, 80_001), (-4, 0)])
def test_slice_and_tail_are_those_of_polars(source, offset, length):
    frame = pl.DataFrame({"n": KNOWN})
    assert source.slice(offset, length).to_dict()["n"] == frame.slice(offset, length)["n"].to_list()
    assert source.tail(7).to_dict()["n"] == KNOWN[-7:]
    assert source.tail(0).count() == 0
    assert source.tail(ROWS + 5).count() == ROWS


def test_row_numbers_follow_the_order_also_below_an_aggregate(source):
    numbered = source.with_row_index("row", offset=1)
    assert numbered.columns == ["row", "n"]
    assert numbered.schema["row"] == "int64"
    assert numbered.filter(pr.col("row") != pr.col("n") + 1).count() == 0
    assert numbered.select(f.max("row")).to_dict() == {"max(row)": [ROWS]}
    with pytest.raises(pr.SchemaError, match="already"):
        source.with_row_index("n")


def test_a_limit_below_an_aggregate_takes_the_first_rows(source):
    assert source.head(70_000).select(f.sum("n")).to_dict() == {"sum(n)": [sum(range(70_000))]}
    assert source.tail(70_000).select(f.min("n")).to_dict() == {"min(n)": [50_000]}


def test_reverse_and_every_nth(source):
    assert source.reverse().to_dict()["n"] == KNOWN[::-1]
    assert source.reverse().tail(2).to_dict()["n"] == [1, 0]
    assert source.gather_every(30_000, offset=5).to_dict()["n"] == KNOWN[5::30_000]
    with pytest.raises(ValueError, match="at least 1"):
        source.gather_every(0)


def test_a_union_keeps_the_order_of_sorted_frames(files):
    frame = _sources(files)["sorted"]
    assert frame.union(frame.reverse()).to_dict()["n"] == KNOWN + KNOWN[::-1]
    assert frame.union(frame).limit(5, offset=ROWS - 2).to_dict()["n"] == [ROWS - 2, ROWS - 1, 0, 1, 2]


def test_the_frame_says_whether_it_has_an_order(files):
    status = _sources(files)
    for frame in status.values():
        for made in (frame.tail(3), frame.with_row_index(), frame.reverse(), frame[::2], frame.sample(5, seed=1)):
            assert made.to_dict() == made.to_dict()


def test_a_sample_depends_on_the_seed_and_the_order_alone(files):
    frames = list(_sources(files).values())
    taken = [frame.sample(500, seed=7).to_dict()["n"] for frame in frames]
    assert all(values == taken[0] for values in taken)
    assert len(set(taken[0])) == 500
    assert taken[0] == sorted(taken[0])
    assert frames[0].sample(500, seed=8).to_dict()["n"] != taken[0]
    shares = [frame.sample(fraction=0.25, seed=7).to_dict()["n"] for frame in frames]
    assert all(values == shares[0] for values in shares)
    assert len(shares[0]) == pytest.approx(ROWS / 4, rel=0.05)
    repeated = [frame.sample(300, seed=7, with_replacement=True).to_dict()["n"] for frame in frames]
    assert all(values == repeated[0] for values in repeated)
    assert len(repeated[0]) == 300


def test_a_sample_is_even():
    counted = pr.range(10).sample(50_000, seed=3, with_replacement=True).group_by("value").len()
    counts = counted.to_dict()["len"]
    assert len(counts) == 10
    assert min(counts) > 4_600
    assert max(counts) < 5_400
    halves = pr.range(100_000).sample(1_000, seed=5).filter(pr.col("value") < 50_000).count()
    assert 420 < halves < 580


def test_samples_of_small_and_empty_frames():
    assert pr.range(3).sample(9, seed=1).to_dict()["value"] == [0, 1, 2]
    assert pr.range(3).sample(fraction=1.0).count() == 3
    assert pr.range(3).sample(fraction=0.0).count() == 0
    assert pr.range(0).sample(5).count() == 0
    assert pr.range(0).sample(5, with_replacement=True).count() == 0
    for wrong in ({}, {"n": 1, "fraction": 0.5}, {"fraction": 1.5}, {"fraction": 0.5, "with_replacement": True}):
        with pytest.raises(ValueError, match="sample"):
            pr.range(3).sample(**wrong)


def test_empty_frames_pass_every_verb():
    empty = pr.DataFrame({"a": [1], "b": ["x"]}).filter(pr.col("a") > 1)
    for made in (empty.tail(2), empty.reverse(), empty[-3:], empty[::2], empty.cast(str), empty.sort("a")):
        assert made.count() == 0
    assert empty.with_row_index().to_dict() == {"index": [], "a": [], "b": []}


def test_cast_changes_the_types_it_names():
    frame = pr.DataFrame({"a": ["1", "x", None], "b": [1, 2, 3]})
    assert frame.cast({"b": float}).dtypes == ["string", "float64"]
    assert frame.cast("string").to_dict() == {"a": ["1", "x", None], "b": ["1", "2", "3"]}
    assert frame.cast({"a": "int64"}, strict=False).to_dict()["a"] == [1, None, None]
    with pytest.raises(pr.PyRustError):
        frame.cast({"a": int}).collect()
    with pytest.raises(pr.ColumnNotFoundError, match="did you mean b"):
        frame.cast({"B": int})
    with pytest.raises(pr.SchemaError, match="cannot become"):
        pr.DataFrame({"a": [[1]]}).cast({"a": int})
    with pytest.raises(TypeError, match="no type"):
        frame.cast({"a": "integer"})


def test_sort_says_where_nulls_and_nan_go():
    values = [2.0, None, float("nan"), -1.0]
    frame = pr.DataFrame({"a": values})
    assert str(frame.sort("a").to_dict()["a"]) == "[-1.0, 2.0, nan, None]"
    assert str(frame.sort("a", descending=True).to_dict()["a"]) == "[nan, 2.0, -1.0, None]"
    assert str(frame.sort("a", descending=True, nulls_last=False).to_dict()["a"]) == "[None, nan, 2.0, -1.0]"


def test_a_wide_frame_is_changed_by_name():
    names = [f"c{at}" for at in range(300)]
    frame = pr.DataFrame({name: [at] for at, name in enumerate(names)})
    made = frame.with_columns(*[(pr.col(name) + 1).alias(name) for name in names[:150]], new=pr.lit(0))
    assert made.columns == [*names, "new"]
    assert made.drop(*names[100:]).rename({"c0": "first"}).to_list()[0]["first"] == 1
    assert frame.rename({"c0": "c1", "c1": "c0"}).columns[:2] == ["c1", "c0"]
    with pytest.raises(pr.SchemaError, match="two columns"):
        frame.rename({"c0": "c1"})
    with pytest.raises(pr.SchemaError, match="two columns"):
        frame.with_columns(pr.col("c1").alias("x"), pr.col("c2").alias("x"))


@pytest.mark.parametrize("n", [0, 1, 3, 7, 8, 2**62, -1, -3, -7, -8, -(2**63)])
def test_head_and_tail_of_all_but_so_many(n):
    values = list(range(7))
    frame = pr.range(7)
    assert frame.head(n).rows() == [(value,) for value in values[:n]]
    assert frame.tail(n).rows() == [(value,) for value in (values[-n:] if n > 0 else values[-n:] if n < 0 else [])]


@pytest.mark.parametrize(
    "call",
    [
        lambda df: df.limit(-1),
        lambda df: df.limit(1, offset=-1),
        lambda df: df.slice(0, -1),
        lambda df: df.gather_every(-1),
        lambda df: df.gather_every(0),
        lambda df: df.gather_every(2, offset=-1),
        lambda df: df.sample(-1),
    ],
)
def test_a_number_of_rows_below_0_is_refused(call):
    with pytest.raises(pr.InvalidValueError):
        call(pr.range(5))


def test_slices_as_far_as_python_goes():
    frame, values = pr.range(7), list(range(7))
    for part in (slice(2**80), slice(-(2**80), 2**80), slice(-(2**80), 3), slice(2**80, None), slice(None, -(2**80))):
        assert [row[0] for row in frame[part].rows()] == values[part]
    with pytest.raises(pr.InvalidTypeError, match="not a row number"):
        frame["a":"b"]


def test_sort_flags_of_another_type_are_refused():
    with pytest.raises(pr.InvalidTypeError, match="descending is 'yes'"):
        pr.range(3).sort("value", descending="yes")


def test_columns_are_renamed_by_a_function():
    frame = pr.DataFrame({"a": [1], "b": [2]})
    assert frame.rename(str.upper).columns == ["A", "B"]
    with pytest.raises(pr.SchemaError, match='"x"'):
        frame.rename({"a": "x", "b": "x"}.get)
    with pytest.raises(TypeError):
        frame.rename(len)
    with pytest.raises(TypeError):
        frame.rename(7)


def test_a_condition_in_brackets_points_to_filter():
    frame = pr.range(3)
    with pytest.raises(TypeError, match="filter"):
        frame[pr.col("value") > 1]


def test_the_pieces_of_one_frame_count_once_where_they_are_held():
    # 730 pieces of 8,192 rows: each counted with the whole of its buffers they would be 70 GB
    rows = 6_000_000
    frame = pr.DataFrame({"n": np.arange(rows), "x": np.arange(rows)})
    assert frame.filter(pr.col("n") >= 0).tail(5_900_000).select(pr.col("n").min()).item() == 100_000
    joined = frame.filter(pr.col("n") < 1000).join_asof(frame.select("n", y=pr.col("x")), on="n")
    assert joined.select((pr.col("x") == pr.col("y")).all()).item() is True


def test_a_cleared_frame_has_the_columns_and_rows_of_nulls():
    data = {"a": [1, 2], "s": ["x", None], "l": [[1], []], "st": [{"q": 1}, None]}
    frame, theirs = pr.DataFrame(data), pl.DataFrame(data)
    assert frame.clear().schema == frame.schema
    assert frame.clear().rows() == theirs.clear().rows() == []
    assert frame.clear(2).rows() == theirs.clear(2).rows()
    assert pr.range(10).filter(pr.col("value") / 0 > 1).clear(1).to_dict() == {"value": [None]}, "nothing runs"
    with pytest.raises(ValueError, match="n must be 0 or more"):
        frame.clear(-1)
