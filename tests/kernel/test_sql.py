"""SQL cells in real kernels."""

from __future__ import annotations

import time

from kernel.front_end import Arrival, FrontEnd

WIDGET = "application/vnd.jupyter.widget-view+json"
ENDLESS = "select count(*) as n from range(1000000000) a, range(1000000) b where a.value * b.value % 7 = 9"


def failure(published: list[Arrival]) -> str:
    """The one error of a cell, as its output shows it."""
    [error] = [arrival for arrival in published if arrival.kind == "error"]
    return "\n".join(error.content["traceback"])


def test_a_script_stops_where_it_fails_and_says_what_is_done(kernel: FrontEnd) -> None:
    kernel.good("for name in pr.tables(): pr.deregister(name)")
    body = "create view a as select 1 as x;\ncreate table b as select x + 1 as y from a;\nselect z from b;\ndrop view a"
    said = failure(kernel.run(f"%%pyrust -o out\n{body}"))
    assert "3 | select z from b" in said
    assert "^" in said
    assert "statements 1 and 2 of 4 are done" in said
    assert "Traceback" not in said
    assert kernel.said("print(pr.tables(), 'out' in globals())") == "['a', 'b'] False"


def test_the_result_is_a_display_and_not_in_out(kernel: FrontEnd) -> None:
    published = kernel.good(
        "%%pyrust -o out\ncreate or replace view v as select 41 as a; select a + 1 as b from v; drop view v"
    )
    assert not any(arrival.kind == "execute_result" for arrival in published)
    shown = [arrival.content["data"] for arrival in published if arrival.kind == "display_data"]
    assert any("created the view v" in data["text/plain"] for data in shown)
    assert any(WIDGET in data for data in shown)
    assert kernel.said("print(out.item(), len([each for each in Out.values() if each is out]))") == "42 0"


def test_stopping_a_cell_stops_its_query(kernel: FrontEnd) -> None:
    execution = kernel.start(f"%%pyrust -o never\n{ENDLESS}")
    kernel.began(execution)
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    kernel.ended(execution)
    errors = [a.content["ename"] for a in kernel.all(lambda a: a.parent == execution) if a.kind == "error"]
    assert errors == ["KeyboardInterrupt"]
    # What of it is computing stops within a batch.
    kernel.good("run = [run for run in pr.runs() if run.sql and 'range(1000000000)' in run.sql][-1]")
    assert kernel.said("print(run.wait(20), run.state)") == "True cancelled"
    assert kernel.said("print('never' in globals())") == "False"


def test_a_timeout_stops_the_query_of_its_cell_and_no_other(kernel: FrontEnd) -> None:
    said = failure(kernel.run(f"%%pyrust --timeout 0.3\n{ENDLESS}"))
    assert "RunTimeoutError" in said
    assert (
        kernel.said("print(pr.range(10).filter(pr.col('value') > 7).collect().count(), pr.session().timeout)")
        == "2 None"
    )


def test_queries_lists_cells_with_their_text(kernel: FrontEnd) -> None:
    kernel.good("%%pyrust\nselect 6 * 7\n  as answer")
    published = kernel.good("%pyrust queries")
    [shown] = [arrival.content["data"]["text/plain"] for arrival in published if arrival.kind == "display_data"]
    [line] = [line for line in shown.splitlines() if "select 6 * 7 as answer" in line]
    number, state = line.split()[:2]
    assert state in ("done", "waiting")
    assert "In [" in line
    again = kernel.good(f"%pyrust queries --rerun {number}")
    assert any(WIDGET in arrival.content.get("data", {}) for arrival in again)


def test_a_line_of_sql_gives_a_frame(kernel: FrontEnd) -> None:
    kernel.good("df = %pyrust sql select 1 as a, 'x' as b")
    assert kernel.said("print(df.rows())") == "[(1, 'x')]"


def test_an_empty_cell_and_its_help_are_heard(kernel: FrontEnd) -> None:
    assert "there is no statement" in failure(kernel.run("%%pyrust"))
    published = kernel.good("%%pyrust --help")
    assert any(
        "--read-only" in arrival.content["data"]["text/plain"]
        for arrival in published
        if arrival.kind == "display_data"
    )
