"""Keys pressed in the grid are the grid's: none of them reaches the notebook's command mode by accident."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from ui.grid import Grid
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]


@pytest.fixture
def book(notebook: Make) -> Notebook:
    """A notebook with a grid in its second cell and one cell below."""
    book = notebook(LOAD, "pr.range(1_000)", "after = 1")
    book.run()
    book.run()
    Grid(book, 1).ready()
    return book


def _cells(book: Notebook) -> int:
    return book.page.locator(".jp-Notebook .jp-Cell").count()


def test_keys_in_the_grid_change_no_cell(book: Notebook) -> None:
    grid = Grid(book, 1)
    before = _cells(book)
    grid.press("d", "d", "a", "b", "x", "m", "y", "0", "0", "Enter", "Escape", "d", "d")
    book.page.wait_for_timeout(300)
    assert _cells(book) == before
    assert book.cell(1).locator(".cm-content").inner_text() == "pr.range(1_000)"
    assert grid.host.is_visible()


def test_arrows_move_a_cursor_and_reach_every_row(book: Notebook) -> None:
    grid = Grid(book, 1)
    grid.press("ArrowDown", "Control+End")
    grid.settle()
    assert max(grid.rows()) == 999
    grid.press("Control+Home")
    assert grid.settle() == 0


def test_escape_gives_the_keyboard_back_to_the_notebook(book: Notebook) -> None:
    grid = Grid(book, 1)
    before = _cells(book)
    grid.press("ArrowDown", "Escape", "Escape")
    inside = "() => document.activeElement?.classList.contains('pyrust-live')"
    assert not book.page.evaluate(inside)
    book.page.keyboard.press("b")
    book.until(lambda: _cells(book) == before + 1, "the notebook did not get the key")


def test_saving_and_running_are_the_notebooks_keys_in_a_grid_too(book: Notebook) -> None:
    grid = Grid(book, 1)
    written = book.path.stat().st_mtime_ns
    grid.press("ArrowDown", "Control+s")
    book.until(lambda: book.path.stat().st_mtime_ns > written, "the notebook was not saved")
    # and one goes on in the grid
    book.page.keyboard.press("ArrowDown")
    assert "row 0" in grid.text()
    book.page.keyboard.press("Control+a")
    book.until(lambda: "1000 cells" in grid.text().replace("\u2009", ""), "the rows are not selected")
    assert book.page.evaluate("() => String(getSelection())") == ""
    before = book.cell(1).locator(".jp-InputPrompt").inner_text()
    book.page.keyboard.press("Shift+Enter")
    book.until(
        lambda: book.cell(1).locator(".jp-InputPrompt").inner_text() not in (before, "[*]:"), "the cell did not run"
    )
    assert not book.page.locator(".pop:popover-open").count()
    expect(book.cell(2)).to_have_class(re.compile("jp-mod-active"))


def test_the_wheel_goes_on_in_the_notebook_at_the_end_of_the_rows(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(30)", *(f"# {n}\n" + "\n" * 12 for n in range(6)))
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    place = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
    grid.press("ArrowDown", "Control+End")
    assert grid.settle() > 0
    start = book.page.evaluate(place)
    grid.wheel(3)
    book.until(lambda: book.page.evaluate(place) > start, "the wheel is trapped in the grid")
