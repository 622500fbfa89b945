"""Small data: what a query costs where there is next to nothing to compute, planned, run and brought to Python."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.conftest import Report, milliseconds
from benchmarks.engine import ENGINES, tables_in
from benchmarks.test_tpch import SUITE
from kernel.front_end import FrontEnd
from tpch.samples import samples

import pyrust as pr

ROWS = 1_000
SQL = "SELECT k, sum(a) AS a FROM t WHERE a >= 10 GROUP BY k ORDER BY k"
SHOWN = """
import time, statistics
import pyrust as pr
frame = pr.DataFrame({f"c{at}": [at * n for n in range(10)] for at in range(100)})
show, times = get_ipython().display_formatter.format, []
for _ in range(51):
    started = time.perf_counter()
    bundle, _metadata = show(frame)
    times.append((time.perf_counter() - started) * 1000)
assert "application/vnd.jupyter.widget-view+json" in bundle
print(statistics.median(times))
"""


def test_a_query_on_a_thousand_rows(report: Report) -> None:
    import datafusion
    import duckdb
    import polars as pl
    import pyarrow as pa

    table = pa.table({"a": list(range(ROWS)), "k": [n % 7 for n in range(ROWS)]})
    session, connection, context = pr.Session(), duckdb.connect(), datafusion.SessionContext()
    session.register("t", table)
    connection.register("t", table)
    context.from_arrow(table, name="t")
    frame, theirs, polars = pr.DataFrame(table), pl.from_arrow(table), pl.SQLContext(t=pl.from_arrow(table))
    assert isinstance(theirs, pl.DataFrame)
    a, col = pr.col("a"), pl.col("a")
    asked: list[tuple[str, Callable[[], Any], float | None]] = [
        ("pyrust      sql to Arrow", lambda: session.sql(SQL).to_pyarrow(), 1.0),
        ("pyrust      verbs to Arrow", lambda: _verbs(frame, a).to_pyarrow(), 1.0),
        ("pyrust      verbs to Python rows", lambda: _verbs(frame, a).to_list(), 1.0),
        ("pyrust      filter, count", lambda: frame.filter(a > 500).count(), 1.0),
        ("datafusion  sql to Arrow", lambda: context.sql(SQL).to_arrow_table(), None),
        ("duckdb      sql to Arrow", lambda: connection.sql(SQL).to_arrow_table(), None),
        ("polars      sql to Arrow", lambda: polars.execute(SQL, eager=True).to_arrow(), None),
        ("polars      filter, count", lambda: theirs.filter(col > 500).height, None),
    ]
    answers = [
        dict(zip(*found.to_pydict().values(), strict=True))
        for found in (call() for _, call, _ in asked)
        if isinstance(found, pa.Table)
    ]
    assert len(answers) == 5
    assert all(answer == answers[0] for answer in answers)
    for name, call, most in asked:
        report.add("a query on 1,000 rows", name, milliseconds(call), "ms", most)


def _verbs(frame: pr.DataFrame, a: pr.Expr) -> pr.DataFrame:
    return frame.filter(a >= 10).group_by("k").agg(a.sum()).sort("k")


def test_a_small_frame_on_screen(report: Report) -> None:
    """What the kernel does for the output of a cell, in a real one that takes itself for JupyterLab's."""
    kernel = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], {**os.environ, "JPY_SESSION_NAME": "small.ipynb"})
    try:
        kernel.good("%load_ext pyrust")
        took = float(kernel.said(SHOWN))
    finally:
        kernel.close()
    report.add("10 rows of 100 columns displayed", "pyrust      the kernel's part", took, "ms", 2.0)


def test_planning(report: Report, checkout: Path, cache: Path) -> None:
    """TPC-H over tables of a few rows: what is left is reading SQL, planning and opening files."""
    files = tables_in(samples(checkout, cache, "0.001"))
    engines = {name: ENGINES[name](files) for name in ("pyrust", "datafusion", "duckdb")}
    queries = [SUITE.text(question, "pyrust") for question in SUITE.names()]
    assert len(queries) == 22
    for query in queries:
        assert len({ask(query).num_rows for ask in engines.values()}) == 1
    for name, ask in engines.items():
        best = [milliseconds(lambda query=query, ask=ask: ask(query), times=15) for query in queries]
        note = f"worst q{best.index(max(best)) + 1:02} {max(best):.3g} ms"
        report.add("the 22 queries of TPC-H with next to no rows", name, sum(best) / len(best), "ms", note=note)
