"""Dark and light follow the notebook, and every text can be read in both."""

from collections.abc import Callable, Iterator

import pytest
from ui.grid import Grid, contrast
from ui.jupyter import Server
from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]
FRAME = (
    "df = pr.DataFrame({'n': [1, None, 12345678], 'text': ['plain', '', None], 'price': [1.5, float('nan'), 2.25]})\ndf"
)


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def theme(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """Each theme in turn."""
    server.set("apputils-extension/themes", {"theme": request.param})
    yield str(request.param)
    server.set("apputils-extension/themes", {"theme": "JupyterLab Light"})


def test_all_text_of_the_grid_can_be_read(notebook: Make, theme: str) -> None:
    book = notebook(LOAD, FRAME, "pr.inspect()")
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    dark = book.page.evaluate("() => document.body.dataset.jpThemeLight") == "false"
    assert dark == ("Dark" in theme)
    parts = [grid.host.locator(part) for part in (".c", ".c.null", ".c.empty", ".n", ".foot")]
    for part in parts:
        assert part.count(), part
        assert contrast(book.page, part.first) >= 4.5, part
    name = theme.removeprefix("JupyterLab ").lower().replace(" ", "-")
    book.screenshot(f"theme-{name}")
    book.run()
    book.page.wait_for_timeout(500)
    book.screenshot(f"theme-{name}-inspector")


def test_a_change_of_theme_is_followed_at_once(notebook: Make) -> None:
    book = notebook(LOAD, FRAME)
    book.run()
    book.run()
    grid = Grid(book, 1).ready()
    colour = "host => getComputedStyle(host.shadowRoot.querySelector('.c')).color"
    light = grid.host.evaluate(colour)
    book.page.get_by_text("Settings", exact=True).click()
    book.page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    book.page.locator(".lm-Menu-item", has_text="JupyterLab Dark").first.click()
    book.until(lambda: grid.host.evaluate(colour) != light, "the grid kept the light theme's colour")
    assert contrast(book.page, grid.host.locator(".c").first) >= 4.5
    # and every time: the mark for what no theme offers a colour for is never that of the theme before
    for theme in ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Light"):
        book.page.get_by_text("Settings", exact=True).click()
        book.page.locator(".lm-Menu-item", has_text="Theme").first.hover()
        book.page.locator(".lm-Menu-item").get_by_text(theme, exact=True).click()
        book.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{str('Light' in theme).lower()}'")
        book.page.wait_for_timeout(300)
        assert (grid.host.get_attribute("data-dark") is None) == ("Light" in theme)
