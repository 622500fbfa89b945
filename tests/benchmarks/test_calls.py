"""What the door costs: a call that does nothing, an import, a gigabyte through the Arrow interface."""

import statistics
import subprocess
import sys
import time
import timeit
from typing import Any

import pytest
from benchmarks.conftest import Report

import pyrust as pr


def test_a_call_that_does_nothing(report: Report) -> None:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    data = {"a": [1, 2, 3], "b": ["x", "y", "z"]}
    frame = pr.DataFrame(data)
    peers: list[tuple[str, Any, str, float | None]] = [
        ("pyrust   df.width", frame, "frame.width", 25),
        ("pyrust   df.height, in memory", frame, "frame.height", 100),
        ("pyrust   df.columns", frame, "frame.columns", 250),
        ("pyrust   pr.DataFrame.head(n=2)", frame, "frame.head(n=2)", None),
        ("polars   df.width", pl.DataFrame(data), "frame.width", None),
        ("pyarrow  table.num_columns", pa.table(data), "frame.num_columns", None),
        ("pandas   df.empty", pd.DataFrame(data), "frame.empty", None),
    ]
    assert (frame.width, frame.height, frame.columns) == (2, 3, ["a", "b"])
    loop = min(timeit.repeat("frame", globals={"frame": frame}, number=1_000_000, repeat=5))
    for name, value, code, most in peers:
        best = min(timeit.repeat(code, globals={"frame": value}, number=1_000_000, repeat=5))
        report.add("a call that does nothing", name, (best - loop) * 1_000, "ns", most)


def test_an_expression_is_made(report: Report) -> None:
    import polars as pl

    peers: list[tuple[str, dict[str, Any], str, float | None]] = [
        ("pyrust   f.upper", {"f": pr.functions}, "f.upper('a')", 1_000),
        ("pyrust   col.str.upper", {"col": pr.col}, "col('a').str.upper()", None),
        ("pyrust   f.replace", {"f": pr.functions}, "f.replace('a', 'x', 'y')", None),
        ("polars   col.str.to_uppercase", {"col": pl.col}, "col('a').str.to_uppercase()", None),
        ("polars   col.str.replace_all", {"col": pl.col}, "col('a').str.replace_all('x', 'y', literal=True)", None),
    ]
    assert pr.DataFrame({"a": ["x"]}).select(x=pr.functions.upper("a")).to_dict() == {"x": ["X"]}
    for name, scope, code, most in peers:
        best = min(timeit.repeat(code, globals=scope, number=100_000, repeat=5))
        report.add("an expression is made", name, best * 10_000, "ns", most)


@pytest.mark.parametrize("module", ["pyrust", "pyarrow", "polars", "duckdb", "datafusion", "pandas"])
def test_import(report: Report, module: str) -> None:
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"

    def once() -> float:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return float(done.stdout) * 1_000

    once()
    report.add("import", module, statistics.median(once() for _ in range(9)), "ms", 30 if module == "pyrust" else None)


def _addresses(table: Any) -> list[int]:
    return [
        buffer.address
        for column in table.columns
        for chunk in column.chunks
        for buffer in chunk.buffers()
        if buffer is not None and buffer.size
    ]


def test_a_gigabyte_in_and_out(report: Report, gigabyte: Any) -> None:
    import polars as pl
    import pyarrow as pa

    assert gigabyte.nbytes == 1 << 30

    def through_pyrust() -> Any:
        return pa.table(pr.DataFrame(gigabyte))

    def through_polars() -> Any:
        return pl.DataFrame(gigabyte).to_arrow()

    def through_datafusion() -> Any:
        import datafusion

        return datafusion.SessionContext().from_arrow(gigabyte).to_arrow_table()

    back = through_pyrust()
    assert back.equals(gigabyte)
    assert _addresses(back) == _addresses(gigabyte)
    for name, trip, most in (
        ("pyrust", through_pyrust, 5.0),
        ("polars", through_polars, None),
        ("datafusion", through_datafusion, None),
    ):
        times = []
        for _ in range(7):
            started = time.perf_counter()
            result = trip()
            times.append((time.perf_counter() - started) * 1_000)
        same = set(_addresses(result)) <= set(_addresses(gigabyte))
        note = "same addresses" if same else "copied"
        report.add("1 GiB from pyarrow and back", name, statistics.median(times), "ms", most, note)
