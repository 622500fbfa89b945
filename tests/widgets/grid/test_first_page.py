"""A grid that opens before its first page, and the wait for that page."""

from __future__ import annotations

import gc
import signal
import threading
import time
import weakref
from typing import Any

import pytest
from waiting import until
from widgets.conftest import RecordingComm, slow

import pyrust as pr
from pyrust.widgets import Grid
from pyrust.widgets.grid.first_page import FirstPage


def traits(comm: RecordingComm) -> list[dict[str, Any]]:
    """What has been written into the model, message by message."""
    return [m["data"] for m in comm.sent if m["type"] == "comm_msg" and m["data"]["method"] == "update"]


def test_a_grid_opens_without_its_rows_and_is_filled_in_by_one_message(comms: list[RecordingComm]) -> None:
    go = threading.Event()
    first = FirstPage(slow(go))
    assert first.wait(0.05) is False
    grid = Grid(slow(go), first=first)
    [comm] = comms
    state = comm.sent[0]["data"]["state"]
    assert state["grid"]["status"]["state"] in ("planning", "running")
    assert [column["name"] for column in state["grid"]["columns"]] == ["v"]
    assert (grid.page, state["grid"]["status"]["rows"]) == (b"", 0)
    go.set()
    grid.complete()
    [filled] = traits(comm)
    assert (filled["state"].keys(), filled["buffer_paths"]) == ({"status"}, [["page"]])
    assert int.from_bytes(grid.page[4:8], "little") == 40
    assert (grid.status["rows"], grid.status["epoch"]) == (100, grid.state()["epoch"])
    grid.complete()
    assert len(traits(comm)) == 1


def test_progress_is_pushed_while_the_rows_are_waited_for(comms: list[RecordingComm]) -> None:
    go = threading.Event()
    frame = slow(go)
    grid = Grid(frame, first=FirstPage(frame))
    [comm] = comms
    until(lambda: len(comm.pushes()) > 2)
    assert {push["status"]["state"] for push in comm.pushes()} <= {"planning", "running"}
    go.set()
    grid.complete()


def test_a_first_page_that_fails_closes_its_grid(comms: list[RecordingComm]) -> None:
    bad = pr.range(1_000).select(pr.col("value").cast("int8"))
    first = FirstPage(bad)
    assert first.wait()
    with pytest.raises(pr.PyRustError, match="int8"):
        Grid(bad, first=first)
    assert comms == []
    go = threading.Event()

    @pr.udf(returns="int64")
    def late(value: int) -> int:
        go.wait(20)
        return 1 // 0

    frame = pr.range(5).select(v=late("value"))
    grid = Grid(frame, first=FirstPage(frame))
    go.set()
    with pytest.raises(pr.PyRustError, match="division"):
        grid.complete()
    assert grid.comm is None
    assert comms[0].sent[-1]["type"] == "comm_close"


@pytest.mark.parametrize("planned", [True, False])
def test_a_stop_before_the_first_page_ends_the_wait(comms: list[RecordingComm], planned: bool) -> None:
    endless = pr.range(10**12).filter(pr.col("value") < 0)
    first = FirstPage(endless)
    if planned:
        until(lambda: first.native)
    grid = Grid(endless, first=first)
    # The page may not know yet that the run has begun, and which.
    head = {"pyrust": 2, "nonce": "n", "view": grid.view, "rid": 1, "epoch": 0, "rev": 0}
    comms[0].ask({**head, "op": "cancel"})
    assert comms[0].reply(1)[0]["ok"]
    with pytest.raises(pr.CancelledError):
        grid.complete()
    until(lambda: not pr.memory().runs)


def test_an_interrupt_ends_the_wait_and_the_query(comms: list[RecordingComm]) -> None:
    endless = pr.range(10**12).filter(pr.col("value") < 0)
    grid = Grid(endless, first=FirstPage(endless))
    main = threading.main_thread().ident
    timer = threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT))
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        grid.complete()
    assert time.monotonic() - begun < 3
    assert grid.comm is None
    until(lambda: not pr.memory().runs)


def test_nothing_holds_a_grid_that_has_failed(comms: list[RecordingComm]) -> None:
    bad = pr.range(1_000).select(pr.col("value").cast("int8"))
    first = FirstPage(bad)
    gone = weakref.ref(first)
    with pytest.raises(pr.PyRustError):
        first.take()
    del first
    gc.collect()
    assert gone() is None
