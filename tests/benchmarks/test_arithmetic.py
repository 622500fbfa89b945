"""What it costs that integers do not wrap around: sums and operators beside the stock engine, which lets them; and what
decimals cost, which are exact in both."""

import os
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


DECIMALS = {
    "max(p * (1 - d))": "select max(p * (1 - d)) as x from t",
    "max(p + d), scales aligned": "select max(p + d) as x from t",
    "sum(p * (1 - d) * (1 + d)), 100 groups": "select g, sum(p * (1 - d) * (1 + d)) as x from t group by g order by g",
}


@pytest.mark.parametrize("what", DECIMALS)
def test_decimals_of_ten_million_rows(report: Report, what: str) -> None:
    import datafusion
    import numpy as np
    import pyarrow as pa

    random, rows = np.random.default_rng(0), 10_000_000

    def decimals(high: int, scale: int) -> Any:
        whole = pa.array(random.integers(0, high, rows)).cast(pa.decimal128(19, 0))
        return whole.view(pa.decimal128(12, scale))

    table = pa.table({"p": decimals(10**7, 2), "d": decimals(1000, 4), "g": random.integers(0, 100, rows)})
    frame = pr.DataFrame(table)
    stock = datafusion.SessionContext()
    stock.from_arrow(table, name="t")

    def ours() -> Any:
        return pa.table(pr.sql(DECIMALS[what], t=frame))

    def theirs() -> Any:
        return stock.sql(DECIMALS[what]).to_arrow_table()

    def best(query: Callable[[], Any]) -> float:
        times = []
        for _ in range(5):
            start = os.times()
            query()
            end = os.times()
            times.append(end.user + end.system - start.user - start.system)
        return min(times) * 1_000

    assert ours().to_pydict() == theirs().to_pydict()
    plain, quick = best(theirs), best(ours)
    section = "decimals, ten million rows, CPU time"
    report.add(section, f"{what}: the stock engine", plain, "ms")
    report.add(section, f"{what}: pyrust", quick, "ms", 1.0 * plain)
