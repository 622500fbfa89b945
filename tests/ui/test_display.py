"""A frame as the last line of a cell: rows at once, exact values, nothing of hostile data is run."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect
from ui.grid import Grid, probe, readable_tables
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """A Parquet file with the types one meets every day."""
    count = 1_000
    path = tmp_path / "orders.parquet"
    table = pa.table(
        {
            "order": pa.array(range(count), pa.int64()),
            "customer": [f"Customer#{n % 97:09}" for n in range(count)],
            "price": pa.array([n * 1.25 if n % 10 else None for n in range(count)], pa.float64()),
            "date": pa.array([19_000 + n for n in range(count)], pa.int32()).cast(pa.date32()),
            "comment": ["" if n % 7 == 0 else "carefully final" for n in range(count)],
            "open": [n % 2 == 0 for n in range(count)],
        }
    )
    pq.write_table(table, path)
    return path


def test_rows_of_a_parquet_file_appear(notebook: Make, small_file: Path) -> None:
    book = notebook(LOAD, f"df = pr.read_parquet({str(small_file)!r})\ndf")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    rows = grid.rows()
    assert sorted(rows)[:18] == list(range(18))
    assert rows[3] == ["3", "Customer#000000003", "3.75", "2022-01-11", "carefully final", "false"]
    assert rows[0][2] == "null"
    assert rows[0][4] == '""'
    text = grid.text()
    for said in ("order", "int64", "customer", "string", "price", "float64", "date", "bool", "orders.parquet"):
        assert said in text
    assert readable_tables(book.page) == 1
    book.screenshot("grid")
    book.screenshot("grid-alone", book.output(1))


# A page whose requests for rows are lost on their way.
DEAF = """
const send = WebSocket.prototype.send;
window.lost = 0;
WebSocket.prototype.send = function (data) {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (text.includes('"op":"rows"')) window.lost += 1;
    else send.call(this, data);
};
"""


def test_the_first_rows_travel_with_the_widget(notebook: Make, page: Page, small_file: Path) -> None:
    page.add_init_script(DEAF)
    book = notebook(LOAD, f"pr.read_parquet({str(small_file)!r})")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    book.until(lambda: probe(page).get("painted", 0) > 0, "the grid never said it was painted")
    assert grid.rows()[17][0] == "17"
    # and the page was deaf indeed
    grid.go_to(900)
    assert page.evaluate("() => window.lost") > 0
    assert grid.rows()[900] == [None] * 6


def test_the_result_of_a_sql_cell_is_shown_and_bound(notebook: Make, small_file: Path) -> None:
    query = (
        "%%pyrust -o top\n"
        f"select customer, sum(price) as total from '{small_file}'\n"
        'where "order" < $most group by customer order by total desc'
    )
    book = notebook(LOAD, "most = 500", query, "top.count()")
    for _ in range(3):
        book.run()
    grid = Grid(book, 2).ready()
    assert len(grid.rows()) == 18
    assert book.run().inner_text().strip().endswith("97")
    book.screenshot("sql-cell")


def test_an_error_in_sql_shows_the_line_and_a_caret_and_no_python(notebook: Make, small_file: Path) -> None:
    book = notebook(LOAD, f"%%pyrust\nselect customr\nfrom '{small_file}'")
    book.run()
    book.run()
    said = book.output(1).inner_text()
    assert "select customr" in said
    assert "^" in said
    assert "customer" in said
    assert "Traceback" not in said
    book.screenshot("sql-error")


HOSTILE = """strings = ['<img src=x onerror="window.hacked=1">', '<script>window.hacked=1</script>', "'\\"&<>",
 "a\\u202egpj.exe",
 "tab\\there\\nline", "null", "", None, "\\x00\\x07\\x1b[31m", "x" * 10_000_000, "$a$ `b` \\\\(c\\\\)", "🦀 e\\u0301"]
df = pr.DataFrame({'<b onclick="window.hacked=1">name</b>': strings, "n": list(range(len(strings)))})
df"""


def test_hostile_strings_are_text(notebook: Make, page: Page) -> None:
    book = notebook(LOAD, HOSTILE, "from IPython.display import HTML, display\ndisplay(HTML(df._repr_html_()))")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    rows = grid.rows()
    assert rows[0][0] == '<img src=x onerror="window.hacked=1">'
    assert rows[1][0] == "<script>window.hacked=1</script>"
    assert "\u202e" not in rows[3][0]
    assert "202E" in rows[3][0]
    assert rows[4][0] == "tab⇥here↵line"
    assert (rows[5][0], rows[6][0], rows[7][0]) == ("null", '""', "null")
    assert not any(ord(character) < 32 for character in rows[8][0])
    assert rows[9][0].endswith("…")
    assert len(rows[9][0]) < 300
    assert '<b onclick="window.hacked=1">name</b>' in grid.text()
    book.run()
    assert readable_tables(page) == 2
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.hacked") is None
    injected = "host => host.shadowRoot.querySelectorAll('img, script, b[onclick]').length"
    assert grid.host.evaluate(injected) == 0
    assert book.output(2).locator("img, script, b[onclick]").count() == 0
    book.screenshot("hostile")


def test_a_cell_opens_whole(notebook: Make) -> None:
    book = notebook(LOAD, "pr.DataFrame({'a': ['z' * 5_000]})")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    grid.press("ArrowDown", "Enter")
    book.until(lambda: "z" * 5_000 in grid.text(), "the whole value is not shown")
    book.screenshot("popover")


def test_a_frame_that_cannot_be_shown_is_the_cells_error(notebook: Make) -> None:
    book = notebook(LOAD, "pr.range(1_000).select(pr.col('value').cast('int8').alias('x'))", "pr.range(3).count()")
    book.run()
    said = book.run().inner_text()
    assert "cast" in said
    assert "128" in said
    assert "Traceback" not in said
    assert book.cell(1).locator(".pyrust-live").count() == 0
    assert said.count("cast:") == 1
    assert book.run().inner_text().strip().endswith("3")
    book.screenshot("failed-query")


def test_an_error_that_comes_later_stands_over_the_rows(notebook: Make) -> None:
    later = "select value, 10 / (500000 - value) as q from t"
    book = notebook(LOAD, f"pr.sql({later!r}, t=pr.range(1_000_000))")
    book.run()
    book.run()
    host = book.cell(1).locator(".pyrust-live")
    book.until(lambda: "the divisor is 0" in _words(host), "the error is not shown")
    assert len(Grid(book, 1).rows()) == 18
    book.screenshot("failed-later")


def test_an_output_widget_takes_a_frame_as_one_output(notebook: Make) -> None:
    appended = "import ipywidgets\nout = ipywidgets.Output()\ndisplay(out)\nout.append_display_data(pr.range(50))"
    book = notebook(LOAD, appended)
    book.run()
    book.run()
    book.until(lambda: Grid(book, 1).rows().get(3) == ["3"], "the grid has no rows")
    assert readable_tables(book.page) == 1


def test_the_inspector_shows_frames_and_counts(notebook: Make) -> None:
    book = notebook(LOAD, "df = pr.DataFrame({'a': list(range(200_000))})\nother = df", "pr.inspect()")
    for _ in range(3):
        book.run()
    host = book.cell(2).locator(".pyrust-live")
    expect(host).to_be_visible()
    book.until(lambda: "other" in host.inner_text() or "other" in _words(host), "the frame's names are not shown")
    words = _words(host)
    assert "df" in words
    assert "×" in words
    book.screenshot("inspector")


def _words(host: object) -> str:
    return str(host.evaluate("host => host.shadowRoot.textContent"))
