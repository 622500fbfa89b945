"""Tab and Shift+Tab in a SQL cell, as a person sees them in JupyterLab."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]
COLUMNS = "{'amount': [1.5], 'Order Date': ['2024-01-01'], 'customer': [1], '<img src=x>': [1]}"
DATA = f"{LOAD}\norders = pr.DataFrame({COLUMNS})"


def _at(book: Notebook, column: int) -> Page:
    """Run the first cell, and put the cursor behind so many characters of the last line of the second."""
    book.run()
    book.focus(1)
    book.page.keyboard.press("Control+End")
    book.page.keyboard.press("Home")
    for _ in range(column):
        book.page.keyboard.press("ArrowRight")
    return book.page


def test_tab_offers_columns_and_shift_tab_says_what_they_are(notebook: Make, theme: str) -> None:
    book = notebook(DATA, "%%pyrust\nselect  from orders o")
    page = _at(book, 7)
    page.keyboard.type("o.")
    page.keyboard.press("Tab")
    list_of_items = page.locator(".jp-Completer")
    expect(list_of_items).to_be_visible()
    expect(list_of_items.locator(".jp-Completer-item").first).to_contain_text("amount")
    expect(list_of_items).to_contain_text("Order Date")
    book.screenshot(f"sql-tab-{theme}")
    page.keyboard.press("Enter")
    expect(book.cell(1).locator(".cm-content")).to_contain_text("select o.amount from orders o")
    page.keyboard.press("Shift+Tab")
    tip = page.locator(".jp-Tooltip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("amount: float64")
    book.screenshot(f"sql-shift-tab-{theme}")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("<img src=x>")
    assert tip.locator("img").count() == 0
    book.screenshot(f"sql-table-{theme}")


def test_a_function_shows_its_signature(notebook: Make) -> None:
    book = notebook(DATA, "%%pyrust\nselect date_trunc('day', ) from orders")
    page = _at(book, 25)
    page.keyboard.press("Shift+Tab")
    tip = page.locator(".jp-Tooltip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("date_trunc(")
    book.screenshot("sql-function")
