"""The bar in the output of a cell whose call takes long."""

import json
from collections.abc import Callable

from ui.notebook import LOAD, Notebook

Make = Callable[..., Notebook]

SLOW = "pr.range(10**12).filter((pr.col('value') * 7) % 11 == 12).collect()"


def test_a_slow_call_has_a_bar_and_a_button_that_stops_it(notebook: Make, theme: str) -> None:
    book = notebook(LOAD, SLOW, "6 * 7")
    book.run()
    running = book.start()
    bar = book.cell(1).locator(".pyrust-live")
    bar.get_by_text("reading").wait_for(timeout=10_000)
    bar.get_by_text("collect", exact=True).wait_for()
    book.screenshot(f"progress-{theme}")
    bar.get_by_text("stop", exact=True).click()
    book.wait_for_cell(running)
    assert "CancelledError" in book.output(1).inner_text()
    assert book.cell(1).locator(".pyrust-live").count() == 0
    assert book.run().inner_text().strip().endswith("42")
    book.save()
    saved = json.loads(book.path.read_text())
    shown = [output for output in saved["cells"][1]["outputs"] if output["output_type"] != "error"]
    assert [output["data"] for output in shown] == [{}]
