"""While a cell runs: on ipykernel 7 requests are answered, on 6 they wait for the cell and pushes go on."""

from __future__ import annotations

import time

import pytest
from kernel.front_end import FrontEnd, p95

BUSY = {
    "sleep": "time.sleep(60)",
    "python loop": "while True: sum(range(1000))",
    "query": 'pr.sql("select sum(sin(value)) from many").collect()',
}


@pytest.fixture(scope="module")
def shown(kernel: FrontEnd) -> tuple[str, str]:
    """A grid's comm and view."""
    opened = kernel.opened(kernel.good("many = pr.range(10**12)\npr.range(1_000_000)", cell="shown"))
    return opened.content["comm_id"], opened.content["data"]["state"]["grid"]["view"]


@pytest.mark.parametrize("busy", BUSY)
def test_requests_are_answered_while_a_cell_runs(
    kernel: FrontEnd, listens: bool, shown: tuple[str, str], busy: str
) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    execution = kernel.start(BUSY[busy])
    kernel.began(execution)
    try:
        # Not a benchmark: another process may take the machine for a moment, so one quiet second is enough.
        for _ in range(4):
            times = kernel.latencies(*shown, seconds=1.0)
            print(f"{busy}: {len(times)} requests, p95 {p95(times) * 1000:.1f} ms, worst {max(times) * 1000:.1f} ms")
            if p95(times) < 0.2:
                break
        assert not list(kernel.all(lambda a: a.parent == execution and a.content.get("execution_state") == "idle"))
        assert p95(times) < 2.0
    finally:
        # The tests that follow ask the same kernel.
        kernel.manager.interrupt_kernel()
        kernel.ended(execution)


def test_a_reply_waits_for_the_cell_and_pushes_do_not(kernel: FrontEnd, listens: bool, shown: tuple[str, str]) -> None:
    if listens:
        pytest.skip("ipykernel 7 answers at once")
    panel = kernel.opened(kernel.good("pr.inspect()"))
    comm, view = panel.content["comm_id"], shown[1]
    kernel.send(comm, {"method": "update", "state": {"_view_count": 1}, "buffer_paths": []})
    kernel.wait(lambda a: a.custom.get("push") == "memory")
    execution = kernel.start("time.sleep(1.5)")
    kernel.began(execution)
    began = time.perf_counter()
    rid = kernel.ask(shown[0], view, "rows", first=0, count=5, columns=[0, 1])
    answered = kernel.reply(rid).at
    ended = kernel.ended(execution).at
    pushes = [a for a in kernel.all(lambda a: a.custom.get("push") == "memory") if began < a.at < ended]
    assert answered >= ended - 0.05
    assert len(pushes) >= 4
    kernel.send(comm, {"method": "update", "state": {"_view_count": 0}, "buffer_paths": []})


def test_the_inspector_ticks_while_a_python_loop_runs(kernel: FrontEnd) -> None:
    panel = kernel.opened(kernel.good("panel = pr.inspect(); panel"))
    comm = panel.content["comm_id"]
    kernel.send(comm, {"method": "update", "state": {"_view_count": 1}, "buffer_paths": []})
    kernel.wait(lambda a: a.custom.get("push") == "memory" and a.content["comm_id"] == comm)
    execution = kernel.start("end = time.time() + 2.5\nwhile time.time() < end: sum(range(1000))")
    kernel.began(execution)
    began, ended = time.perf_counter(), kernel.ended(execution).at
    pushes = [a for a in kernel.all(lambda a: a.content.get("comm_id") == comm) if began < a.at < ended]
    # The goal is 4 in a second, for the bench; this is what a machine that compiles beside it must still give.
    assert len(pushes) / (ended - began) >= 1
    kernel.send(comm, {"method": "update", "state": {"_view_count": 0}, "buffer_paths": []})
    kernel.good("panel.close()")


def test_a_grid_shown_inside_a_running_cell_answers(kernel: FrontEnd, listens: bool) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    execution = kernel.start("display(pr.range(500))\ntime.sleep(3)", cell="inside")
    opened = kernel.wait(lambda a: a.parent == execution and a.opens_widget)
    view = opened.content["data"]["state"]["grid"]["view"]
    rid = kernel.ask(opened.content["comm_id"], view, "rows", first=100, count=5, columns=[0, 1])
    answered = kernel.reply(rid).at
    assert answered < kernel.ended(execution).at


def test_state_is_read_and_written_while_a_cell_runs(kernel: FrontEnd, listens: bool, shown: tuple[str, str]) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    execution = kernel.start("time.sleep(4)")
    kernel.began(execution)
    asked = kernel.send(shown[0], {"method": "update", "state": {"ui": {"row": 77}}, "buffer_paths": []})
    idle = kernel.wait(lambda a: a.parent == asked and a.kind == "status")
    assert idle.content["execution_state"] == "idle"
    kernel.send(shown[0], {"method": "request_state"})
    state = kernel.wait(
        lambda a: a.content.get("comm_id") == shown[0] and a.content["data"].get("method") == "update", timeout=3.5
    )
    assert state.content["data"]["state"]["_widget"] == "grid"
    assert state.at < kernel.ended(execution).at
    assert "row': 77" in kernel.said(
        "from pyrust.widgets.shelf import SHELF\nprint([r().ui for r in SHELF._used.values()])"
    )


def test_the_kernel_is_still_said_to_be_busy_after_a_reply(
    kernel: FrontEnd, listens: bool, shown: tuple[str, str]
) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    execution = kernel.start("time.sleep(1)")
    kernel.began(execution)
    kernel.reply(kernel.ask(*shown, "sync"))
    time.sleep(0.2)
    states = [a.content["execution_state"] for a in kernel.all(lambda a: a.kind == "status")]
    assert states[-2:] == ["idle", "busy"]
    kernel.ended(execution)
    kernel.reply(kernel.ask(*shown, "sync"))
    time.sleep(0.2)
    states = [a.content["execution_state"] for a in kernel.all(lambda a: a.kind == "status")]
    assert states[-1] == "idle"


def test_messages_that_are_not_ours_take_their_usual_way(kernel: FrontEnd) -> None:
    published = kernel.good("import ipywidgets\nslider = ipywidgets.IntSlider()\nslider")
    comm = next(a for a in published if a.kind == "comm_open" and "value" in a.content["data"]["state"])
    kernel.idle(kernel.send(comm.content["comm_id"], {"method": "update", "state": {"value": 41}, "buffer_paths": []}))
    assert kernel.said("print(slider.value)") == "41"
    for kind, content in (("kernel_info_request", {}), ("complete_request", {"code": "pr.rea", "cursor_pos": 6})):
        message = kernel.client.session.msg(kind, content)
        kernel.client.shell_channel.send(message)
        kernel.idle(message["header"]["msg_id"])
    assert kernel.said("print('alive')") == "alive"
