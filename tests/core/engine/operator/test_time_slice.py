"""A query that computes long without a row lets others compute, and ends when it is stopped."""

import os
import signal
import threading
import time

import pytest

import pyrust as pr

r = pr.range(200_000)
huge = pr.range(100_000_000)
few = pr.range(1000).select(k=pr.col("value") % 2, v=pr.col("value"))
long = pr.DataFrame({"a": ["abcdefgh" * 500] * 8000, "b": ["hgfedcba" * 500] * 8000})
many = pr.range(400_000).select(k=pr.col("value") % 2, v=pr.col("value"))

SLOW = {
    "pairs": "select count(*) from r a, r b where a.value * b.value % 1000003 = 7",
    "a range": "select count(*) from r a join r b on a.value < b.value and a.value + b.value < 0",
    "all pairs": "select sum(a.value * b.value % 7) from r a cross join r b",
    "not exists": "select count(*) from r a where not exists (select 1 from r b where b.value < a.value - 1000000)",
    "an outer join": "select count(*) from r a left join r b on a.value * b.value % 1000003 = 1000004",
    "few keys": "select count(*) from many a join many b on a.k = b.k and a.v + b.v < 0",
    "lists": "select sum(x) from (select unnest(range(0, 1000)) as x from huge)",
    "one list": "select sum(x) from (select unnest(range(0, 100000000)) as x)",
    "one function": "select sum(levenshtein(a, b)) from long",
    "items of lists": "select sum(cardinality(array_distinct(range(0, value % 50000)))) from huge",
}


def cpu():
    times = os.times()
    return times.user + times.system


def idle_within(seconds):
    """Whether the process stops computing in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        before = cpu()
        time.sleep(0.2)
        if cpu() - before < 0.06:
            return True
    return False


@pytest.mark.parametrize("query", SLOW, ids=str)
def test_a_stopped_query_stops_computing(query):
    for _ in range(2):
        timer = threading.Timer(0.4, signal.raise_signal, (signal.SIGINT,))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            pr.sql(SLOW[query]).collect()
        timer.join()
    started = time.monotonic()
    assert pr.range(100_000).select(pr.functions.sum("value")).item() == 4999950000
    assert time.monotonic() - started < 10
    assert idle_within(10)
    assert pr._core.runs(ended=False) == []


def test_others_answer_while_pairs_are_tried():
    stopped = []

    def run():
        try:
            pr.sql(SLOW["pairs"]).collect()
        except pr.CancelledError:
            stopped.append(True)

    # As many as there are threads to compute with, and more.
    threads = [threading.Thread(target=run) for _ in range(os.cpu_count() + 1)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.3)
        started = time.monotonic()
        assert pr.range(100_000).select(pr.functions.sum("value")).item() == 4999950000
        assert time.monotonic() - started < 10
    finally:
        while len(stopped) < len(threads):
            for one in pr._core.runs(ended=False):
                one.cancel()
            time.sleep(0.05)
    for thread in threads:
        thread.join()


def test_a_long_list_is_opened_as_a_short_one_is():
    data = {
        "n": [1, 2, 3, 4],
        "a": [list(range(200_000)), [], None, [7]],
        "b": [[1.5], [2.5], None, list(range(70_000))],
    }
    frame = pr.DataFrame(data)  # noqa: F841 - the queries name it
    both = pr.sql("select n, unnest(a) as a, unnest(b) as b from frame").to_dict()
    assert both["n"] == [1] * 200_000 + [2] + [4] * 70_000
    assert both["a"] == [*range(200_000), None, 7, *[None] * 69_999]
    assert both["b"] == [1.5, *[None] * 199_999, 2.5, *range(70_000)]
    nested = pr.sql("select unnest(unnest([range(0, 100000), [], range(5, 9)])) as x").to_dict()["x"]
    assert nested == [*range(100_000), *range(5, 9)]
    uneven = pr.sql(
        "select unnest(l) as a, unnest(unnest(m)) as b from (select range(0, 70000) as l, [[1, 2], [3]] as m)"
    )
    assert uneven.count() == 140_000
    assert uneven.filter(pr.col("b").is_not_null()).rows() == [(0, 1), (1, 2), (0, 3)]


@pytest.mark.parametrize("how", ["left", "full"])
def test_joins_in_a_long_chain_end(how):
    frame = pr.DataFrame({"k": [1, 2], "v0": [1, 2]})
    for at in range(1, 150):
        frame = frame.join(pr.DataFrame({"k": [1, 2], f"v{at}": [at, at]}), on="k", how=how)
    assert frame.select("k", "v149").sort("k").rows() == [(1, 149), (2, 149)]
