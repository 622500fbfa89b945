"""TPC-H in little memory: each query gives its rows or says why not, and no process is ended by the system.

PYRUST_BENCH_LIMIT=64MB,1GB are the limits, PYRUST_BENCH_SF=1 the scale, PYRUST_BENCH_QUERIES=q01 asks that alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report
from benchmarks.suite import Suite
from tpch.answers import difference
from tpch.samples import samples

SCALE = os.environ.get("PYRUST_BENCH_SF", "1")
LIMITS = os.environ.get("PYRUST_BENCH_LIMIT", "64MB,512MB,1GB,2GB").split(",")
SUITE = Suite("tpch", "TPC-H", f"sf{SCALE}", Path(__file__).parents[1] / "tpch" / "sql")
# Asks a query; where it does not fit, once more without hash joins, which is a setting of that retry alone.
ASK = """
import json, sys, time
from pathlib import Path
import pyrust as pr

folder, query, result = sys.argv[1:]
session = pr.Session()
for path in Path(folder).glob("*.parquet"):
    session.register(path.stem, session.read_parquet(str(path)))
frame, answer = session.sql(Path(query).read_text()), {}
for settings in ({}, {"datafusion.optimizer.prefer_hash_join": False}):
    started = time.perf_counter()
    try:
        frame.with_settings(settings).collect().write_ipc(result)
    except pr.ResourcesError as error:
        answer.setdefault("refused", str(error))
        continue
    answer["seconds"] = time.perf_counter() - started
    break
answer["spilled"] = max(run.progress.spilled for run in pr.runs())
answer["peak"] = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024
print(json.dumps(answer))
"""


@pytest.fixture(scope="module")
def tables(checkout: Path, cache: Path) -> Path:
    """The folder of the tables."""
    return samples(checkout, cache, SCALE)


def ask(tables: Path, question: str, result: Path, limit: str | None) -> dict[str, Any]:
    """Ask in a process of its own, which has the limit."""
    environment = os.environ | ({"PYRUST_MEMORY_LIMIT": limit} if limit else {})
    query = SUITE.questions / f"{question}.sql"
    command = [sys.executable, "-c", ASK, str(tables), str(query), str(result)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def answers(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Files of what each query answers without a limit."""
    folder = tmp_path_factory.mktemp("answers")

    def answer(question: str) -> Path:
        path = folder / f"{question}.arrow"
        if not path.exists():
            ask(tables, question, path, None)
        return path

    return answer


@pytest.mark.parametrize("question", SUITE.names())
@pytest.mark.parametrize("limit", LIMITS)
def test_tpch_in_little_memory(
    tables: Path, answers: Callable[[str], Path], question: str, limit: str, tmp_path: Path, report: Report
) -> None:
    import pyarrow as pa

    section = f"TPC-H SF {SCALE} in {limit}: seconds, peak of the process, spilled"
    answer = ask(tables, question, tmp_path / "little.arrow", limit)
    refused = answer.get("refused")
    if refused:
        assert "memory limit" in refused
        assert "hint: " in refused
    if "seconds" not in answer:
        report.say(section, f"  {question:<6} {refused}")
        return
    little, much = (pa.ipc.open_file(path).read_all() for path in (tmp_path / "little.arrow", answers(question)))
    assert difference(little, much, SUITE.text(question, "pyrust")) is None
    note = f"{answer['peak'] / 1e6:.0f} MB, {answer['spilled'] / 1e6:.0f} MB{'; without hash joins' if refused else ''}"
    report.add(section, question, answer["seconds"], "s", note=note)
