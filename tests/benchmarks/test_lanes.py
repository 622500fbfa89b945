"""What somebody waits for while the rest computes: first pages, jumps, queries, beside the same of an idle process."""

import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import Thread

import pytest
from benchmarks.conftest import Report

import pyrust as pr
from pyrust._core import View

ROUNDS, TIMES = 6, 4
ROWS = 300_000


def few(rows: int) -> pr.DataFrame:
    """Make a query that returns a row in a thousand."""
    return pr.range(rows).filter(pr.col("value") % 1_000 == 7)


def groups(rows: int) -> pr.DataFrame:
    """Make a query that takes all cores."""
    return pr.range(rows).group_by(pr.col("value") % 100_003).agg(pr.len())


@contextmanager
def background() -> Iterator[None]:
    """Let tasks and the rows of tables be computed that nobody waits for."""
    tasks = [groups(10**12).submit() for _ in range(3)]
    views = [View(few(10**12)) for _ in range(3)]
    for view in views:
        view.page(0, 40, [0])
    yield
    for view in views:
        view.cancel()
    for task in tasks:
        task.cancel()
        assert task.run.wait(30)


@contextmanager
def awaited() -> Iterator[None]:
    """Let a thread wait for a query on all cores."""
    session = pr.Session()

    def wait() -> None:
        with pytest.raises(pr.CancelledError):
            session.range(10**12).group_by(pr.col("value") % 100_003).agg(pr.len()).collect()

    thread = Thread(target=wait)
    thread.start()
    time.sleep(0.3)
    yield
    session.runs()[-1].cancel()
    thread.join(30)


def measured(kept: View, least: dict[str, float]) -> None:
    """Measure what somebody waits for, in milliseconds, and keep the least."""
    calls: dict[str, Callable[[], object]] = {
        "the first page of a new query": lambda: View(few(10**12)).page(0, 500, [0]),
        "a jump in a stored result": lambda: kept.page(random.randrange(ROWS - 100), 40, [0, 1]),
        "a query of a cell": lambda: groups(2_000_000).collect(),
    }
    for what, call in calls.items():
        for _ in range(TIMES):
            began = time.perf_counter()
            call()
            least[what] = min(least.get(what, math.inf), (time.perf_counter() - began) * 1_000)
            # So long that what is in the background has begun again.
            time.sleep(0.05)


def test_what_somebody_waits_for(report: Report) -> None:
    random.seed(7)
    kept = View(pr.range(ROWS).select("value", x=pr.col("value") * 7 % ROWS).sort("x"))
    assert kept.page(ROWS - 10, 10, [0, 1])
    beside = {"nothing": nullcontext, "tasks and tables in the background": background, "another query": awaited}
    least: dict[str, dict[str, float]] = {name: {} for name in beside}
    # By turns: another process may take the machine for a while.
    for _ in range(ROUNDS):
        for name, busy in beside.items():
            with busy():
                measured(kept, least[name])
    for name, found in least.items():
        for what, milliseconds in found.items():
            note = f"{milliseconds / least['nothing'][what]:.2f}x of the first"
            section = f"what somebody waits for, the least of {ROUNDS * TIMES}, beside {name}"
            report.add(section, what, milliseconds, "ms", note=note)
