"""A kernel over time: interrupts, a restart, and nothing left behind."""

from __future__ import annotations

import time

import pytest
from kernel.conftest import VERSIONS
from kernel.front_end import FrontEnd

CROSS = 'pr.sql("select sum(a.value * b.value % 7) as s from many a, many b")'
COUNT = """
import gc, threading
gc.collect()
from ipykernel.kernelapp import IPKernelApp
pipes = IPKernelApp.instance().iopub_thread._event_pipes
print(sum(t.name.startswith("pyrust") for t in threading.enumerate()), len(pipes))
"""


def busy(kernel: FrontEnd) -> float:
    """How many seconds of a processor the kernel takes in one second in which nothing is asked of it."""
    used = "import os; t = os.times(); time.sleep(1); n = os.times(); print(n.user + n.system - t.user - t.system)"
    return float(kernel.said(used))


SHOWN = {
    "sql cell": "%%pyrust\nselect value from huge order by value % 97",
    "last line": "pr.sql('select value from huge order by value % 97')",
}


@pytest.mark.parametrize("code", SHOWN.values(), ids=SHOWN)
def test_a_stopped_cell_stops_its_query(kernel: FrontEnd, code: str) -> None:
    """What it was to show is computed by nobody any more, and the next query has the machine."""
    kernel.good("import time\nhuge = pr.range(10**11)")
    for _ in range(2):
        execution = kernel.start(code)
        kernel.began(execution)
        time.sleep(0.7)
        kernel.manager.interrupt_kernel()
        kernel.ended(execution, timeout=20)
    assert kernel.said("time.sleep(2); print(pr.memory().runs, pr.runs(ended=False))") == "() []"
    assert busy(kernel) < 0.5
    assert kernel.said("print(pr.range(10).filter(pr.col('value') > 3).count())") == "6"


@pytest.mark.parametrize("code", [f"{CROSS}.collect()", CROSS, f"{CROSS}.to_pyarrow()", f"list({CROSS}.to_list())"])
def test_an_interrupt_ends_a_query_within_half_a_second(kernel: FrontEnd, code: str) -> None:
    kernel.good("many = pr.range(400_000)")
    times = []
    # Not a benchmark: another process may take the machine for a moment, so one quiet try is enough.
    for _ in range(4):
        execution = kernel.start(code)
        kernel.began(execution)
        time.sleep(0.7)
        asked = time.perf_counter()
        kernel.manager.interrupt_kernel()
        taken = kernel.ended(execution, timeout=20).at - asked
        errors = list(kernel.all(lambda a: a.parent == execution and a.kind == "error"))  # noqa: B023 - used at once
        # Under load ipykernel 7.1 has ended a cell once without a word of it.
        if errors:
            assert errors[0].content["ename"] == "KeyboardInterrupt"
            times.append(taken)
            if taken < 0.5:
                break
    print(f"{code}: {min(times) * 1000:.0f} ms")
    assert min(times) < 2.0
    # Its memory follows: nothing of it computes any longer.
    assert kernel.said("time.sleep(0.5); print(pr.memory().runs)") == "()"
    assert busy(kernel) < 0.5


def test_nothing_is_left_of_many_grids_and_requests(kernel: FrontEnd) -> None:
    kernel.good("import gc, weakref")
    code = "gc.collect(); import pyrust._core as core; print(len(core.memory_snapshot()['frames']))"
    before = int(kernel.said(code))
    for _ in range(3):
        opened = kernel.opened(kernel.good("pr.range(10_000);\ndisplay(pr.range(10_000))", cell="leak")).content
        view = opened["data"]["state"]["grid"]["view"]
        for row in range(0, 1000, 10):
            kernel.ask(opened["comm_id"], view, "rows", first=row, count=40, columns=[0, 1])
        kernel.reply(kernel.ask(opened["comm_id"], view, "sync"))
    for _ in range(20):
        kernel.good("display(pr.range(10_000))", cell="leak")
    kernel.good("None", cell="leak")
    assert int(kernel.said(code)) <= before
    threads, pipes = map(int, kernel.said(COUNT).split())
    assert threads <= 7
    assert pipes <= threads + 8
    held = (
        "import ipywidgets.widgets.widget as w; print(sum(type(i).__name__ == 'Grid' for i in w._instances.values()))"
    )
    assert int(kernel.said(held)) <= 1


def test_many_tables_whose_queries_wait_take_no_more_than_some(kernel: FrontEnd, version: str) -> None:
    """Two hundred results, each of which would be gigabytes: what they keep is bounded, and new work has its room."""
    if version != VERSIONS[-1]:
        pytest.skip("the engine bounds them, whatever the kernel is")
    kernel.good("wide = \"select value, repeat('x', 2000) as s from t\"")
    show = "for at in range({}):\n    display(pr.sql(wide, t=pr.range(at, 10**9)))"
    held = "time.sleep(1); m = pr.memory(); print(m.allocated >> 20, m.reserved >> 20)"
    kernel.good(show.format(60), cell="many")
    some = [int(number) for number in kernel.said(held).split()]
    kernel.good(show.format(140), cell="more")
    many = [int(number) for number in kernel.said(held).split()]
    print(f"60 tables: {some} MB allocated and reserved, 140 more: {many} MB")
    assert many[0] < some[0] * 1.5 + 200
    assert many[1] < some[1] * 1.5 + 200
    assert kernel.said("print(pr.range(10**7).filter(pr.col('value') % 2 == 0).count())") == "5000000"
    kernel.good("None", cell="many")
    kernel.good("None", cell="more")


def test_a_restarted_kernel_answers_new_grids_and_survives_old_ones(kernel: FrontEnd) -> None:
    old = kernel.opened(kernel.good("pr.range(50)")).content
    kernel.restart()
    rid = kernel.ask(old["comm_id"], old["data"]["state"]["grid"]["view"], "rows", first=0, count=5, columns=[0, 1])
    kernel.good("import pyrust as pr, time\n%load_ext pyrust")
    new = kernel.opened(kernel.good("pr.range(50)")).content
    view = new["data"]["state"]["grid"]["view"]
    assert kernel.reply(kernel.ask(new["comm_id"], view, "rows", first=0, count=5, columns=[0, 1])).custom["ok"]
    assert not kernel.replies(rid)
