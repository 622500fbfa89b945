"""What files cost: 200 MB of CSV read and written, ten million rows of Parquet written, beside polars and duckdb."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report

import pyrust as pr

SECTIONS = {
    "read": "200 MB of CSV into memory",
    "write": "10 million rows to Parquet (zstd, level 1)",
    "csv": "4 million rows to 200 MB of CSV",
}


def _best(call: Callable[[], Any], times: int = 3) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return min(taken)


def _compare(report: Report, section: str, calls: dict[str, Callable[[], Any]]) -> None:
    taken = {name: _best(call) for name, call in calls.items()}
    for name, seconds in taken.items():
        note = "" if name == "pyrust" else f"pyrust takes {taken['pyrust'] / seconds:.2f} of it"
        report.add(section, name, seconds, "s", round(2 * taken["polars"], 1) if name == "pyrust" else None, note)


@pytest.fixture(scope="session")
def long_csv(cache: Path) -> Path:
    """Four million rows of a number, a measure, a name, a day and a count."""
    import numpy as np
    import polars as pl

    path = cache / "four_million.csv"
    if not path.exists():
        rows, dice = 4_000_000, np.random.default_rng(1)
        days = np.datetime64("2020-01-01") + dice.integers(0, 1000, rows)
        measures = dice.normal(size=rows).round(6)
        names = [f"customer {n % 5000}" for n in range(rows)]
        columns = {"id": np.arange(rows), "x": measures, "name": names, "day": days, "n": dice.integers(0, 1000, rows)}
        pl.DataFrame(columns).with_columns(pl.col("day").cast(pl.Date)).write_csv(path)
    return path


def test_reading_csv(report: Report, long_csv: Path) -> None:
    import duckdb
    import polars as pl

    path = str(long_csv)
    ours, theirs = pr.read_csv(path).collect().to_polars(), pl.read_csv(path, try_parse_dates=True)
    assert ours.equals(theirs)
    calls = {
        "pyrust": lambda: pr.read_csv(path).collect(),
        "polars": lambda: pl.read_csv(path, try_parse_dates=True),
        "duckdb": lambda: duckdb.read_csv(path).to_arrow_table(),
    }
    _compare(report, SECTIONS["read"], calls)


def test_writing_csv(report: Report, long_csv: Path, tmp_path: Path) -> None:
    import duckdb
    import polars as pl

    data = pl.read_csv(long_csv, try_parse_dates=True)
    frame, table = pr.DataFrame(data), data.to_arrow()
    ours, polars_file, duckdb_file = (tmp_path / f"{name}.csv" for name in ("pyrust", "polars", "duckdb"))
    assert frame.write_csv(ours) == len(data)
    assert pl.read_csv(ours, try_parse_dates=True).equals(data)
    connection = duckdb.connect()
    connection.register("source", table)
    copy = f"copy source to '{duckdb_file}' (format csv, header)"
    calls = {
        "pyrust": lambda: frame.write_csv(ours),
        "polars": lambda: data.write_csv(polars_file),
        "duckdb": lambda: connection.execute(copy),
    }
    _compare(report, SECTIONS["csv"], calls)


def test_writing_parquet(report: Report, tmp_path: Path) -> None:
    import duckdb
    import numpy as np
    import polars as pl

    rows, dice = 10_000_000, np.random.default_rng(2)
    columns = {"id": np.arange(rows), "x": dice.normal(size=rows), "k": dice.integers(0, 1000, rows)}
    data = pl.DataFrame(columns).with_columns(name=(pl.col("id") % 5000).cast(pl.String))
    frame, table = pr.DataFrame(data), data.to_arrow()
    ours, polars_file, duckdb_file = (tmp_path / f"{name}.parquet" for name in ("pyrust", "polars", "duckdb"))
    assert frame.write_parquet(ours) == rows
    assert pl.read_parquet(ours).equals(data)
    connection = duckdb.connect()
    connection.register("source", table)
    copy = f"copy source to '{duckdb_file}' (format parquet, compression zstd, compression_level 1)"
    calls = {
        "pyrust": lambda: frame.write_parquet(ours),
        "polars": lambda: data.write_parquet(polars_file, compression="zstd", compression_level=1),
        "duckdb": lambda: connection.execute(copy),
    }
    _compare(report, SECTIONS["write"], calls)
