"""A grid that sorts, filters and finds over a real kernel: what is clicked and typed is what its rows are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from ui.grid import Grid
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]
# 10,000 rows; `n` counts down, `k` has ten values, `s` a null in every seventh row.
FRAME = """df = pr.DataFrame({
    'n': [10_000 - i for i in range(10_000)],
    'k': [i % 10 for i in range(10_000)],
    's': [None if i % 7 == 0 else f'name {i % 100}' for i in range(10_000)],
})
grid = df.view()
grid"""


@pytest.fixture
def book(notebook: Make) -> Notebook:
    """A notebook with a grid in its second cell, and a third one."""
    book = notebook(LOAD, FRAME, "print(grid.spec, grid.frame.row(0))")
    book.run()
    book.run()
    Grid(book, 1).ready().use_tools()
    return book


def _header(grid: Grid, name: str) -> Locator:
    return grid.host.locator(".h", has=grid.page.locator(f"b:text-is('{name}')"))


def _chips(grid: Grid) -> list[str]:
    return [text.replace("\u00a0", " ") for text in grid.host.locator(".chip .word:first-child").all_inner_texts()]


def _first(grid: Grid) -> list[str]:
    return grid.ready().rows().get(0, [])


def _column(grid: Grid, column: int) -> list[str]:
    return [row[column] for row in grid.ready().rows().values()]


def test_a_header_sorts_and_the_rows_follow(book: Notebook) -> None:
    grid = Grid(book, 1)
    _header(grid, "n").locator("b").click()
    grid.until(lambda: _first(grid)[:1] == ["1"], "the rows are not sorted")
    expect(_header(grid, "n")).to_have_attribute("aria-sort", "ascending")
    _header(grid, "k").locator("b").click(modifiers=["Shift"])
    _header(grid, "n").locator("b").click()
    grid.until(lambda: _first(grid)[:1] == ["10000"], "the rows are not sorted the other way")
    book.screenshot("grid-sorted")
    assert "'descending': True" in book.run(2).inner_text()
    grid.press("Control+z", "Control+z", "Control+z")
    grid.until(lambda: grid.host.locator("[aria-sort]").count() == 0, "it is still sorted")
    grid.until(lambda: _first(grid)[:2] == ["10000", "0"], "the rows are not as they were")


def test_filters_are_made_changed_and_counted(book: Notebook) -> None:
    grid = Grid(book, 1)
    grid.press("ArrowDown", "ArrowRight", "+")
    for key in ("3", "Tab", "4", "Enter"):
        grid.page.keyboard.press(key)
    grid.until(lambda: "of 2000 · from 10" in grid.text().replace("\u2009", ""), "the rows are not counted")
    assert len(_chips(grid)) == 1
    assert grid.first_row == 0
    grid.press("ArrowRight", "+")
    values = grid.host.locator(".values label")
    expect(values.first).to_be_visible()
    assert grid.page.locator(".values .null").count() == 1
    book.screenshot("grid-values")
    grid.page.locator(".values label", has_text="null").click()
    grid.page.keyboard.press("Enter")
    grid.until(lambda: len(_chips(grid)) == 2, "there is no second filter")
    grid.until(lambda: _column(grid, 2)[:1] == ["null"], f"the rows are {grid.rows()}")
    grid.host.locator(".chip .word:last-child").first.click()
    grid.until(lambda: len(_chips(grid)) == 1, "the filter is not removed")
    assert "'in'" in book.run(2).inner_text()


def test_a_condition_and_a_search(book: Notebook) -> None:
    grid = Grid(book, 1)
    grid.press("w")
    grid.page.keyboard.type("n <= 10 an k > 3")
    grid.page.keyboard.press("Enter")
    wrong = grid.host.locator("pre.wrong:visible")
    expect(wrong).to_contain_text("^")
    book.screenshot("grid-wrong-condition")
    grid.page.keyboard.press("Control+a")
    grid.page.keyboard.type("n <= 10 and k > 3")
    grid.page.keyboard.press("Enter")
    grid.until(lambda: "of 6 " in grid.text() or "of 6\n" in grid.text(), "the condition does nothing")
    assert _chips(grid) == ["where n <= 10 and k > 3"]
    grid.press("/")
    grid.page.keyboard.type("NAME 97")
    grid.page.keyboard.press("Enter")
    grid.until(lambda: len(_chips(grid)) == 2, "the search is no chip")
    grid.until(lambda: _column(grid, 2) == ["name 97"], f"the rows are {grid.rows()}")


def test_find_goes_over_all_rows_and_cells_are_kept(book: Notebook) -> None:
    grid = Grid(book, 1)
    grid.press("f")
    grid.page.keyboard.type("name 55")
    grid.page.keyboard.press("Enter")
    grid.until(lambda: grid.host.locator(".c.active").inner_text() == "name 55", "it is not found")
    grid.press("=")
    grid.until(lambda: len(_chips(grid)) == 1, "the value is not kept")
    grid.until(lambda: set(_column(grid, 2)) == {"name 55"}, f"the rows are {grid.rows()}")
    grid.press("Control+z")
    grid.until(lambda: _chips(grid) == [], "that was not undone")


def _beside_a_cell(notebook: Make) -> tuple[Notebook, Grid, int]:
    """Open a grid, and start a cell that runs for longer than any test."""
    book = notebook(LOAD, FRAME, "import time\ntime.sleep(100)")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    return book, grid, book.start()


def test_it_does_all_that_while_a_cell_runs(notebook: Make) -> None:
    book, grid, busy = _beside_a_cell(notebook)
    grid.use_tools()
    _header(grid, "n").locator("b").click()
    grid.until(lambda: _first(grid)[:1] == ["1"], "the rows are not sorted")
    assert book.is_running(busy), "the cell ended before the grid was sorted"
    book.interrupt(busy)


def test_python_changes_the_view_of_the_page(notebook: Make) -> None:
    book = notebook(LOAD, FRAME, "grid.spec = {'where': 'n < 5'}")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    height = grid.host.bounding_box()
    book.run()
    grid.until(lambda: _chips(grid) == ["where n < 5"], "the page does not show it")
    grid.until(lambda: len(grid.ready().rows()) == 4, "the rows are others")
    after = grid.host.bounding_box()
    assert height is not None
    assert after is not None
    assert after["height"] == height["height"], "a filter takes rows away, and no room"


def test_the_tools_are_in_no_notebook(book: Notebook) -> None:
    book.save()
    text = book.path.read_text(encoding="utf-8")
    assert "find a value" not in text
    assert len(text) < 200_000


def test_a_condition_is_completed_from_the_keyboard_while_a_cell_runs(notebook: Make) -> None:
    book, grid, busy = _beside_a_cell(notebook)
    grid.press("w")
    grid.page.keyboard.type("s = ")
    offer = grid.host.locator(".offer [role=option]")
    expect(offer.first).to_contain_text("'name ")
    book.screenshot("grid-completion")
    grid.page.keyboard.press("ArrowDown")
    grid.page.keyboard.press("Enter")
    grid.page.keyboard.type(" an")
    expect(offer.first.locator("span")).to_have_text("AND")
    grid.page.keyboard.press("Tab")
    grid.page.keyboard.type(" k")
    expect(offer.first.locator("span")).to_have_text("k")
    grid.page.keyboard.press("Escape")
    grid.page.keyboard.type(" >= 0")
    grid.page.keyboard.press("Enter")
    grid.until(lambda: len(_chips(grid)) == 1, f"there is no chip: {grid.text()[:200]}")
    grid.until(lambda: len(set(_column(grid, 2))) == 1, f"the rows are {grid.rows()}")
    assert book.is_running(busy)
    book.interrupt(busy)


def test_a_view_outlives_a_run_that_is_interrupted_and_is_saved_with_its_rows(notebook: Make) -> None:
    shown = "import time\ntime.sleep(globals().get('pause', 0))\ndf"
    book = notebook(LOAD, FRAME.replace("grid = df.view()\ngrid", "None"), shown, "pause = 60", "pause = 0")
    for _ in range(3):
        book.run()
    grid = Grid(book, 2).ready()
    grid.press("w")
    grid.page.keyboard.type("n <= 3")
    grid.page.keyboard.press("Enter")
    grid.until(lambda: len(grid.ready().rows()) == 3, f"the rows are {grid.rows()}")
    book.run(3)
    running = book.start(2)
    book.page.wait_for_timeout(500)
    book.interrupt(running)
    book.run(4)
    book.run(2)
    grid = Grid(book, 2)
    grid.until(lambda: _chips(grid) == ["where n <= 3"], "the condition is gone")
    grid.until(lambda: len(grid.ready().rows()) == 3, f"the rows are {grid.rows()}")
