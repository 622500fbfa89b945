"""The figures of the native core."""

import gc
import subprocess
import sys
import threading

import numpy as np
import pyarrow as pa

import pyrust as pr
from pyrust._core import memory_snapshot


def frame_entry(frame: pr.DataFrame) -> dict:
    (entry,) = [entry for entry in memory_snapshot()["frames"] if entry["frame"] == frame.frame_id]
    return entry


def test_a_snapshot_has_every_figure():
    pr.range(1).count()
    snapshot = memory_snapshot()
    assert {"time", "allocated", "peak", "reserved", "limit", "rss", "frames", "runs"} <= snapshot.keys()
    assert 0 < snapshot["allocated"] <= snapshot["peak"] + (1 << 20)
    assert snapshot["rss"] > 0
    assert snapshot["limit"] > 0


def test_a_frame_in_memory_counts_its_buffers_once():
    array = np.arange(1_000_000)
    frame = pr.DataFrame(pa.table({"a": array, "b": array}))
    entry = frame_entry(frame)
    assert entry["kind"] == "memory"
    assert entry["rows"] == 1_000_000
    assert entry["columns"] == 2
    assert 8_000_000 <= entry["retained"] < 9_000_000


def test_kinds_of_frames(tmp_path):
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [1]}), tmp_path / "t.parquet")
    assert frame_entry(pr.range(10))["kind"] == "range"
    assert frame_entry(pr.read_parquet(tmp_path / "t.parquet"))["kind"] == "file"
    assert frame_entry(pr.range(10).limit(3))["kind"] == "query"


def test_a_frame_that_is_gone_is_not_listed():
    frame = pr.range(10)
    number = frame.frame_id
    del frame
    gc.collect()
    assert number not in [entry["frame"] for entry in memory_snapshot()["frames"]]


def test_the_allocator_sees_what_a_collect_keeps():
    before = memory_snapshot()["allocated"]
    kept = pr.range(4_000_000).select(x=pr.col("value") * 2).collect()
    grown = memory_snapshot()["allocated"] - before
    assert grown > 30_000_000
    del kept
    gc.collect()
    assert memory_snapshot()["allocated"] - before < 8_000_000


# what a query has asked of the system, and what is left of it a little later in a process that does nothing
IDLE = """
import re, sys, time
from pathlib import Path
import pyrust as pr

def anonymous():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10

col = pr.col("n")
frame = pr.read_parquet(sys.argv[1]).filter(col % 3 == 0)
query = frame.group_by("s").agg(col.sum(), pr.col("s").max().alias("m")).sort("s")
query.limit(3).to_list()
before = anonymous()
for _ in range(5):
    assert query.count() == 50_000
deadline = time.monotonic() + 20
while (held := anonymous() - before) > 24 << 20 and time.monotonic() < deadline:
    time.sleep(0.1)
print(held)
"""


def test_memory_goes_back_to_the_system_while_nothing_runs(tmp_path):
    import pyarrow.parquet as pq

    numbers = np.arange(2_000_000)
    table = pa.table({"n": numbers, "s": pa.array([f"name {n % 50_000}" for n in numbers])})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=100_000)
    command = [sys.executable, "-c", IDLE, str(tmp_path / "t.parquet")]
    held = int(subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout)
    assert held < 24 << 20


def test_what_threads_that_are_gone_have_allocated_is_counted():
    """Each keeps its own sum up to 64 KiB, which must not go with it: 400 threads would hide 16 MB."""
    kept, size, threads = [], 40_000, 400
    values = np.zeros(size // 8, dtype=np.int64)

    def make() -> None:
        kept.append(pr.DataFrame({"a": list(values)}))

    make()
    before = memory_snapshot()["allocated"]
    for _ in range(threads):
        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
    grown = memory_snapshot()["allocated"] - before
    assert grown > 0.9 * threads * size
    assert len(kept) == threads + 1
