"""Views that are changed over a real kernel: while a cell runs, late, twice, by Python, over dropped rows."""

from __future__ import annotations

import time
from typing import Any

import pytest
from kernel.front_end import FrontEnd

SORTED = {"sort": [{"column": "value", "descending": True}], "where": "value % 10 = 3"}


class Shown:
    """A grid in its cell, as its page sees it."""

    def __init__(self, kernel: FrontEnd, code: str, cell: str | None = None) -> None:
        self.kernel = kernel
        opened = kernel.opened(kernel.good(code, cell)).content
        self.comm, self.state = opened["comm_id"], opened["data"]["state"]
        self.at = {"epoch": self.state["grid"]["status"]["epoch"], "rev": self.state["view_state"]["rev"]}

    def ask(self, op: str, **arguments: Any) -> dict[str, Any]:
        rid = self.kernel.ask(self.comm, self.state["grid"]["view"], op, **{**self.at, **arguments})
        answer = dict(self.kernel.reply(rid).custom)
        self.at = {"epoch": answer["epoch"], "rev": answer["rev"]}
        return answer

    def finish(self) -> dict[str, Any]:
        """Wait until all rows of the view are known."""
        deadline = time.perf_counter() + 20
        while not (state := self.ask("sync")["status"])["exact"]:
            assert time.perf_counter() < deadline, state
            time.sleep(0.02)
        return state

    def cells(self, *rows: int) -> list[str]:
        return [self.ask("cell", row=row, column=0)["text"] for row in rows]


def test_a_view_is_changed_while_a_cell_runs(kernel: FrontEnd, listens: bool) -> None:
    if not listens:
        pytest.skip("ipykernel 6 reads messages on the main thread")
    grid = Shown(kernel, "pr.range(1000)")
    execution = kernel.start("time.sleep(60)")
    kernel.began(execution)
    try:
        assert grid.ask("change", spec=SORTED)["view"]["rev"] == 1
        assert (grid.finish()["rows"], grid.finish()["total"]) == (100, 1000)
        assert grid.cells(0, 99) == ["993", "3"]
        assert grid.ask("find", text="73", row=0, column=0, backwards=False)["row"] == 2
        assert grid.ask("values", column=0, search="99", offset=0, limit=5)["distinct"] == 1
        assert grid.ask("code", language="sql")["text"].startswith("SELECT * FROM df")
        # Every page hears of it at once; the trait is set when the cell has ended.
        kernel.wait(lambda a: a.custom.get("push") == "view" and a.custom["view"]["rev"] == 1)
        assert not list(kernel.all(lambda a: a.parent == execution and a.content.get("execution_state") == "idle"))
    finally:
        kernel.manager.interrupt_kernel()
        kernel.ended(execution)
    kernel.wait(lambda a: a.content.get("data", {}).get("state", {}).get("view_state", {}).get("rev") == 1)


def test_a_late_change_is_stale_and_one_that_is_heard_twice_is_none(kernel: FrontEnd) -> None:
    grid = Shown(kernel, "pr.range(1000)")
    before = dict(grid.at)
    grid.ask("change", spec=SORTED)
    assert grid.ask("change", spec=SORTED, **before)["view"]["rev"] == 1
    assert grid.ask("change", spec={"search": "7"}, **before)["error"]["type"] == "Stale"
    assert grid.ask("rows", first=0, count=5, columns=[0, 1], **before)["error"]["type"] == "Stale"
    assert grid.ask("undo")["view"]["rev"] == 2
    assert grid.ask("undo", rev=1)["view"]["rev"] == 2
    assert grid.ask("redo")["view"]["spec"]["where"] == SORTED["where"]
    assert grid.ask("keep", row=0, column=0, negated=True)["view"]["spec"]["filters"][0]["values"] == ["993"]
    assert grid.finish()["rows"] == 99


def test_python_and_the_page_change_one_view(kernel: FrontEnd) -> None:
    grid = Shown(kernel, "seen = []\ngrid = pr.range(1000).view(sort='value', descending=True)\n"
                 "grid.observe(lambda change: seen.append(change['new']['search']), 'spec')\ngrid")  # fmt: skip
    assert grid.at["rev"] == 1
    grid.ask("change", spec={"search": "77"})
    kernel.good("grid.spec = {**grid.spec, 'search': '99'}")
    kernel.wait(lambda a: a.custom.get("push") == "view" and a.custom["view"]["spec"]["search"] == "99")
    assert grid.ask("spec")["view"]["rev"] == 3
    assert grid.finish()["rows"] == 19
    assert kernel.said("print(seen, grid.frame.count(), grid.sql.count('99'))") == "['77', '99'] 19 1"
    kernel.good("grid.undo()")
    assert grid.ask("spec")["view"]["spec"]["search"] == "77"
    kernel.good("grid.close()")


def test_dropped_rows_come_back_as_they_were_arranged(kernel: FrontEnd) -> None:
    grid = Shown(kernel, "grid = pr.range(1000).filter(pr.col('value') > 9).view()\ngrid")
    grid.ask("change", spec=SORTED)
    grid.finish()
    assert kernel.said("time.sleep(0.3)\ngrid.drop_data()\nprint(grid.has_data)") == "False"
    # Another run: its rows may be others, which the page is told first.
    assert grid.ask("cell", row=0, column=0)["error"]["type"] == "Stale"
    assert grid.cells(0) == ["993"]
    assert grid.finish()["rows"] == 99
    kernel.good("grid.close()")


def test_a_cell_that_runs_again_keeps_its_view(kernel: FrontEnd) -> None:
    first = Shown(kernel, "pr.range(1000)", cell="view again")
    first.ask("change", spec=SORTED)
    again = Shown(kernel, "pr.range(2000)", cell="view again")
    assert again.state["view_state"]["spec"]["where"] == SORTED["where"]
    assert (again.at["rev"], again.finish()["rows"]) == (1, 200)
    assert again.cells(0) == ["1993"]


def test_a_restarted_kernel_knows_no_view_and_a_new_grid_begins_anew(kernel: FrontEnd) -> None:
    old = Shown(kernel, "pr.range(1000)", cell="restarted")
    old.ask("change", spec=SORTED)
    kernel.restart()
    kernel.good("import pyrust as pr, time\n%load_ext pyrust")
    new = Shown(kernel, "pr.range(1000)", cell="restarted")
    assert (new.at["rev"], new.finish()["rows"]) == (0, 1000)
    assert new.ask("change", spec=SORTED)["view"]["rev"] == 1
    assert new.finish()["rows"] == 100
