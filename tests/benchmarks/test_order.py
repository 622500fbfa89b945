"""What it costs to keep the order of rows: 6 of 60 million rows collected, written and read first, beside polars."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report, milliseconds

import pyrust as pr

SECTION = "6 of 60 million rows of Parquet, in their order"
ROWS = 60_000_000


@pytest.fixture(scope="session")
def path(cache: Path) -> str:
    """Sixty million rows of a number, a key below 50, a measure and a name; made once."""
    path, row = cache / "data" / "in-order.parquet", pr.col("value")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        name = pr.concat_str(pr.lit("name "), (row % 5_000).cast(str))
        pr.range(ROWS).select(row=row, quantity=row % 50, x=(row * 7_919 % 1_000_003) / 7, name=name).write_parquet(
            path
        )
    return str(path)


def kept(path: str) -> pr.DataFrame:
    """Every row of which the quantity is below 5: six million."""
    return pr.read_parquet(path).filter(pr.col("quantity") < 5)


def _cost(call: Callable[[], Any], times: int = 5) -> tuple[float, float]:
    """The shortest of several runs in seconds, and how many cores it kept busy."""
    taken = []
    for _ in range(times):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        seconds = time.perf_counter() - wall
        taken.append((seconds, (time.process_time() - processor) / seconds))
    return min(taken)


def test_a_filter(report: Report, path: str) -> None:
    import numpy as np
    import polars as pl

    rows = kept(path).select("row").collect().to_numpy()
    expected = np.arange(ROWS).reshape(-1, 50)[:, :5]
    assert (np.asarray(rows).ravel() == expected.ravel()).all()
    calls: dict[str, Callable[[], Any]] = {
        "pyrust": lambda: kept(path).collect(),
        "pyrust, into a cache": lambda: kept(path).cache().count(),
        "polars": lambda: pl.scan_parquet(path).filter(pl.col("quantity") < 5).collect(),
    }
    costs = {name: _cost(call) for name, call in calls.items()}
    most = round(costs["polars"][0], 2)
    for name, (seconds, cores) in costs.items():
        target = None if name == "polars" else most
        report.add(SECTION, name, seconds, "s", target, f"{cores:.2f} cores")


def test_a_file(report: Report, path: str, tmp_path: Path) -> None:
    import polars as pl

    ours, theirs = tmp_path / "ours.parquet", tmp_path / "theirs.parquet"
    assert kept(path).write_parquet(ours) == ROWS // 10
    assert pl.read_parquet(ours)["row"].is_sorted()
    lazy = pl.scan_parquet(path).filter(pl.col("quantity") < 5)
    calls: dict[str, Callable[[], Any]] = {
        "pyrust, write_parquet": lambda: kept(path).write_parquet(ours),
        "polars, sink_parquet": lambda: lazy.sink_parquet(theirs),
    }
    for name, call in calls.items():
        seconds, cores = _cost(call, 3)
        report.add(SECTION, name, seconds, "s", None, f"{cores:.2f} cores")


def test_the_first_rows(report: Report, path: str) -> None:
    frame = kept(path)
    assert next(iter(frame.iter_batches())).row(0, named=True)["row"] == 0
    assert frame.head(10).to_dict()["row"] == [0, 1, 2, 3, 4, 50, 51, 52, 53, 54]
    report.add(SECTION, "the first batch", milliseconds(lambda: next(iter(frame.iter_batches())), 21), "ms")
    report.add(SECTION, "head(10)", milliseconds(lambda: frame.head(10).collect(), 21), "ms")
