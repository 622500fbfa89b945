"""The bar of a cell whose call takes long: there while it lasts, gone afterwards."""

from __future__ import annotations

import time

import pytest
from kernel.front_end import Arrival, FrontEnd

SLOW = "many = pr.range(20_000_000_000).filter((pr.col('value') * 7) % 11 == 12)"
WIDGET = "application/vnd.jupyter.widget-view+json"


def display_id(arrival: Arrival) -> str | None:
    """The id by which an output is replaced later."""
    found = arrival.content.get("transient", {}).get("display_id")
    return None if found is None else str(found)


def bar(kernel: FrontEnd, execution: str) -> tuple[Arrival, Arrival]:
    """Wait for the output that has the bar, and for the comm of its widget."""
    shown = kernel.wait(lambda a: a.parent == execution and a.kind == "display_data" and WIDGET in a.content["data"])
    model = shown.content["data"][WIDGET]["model_id"]
    opened = kernel.wait(lambda a: a.kind == "comm_open" and a.content["comm_id"] == model)
    return shown, opened


def test_a_slow_call_has_a_bar_and_its_output_is_empty_at_the_end(kernel: FrontEnd) -> None:
    kernel.good(SLOW)
    execution = kernel.start("many.collect()")
    shown, opened = bar(kernel, execution)
    assert shown.content["data"]["text/plain"] == ""
    comm = opened.content["comm_id"]
    now = kernel.wait(
        lambda a: a.kind == "comm_msg" and a.content["comm_id"] == comm and a.custom.get("push") == "progress"
    )
    assert now.custom["what"] == "collect"
    assert now.custom["status"]["state"] == "running"
    assert 0 <= now.custom["status"]["progress"]["fraction"] < 0.5
    assert now.custom["status"]["progress"]["phase"] == "reading"
    kernel.manager.interrupt_kernel()
    kernel.ended(execution)
    published = list(kernel.all(lambda a: a.parent == execution))
    (emptied,) = [a for a in published if a.kind == "update_display_data"]
    assert display_id(emptied) == display_id(shown)
    assert emptied.content["data"] == {}
    closed = {a.content["comm_id"] for a in kernel.arrivals if a.kind == "comm_close"}
    assert comm in closed
    # Its code too: a notebook is saved with the models that are open.
    assert opened.content["data"]["state"]["_code"].removeprefix("IPY_MODEL_") in closed
    assert [a.content["ename"] for a in published if a.kind == "error"] == ["KeyboardInterrupt"]


def test_the_button_stops_the_call_while_it_runs(kernel: FrontEnd, listens: bool) -> None:
    if not listens:
        pytest.skip("this ipykernel hears nothing while a cell runs")
    kernel.good(SLOW)
    execution = kernel.start("many.count()")
    _, opened = bar(kernel, execution)
    view = opened.content["data"]["state"]["now"]["view"]
    kernel.reply(kernel.ask(opened.content["comm_id"], view, "cancel"))
    kernel.ended(execution, timeout=20)
    (error,) = kernel.all(lambda a: a.parent == execution and a.kind == "error")
    assert error.content["ename"] == "CancelledError"


def test_a_quick_call_has_none(kernel: FrontEnd) -> None:
    published = kernel.good("pr.range(1000).filter(pr.col('value') > 3).collect().to_dict() and None")
    assert not [a for a in published if a.kind in ("display_data", "comm_open", "update_display_data")]


def test_it_can_be_switched_off(kernel: FrontEnd) -> None:
    kernel.good(SLOW)
    execution = kernel.start("with pr.options.display(progress=False):\n    many.collect(timeout=1.5)")
    kernel.ended(execution)
    published = list(kernel.all(lambda a: a.parent == execution))
    assert not [a for a in published if a.kind in ("display_data", "comm_open")]
    assert [a.content["ename"] for a in published if a.kind == "error"] == ["RunTimeoutError"]


def test_many_calls_in_one_cell_leave_one_output_each_at_most_and_nothing_in_it(kernel: FrontEnd) -> None:
    kernel.good(SLOW)
    code = (
        "for _ in range(3):\n    try:\n        many.collect(timeout=1.2)\n    except pr.RunTimeoutError:\n        pass"
    )
    published = kernel.good(code)
    shown = [display_id(a) for a in published if a.kind == "display_data"]
    emptied = [display_id(a) for a in published if a.kind == "update_display_data" and a.content["data"] == {}]
    assert len(set(shown)) == 1
    assert emptied[-1] == shown[-1]


def test_a_run_knows_its_cell_and_its_line(kernel: FrontEnd) -> None:
    said = kernel.said(
        "x = 1\npr.range(9).filter(pr.col('value') > 3).collect()  # here\n"
        "run = pr.runs()[-1]\nprint(run.cell, run.line, run.text.endswith('# here'))"
    )
    number, line, found = said.split()
    assert int(number) > 0
    assert (line, found) == ("2", "True")


def test_awaiting_lets_other_cells_be_stopped(kernel: FrontEnd) -> None:
    kernel.good(SLOW)
    execution = kernel.start("await many.collect_async()")
    kernel.began(execution)
    kernel.wait(lambda a: a.parent == execution and a.kind == "execute_input")
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    kernel.ended(execution, timeout=20)
    assert kernel.said("print(all(run.wait(10) for run in pr.runs()), pr.runs(ended=False))") == "True []"
