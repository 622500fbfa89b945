"""What a user function costs over itself: one call a batch of 8,192 rows."""

import time
from typing import Any

import numpy as np
import pytest
from benchmarks.conftest import Report, median

import pyrust as pr

BATCHES = 500
ROWS = BATCHES * 8192


@pytest.mark.parametrize("form", ["Array", "numpy", "pyarrow", "polars"])
def test_a_call_for_a_batch(report: Report, form: str) -> None:
    import polars as pl
    import pyarrow as pa

    calls: list[int] = []
    annotation = {"Array": None, "numpy": np.ndarray, "pyarrow": pa.Array, "polars": pl.Series}[form]

    def identity(x: Any) -> Any:
        calls.append(len(x))
        return x

    identity.__annotations__ = {"return": int} if annotation is None else {"x": annotation, "return": int}
    function = pr.udf(identity)
    plain = pr.range(ROWS).select(x=pr.col("value") + 0).filter(pr.col("x") < 0)
    called = pr.range(ROWS).select(x=function(pr.col("value") + 0)).filter(pr.col("x") < 0)
    assert pr.range(9).select(x=function("value")).to_dict() == {"x": list(range(9))}

    def timed(frame: pr.DataFrame) -> float:
        started = time.perf_counter()
        assert frame.count() == 0
        return time.perf_counter() - started

    calls.clear()
    timed(called)
    batches = len(calls)
    assert batches >= BATCHES
    over = (median(lambda: timed(called), 5) - median(lambda: timed(plain), 5)) / batches * 1e6
    report.add("a user function, for each batch of 8,192 rows", f"identity over {form}", over, "us", 50)


def test_map_batches_for_a_batch(report: Report) -> None:
    plain = pr.range(ROWS).filter(pr.col("value") < -1)
    mapped = pr.range(ROWS).map_batches(lambda batch: batch, schema=pr.range(1)).filter(pr.col("value") < -1)
    assert mapped.count() == 0

    def timed(frame: pr.DataFrame) -> float:
        started = time.perf_counter()
        assert frame.count() == 0
        return time.perf_counter() - started

    over = (median(lambda: timed(mapped), 5) - median(lambda: timed(plain), 5)) / BATCHES * 1e6
    report.add("a user function, for each batch of 8,192 rows", "map_batches, identity", over, "us", 200)
