"""Every shape of query stops when it is told to: its memory comes back, its threads are idle, the session goes on."""

import os
import signal
import threading
import time

import pytest
from waiting import until

import pyrust as pr

MANY = 20_000_000_000


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write a file of each kind that takes seconds to read again and again."""
    folder = tmp_path_factory.mktemp("files")
    table = pr.range(3_000_000).select("value", text=pr.col("value").cast("string"))
    table.write_csv(folder / "t.csv")
    table.write_parquet(folder / "t.parquet")
    return folder


def shapes(folder):
    """Make a query that goes on for very long, of each shape."""
    numbers = pr.range(MANY)
    some = pr.range(3_000_000)
    value = pr.col("value")
    again = pr.range(100_000)

    # Nothing that the planner could tell from the smallest and the largest value.
    none = (value * 7 + 3) % 11 == 12
    neither = (value * 7 + pr.col("value_right")) % 11 == 12

    @pr.udf(returns="int64")
    def python(numbers):
        return numbers

    return {
        "filter": numbers.filter(none),
        "sort": numbers.sort(-value),
        "top k": numbers.sort(-(value * 7 % 1_000_003)).head(10),
        "hash join": numbers.select(value=value % 3_000_000).join(some, on="value").group_by(value % 7).agg(pr.len()),
        "cross join": some.join(some, how="cross").filter(neither),
        "inequality": some.join_where(some, value * 2 > pr.col("value_right") * 3).filter(neither),
        "groups of many keys": numbers.group_by(value % 10_000_019).agg(pr.len()),
        "window": numbers.with_columns(s=value.sum().over(value % 1_000_003)).filter(pr.col("s") % 11 == 12),
        "regular expressions": numbers.filter(value.cast("string").str.contains("^(1|12|123)*x")),
        "unnest": numbers.select(value=pr.functions.range(0, value % 1000)).explode("value").filter(none),
        "csv": again.join(pr.read_csv(folder / "t.csv"), how="cross").filter(neither),
        "parquet": again.join(pr.read_parquet(folder / "t.parquet"), how="cross").filter(neither),
        "user function": numbers.select(value=python("value")).filter(none),
        "distinct": numbers.select(x=value % 50_000_017).unique(),
        "union": pr.concat([numbers, numbers]).filter(none),
    }


NAMES = [
    "filter",
    "sort",
    "top k",
    "hash join",
    "cross join",
    "inequality",
    "groups of many keys",
    "window",
    "regular expressions",
    "unnest",
    "csv",
    "parquet",
    "user function",
    "distinct",
    "union",
]


def processor_time():
    """Read how long all threads of this process have computed."""
    times = os.times()
    return times.user + times.system


@pytest.mark.parametrize("name", NAMES)
def test_a_cancelled_query_leaves_nothing_behind(name, files):
    query = shapes(files)[name]
    task = query.submit()
    run = task.run
    until(lambda: run.state in ("running", "failed"))
    time.sleep(0.2)
    assert run.state == "running", run.error
    run.cancel()
    # A ceiling for slow machines; the bench has the figures.
    assert run.wait(10), run.progress
    assert (run.state, run.reserved) == ("cancelled", 0)
    with pytest.raises(pr.CancelledError):
        task.result()
    # What computes without its run would be seen here.
    before = processor_time()
    time.sleep(0.3)
    assert processor_time() - before < 0.2
    assert pr.range(10).filter(pr.col("value") > 3).count() == 6


@pytest.mark.parametrize("name", NAMES)
def test_ctrl_c_ends_a_query(name, files):
    query = shapes(files)[name]
    timer = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        query.collect()
    timer.join()
    run = pr.runs()[-1]
    assert run.wait(10), run.progress
    assert (run.state, run.reserved) == ("cancelled", 0)


def test_a_write_that_is_stopped_leaves_no_file(tmp_path):
    target = tmp_path / "n.parquet"
    ended = []

    def write():
        try:
            pr.range(MANY).write_parquet(target)
        except pr.CancelledError as error:
            ended.append(error)

    writing = threading.Thread(target=write)
    writing.start()
    run = until(lambda: next(iter(pr.runs(ended=False)), None))
    until(lambda: run.rows > 100_000)
    run.cancel()
    writing.join(20)
    assert not writing.is_alive()
    assert len(ended) == 1
    assert run.wait(10)
    assert list(tmp_path.iterdir()) == []
