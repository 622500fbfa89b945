"""`map_batches`: a function between the batches of a query, in order, one at a time."""

import gc
import threading
import time
import weakref

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

MANY = 300_000


def test_each_library_gets_its_own_table():
    def by_pyarrow(batch: pa.Table):
        return batch.append_column("b", pa.array(batch["value"].to_numpy() * 2))

    def by_polars(batch: pl.DataFrame):
        return batch.with_columns(b=pl.col("value") * 2)

    def by_pandas(batch: pd.DataFrame):
        return batch.assign(b=batch["value"] * 2)

    def by_ourselves(batch):
        return batch.with_columns(b=pr.col("value") * 2)

    def by_dict(batch):
        columns = batch.to_dict()
        return {**columns, "b": [value * 2 for value in columns["value"]]}

    for function in (by_pyarrow, by_polars, by_pandas, by_ourselves):
        out = pr.range(3).map_batches(function)
        assert out.schema == {"value": "int64", "b": "int64"}, function
        assert out.to_dict() == {"value": [0, 1, 2], "b": [0, 2, 4]}, function
    out = pr.range(3).map_batches(by_dict, schema={"value": "int64", "b": "float64"})
    assert out.to_dict() == {"value": [0, 1, 2], "b": [0.0, 2.0, 4.0]}


def test_batches_come_in_order_and_one_at_a_time():
    starts, busy = [], threading.Lock()

    def noted(batch):
        assert busy.acquire(blocking=False)
        starts.append(batch.to_dict()["value"][0])
        busy.release()
        return batch

    frame = pr.range(MANY).filter(pr.col("value") % 2 == 0).map_batches(noted, schema=pr.range(1))
    assert frame.to_pyarrow()["value"].to_numpy().tolist() == list(range(0, MANY, 2))
    assert starts == sorted(starts)
    assert len(starts) > 4
    starts.clear()
    assert frame.group_by(k=pr.col("value") % 10).agg(n=pr.functions.count()).count() == 5
    assert starts == sorted(starts)


def test_a_sorted_frame_and_a_limit_below_and_above():
    seen = []

    def noted(batch: pa.Table):
        seen.append(batch.num_rows)
        return batch

    frame = pr.range(MANY).sort("value", descending=True).head(10).map_batches(noted, schema=pr.range(1))
    assert frame.head(3).to_dict() == {"value": [MANY - 1, MANY - 2, MANY - 3]}
    assert sum(seen) <= 10
    assert pr.range(MANY).map_batches(noted, schema=pr.range(1)).head(2).to_dict() == {"value": [0, 1]}
    assert sum(seen) < MANY


def test_other_numbers_of_rows_and_a_state():
    class Sample:
        def __init__(self):
            self.rows = 0

        def __call__(self, batch):
            first = (-self.rows) % 1000
            self.rows += batch.count()
            return {"value": batch.to_dict()["value"][first::1000]}

    out = pr.range(100_000).map_batches(Sample(), schema={"value": "int64"})
    assert out.to_dict() == {"value": list(range(0, 100_000, 1000))}
    assert pr.range(5).map_batches(lambda batch: batch.head(0)).to_dict() == {"value": []}


def test_an_empty_frame_calls_nothing():
    assert pr.range(0).map_batches(lambda _: 1 / 0, schema={"a": "string"}).to_dict() == {"a": []}


def test_joined_and_queried_further():
    df = pr.range(10).map_batches(lambda batch: batch.with_columns(b=pr.col("value") % 3))
    assert df.join(pr.DataFrame({"b": [1], "n": ["one"]}), on="b").sort("value").to_dict()["value"] == [1, 4, 7]
    assert pr.sql("select sum(b) as s from df").to_dict() == {"s": [9]}
    assert df.filter(pr.col("b") == 0).select("value").to_dict() == {"value": [0, 3, 6, 9]}
    assert "MapBatches" in df.explain()


def test_errors_name_the_function_and_keep_the_cause():
    def broken(batch):
        raise KeyError("nowhere")

    with pytest.raises(pr.PyRustError, match=r"map_batches broken: KeyError: 'nowhere'\nhint: .*schema=") as caught:
        pr.range(3).map_batches(broken)
    assert isinstance(caught.value.__cause__, KeyError)
    with pytest.raises(pr.PyRustError, match=r"map_batches broken: KeyError: 'nowhere'$") as caught:
        pr.range(3).map_batches(broken, schema={"a": "int64"}).collect()
    assert isinstance(caught.value.__cause__, KeyError)
    with pytest.raises(pr.SchemaError, match="the batch has the columns b: string, expected a: int64"):
        pr.range(3).map_batches(lambda _: {"b": ["x"]}, schema={"a": "int64"}).collect()
    with pytest.raises(TypeError, match="the result is not a table"):
        pr.range(3).map_batches(lambda _: 3, schema={"a": "int64"}).collect()
    with pytest.raises(TypeError, match="int is not callable"):
        pr.range(3).map_batches(3)
    with pytest.raises(TypeError, match="'int64' is not a schema"):
        pr.range(3).map_batches(lambda batch: batch, schema="int64")


def test_the_function_lives_and_dies_with_its_frames():
    def make():
        def body(batch):
            return holder["frame"].head(0) if not batch.count() else batch

        holder = {"frame": pr.range(3)}
        mapped = pr.range(3).map_batches(body)
        holder["mapped"] = mapped.filter(pr.col("value") > 0)
        return mapped.select("value"), weakref.ref(body)

    frame, body = make()
    gc.collect()
    assert frame.to_dict() == {"value": [0, 1, 2]}
    batches = pa.RecordBatchReader.from_stream(frame)
    del frame
    gc.collect()
    assert batches.read_all().num_rows == 3
    del batches
    deadline = time.monotonic() + 5
    while body() is not None and time.monotonic() < deadline:
        gc.collect()
        pr.range(1).count()
    assert body() is None


def test_user_functions_within_and_after():
    double = pr.udf(lambda x: x.to_numpy() * 2, args=["int64"], returns="int64")
    frame = pr.range(5).map_batches(lambda batch: batch.with_columns(b=double("value")))
    assert frame.with_columns(c=double("b")).to_dict()["c"] == (np.arange(5) * 4).tolist()
