"""A grid beside a kernel that is busy, restarted, or gone."""

import time
from collections.abc import Callable

from playwright.sync_api import expect
from ui.grid import Grid
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]
# longer than any machine needs for what is looked at meanwhile; the test stops it
LOOP = "import time\nend = time.monotonic() + 100\nwhile time.monotonic() < end:\n    sum(range(1_000))"


def test_a_grid_scrolls_while_a_python_loop_runs(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(60_000_000)", LOOP)
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    busy = book.start()
    for row in (10_000_000, 20_000_000, 59_000_000):
        grid.go_to(row)
        grid.ready()
        assert grid.rows()[row] == [str(row)]
    assert book.is_running(busy), "the cell ended before the grid had scrolled"
    book.screenshot("busy-kernel")
    book.interrupt(busy)


def test_a_grid_scrolls_while_a_query_runs(notebook: Make) -> None:
    query = (
        "pr.sql('select sum((a.value * b.value) % 7) as s from a, b', a=pr.range(60_000), b=pr.range(60_000)).collect()"
    )
    book = notebook(LOAD, "pr.range(60_000_000)", query)
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    busy = book.start()
    for row in (10_000_000, 59_000_000):
        grid.go_to(row)
        grid.ready()
        assert grid.rows()[row] == [str(row)]
    assert book.is_running(busy), "the query ended before the grid had scrolled"
    # and the stop button gives control back
    book.interrupt(busy)
    assert "KeyboardInterrupt" in book.output(busy).inner_text()


def test_the_inspector_moves_while_a_python_loop_runs(notebook: Make) -> None:
    loop = LOOP + "\n    kept = pr.DataFrame({'n': list(range(int(time.monotonic() * 1_000) % 90_000))})"
    book = notebook(LOAD, "pr.inspect()", loop)
    book.run()
    book.run()
    panel = book.cell(1).locator(".pyrust-live")
    expect(panel).to_be_visible()
    busy = book.start()
    seen = set()
    for _ in range(12):
        seen.add(panel.evaluate("host => host.shadowRoot.textContent"))
        book.page.wait_for_timeout(250)
    assert book.is_running(busy)
    assert len(seen) >= 6, f"{len(seen)} different panels in 3 s"
    book.interrupt(busy)


def test_a_restart_under_a_grid_loses_no_row_on_screen_and_says_so(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(1_000_000)", "1 + 1")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    grid.go_to(500_000)
    grid.ready()
    shown = grid.rows()
    book.restart()
    # at once, and nobody has touched it
    book.until(lambda: "kernel was restarted" in grid.text(), "the grid does not say that the kernel is another")
    book.screenshot("kernel-restarted")
    visible = book.cell(1).locator(".pyrust-live, .pyrust-static table")
    assert any(one.is_visible() for one in visible.all()), "the table is gone after the restart"
    if grid.host.count() and grid.host.is_visible():
        assert grid.rows() == shown
        grid.wheel(40, pixels=2_000)
        grid.settle()
        assert "kernel was restarted" in grid.text()
        assert grid.host.evaluate("host => host.shadowRoot.querySelectorAll('.c.away').length") == 0
    book.run(0)
    book.run(1)
    assert Grid(book, 1).ready().rows()[0] == ["0"]


SLOW = """
import time, pyarrow
@pr.udf(returns='int64')
def slowly(x):
    if 15_000 in pyarrow.array(x).to_pylist():
        time.sleep(8)
    return x
pr.range(20_000).select(v=slowly('value'))
"""


def test_an_answer_that_takes_eight_seconds_is_waited_for(notebook: Make) -> None:
    book = notebook(LOAD, SLOW)
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    grid.press("g")
    book.page.keyboard.type("15000")
    book.page.keyboard.press("Enter")
    said = set()
    deadline = time.monotonic() + 25
    while grid.rows().get(15_000) != ["15000"] and time.monotonic() < deadline:
        said |= {word for word in ("busy", "gone") if word in grid.text()}
        book.page.wait_for_timeout(200)
    assert grid.rows()[15_000] == ["15000"]
    assert said == set()


def test_a_closed_grid_says_so(notebook: Make) -> None:
    book = notebook(LOAD, "grid = pr.view(pr.range(1_000_000))\ngrid", "grid.close()")
    book.run()
    book.run()
    Grid(book, 1).ready()
    book.run()
    book.page.wait_for_timeout(500)
    said = book.cell(1).locator(".jp-Cell-outputWrapper").inner_text()
    assert "Traceback" not in said
    book.screenshot("closed-grid")
