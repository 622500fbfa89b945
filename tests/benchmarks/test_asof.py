"""What an as-of join costs: trades, each with the newest of as many quotes, beside polars and duckdb."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from benchmarks.conftest import Report

import pyrust as pr

ROWS = 3_000_000
SQL = "select t.*, q.price from trades t asof left join quotes q on {by}t.at >= q.at"


@pytest.mark.parametrize("symbols", [0, 500], ids=["by time", "by symbol and time"])
def test_asof_join(report: Report, symbols: int) -> None:
    import duckdb
    import numpy as np
    import polars as pl

    dice = np.random.default_rng(3)

    def table(**more: Any) -> pl.DataFrame:
        at = np.sort(dice.integers(0, 10**9, ROWS))
        data: dict[str, Any] = {"at": at, **more}
        if symbols:
            data["symbol"] = dice.integers(0, symbols, ROWS)
        return pl.DataFrame(data)

    # one quote for each instant, so that there is one answer
    trades, quotes = table(n=dice.integers(0, 100, ROWS)), table(price=dice.normal(size=ROWS))
    keys = ["symbol"] if symbols else []
    quotes = quotes.unique([*keys, "at"], keep="first", maintain_order=True)
    left, right = pr.DataFrame(trades), pr.DataFrame(quotes)
    connection = duckdb.connect()
    connection.register("trades", trades.to_arrow())
    connection.register("quotes", quotes.to_arrow())
    query = SQL.format(by="t.symbol = q.symbol and " if symbols else "")
    calls: dict[str, Callable[[], Any]] = {
        "pyrust": lambda: left.join_asof(right, on="at", by=keys or None).collect(),
        "polars": lambda: trades.join_asof(quotes, on="at", by=keys or None, check_sortedness=False),
        "duckdb": lambda: connection.execute(query).to_arrow_table(),
    }
    ours, theirs = calls["pyrust"]().to_polars(), calls["polars"]()
    assert ours["price"].sum() == pytest.approx(theirs["price"].sum())
    assert ours["price"].null_count() == theirs["price"].null_count()
    taken = {}
    for name, call in calls.items():
        times = []
        for _ in range(3):
            started = time.perf_counter()
            call()
            times.append(time.perf_counter() - started)
        taken[name] = min(times)
    section = f"as-of join of two tables of {ROWS:,} rows, {'500 symbols' if symbols else 'by time alone'}"
    for name, seconds in taken.items():
        note = "" if name == "pyrust" else f"pyrust takes {taken['pyrust'] / seconds:.2f} of it"
        report.add(section, name, seconds, "s", None, note)
