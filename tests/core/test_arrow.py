"""Arrow in and out: the same buffers, the same types, streamed."""

import contextlib
import gc
import linecache
import subprocess
import sys
import warnings
import weakref

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr


def addresses(table: pa.Table) -> list[int]:
    """Where every buffer of a table lies."""
    chunks = [chunk for column in table.columns for chunk in column.chunks]
    return [buffer.address for chunk in chunks for buffer in chunk.buffers() if buffer is not None]


@pytest.fixture
def table() -> pa.Table:
    return pa.table(
        {"a": pa.array(range(1000)), "s": pa.array([f"row {i}" for i in range(1000)]), "n": [1.5, None] * 500}
    )


def test_a_pyarrow_table_goes_through_without_a_copy(table):
    frame = pr.DataFrame(table)
    assert addresses(pa.table(frame)) == addresses(table)
    assert addresses(frame.to_pyarrow()) == addresses(table)
    assert pa.table(frame).equals(table)


def test_batches_keep_their_division_and_order(table):
    cut = pa.Table.from_batches(table.to_batches(max_chunksize=300))
    assert [len(chunk) for chunk in pa.table(pr.DataFrame(cut))["a"].chunks] == [300, 300, 300, 100]


def test_the_memory_lives_as_long_as_its_last_holder(table):
    frame = pr.DataFrame(pa.table({"a": np.arange(10_000)}))
    out = pa.table(frame)
    del frame
    gc.collect()
    assert out["a"].to_pylist() == list(range(10_000))


def test_polars_pandas_and_duckdb_come_in():
    data = {"a": [1, 2], "b": ["x", None]}
    expected = [{"a": 1, "b": "x"}, {"a": 2, "b": None}]
    assert pr.DataFrame(pl.DataFrame(data)).to_list() == expected
    assert pr.DataFrame(pd.DataFrame(data)).to_list() == expected
    assert pr.DataFrame(duckdb.sql("select 1 as a, 'x' as b union all select 2, null order by 1")).to_list() == expected
    assert pr.DataFrame(pa.record_batch(data)).to_list() == expected
    assert pr.DataFrame(pa.table(data).to_reader()).to_list() == expected


def test_polars_pandas_and_duckdb_take_it():
    frame = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
    assert frame.to_polars().to_dicts() == frame.to_list()
    assert pl.DataFrame(frame).to_dicts() == frame.to_list()
    assert frame.to_pandas()["a"].tolist() == [1, 2]
    assert duckdb.sql("select sum(a) from frame").fetchall() == [(3,)]


def test_a_query_is_streamed_and_not_collected():
    reader = pa.RecordBatchReader.from_stream(pr.range(50_000_000_000).select(x=pr.col("value") * 2))
    first = reader.read_next_batch()
    assert first["x"][1].as_py() == 2
    (run,) = pr.runs(ended=False)
    assert run.what == "Arrow stream"
    del reader, first
    gc.collect()
    assert pr.runs(ended=False) == []


def test_an_error_in_a_stream_reaches_the_consumer():
    frame = pr.DataFrame({"a": ["1", "x\x00y"]}).select(b=pr.col("a").cast(int))
    with pytest.raises(pa.ArrowException, match="x"):
        pa.table(frame)


def test_the_schema_is_exported_alone():
    frame = pr.DataFrame({"a": [1], "b": ["x"]})
    assert pa.schema(frame) == pa.schema({"a": pa.int64(), "b": pa.string()})


def test_a_requested_schema_is_followed():
    frame = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    wanted = pa.schema({"a": pa.int32(), "b": pa.large_string()})
    reader = pa.RecordBatchReader.from_stream(frame, schema=wanted)
    assert reader.schema == wanted
    assert reader.read_all().to_pylist() == frame.to_list()


def test_metadata_and_nullability_survive():
    schema = pa.schema([pa.field("a", pa.int64(), nullable=False, metadata={"k": "v"})], metadata={"m": "w"})
    table = pa.table({"a": [1]}, schema=schema)
    out = pa.table(pr.DataFrame(table))
    assert out.schema.equals(schema, check_metadata=True)


