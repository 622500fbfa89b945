"""A look at rows that can be stopped while they are waited for."""

import threading
import time

import pyrust as pr
from pyrust._core import Look, View


def test_a_look_that_is_stopped_stops_waiting_and_not_the_query():
    slow = pr.sql("select a.value as v from t a, t b where a.value % 2 = 0", t=pr.range(100_000))
    view, look = View(slow), Look()
    outcome: list[object] = []

    def wait() -> None:
        try:
            outcome.append(view.page(4_000_000_000, 10, [0], look))
        except pr.PyRustError as error:
            outcome.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    assert outcome == []
    begun = time.monotonic()
    look.stop()
    waiting.join(5)
    assert time.monotonic() - begun < 2
    [error] = outcome
    assert isinstance(error, pr.CancelledError)
    assert view.status()["state"] in ("running", "waiting")
    assert view.page(0, 5, [0], Look())[4:8] == (5).to_bytes(4, "little")
    # What is there at once is given, whoever still looks.
    assert view.page(0, 5, [0], look)[4:8] == (5).to_bytes(4, "little")
    view.cancel()
