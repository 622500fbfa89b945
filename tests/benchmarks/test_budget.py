"""TPC-H in little memory: each query gives its rows or says why not, and no process is ended by the system.

PYRUST_BENCH_LIMIT=1GB is the limit, PYRUST_BENCH_SF=1 the scale, PYRUST_BENCH_QUERIES=q01,q18 asks those alone.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report
from benchmarks.suite import Suite
from tpch.answers import difference
from tpch.samples import samples

SCALE = os.environ.get("PYRUST_BENCH_SF", "1")
LIMIT = os.environ.get("PYRUST_BENCH_LIMIT", "1GB")
SUITE = Suite("tpch", "TPC-H", f"sf{SCALE}", Path(__file__).parents[1] / "tpch" / "sql")
SECTION = f"TPC-H SF {SCALE} in {LIMIT}: seconds, peak of the process, spilled"
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


@pytest.mark.parametrize("question", SUITE.names())
def test_tpch_in_little_memory(tables: Path, question: str, tmp_path: Path, report: Report) -> None:
    import pyarrow as pa

    answer = ask(tables, question, tmp_path / "little.arrow", LIMIT)
    refused = answer.get("refused")
    if refused:
        assert "memory limit" in refused
        assert "hint: " in refused
    if "seconds" not in answer:
        report.say(SECTION, f"  {question:<6} {refused}")
        return
    ask(tables, question, tmp_path / "much.arrow", None)
    little, much = (pa.ipc.open_file(tmp_path / f"{name}.arrow").read_all() for name in ("little", "much"))
    assert difference(little, much, SUITE.text(question, "pyrust")) is None
    note = f"{answer['peak'] / 1e6:.0f} MB, {answer['spilled'] / 1e6:.0f} MB{'; without hash joins' if refused else ''}"
    report.add(SECTION, question, answer["seconds"], "s", note=note)