def test_two_columns_of_one_name_are_told_apart_with_a_warning():
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "a", "a_1"])
    with pytest.warns(UserWarning, match="same name") as caught:
        frame = pr.DataFrame(table)
    assert frame.to_list() == [{"a": 1, "a_2": 2, "a_1": 3}]
    # It points at the line that asks for the frame, in SQL too.
    with pytest.warns(UserWarning, match="same name") as in_sql:
        pr.sql("select a_2 from same", same=table)
    lines = linecache.getlines(__file__)
    for warning, text in ((caught[0], "pr.DataFrame(table)"), (in_sql[0], "pr.sql(")):
        assert warning.filename == __file__
        assert text in lines[warning.lineno - 1]


def test_unique_names_do_not_warn(table):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pr.DataFrame(table)


def test_a_stream_that_was_read_before_is_an_error_or_empty():
    reader = pa.table({"a": [1]}).to_reader()
    assert pr.DataFrame(reader).count() == 1
    with contextlib.suppress(pr.PyRustError, pa.ArrowException):
        assert pr.DataFrame(reader).count() == 0


@pytest.mark.parametrize("data", [pa.record_batch({"a": [1]}), pa.array([1, 2])], ids=["table", "column"])
def test_an_array_that_was_read_before_is_an_error(data):
    class Once:
        def __init__(self):
            self.capsules = data.__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema=None):
            return self.capsules

    once = Once()
    first = pr.DataFrame(once)
    assert first.count() == len(data)
    with pytest.raises(pr.PyRustError, match="was read before"):
        pr.DataFrame(once)


def test_a_type_that_arrow_rs_does_not_know_is_one_clear_error():
    class Odd:
        def __arrow_c_stream__(self, requested_schema=None):
            return object()

    with pytest.raises((pr.PyRustError, TypeError)):
        pr.DataFrame(Odd())


def test_an_error_of_the_producer_is_passed_on():
    class Broken:
        def __arrow_c_stream__(self, requested_schema=None):
            raise ZeroDivisionError("their own")

    with pytest.raises(ZeroDivisionError, match="their own"):
        pr.DataFrame(Broken())


def test_tables_without_rows_or_columns():
    assert pr.DataFrame(pa.table({"a": pa.array([], pa.int64())})).to_dict() == {"a": []}
    assert pa.table(pr.DataFrame({"a": []})).num_rows == 0
    assert pr.DataFrame({}).columns == []
    assert pr.range(0).to_dict() == {"value": []}


def test_dropping_a_frame_releases_the_producer():
    class Producer:
        def __init__(self):
            self.table = pa.table({"a": [1]})

        def __arrow_c_stream__(self, requested_schema=None):
            return self.table.__arrow_c_stream__(requested_schema)

    producer = Producer()
    gone = weakref.ref(producer)
    frame = pr.DataFrame(producer)
    del producer
    gc.collect()
    assert gone() is None
    assert frame.count() == 1


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (pa.struct([("p", pa.struct([("x", pa.int64())]))]), [{"p": {"x": 1}}, None, {"p": None}]),
        (pa.list_(pa.struct([("x", pa.int64())]), 2), [[{"x": 1}, {"x": 2}], None, [{"x": 3}, None]]),
        (
            pa.struct([("p", pa.struct([("l", pa.list_(pa.string()))])), ("n", pa.int8())]),
            [{"p": {"l": ["a", None]}, "n": 1}, {"p": {"l": []}, "n": 2}, None],
        ),
    ],
    ids=["struct in struct", "structs in a list of fixed size", "list in structs"],
)
def test_slices_of_structs_in_structs_come_in(type_, values, cut):
    whole = pa.table({"a": pa.array(values, type_), "n": [1, 2, 3]})
    for table in (whole.slice(cut), pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])):
        assert pr.DataFrame(table).to_pyarrow().to_pylist() == table.to_pylist()
        assert pr.DataFrame({"a": table["a"]}).to_pyarrow()["a"].to_pylist() == table["a"].to_pylist()
        for batch in table.to_batches():
            assert pr.DataFrame(batch).to_pyarrow().to_pylist() == batch.to_pylist()
    assert pr.Array(whole["a"].chunk(0).slice(cut)).to_list() == values[cut:]


