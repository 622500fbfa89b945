"""Waiting: Ctrl-C is heard soon, other threads go on, and a cancelled run says so."""

import signal
import threading
import time

import pytest
from waiting import until

import pyrust as pr


def slow() -> pr.DataFrame:
    """A query of many seconds, without end in sight."""
    return pr.range(20_000_000_000).filter((pr.col("value") * 7) % 11 == 3).select(pr.functions.sum("value"))


def interrupted(call, after=0.3):
    """How long after the signal the call gives control back."""
    times = {}

    def press():
        times["pressed"] = time.perf_counter()
        signal.raise_signal(signal.SIGINT)

    timer = threading.Timer(after, press)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        call()
    timer.join()
    return time.perf_counter() - times["pressed"]


def test_ctrl_c_ends_a_query():
    assert interrupted(slow().collect) < 0.5
    until(lambda: pr.runs(ended=False) == [])


def test_ctrl_c_ends_an_arrow_stream():
    import pyarrow as pa

    def consume():
        try:
            pa.table(slow())
        except pa.ArrowException:
            time.sleep(0.2)

    assert interrupted(consume) < 0.7


def test_the_gil_is_free_while_waiting(beside):
    timer = threading.Timer(0.5, lambda: [run.cancel() for run in pr.runs(ended=False)])
    with beside(0.005) as turns:
        timer.start()
        with pytest.raises(pr.CancelledError):
            slow().collect()
    assert len(turns) > 15


def test_a_run_can_be_watched_and_cancelled():
    seen = {}

    def watch():
        while not pr.runs(ended=False):
            time.sleep(0.01)
        (run,) = pr.runs(ended=False)
        seen["run"] = run
        seen["state"] = until(lambda: run.state == "running" and run.state)
        run.cancel()

    thread = threading.Thread(target=watch)
    thread.start()
    with pytest.raises(pr.CancelledError, match="cancelled"):
        slow().collect()
    thread.join()
    assert seen["state"] == "running"
    assert seen["run"].wait(10)
    assert seen["run"].state == "cancelled"
    assert seen["run"].what == "collect"
    assert seen["run"].seconds > 0
