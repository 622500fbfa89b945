"""The states of a saved notebook: in each of them exactly one readable table, and no error text of a widget."""

import subprocess
import sys
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Page
from ui.grid import Grid, contrast, readable_tables
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]
FRAME = "df = pr.DataFrame({'a': list(range(100)), 'b': ['x', None] * 50, 'n': [1234567] * 100})\ndf"


@pytest.fixture
def saved(notebook: Make) -> Notebook:
    """A notebook that shows a frame, run and saved."""
    book = notebook(LOAD, FRAME)
    book.run()
    book.run()
    Grid(book, 1).ready()
    book.save()
    return book


def _one_table(book: Notebook) -> None:
    book.until(lambda: readable_tables(book.page) == 1, f"{readable_tables(book.page)} readable tables, not one")
    # and it stays so: a late widget must not join the static table
    book.page.wait_for_timeout(700)
    assert readable_tables(book.page) == 1
    book.until(lambda: _trouble(book.page) == [], f"the page says {_trouble(book.page)}")


def _trouble(page: Page) -> list[str]:
    said = page.locator(".jp-Notebook, body").first.inner_text()
    words = ("model not found", "Error displaying widget", "Loading widget", "[object Object]")
    return [word for word in words if word in said]


def test_live(saved: Notebook) -> None:
    _one_table(saved)
    assert saved.page.locator(".pyrust-live").is_visible()
    saved.screenshot("state-1-live")


def test_reloaded_while_the_kernel_lives(saved: Notebook) -> None:
    saved.open()
    saved.wait_for_kernel()
    _one_table(saved)
    grid = Grid(saved, 1).ready()
    grid.go_to(90)
    assert grid.rows()[90] == ["90", "x", "1234567"]
    saved.screenshot("state-2-reloaded")


def test_reopened_without_its_kernel(saved: Notebook) -> None:
    saved.page.goto("about:blank")
    saved.server.close_sessions()
    saved.open()
    saved.wait_for_kernel()
    _one_table(saved)
    assert saved.page.locator(".pyrust-live").count() == 0
    saved.screenshot("state-3-reopened")


def test_reopened_without_its_kernel_but_with_the_state_of_its_widgets(notebook: Make) -> None:
    """JupyterLab's setting "Save Widget State Automatically": the grid draws from what the notebook holds."""
    frame = "pr.DataFrame({'a': list(range(100)), 'b': ['x', None] * 50})"
    book = notebook(LOAD, frame, frame)
    plugin = "jupyterlab-manager/plugin"
    book.server.set(plugin, {"saveState": True}, scope="@jupyter-widgets")
    try:
        book.open()
        book.wait_for_kernel()
        for at in range(3):
            book.run(at)
        Grid(book, 2).ready()
        book.save()
        book.page.goto("about:blank")
        book.server.close_sessions()
        document = nbformat.read(book.path, 4)
        state = document.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        # One copy of the code for both tables.
        assert len([model for model in state.values() if "bundle" in model["state"]]) == 1
        book.open()
        for at in (1, 2):
            book.until(lambda at=at: Grid(book, at).rows().get(0) == ["0", "x"], "the grid has no rows")
        assert readable_tables(book.page) == 2
        book.screenshot("state-6-widget-state")
    finally:
        book.server.set(plugin, {"saveState": False}, scope="@jupyter-widgets")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_untrusted(saved: Notebook, theme: str) -> None:
    saved.page.goto("about:blank")
    saved.server.close_sessions()
    # a notebook somebody sent: its content was never signed here
    document = nbformat.read(saved.path, 4)
    document.cells[0].source += "\n# sent by a friend"
    document.metadata.pop("signature", None)
    nbformat.write(document, saved.path)
    saved.server.set("apputils-extension/themes", {"theme": theme})
    try:
        saved.open()
        _one_table(saved)
        assert saved.page.locator(".pyrust-live").count() == 0
        assert contrast(saved.page, saved.page.locator(".pyrust-static td").first) > 4.5
        # what the sanitizer leaves of it: no stripes, a line that does not shout, digits apart and whole
        rows = "rows => new Set(rows.map(row => getComputedStyle(row).backgroundColor)).size"
        assert saved.page.locator(".pyrust-static tr").evaluate_all(rows) == 1
        line = "head => getComputedStyle(head).borderBottomColor"
        assert saved.page.locator(".pyrust-static th").first.evaluate(line) == "rgb(153, 153, 153)"
        apart = "cell => [cell.innerText, parseFloat(getComputedStyle(cell.querySelector('span')).marginLeft) > 0]"
        assert saved.page.locator(".pyrust-static td").nth(2).evaluate(apart) == ["1234567", True]
        saved.screenshot(f"state-4-untrusted-{theme.split()[-1].lower()}")
    finally:
        saved.server.set("apputils-extension/themes", {"theme": "JupyterLab Light"})


def test_converted_to_html(saved: Notebook, page: Page) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level", "ERROR", str(saved.path)]
    subprocess.run(command, check=True, cwd=saved.path.parent)
    # the template names a CDN; a reader may be offline, and so are we
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto(saved.path.with_suffix(".html").as_uri(), wait_until="domcontentloaded")
    _one_table(saved)
    page.unroute("**/*")
    saved.screenshot("state-5-nbconvert")
