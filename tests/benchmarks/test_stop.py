"""Stopping: from the request to interrupt a cell to its end, over shapes of query and what brings rows to Python."""

import os
import sys
import time
from pathlib import Path

import pytest
from benchmarks.conftest import Report
from kernel.front_end import FrontEnd

TIMES = 6
PREPARE = """
import pyrust as pr, time
many, some, value = pr.range(20_000_000_000), pr.range(3_000_000), pr.col("value")
some.select("value", text=value.cast("string")).write_csv("{folder}/t.csv")
some.select("value", text=value.cast("string")).write_parquet("{folder}/t.parquet")
rows = pr.range(6_000_000).select("value", text=value.cast("string")).collect()
again, keys = pr.range(100_000), many.select(value=value % 3_000_000)
both = (value * 7 + pr.col("value_right")) % 11 == 12

@pr.udf(returns="int64")
def python(numbers):
    return numbers
"""
SHAPES = {
    "sort": "many.sort(-value).collect()",
    "hash join": "keys.join(some, on='value').group_by(value % 7).agg(pr.len()).collect()",
    "cross join": "some.join(some, how='cross').filter(both).collect()",
    "group by 10 M keys": "many.group_by(value % 10_000_019).agg(pr.len()).collect()",
    "window": "many.with_columns(s=value.sum().over(value % 1_000_003)).collect()",
    "regex over strings": "many.filter(value.cast('string').str.contains('^(1|12|123)*x')).collect()",
    "CSV read": "again.join(pr.read_csv('{folder}/t.csv'), how='cross').filter(both).collect()",
    "Parquet scan": "again.join(pr.read_parquet('{folder}/t.parquet'), how='cross').filter(both).collect()",
    "user function": "many.select(x=python('value')).filter(pr.col('x') * 7 % 11 == 12).collect()",
    "write": "many.write_parquet('{folder}/out.parquet')",
    "to_dict": "while True: rows.to_dict()",
    "rows": "while True: rows.rows()",
    "to_pandas": "while True: rows.to_pandas()",
}


@pytest.mark.filterwarnings("ignore")
def test_how_soon_an_interrupted_cell_ends(report: Report, tmp_path: Path) -> None:
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    kernel = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], environment)
    try:
        kernel.good(PREPARE.replace("{folder}", str(tmp_path)))
        kernel.good("%load_ext pyrust")
        slowest = []
        for name, code in SHAPES.items():
            times = []
            for _ in range(TIMES):
                execution = kernel.start(code.replace("{folder}", str(tmp_path)))
                kernel.began(execution)
                time.sleep(0.8)
                asked = time.perf_counter()
                kernel.manager.interrupt_kernel()
                times.append(kernel.ended(execution, timeout=60).at - asked)
                (error,) = kernel.all(lambda a: a.parent == execution and a.kind == "error")  # noqa: B023 - used at once
                assert error.content["ename"] == "KeyboardInterrupt", name
                # The next one has the machine to itself.
                assert kernel.said("print(all(run.wait(20) for run in pr.runs()))") == "True"
            slowest += times
            report.add("from an interrupt to the end of the cell", name, max(times) * 1000, "ms", 200)
        assert not (tmp_path / "out.parquet").exists()
        p95 = sorted(slowest)[int(len(slowest) * 0.95)] * 1000
        report.add("from an interrupt to the end of the cell", "p95 of all", p95, "ms", 200)
    finally:
        kernel.close()
