"""User functions that do not end by themselves: Ctrl-C, cancel, and the end of the interpreter."""

import signal
import subprocess
import sys
import threading
import time

import pytest
from waiting import until

import pyrust as pr

LONG = 30.0


def endless(noted):
    """A pure-Python loop that notes when it is ended from outside."""

    def spin():
        while time.perf_counter() - noted["begun"] < LONG:
            pass

    def body(x):
        noted["begun"] = time.perf_counter()
        try:
            # CPython 3.13 raises at the end of a loop past the `try` around that very loop (python/cpython#139622).
            spin()
        except BaseException as error:
            noted["ended"] = (time.perf_counter(), type(error))
            raise
        return x

    return body


def pressed(call, noted):
    """How long after Ctrl-C the call gives control back."""
    times = {}

    def press():
        while "begun" not in noted:
            time.sleep(0.01)
        time.sleep(0.1)
        times["pressed"] = time.perf_counter()
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        call()
    thread.join()
    return time.perf_counter() - times["pressed"], times["pressed"]


def wait_for(noted, name):
    until(lambda: name in noted)
    return noted[name]


@pytest.mark.parametrize("form", ["udf", "udaf", "udwf", "map_batches", "many partitions"])
def test_ctrl_c_ends_the_query_and_the_python_code(form):
    noted = {}
    body = endless(noted)
    if form == "map_batches":
        frame = pr.range(3).map_batches(body, schema={"value": "int64"})
    elif form == "udwf":
        whole = pr.udwf(body, args=["int64"], returns="int64")
        frame = pr.sql("select whole(value) over () from t", t=pr.range(3))
        assert whole.kind == "udwf"
    elif form == "udaf":
        frame = pr.range(3).select(x=pr.udaf(body, args=["int64"], returns="int64")("value"))
    else:
        rows = 300_000 if form == "many partitions" else 3
        frame = pr.range(rows).select(x=pr.udf(body, args=["int64"], returns="int64")("value"))
    took, at = pressed(frame.collect, noted)
    assert took < 1.0
    ended, kind = wait_for(noted, "ended")
    assert kind is KeyboardInterrupt
    assert ended - at < 5.0


def test_a_cancelled_run_ends_its_function_and_no_other():
    first, second = {}, {}
    outcome = {}

    def run(name, noted):
        frame = pr.range(3).select(x=pr.udf(endless(noted), args=["int64"], returns="int64", name=name)("value"))
        try:
            frame.collect()
        except pr.PyRustError as error:
            outcome[name] = error

    threads = [threading.Thread(target=run, args=("a", first))]
    threads[0].start()
    wait_for(first, "begun")
    (one,) = pr.runs(ended=False)
    threads.append(threading.Thread(target=run, args=("b", second)))
    threads[1].start()
    wait_for(second, "begun")
    one.cancel()
    threads[0].join(10)
    assert isinstance(outcome["a"], pr.CancelledError)
    assert wait_for(first, "ended")[1] is KeyboardInterrupt
    time.sleep(0.2)
    assert "ended" not in second
    for other in pr.runs(ended=False):
        other.cancel()
    threads[1].join(10)
    assert isinstance(outcome["b"], pr.CancelledError)


def test_a_query_inside_a_function_ends_with_the_outer_one():
    noted = {}

    def body(x):
        noted["begun"] = True
        slow = pr.range(20_000_000_000).filter((pr.col("value") * 7) % 11 == 3)
        try:
            slow.count()
        except BaseException as error:
            noted["ended"] = (time.perf_counter(), type(error))
            raise
        return x

    frame = pr.range(3).select(x=pr.udf(body, args=["int64"], returns="int64")("value"))
    took, _ = pressed(frame.collect, noted)
    assert took < 1.0
    assert wait_for(noted, "ended")[1] in (pr.CancelledError, KeyboardInterrupt)
    until(lambda: pr.runs(ended=False) == [])


ENDS = """
import threading, time
import pyrust as pr
begun = threading.Event()
def body(x):
    begun.set()
    {work}
    return x
function = pr.udf(body, args=["int64"], returns="int64")
def run():
    pr.range(300_000).select(x=function("value")).collect()
threading.Thread(target=run, daemon=True).start()
begun.wait()
print("ends")
"""


@pytest.mark.parametrize(
    "work",
    ["while True: pass", "time.sleep(1)", "time.sleep(60)", "pr.range(10**11).filter(pr.col('value') < 0).count()"],
)
def test_the_interpreter_ends_quietly_while_a_function_runs(work):
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", ENDS.format(work=work)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "ends\n", "")
    assert time.monotonic() - begun < 20
