"""A cache computes once, at its first use, whoever asks; what ends early leaves nothing behind."""

import gc
import signal
import threading
import time

import polars as pl
import pytest
from waiting import until

import pyrust as pr


@pytest.fixture
def counted(monkeypatch):
    """Which runs are seen to start while a function runs."""

    def watch(call):
        seen, done = {}, threading.Event()

        def look():
            while not done.is_set():
                seen.update((run.id, run.what) for run in pr.runs(ended=False))
                time.sleep(0.0005)

        thread = threading.Thread(target=look)
        thread.start()
        try:
            call()
        finally:
            done.set()
            thread.join()
        return list(seen.values())

    return watch


def query(n=3_000_000):
    """Something that takes a while and keeps few rows."""
    return (
        pr.range(n)
        .filter((pr.col("value") * 7) % 1009 == 3)
        .select(x=pr.col("value"), s=pr.col("value").cast("string"))
    )


def entry(frame):
    (found,) = [one for one in pr._core.memory_snapshot()["frames"] if one["frame"] == frame.frame_id]
    return found


def test_a_cache_gives_the_rows_in_their_order():
    cached = query().cache()
    assert cached.schema == query().schema
    assert cached.rows() == query().rows()
    assert cached.filter(pr.col("x") > 1_000_000).equals(query().filter(pr.col("x") > 1_000_000))
    assert cached.select("s").limit(3, offset=5).rows() == query().select("s").limit(3, offset=5).rows()
    assert cached.select(pr.col("x").sum()).item() == query().select(pr.col("x").sum()).item()


def test_it_is_computed_at_the_first_use_and_once(counted):
    cached = query(30_000_000).cache()
    assert entry(cached)["kind"] == "cache"
    assert entry(cached)["rows"] is None
    assert counted(cached.count).count("cache") == 1
    assert counted(lambda: (cached.rows(), cached.join(cached, on="x").count())).count("cache") == 0
    assert entry(cached)["rows"] == cached.count()
    assert entry(cached)["retained"] > 8 * cached.count()


def test_two_threads_at_once_run_it_once(counted):
    cached, counts = query(60_000_000).cache(), []

    def use():
        threads = [threading.Thread(target=lambda: counts.append(cached.count())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert counted(use).count("cache") == 1
    assert len(set(counts)) == 1


def test_an_interrupted_use_leaves_nothing_and_the_next_tries_again():
    cached = pr.range(400_000_000).filter((pr.col("value") * 7) % 10_007 == 3).cache()
    timer = threading.Timer(0.2, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        cached.filter(pr.col("value") > 5).count()
    timer.join()
    until(lambda: pr.runs(ended=False) == [])
    assert entry(cached)["rows"] is None
    small = query().cache()
    assert small.count() == query().count()


def test_a_cancelled_run_is_tried_again():
    cached = pr.range(300_000_000).filter((pr.col("value") * 7) % 10_007 == 3).cache()

    def cancel():
        while True:
            runs = [run for run in pr.runs(ended=False) if run.what == "cache"]
            if runs:
                return runs[0].cancel()
            time.sleep(0.001)

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(pr.CancelledError):
        cached.count()
    thread.join()
    assert cached.count() == 29_979 or cached.count() > 0


def test_a_failing_query_fails_at_each_use_with_its_own_error():
    cached = pr.DataFrame({"a": ["1", "x"]}).select(pr.col("a").cast(int)).cache()
    for _ in range(2):
        with pytest.raises(pr.PyRustError, match="x"):
            cached.count()


def test_rows_in_memory_need_no_cache():
    frame = pr.DataFrame({"a": [1]})
    assert frame.cache().frame_id in (frame.frame_id, frame.cache().frame_id)
    assert entry(frame.cache())["kind"] == "memory"
    cached = query().cache()
    assert cached.cache().explain() == cached.explain()


def test_explain_does_not_compute_it(counted):
    cached = query(30_000_000).cache()
    assert counted(cached.explain).count("cache") == 0
    assert "not computed" in cached.filter(pr.col("x") > 1).explain()
    assert "not computed" in cached.explain("tree").replace("\n", " ") or "cache" in cached.explain("tree")
    cached.count()
    assert f"rows={cached.count()}" in cached.explain()


def test_one_unordered_query_has_one_order_once_cached():
    grouped = pr.range(500_000).group_by(k=pr.col("value") % 1000).agg(n=pr.functions.count()).cache()
    assert pr._core.View(grouped).status()["ordered"]
    rows = grouped.rows()
    assert all(grouped.rows() == rows for _ in range(3))
    assert [grouped.row(index) for index in (0, 999)] == [rows[0], rows[999]]


def test_a_grid_shows_the_rows_of_the_cache(counted):
    cached = query(30_000_000).cache()
    view = pr._core.View(cached)
    assert view.cell(0, 0)["text"].replace("\u202f", "").replace(" ", "").replace(",", "") == str(query().row(0)[0])
    until(lambda: view.status()["exact"])
    assert counted(lambda: cached.count()).count("cache") == 0


def test_its_memory_goes_with_the_last_frame_that_uses_it():
    before = pr.session().reserved
    cached = query().cache()
    above = cached.filter(pr.col("x") > 5)
    above.count()
    held = pr.session().reserved
    assert held > before
    del cached
    gc.collect()
    assert pr.session().reserved == held
    del above
    gc.collect()
    until(lambda: pr.session().reserved < held)


def test_the_source_goes_once_the_rows_are_there():
    big = pr.DataFrame(pl.DataFrame({"a": range(2_000_000)}))
    cached = big.filter(pr.col("a") % 1000 == 0).cache()
    assert cached.count() == 2000
    before = pr.memory().allocated
    lineage = cached.lineage()
    del big
    gc.collect()
    assert pr.memory().allocated <= before
    assert cached.lineage() == lineage == {"a": [("memory", "a")]}
    assert cached.count() == 2000


def test_sql_and_sessions_see_it_as_a_table():
    session = pr.Session()
    session.register("cached", session.range(100).filter(pr.col("value") > 49).cache())
    assert session.sql("select count(*) as n from cached where value < 60").item() == 10
    assert session.table("cached").count() == 50
