"""A kernel that is busy: how soon it answers a grid, and how often it tells what is new, by what its cell does."""

import os
import sys
import time
from pathlib import Path

import pytest
from benchmarks.conftest import Report
from kernel.front_end import FrontEnd, p95

PREPARE = """
import pyrust as pr, time
%load_ext pyrust
many, value = pr.range(20_000_000_000), pr.col("value")
"""
GRIDS = {
    "60M rows of Parquet": "pr.read_parquet({path!r})",
    "rows of a query, kept": "pr.range(300_000).filter(value % 3 != 0).select('value', x=value * 2).sort(-value)",
}
BUSY = {
    "idle": ("", 30),
    "a query on all cores": ("many.group_by(value % 1_000_003).agg(pr.len()).collect()", 30),
    "a Python loop": ("while True: sum(range(1_000))", 60),
}
SECONDS = 4.0


@pytest.mark.filterwarnings("ignore")
def test_a_busy_kernel(report: Report, sixty_million: Path) -> None:
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    kernel = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], environment)
    try:
        kernel.good(PREPARE)
        grids = {}
        for name, code in GRIDS.items():
            opened = kernel.opened(kernel.good(code.format(path=str(sixty_million)))).content
            grids[name] = opened["comm_id"], opened["data"]["state"]["grid"]["view"]
        panel = kernel.opened(kernel.good("pr.inspect()")).content["comm_id"]
        kernel.send(panel, {"method": "update", "state": {"_view_count": 1}, "buffer_paths": []})
        for doing, (code, goal) in BUSY.items():
            execution = kernel.start(code or "time.sleep(0)")
            kernel.began(execution)
            for name, grid in grids.items():
                times = kernel.latencies(*grid, seconds=SECONDS)
                section, milliseconds = "a page of rows, p95, by what the kernel does", p95(times) * 1000
                report.add(section, f"{doing}: {name}", milliseconds, "ms", goal)
            began = time.perf_counter()
            time.sleep(SECONDS)
            told = [a for a in kernel.all(lambda a: a.custom.get("push") == "memory") if a.at >= began]
            report.add("how often the inspector is told", doing, len(told) / SECONDS, "Hz")
            if code:
                kernel.manager.interrupt_kernel()
            kernel.ended(execution, timeout=60)
    finally:
        kernel.close()
