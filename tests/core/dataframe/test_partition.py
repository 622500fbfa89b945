"""`partition_by`, against polars."""

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {"k": ["y", "x", None, "y", None], "g": [1, 1, 2, 2, 2], "f": [float("nan"), 0.5, None, float("nan"), 1.5]}


def _frame() -> pr.DataFrame:
    table = pa.table(DATA)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


@pytest.mark.parametrize("include_key", [True, False])
@pytest.mark.parametrize("by", [["k"], ["g"], ["g", "k"]])
def test_the_parts_are_those_of_polars(by, include_key):
    made = _frame().partition_by(*by, include_key=include_key)
    theirs = pl.DataFrame(DATA).partition_by(*by, include_key=include_key)
    assert [part.columns for part in made] == [part.columns for part in theirs]
    assert [str(part.rows()) for part in made] == [str(part.rows()) for part in theirs]
    named = _frame().partition_by(by, include_key=include_key, as_dict=True)
    others = pl.DataFrame(DATA).partition_by(by, include_key=include_key, as_dict=True)
    assert list(named) == list(others)


def test_the_query_runs_once_and_the_parts_are_in_memory():
    calls: list[int] = []

    def counted(batch):
        calls.append(batch.count())
        return batch

    frame = pr.range(10_000).map_batches(counted, {"value": "int64"})
    parts = frame.with_columns(k=pr.col("value") % 3).partition_by("k")
    assert sum(calls) == 10_000
    assert [part.count() for part in parts] == [3334, 3333, 3333]
    assert [part.to_dict()["value"][-1] for part in parts] == [9_999, 9_997, 9_998]
    assert sum(calls) == 10_000


def test_types_and_many_groups_stay():
    frame = pr.DataFrame({"k": [1, 2, 1], "l": [[1], None, []], "s": [{"a": 1}, {"a": None}, None]})
    parts = frame.partition_by("k")
    assert [part.schema for part in parts] == [frame.schema] * 2
    assert parts[0].to_dict() == {"k": [1, 1], "l": [[1], []], "s": [{"a": 1}, None]}
    assert len(pr.range(5_000).partition_by("value")) == 5_000
    assert _frame().limit(0).partition_by("k") == []
    assert _frame().limit(0).partition_by("k", as_dict=True) == {}


def test_wrong_columns_are_refused():
    with pytest.raises(pr.ColumnNotFoundError):
        _frame().partition_by("x")
    with pytest.raises(ValueError, match="no column to split by"):
        _frame().partition_by()
    with pytest.raises(ValueError, match="no column is left"):
        _frame().select("k").partition_by("k", include_key=False)
