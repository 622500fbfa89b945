"""What the tests of the core share."""

import contextlib
import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from waiting import until

import pyrust as pr


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> None:
    """A shell starts a background job with SIGINT ignored, and Python then leaves it so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_run_is_left() -> Iterator[None]:
    """A run that was stopped lives until its last task is idle: the next test must not meet it in `pr.runs`."""
    yield

    def idle() -> bool:
        if pr.runs(ended=False):
            gc.collect()
        return not pr.runs(ended=False)

    until(idle)


@pytest.fixture
def sales() -> pr.DataFrame:
    """A small frame with two groups, a null and a name in capitals."""
    return pr.DataFrame(
        {
            "Shop": ["x", "y", "x", "y"],
            "price": [1.5, 2.0, None, 4.0],
            "n": [1, 2, 3, -4],
        }
    )


@contextlib.contextmanager
def _beside(every: float) -> Iterator[list[float]]:
    turns: list[float] = []
    over = threading.Event()

    def count() -> None:
        while not over.is_set():
            turns.append(time.perf_counter())
            time.sleep(every)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield turns
    finally:
        over.set()
        thread.join()


@pytest.fixture
def beside() -> Callable[[float], contextlib.AbstractContextManager[list[float]]]:
    """Another thread of Python's within the block: when it had the interpreter, asking for it every so many seconds."""
    return _beside
