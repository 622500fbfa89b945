"""How a frame or a widget of ours becomes the output of a cell.

JupyterLab and Notebook never fall back from a dead widget to the HTML beside it in one bundle. So there the
static table is an output of its own, published first, and the widget is the cell's result; the static one's
style sheet hides whichever of the two is not wanted. A reader without script, without a kernel, or without
trust sees the static table. Everywhere else both are in one bundle. What cannot be shown fails its cell.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from IPython.core.formatters import BaseFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import publish_display_data

from pyrust._core import DataFrame
from pyrust.exceptions import _in_words
from pyrust.widgets import _host
from pyrust.widgets.grid import Grid, static_bundle
from pyrust.widgets.inspector import Inspector
from pyrust.widgets.shelf import SHELF
from pyrust.widgets.widget import PyrustWidget

Bundle = dict[str, Any]

# Two rules, in JupyterLab's and Notebook's words for an output. The first hides the static table while the next
# output holds a live root of ours. The second hides the next output when it is a widget's error text: the class
# `jupyter-widgets` is on the output itself only then. No `:has()` inside `:has()`: browsers drop such a rule.
_STYLE = (
    "<style>"
    ".jp-OutputArea-child:has(.pyrust-static):has(+ .jp-OutputArea-child .pyrust-live){display:none}"
    ".jp-OutputArea-child:has(.pyrust-static)+.jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets)"
    "{display:none}"
    "</style>"
)
# The frame whose HTML has just been made as part of a bundle, and that HTML: the formatter that IPython asks
# next must neither make it again (a failed query would run twice) nor add it to an output that has none.
_made = threading.local()


def present(widget: PyrustWidget) -> Bundle:
    """Publish or return the outputs of a widget, as its host wants them."""
    if isinstance(widget, Inspector):
        # Like the grid of a frame it ends when its cell shows something else; a grid from `pr.view` is its maker's.
        SHELF.show(widget)
    host = _host.front_end()
    html, text = widget.static_html(), widget.static_text()
    if host in ("none", "static"):
        return {"text/plain": text, "text/html": html}
    if host == "single":
        return {"text/plain": text, "text/html": html, **_live(widget)}
    static = f'{_STYLE}<div class="pyrust-static">{html}</div>'
    publish_display_data({"text/plain": text, "text/html": static})
    # Empty, or readers that know no widgets would show the table twice.
    return {"text/plain": "", **_live(widget)}


def _live(widget: PyrustWidget) -> Bundle:
    return {_host.WIDGET_MIME: widget.get_view_spec()} if widget.comm is not None else {}


def grid_for_cell(frame: DataFrame) -> Grid:
    """Make the grid that the current cell shows for a frame, in place of the one an earlier run of it showed."""
    old = SHELF.replaced()
    grid = Grid(frame, after=old)
    if old is not None:
        # Not before: until here its rows may have served the new grid, too.
        old.close()
    SHELF.show(grid)
    return grid


def _frame_bundle(frame: DataFrame) -> Bundle | None:
    host = _host.front_end()
    if host == "none":
        return None
    bundle = static_bundle(frame) if host == "static" else present(grid_for_cell(frame))
    _made.last = (frame.frame_id, bundle.get("text/html"))
    return bundle


def _frame_html(frame: DataFrame) -> str | None:
    number, html = getattr(_made, "last", (None, None))
    _made.last = (None, None)
    if number == frame.frame_id:
        return html
    made: str = frame._repr_html_()
    return made


def _or_fail(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let an error of a formatter be the cell's; it has nothing to show then."""

    def made(shown: Any) -> Any:
        try:
            return make(shown)
        except Exception as error:
            _made.last = (getattr(shown, "frame_id", None), None)
            _host.fail(_in_words(error))
            return None

    return made


_FRAME_BUNDLE, _WIDGET_BUNDLE, _FRAME_HTML = (_or_fail(make) for make in (_frame_bundle, present, _frame_html))


def _formatters(shell: InteractiveShell) -> list[tuple[BaseFormatter, type, Callable[[Any], Any]]]:
    display = shell.display_formatter
    if display is None:
        return []
    return [
        (display.mimebundle_formatter, DataFrame, _FRAME_BUNDLE),
        (display.mimebundle_formatter, PyrustWidget, _WIDGET_BUNDLE),
        (display.formatters["text/html"], DataFrame, _FRAME_HTML),
    ]


def register(shell: InteractiveShell) -> None:
    """Let a shell show frames as grids."""
    for formatter, kind, function in _formatters(shell):
        formatter.for_type(kind, function)
    _host.watch_display(shell.display_formatter)
    shell.events.register("post_run_cell", _after_cell)
    # Now, not with the first grid: that may be shown by a cell that runs for long.
    _host.listen()


def unregister(shell: InteractiveShell) -> None:
    """Take exactly our own formatters away again."""
    for formatter, kind, function in _formatters(shell):
        printers: dict[Any, Any] = formatter.type_printers
        if printers.get(kind) is function:
            formatter.pop(kind)
    _host.unwatch_display(shell.display_formatter)
    if _after_cell in shell.events.callbacks["post_run_cell"]:
        shell.events.unregister("post_run_cell", _after_cell)


def _after_cell(_: object) -> None:
    SHELF.sweep()