def test_a_pyarrow_table_is_made_without_loading_pandas():
    code = "import sys, pyrust as pr; pr.range(3).to_pyarrow(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


NULLS = {"x": [None, None], "l": [[None], []], "s": [{"a": None}, None]}


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, pd.DataFrame])
def test_nulls_by_type_come_in_at_any_depth(make):
    assert pr.DataFrame(make({"x": [None, None]})).to_dict() == {"x": [None, None]}
    if make is not pd.DataFrame:
        assert pr.DataFrame(make(NULLS)).filter(pr.col("x").is_null()).count() == 2
        assert pr.DataFrame(make(NULLS)).select("x", "l").to_dict() == {"x": [None, None], "l": [[None], []]}


def test_nulls_by_type_come_in_as_a_column():
    for values in (pl.Series([None, None]), pa.nulls(2), pa.chunked_array([pa.nulls(1), pa.nulls(1)])):
        assert pr.DataFrame({"x": values}).to_dict() == {"x": [None, None]}
    assert pr.Array(pl.Series([[None]])).to_list() == [[None]]


@pytest.mark.parametrize("labels", [[0, 0], ["a", "a"], ["0", 0]])
def test_labels_that_pandas_has_twice_are_told_apart(labels):
    data = pd.DataFrame([[1, 2]], columns=labels)
    for take in (pr.DataFrame, pr.from_pandas):
        with pytest.warns(UserWarning, match=f"same name.*: {labels[0]}"):
            assert take(data).to_list() == [{str(labels[0]): 1, f"{labels[0]}_1": 2}]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        (pl.Series("p", [1, 2]), "p"),
        (pl.Series([1, 2]), "value"),
        (pd.Series([1, 2], name="q"), "q"),
        (pd.Series([1, 2]), "value"),
        (pa.array([1, 2]), "value"),
        (pa.chunked_array([[1], [2]]), "value"),
        (pr.Array([1, 2]), "value"),
    ],
)
def test_a_column_of_another_library_is_a_table_of_one_column(column, name):
    assert pr.DataFrame(column).to_dict() == {name: [1, 2]}


def test_a_row_that_is_null_as_a_whole_is_refused():
    with pytest.raises(pr.SchemaError, match="null as a whole"):
        pr.DataFrame(pa.array([{"a": 1}, None]))


def test_a_lazy_frame_of_polars_is_collected():
    assert pr.DataFrame(pl.LazyFrame({"a": [1, 2]}).filter(pl.col("a") > 1)).to_dict() == {"a": [2]}


UNKNOWN_TO_POLARS = {
    "decimal": pa.array([10**50], pa.decimal256(60, 0)),
    "interval": pa.array([(1, 2, 3)], pa.month_day_nano_interval()),
    "union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    "run_end": pa.RunEndEncodedArray.from_arrays([1], [5]),
    "list_view": pa.array([[1]], pa.list_view(pa.int64())),
}


@pytest.mark.parametrize("kind", UNKNOWN_TO_POLARS)
def test_what_polars_has_no_type_for_is_an_error_of_ours(kind):
    values = UNKNOWN_TO_POLARS[kind]
    with pytest.raises(pr.SchemaError, match=r"polars has no type for .*, in odd"):
        pr.DataFrame({"ok": [1], "odd": values}).to_polars()
    with pytest.raises(pr.SchemaError, match="polars has no type for"):
        pr.Array(values).to_polars()
    assert pr.DataFrame({"ok": [1], "odd": values}).select("ok").to_polars().rows() == [(1,)]
