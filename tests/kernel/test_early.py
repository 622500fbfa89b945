"""A cell whose frame takes its time: the grid opens at once, the cell waits, the static table comes afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from kernel.conftest import PATIENT
from kernel.front_end import Arrival, FrontEnd

WIDGET = "application/vnd.jupyter.widget-view+json"
SLOWLY = """
import os, threading
go = threading.Event()
@pr.udf(returns='int64')
def slowly(x):
    go.wait(20)
    return x if fine else 1 // 0
def let():
    threading.Timer(0.6, go.set).start()
slow = pr.range(20).select(v=slowly('value'))
"""


@pytest.fixture(autouse=True)
def _impatient(kernel: FrontEnd) -> Iterator[None]:
    kernel.good(f"{SLOWLY}\nfine = True\nshows._AT_ONCE = 0.05\npr.options.display.two_outputs = 'always'")
    yield
    kernel.good(f"go.set()\n{PATIENT}\npr.options.display.two_outputs = 'auto'")


def outputs(kernel: FrontEnd, execution: str) -> list[tuple[str, dict[str, Any], str | None]]:
    """What a cell has published so far: the kind, the bundle, and the name by which it can be updated."""
    kinds = ("display_data", "update_display_data", "execute_result")
    found = kernel.all(lambda a: a.parent == execution and a.kind in kinds)
    return [(a.kind, a.content["data"], (a.content.get("transient") or {}).get("display_id")) for a in found]


def opened(kernel: FrontEnd, execution: str) -> Arrival:
    """Wait for the grid of a cell that still runs."""
    found = kernel.wait(lambda a: a.parent == execution and a.opens_widget)
    kernel.wait(lambda a: a.parent == execution and WIDGET in a.content.get("data", {}))
    assert not list(kernel.all(lambda a: a.parent == execution and a.kind == "execute_reply"))
    return found


def test_the_grid_is_there_at_once_and_the_table_when_its_rows_are(kernel: FrontEnd) -> None:
    execution = kernel.start("let()\nslow", cell="slow")
    grid = opened(kernel, execution)
    state = grid.content["data"]["state"]["grid"]
    assert state["status"]["state"] in ("planning", "running")
    assert [column["name"] for column in state["columns"]] == ["v"]
    (first, static, table), (second, live, widget) = outputs(kernel, execution)
    assert (first, second) == ("display_data", "display_data")
    assert 'class="pyrust-static"></div>' in static["text/html"]
    assert set(live) == {"text/plain", WIDGET}
    # What comes after it waits for it, as ever.
    kernel.ended(execution)
    [filled] = outputs(kernel, execution)[2:]
    assert (filled[0], filled[2]) == ("update_display_data", table)
    assert table != widget
    assert "<table" in filled[1]["text/html"]
    assert "20 rows" in filled[1]["text/plain"]
    mine = kernel.all(lambda a: a.kind == "comm_msg" and a.content["comm_id"] == grid.content["comm_id"])
    [written] = [a.content["data"] for a in mine if a.content["data"]["method"] == "update"]
    assert written["state"]["status"]["rows"] == 20
    assert written["buffer_paths"] == [["page"]]
    assert kernel.said("print(_ is slow)") == "True"


def test_it_can_be_asked_while_the_cell_waits(kernel: FrontEnd, listens: bool) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    execution = kernel.start("slow")
    grid = opened(kernel, execution)
    view = grid.content["data"]["state"]["grid"]["view"]
    assert kernel.reply(kernel.ask(grid.content["comm_id"], view, "sync")).custom["status"]["state"] == "running"
    kernel.wait(lambda a: a.content.get("comm_id") == grid.content["comm_id"] and a.custom.get("push") == "state")
    status = kernel.reply(kernel.ask(grid.content["comm_id"], view, "sync")).custom
    assert kernel.reply(kernel.ask(grid.content["comm_id"], view, "cancel", epoch=status["epoch"])).custom["ok"]
    kernel.ended(execution)
    [error] = list(kernel.all(lambda a: a.parent == execution and a.kind == "error"))
    assert error.content["ename"] == "CancelledError"


def test_elsewhere_the_one_output_is_filled_in(kernel: FrontEnd) -> None:
    kernel.good("pr.options.display.two_outputs = 'never'")
    execution = kernel.start("let()\nslow")
    opened(kernel, execution)
    [(kind, _, name)] = outputs(kernel, execution)
    assert kind == "display_data"
    kernel.ended(execution)
    [_, (kind, bundle, same)] = outputs(kernel, execution)
    assert (kind, same) == ("update_display_data", name)
    assert set(bundle) == {"text/plain", "text/html", WIDGET}


@pytest.mark.parametrize("code", ["let(); fine = False\nslow", "let(); fine = False\ndisplay(slow)\n1"])
def test_an_error_is_all_that_is_left_of_it(kernel: FrontEnd, code: str) -> None:
    execution = kernel.start(code)
    grid = opened(kernel, execution)
    kernel.ended(execution)
    shown = outputs(kernel, execution)
    assert [kind for kind, _, _ in shown[2:]] == ["update_display_data"] * 2
    assert {name for _, _, name in shown[2:]} == {name for _, _, name in shown[:2]}
    assert [bundle for _, bundle, _ in shown[2:]] == [{"text/plain": ""}] * 2
    assert list(kernel.all(lambda a: a.kind == "comm_close" and a.content["comm_id"] == grid.content["comm_id"]))
    [error] = list(kernel.all(lambda a: a.parent == execution and a.kind == "error"))
    assert "ZeroDivisionError" in "\n".join(error.content["traceback"])
    [reply] = list(kernel.all(lambda a: a.parent == execution and a.kind == "execute_reply"))
    assert reply.content["status"] == "error"
    assert len(outputs(kernel, kernel.run("pr.range(3)")[0].parent)) == 2


def test_an_interrupt_ends_cell_query_and_grid(kernel: FrontEnd) -> None:
    execution = kernel.start("pr.range(10**12).filter(pr.col('value') < 0)")
    grid = opened(kernel, execution)
    time.sleep(0.3)
    asked = time.perf_counter()
    kernel.manager.interrupt_kernel()
    took = kernel.ended(execution).at - asked
    assert took < 2.0
    [error] = list(kernel.all(lambda a: a.parent == execution and a.kind == "error"))
    assert error.content["ename"] == "KeyboardInterrupt"
    # the reader's own line, and none of the waits within pyrust
    traceback = "\n".join(error.content["traceback"])
    assert "filter" in traceback
    assert "first_page.py" not in traceback
    assert "threading.py" not in traceback
    assert list(kernel.all(lambda a: a.kind == "comm_close" and a.content["comm_id"] == grid.content["comm_id"]))
    assert kernel.said("time.sleep(0.5); print(pr.memory().runs)") == "()"


def test_where_it_becomes_part_of_another_output_the_cell_waits(kernel: FrontEnd) -> None:
    kernel.good("import ipywidgets\nout = ipywidgets.Output()")
    execution = kernel.start("let()\nout.append_display_data(slow)")
    kernel.ended(execution)
    assert outputs(kernel, execution) == []
    assert "text/html" in kernel.said("print(sorted(out.outputs[0]['data']))")
    execution = kernel.start("go.clear(); let()\nshown = display(slow.filter(pr.col('v') > 3), display_id='x')")
    kernel.ended(execution)
    [(kind, bundle, _)] = outputs(kernel, execution)
    assert (kind, set(bundle)) == ("display_data", {"text/plain", "text/html", WIDGET})


def test_a_sql_cell_opens_its_grid_as_early(kernel: FrontEnd) -> None:
    execution = kernel.start("%%pyrust -o result\nselect v + 1 as w from slow")
    opened(kernel, execution)
    kernel.manager.interrupt_kernel()
    kernel.ended(execution)
    assert kernel.said("print('result' in globals())") == "False"
    kernel.good("go.set()")
    kernel.good("%%pyrust -o result\nselect v + 1 as w from slow")
    assert kernel.said("print(result.count())") == "20"
