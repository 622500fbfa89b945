"""A frame that takes its time: its grid is there at once, and nothing on the page jumps when its cell runs again."""

from collections.abc import Callable

from ui.grid import Grid, readable_tables
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]

SLOW = """import time
@pr.udf(returns='int64')
def slowly(x):
    time.sleep({seconds})
    return x
"""
# What is seen in each frame of the page: the height of the cell, and whether the static table is.
WATCH = """cell => {
    window.heights = []
    window.flashes = 0
    const look = () => {
        heights.push(cell.offsetHeight)
        flashes += [...cell.querySelectorAll('.pyrust-static')].some(each => each.offsetHeight > 4) ? 1 : 0
        window.watching = requestAnimationFrame(look)
    }
    look()
}"""


def test_a_slow_frame_is_a_grid_at_once_with_progress_and_a_stop(notebook: Make) -> None:
    shown = SLOW.format(seconds=6) + "pr.range(50).select('value', v=slowly('value'))"
    book = notebook(LOAD, shown, "1 + 1")
    book.run()
    running = book.start()
    grid = Grid(book, 1)
    book.until(lambda: grid.host.count() == 1 and "stop" in grid.text(), "no grid while the cell runs", 4)
    assert book.is_running(running)
    said = grid.text()
    for word in ("value", "int64", "no rows yet", "2 columns"):
        assert word in said
    assert any(word in said for word in ("planning", "reading", "computing"))
    book.screenshot("early-grid")
    height = grid.host.evaluate("host => host.offsetHeight")
    book.wait_for_cell(running)
    grid.ready()
    assert grid.rows()[3] == ["3", "3"]
    assert grid.host.evaluate("host => host.offsetHeight") == height
    assert readable_tables(book.page) == 1

    def is_saved() -> bool:
        book.save()
        return "<td" in book.path.read_text()

    # The static table comes behind the cell's end.
    book.until(is_saved, "the saved notebook has no table", 10)


def test_the_stop_button_ends_the_cell(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(10**12).filter(pr.col('value') < 0)", "6 * 7")
    book.run()
    running = book.start()
    grid = Grid(book, 1)
    book.until(lambda: grid.host.count() == 1 and "stop" in grid.text(), "no grid while the cell runs", 4)
    grid.host.get_by_text("stop", exact=True).click()
    book.wait_for_cell(running)
    assert "cancelled" in book.output(1).inner_text()
    assert readable_tables(book.page) == 0
    assert book.run().inner_text().strip().endswith("42")


def _rerun(book: Notebook, index: int) -> tuple[list[int], int]:
    """Run a cell again; returns its heights over the time, and in how many frames the static table was seen."""
    book.cell(index).evaluate(WATCH)
    book.run(index)
    Grid(book, index).ready()
    book.page.wait_for_timeout(1200)
    book.page.evaluate("() => cancelAnimationFrame(window.watching)")
    return book.page.evaluate("() => window.heights"), book.page.evaluate("() => window.flashes")


def test_a_cell_that_runs_again_keeps_its_height_and_flashes_nothing(notebook: Make) -> None:
    slow = SLOW.format(seconds=0.8) + "pr.range(50).select(v=slowly('value'))"
    book = notebook(LOAD, "pr.range(1_000)", slow, "pr.range(5)")
    for _ in range(4):
        book.run()
    for index in (1, 2, 3):
        Grid(book, index).ready()
        book.page.wait_for_timeout(800)
        heights, flashes = _rerun(book, index)
        changes = [height for at, height in enumerate(heights) if at == 0 or height != heights[at - 1]]
        assert max(heights) - min(heights) <= 2, f"cell {index}: {changes}"
        assert flashes == 0
