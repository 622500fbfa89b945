"""Any row of any table: sixty million rows of a file, a billion of a range, two thousand columns."""

from collections.abc import Callable
from pathlib import Path

from ui.files import MILLION
from ui.grid import Grid, number_in
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]


def test_jump_to_row_fifty_million_of_a_file(notebook: Make, long_file: Path) -> None:
    book = notebook(LOAD, f"pr.read_parquet({str(long_file)!r})")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    assert number_in(grid.text(), r"of ([\d ]+)") == 60 * MILLION
    grid.go_to(50 * MILLION)
    grid.ready()
    rows = grid.rows()
    assert rows[50 * MILLION] == [str(50 * MILLION), "0", "A"]
    assert all(cells[0] == str(row) for row, cells in rows.items())
    grid.until(lambda: grid.cut_numbers() == [], "numbers are cut", 3)
    book.screenshot("row-50-million")


def test_the_wheel_moves_as_many_rows_at_a_billion_as_at_the_top(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(1_000_000_000)")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    start = grid.settle()
    grid.wheel(5)
    at_the_top = grid.settle() - start
    assert at_the_top > 10
    for place in (123_456_789, 999_990_000):
        grid.go_to(place)
        before = grid.settle()
        grid.wheel(5)
        assert grid.settle() - before == at_the_top
        grid.wheel(-5)
        assert grid.settle() == before
    grid.press("Control+End")
    grid.settle()
    grid.ready()
    rows = grid.rows()
    assert max(rows) == 999_999_999
    assert all(cells == [str(row)] for row, cells in rows.items())
    grid.until(lambda: grid.cut_numbers() == [], "numbers are cut", 3)
    book.screenshot("billion")


def test_two_thousand_columns_scroll(notebook: Make) -> None:
    book = notebook(LOAD, "pr.DataFrame({f'c{i}': [i, i + 1] for i in range(2_000)})")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    grid.press("ArrowDown", "End")
    book.until(lambda: "c1999" in grid.text(), "the last column did not come in sight")
    grid.ready()
    assert grid.rows()[1][-1] == "2000"
    drawn = grid.host.evaluate("host => host.shadowRoot.querySelectorAll('.c').length")
    assert drawn < 2_000
    book.screenshot("two-thousand-columns")


def test_a_grid_keeps_its_place_when_its_cell_runs_again(notebook: Make) -> None:
    book = notebook(LOAD, "df = pr.range(100_000)\ndf")
    book.run()
    book.run()
    Grid(book, 1).ready().go_to(70_000)
    before = Grid(book, 1).settle()
    book.page.wait_for_timeout(900)
    book.run(1)
    again = Grid(book, 1).ready()
    assert again.settle() == before
    assert again.host.count() == 1
