"""What it costs that integers do not wrap around: sums and operators beside the stock engine, which lets them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from benchmarks.conftest import Report

import pyrust as pr

QUERIES = {
    "max(a + b)": "select max(a + b) as x from t",
    "max(a * b)": "select max(a * b) as x from t",
    "sum(a)": "select sum(a) as x from t",
    "sum(a), 100 groups": "select g, sum(a) as x from t group by g order by g",
    "sum(a), a million groups": "select h, sum(a) as x from t group by h order by h limit 100",
    "three sums, a million groups": "select h, sum(a) x, sum(b) y, sum(g) z from t group by h order by h limit 9",
}


@pytest.mark.parametrize("what", QUERIES)
def test_sums_of_ten_million_rows(report: Report, what: str) -> None:
    import datafusion
    import numpy as np
    import pyarrow as pa

    random, rows = np.random.default_rng(0), 10_000_000
    table = pa.table(
        {
            "a": random.integers(-(10**6), 10**6, rows),
            "b": random.integers(-(10**6), 10**6, rows),
            "g": random.integers(0, 100, rows),
            "h": random.integers(0, 1_000_000, rows),
        }
    )
    frame = pr.DataFrame(table)
    stock = datafusion.SessionContext()
    stock.from_arrow(table, name="t")

    def ours() -> Any:
        return pa.table(pr.sql(QUERIES[what], t=frame))

    def theirs() -> Any:
        return stock.sql(QUERIES[what]).to_arrow_table()

    def best(query: Callable[[], Any]) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            query()
            times.append(time.perf_counter() - start)
        return min(times) * 1_000

    assert ours().to_pydict() == theirs().to_pydict()
    wrapping, checked = best(theirs), best(ours)
    section = "integers that do not wrap around, ten million rows"
    report.add(section, f"{what}: the stock engine", wrapping, "ms")
    report.add(section, f"{what}: pyrust", checked, "ms", 1.3 * wrapping)
