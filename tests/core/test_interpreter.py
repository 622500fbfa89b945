"""The interpreter while whole columns become Python's values, or Arrow's: Ctrl-C is heard, other threads go on."""

import decimal
import gc
import signal
import subprocess
import sys
import threading
import time

import pytest

import pyrust as pr

ROWS = 2_000_000


def frame():
    return pr.range(ROWS).collect()


def texts():
    return frame().select(x=pr.col("value").cast("string")).collect()


def conversions():
    """Every way in and out that makes a Python value for each row, with what it needs."""
    numbers, words = list(range(ROWS)), [str(number) for number in range(ROWS)]
    rows = [{"a": number} for number in numbers]
    decimals = [decimal.Decimal(number) for number in range(ROWS // 4)]
    whole, named = frame(), texts()
    values = pr.Array(numbers)
    lines = "\n".join(words).encode()
    return {
        "rows": whole.rows,
        "named rows": lambda: whole.rows(named=True),
        "to_list": whole.to_list,
        "to_dict": named.to_dict,
        "Array.to_list": values.to_list,
        "ints": lambda: pr.DataFrame({"x": numbers}),
        "texts": lambda: pr.DataFrame({"x": words}),
        "rows of dicts": lambda: pr.DataFrame(rows),
        "a list in each row": lambda: pr.DataFrame({"x": [numbers]}),
        "decimals": lambda: pr.DataFrame({"x": decimals}),
        "a generator": lambda: pr.DataFrame({"x": (number for number in numbers)}),
        "bytes of a file": lambda: pr.read_csv(lines * 4, has_header=False),
    }


@pytest.fixture(scope="module")
def calls():
    return conversions()


WAYS = [
    "rows",
    "named rows",
    "to_list",
    "to_dict",
    "Array.to_list",
    "ints",
    "texts",
    "rows of dicts",
    "a list in each row",
    "decimals",
    "a generator",
]


@pytest.fixture
def quiet_collector():
    """No code of Python's within a collection, where an interrupt would be swallowed: Hypothesis measures them."""
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = callbacks


@pytest.mark.usefixtures("quiet_collector")
@pytest.mark.parametrize("way", WAYS)
def test_ctrl_c_ends_a_conversion(calls, way):
    """Sent before the call, the signal is heard within it, as nothing else of Python's runs there."""
    heard = []

    def press():
        # The native call holds the interpreter when this thread wakes, and must let it in to be interrupted at all.
        time.sleep(0.02)
        heard.append(True)
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        calls[way]()
        heard.append("the call was over")
        thread.join()
        time.sleep(1)
    except KeyboardInterrupt:
        heard.append("interrupted")
    thread.join()
    assert heard == [True, "interrupted"]


@pytest.mark.parametrize("way", [*WAYS, "bytes of a file"])
def test_other_threads_run_during_a_conversion(calls, way, beside):
    with beside(0.001) as turns:
        while not turns:
            time.sleep(0.001)
        before = len(turns)
        calls[way]()
        during = len(turns) - before
    assert during > 3


def test_values_are_the_same_over_many_pieces():
    rows = 50_001
    whole = pr.range(rows).select("value", half=pr.col("value") / 2, text=pr.col("value").cast("string")).collect()
    assert whole.rows() == [(number, number / 2, str(number)) for number in range(rows)]
    assert whole.to_dict()["text"] == [str(number) for number in range(rows)]
    lists = pr.DataFrame({"x": [[number, None] for number in range(rows)]})
    assert lists.to_dict()["x"] == [[number, None] for number in range(rows)]


def test_an_interrupt_that_comes_late_does_not_end_what_follows():
    """A run is cancelled again and again just as its function ends: the thread that asked for it is never hit."""
    function = pr.udf(lambda x: x, args=["int64"], returns="int64")
    query = pr.range(3).select(x=function("value"))
    over = threading.Event()

    def cancel():
        while not over.is_set():
            for run in pr.runs(ended=False):
                run.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    outcomes = {"done": 0, "cancelled": 0}
    try:
        for _ in range(300):
            try:
                query.collect()
                outcomes["done"] += 1
            except pr.CancelledError:
                outcomes["cancelled"] += 1
            # Python's own instructions, in which a late exception would be raised.
            sum(number for number in range(50))
    finally:
        over.set()
        thread.join()
    assert sum(outcomes.values()) == 300


CONSUMER = """
import threading, time
import pyarrow as pa
import pyrust as pr

slow = pr.range(10**11).filter(pr.col("value") < 0)
reader = pa.RecordBatchReader.from_stream(slow)
begun = threading.Event()

def consume():
    begun.set()
    reader.read_all()

threading.Thread(target=consume, daemon=True).start()
begun.wait()
time.sleep(0.3)
print("ends")
"""


def test_the_interpreter_ends_quietly_while_a_stream_is_read():
    done = subprocess.run([sys.executable, "-c", CONSUMER], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ends\n", "")


def test_a_consumers_own_threads_may_hold_a_lock_that_python_waits_for():
    """DuckDB pulls our stream on its own threads, and asks no one for the interpreter meanwhile."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    numbers = pr.range(300_000).filter(pr.col("value") % 2 == 0)
    seen, over = [], threading.Event()

    def ask():
        while not over.is_set():
            seen.append(connection.cursor().execute("select 1").fetchone())

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        total = connection.execute("select sum(value) from numbers").fetchone()
    finally:
        over.set()
        thread.join()
    assert total == (22_499_850_000,)
    assert numbers.count() == 150_000
    assert seen
