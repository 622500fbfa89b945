"""The 22 TPC-H queries as SQL over Parquet: pyrust, the stock datafusion wheel, DuckDB and polars, in turn.

Every engine answers each query in a process of its own, the four one after the other, and its rows are compared with
DuckDB's before its time counts. `make bench-tpch SF=10` runs it alone at another scale.
"""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report
from benchmarks.engine import ENGINES
from tpch.answers import same
from tpch.samples import samples

QUERIES = sorted((Path(__file__).parents[1] / "tpch" / "sql").glob("*.sql"))
SCALE = os.environ.get("PYRUST_BENCH_SF", "1")
RUNS = 3
SECTION = f"TPC-H SF{SCALE}, best of {RUNS}, seconds (beside DuckDB; peak MB)"


@pytest.fixture(scope="module")
def folder(checkout: Path, cache: Path) -> Path:
    return samples(checkout, cache, SCALE)


def _measured(engine: str, folder: Path, query: Path, result: Path) -> dict[str, Any] | None:
    """What the query cost; None where the engine cannot run it."""
    command = [sys.executable, Path(__file__).with_name("engine.py"), engine, folder, query, str(RUNS), result]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    return json.loads(done.stdout) if done.returncode == 0 else None


def _rows(path: Path) -> list[tuple[Any, ...]]:
    import pyarrow as pa

    with pa.OSFile(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
    return [tuple(row.values()) for row in table.to_pylist()]


def test_tpch(report: Report, folder: Path, tmp_path: Path) -> None:
    ratios: dict[str, list[float]] = {engine: [] for engine in ENGINES}
    report.say(SECTION, f"  {'':<6}" + "".join(f"{engine:>26}" for engine in ENGINES))
    for query in QUERIES:
        found = {engine: _measured(engine, folder, query, tmp_path / engine) for engine in ENGINES}
        theirs = _rows(tmp_path / "duckdb")
        for engine in (name for name, cost in found.items() if cost):
            ours = _rows(tmp_path / engine)
            assert len(ours) == len(theirs), (query.stem, engine)
            wrong = [pair for pair in zip(ours, theirs, strict=True) if not all(map(same, *pair))]
            assert not wrong, (query.stem, engine, wrong[0])
        assert found["pyrust"], query.stem
        assert found["duckdb"], query.stem
        base = min(found["duckdb"]["seconds"])
        line = ""
        for engine, cost in found.items():
            if cost is None:
                line += f"{'cannot':>26}"
                continue
            ratio = min(cost["seconds"]) / base
            ratios[engine].append(ratio)
            line += f"{min(cost['seconds']):>11.3f} {ratio:>5.2f}x {cost['peak'] / 1e6:>5.0f} MB"
        report.say(SECTION, f"  {query.stem:<6}{line}")
    means = [
        f"{engine} {math.exp(sum(map(math.log, r)) / len(r)):.2f}x ({len(r)})" for engine, r in ratios.items() if r
    ]
    report.say(SECTION, "  geometric mean beside DuckDB: " + ", ".join(means))
