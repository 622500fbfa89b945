"""The largest and smallest rows, and sorted rows put together, against polars."""

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {"a": [2, None, 5, 1, 5, None, 3], "b": [1.5, 2.5, float("nan"), None, 0.5, 1.0, 2.0]}


def _frame() -> pr.DataFrame:
    table = pa.table(DATA)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


@pytest.mark.parametrize("k", [0, 3, 6, 100])
@pytest.mark.parametrize("verb", ["top_k", "bottom_k"])
def test_the_largest_and_smallest_are_those_of_polars(verb, k):
    made = getattr(_frame(), verb)(k, by="a").to_dict()["a"]
    theirs = getattr(pl.DataFrame(DATA), verb)(k, by="a")["a"].sort(descending=verb == "top_k", nulls_last=True)
    assert made == theirs.to_list()


def test_several_keys_and_flags():
    frame = _frame().drop_nulls().drop_nans()
    assert frame.top_k(2, by=["a", pr.col("b") * -1]).rows() == [(5, 0.5), (3, 2.0)]
    assert frame.top_k(2, by=["a", "b"], reverse=[True, False]).rows() == [(2, 1.5), (3, 2.0)]
    assert frame.bottom_k(1, by="b", reverse=True).rows() == [(3, 2.0)]
    assert str(_frame().top_k(1, by="b").rows()) == "[(5, nan)]", "NaN is larger than every number"
    assert frame.limit(0).top_k(3, by="a").rows() == []


def test_no_more_rows_than_asked_for_are_sorted():
    plan = pr.range(1_000_000).top_k(5, by="value").explain()
    assert "fetch=5" in plan or "limit=5" in plan, plan


def test_wrong_numbers_and_keys_are_refused():
    frame = _frame()
    for verb in ("top_k", "bottom_k"):
        with pytest.raises(ValueError, match="k must be 0 or more"):
            getattr(frame, verb)(-1, by="a")
        with pytest.raises(pr.ColumnNotFoundError, match='no column "x"'):
            getattr(frame, verb)(1, by="x")
        with pytest.raises(TypeError, match="no column to order by"):
            getattr(frame, verb)(1, by=[])
        with pytest.raises(ValueError, match="reverse has 1 flags for 2 keys"):
            getattr(frame, verb)(1, by=["a", "b"], reverse=[True])


def test_sorted_frames_are_merged():
    one, other = {"a": [1, 4, 9], "s": ["x", "y", "z"]}, {"a": [2, 4], "s": ["u", "v"]}
    made = pr.DataFrame(one).merge_sorted(other, "a")
    theirs = pl.DataFrame(one).merge_sorted(pl.DataFrame(other), "a")
    assert made.to_dict()["a"] == theirs["a"].to_list()
    assert sorted(made.rows()) == sorted(theirs.rows())
    assert pr.DataFrame(one).merge_sorted(other, ["s"]).to_dict()["s"] == ["u", "v", "x", "y", "z"]
    with pytest.raises(pr.SchemaError, match="do not fit"):
        pr.DataFrame(one).merge_sorted({"a": [1]}, "a")
    with pytest.raises(TypeError, match="no column to sort by"):
        pr.DataFrame(one).merge_sorted(other, [])
