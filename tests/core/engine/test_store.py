"""What results keep is counted once, however often they are cut from the same memory."""

import gc
import subprocess
import sys

import pyarrow as pa
from waiting import until

import pyrust as pr

ROWS = 400_000
t = pa.table({f"c{i}": pa.array(range(ROWS), pa.float64()) for i in range(10)})
SIZE = 10 * 8 * ROWS


def test_rows_of_a_frame_in_memory_are_shown_to_the_end():
    view = pr._core.View(pr.sql("select * from t"))
    view.page(0, 1, [])
    until(lambda: view.status()["state"] != "running")
    assert view.status()["rows"] == ROWS
    assert view.status()["state"] == "done"


def test_a_cache_books_what_it_holds():
    gc.collect()
    before = pr.memory().reserved
    cached = pr.DataFrame(t).with_columns(x=pr.lit(1)).cache()
    assert cached.count() == ROWS
    booked = pr.memory().reserved - before
    assert SIZE <= booked < 2 * SIZE
    (entry,) = [one for one in pr._core.memory_snapshot()["frames"] if one["frame"] == cached.frame_id]
    assert SIZE <= entry["retained"] < 2 * SIZE
    del cached
    gc.collect()
    until(lambda: pr.memory().reserved - before < SIZE / 10)


def test_a_part_of_a_plan_that_is_shared_books_what_it_holds():
    query = """
        with g as (select c0, sum(c1) as s from t group by c0)
        select (select count(*) from g) as n, (select sum(s) from g where c0 > 10) as s, (select max(s) from g) as m
    """
    assert pr.sql(query).item(0, "n") == ROWS


def test_groups_of_a_cache_stay_in_memory():
    groups = pr.DataFrame(t).group_by("c0").agg(pr.col("c1").sum()).cache()
    assert groups.count() == ROWS
    (entry,) = [one for one in pr._core.memory_snapshot()["frames"] if one["frame"] == groups.frame_id]
    assert entry["retained"] >= 2 * 8 * ROWS


FULL_DISK = """
import resource, time
import pyrust as pr
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
view = pr._core.View(pr.range(60_000_000).filter(pr.col("value") >= 0).with_columns(s=pr.col("value").cast(str)))
deadline = time.monotonic() + 60
while (status := view.status())["state"] == "running" and time.monotonic() < deadline:
    if status["paused"]:
        view.resume()
    time.sleep(0.02)
print(status["state"], status["rows"] > 0, status["error"])
print(len(view.page(0, 2, [])) > 0, pr.range(10).cache().count())
"""


def test_a_full_disk_ends_a_view_in_words_and_keeps_what_was_shown():
    """A file that may not grow is what a full disk is to the writer."""
    done = subprocess.run([sys.executable, "-c", FULL_DISK], capture_output=True, text=True, timeout=100)
    said = done.stdout.splitlines()
    assert said[0].startswith("failed True show: the rows cannot be kept on disk"), done
    assert "hint: free some space there, or name another folder: pr.options.engine.temp_dir" in done.stdout
    assert said[-1] == "True 10"
