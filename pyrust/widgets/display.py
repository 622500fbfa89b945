"""How a frame or a widget of ours becomes the output of a cell.

JupyterLab and Notebook never fall back from a dead widget to the HTML beside it in one bundle. So there the
static table is an output of its own, published first, and the widget is the cell's result; the static one's
style sheet hides whichever of the two is not wanted. A reader without script, without a kernel, or without
trust sees the static table. Everywhere else both are in one bundle. What cannot be shown fails its cell.

A frame whose first rows take longer than a moment is shown before they are there: its grid says how far the query is
and can stop it, while the cell waits. The static table is filled in afterwards, so these outputs are displays that
can be updated, and not the cell's result.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

from IPython.core.formatters import BaseFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import publish_display_data

from pyrust._core import DataFrame, View
from pyrust._options import options
from pyrust.exceptions import _in_words
from pyrust.widgets import _display, _host
from pyrust.widgets.grid import Grid
from pyrust.widgets.grid.first_page import FirstPage
from pyrust.widgets.grid.text import brief
from pyrust.widgets.inspector import Inspector
from pyrust.widgets.shelf import SHELF
from pyrust.widgets.widget import PyrustWidget

Bundle = dict[str, Any]

# Seconds in which most frames have their first page: then one output is enough, and the page travels in it.
_AT_ONCE = 0.15
# Rules in JupyterLab's and Notebook's words for an output. The first hides the static table while the next
# output holds a live root of ours. The second hides the next output when it is a widget's error text: the class
# `jupyter-widgets` is on the output itself only then. No `:has()` inside `:has()`: browsers drop such a rule.
# The last lets the static table wait for the grid, which is drawn a little later: it would be seen for that long.
_STYLE = (
    "<style>"
    ".jp-OutputArea-child:has(.pyrust-static):has(+ .jp-OutputArea-child .pyrust-live){display:none}"
    ".jp-OutputArea-child:has(.pyrust-static)+.jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets)"
    "{display:none}"
    ".pyrust-static{animation:pyrust-wait .7s}"
    "@keyframes pyrust-wait{from,to{max-height:0;overflow:hidden}}"
    "</style>"
)
# The frame whose HTML has just been made as part of a bundle, and that HTML: the formatter that IPython asks
# next must neither make it again (a failed query would run twice) nor add it to an output that has none.
_made = threading.local()


class _Output:
    """An output that is published now and filled in later."""

    def __init__(self, bundle: Bundle) -> None:
        self._name = {"display_id": uuid.uuid4().hex}
        publish_display_data(bundle, transient=self._name)

    def fill(self, bundle: Bundle) -> None:
        publish_display_data(bundle, transient=self._name, update=True)


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
    publish_display_data({"text/plain": text, "text/html": _static(html)})
    # Empty, or readers that know no widgets would show the table twice.
    return {"text/plain": "", **_live(widget)}


def _live(widget: PyrustWidget) -> Bundle:
    return {_host.WIDGET_MIME: widget.get_view_spec()} if widget.comm is not None else {}


def _static(html: str) -> str:
    return f'{_STYLE}<div class="pyrust-static">{html}</div>'


def static_bundle(frame: DataFrame) -> Bundle:
    """Show the head of a frame where nobody could use a grid: what one would show, and no widget is left behind."""
    shown = View(frame)
    # The HTML waits for its rows, so the text has them, too.
    html = shown.html(options.display.rows_static)
    return {"text/plain": brief(frame, shown), "text/html": html}


def _grid_bundle(frame: DataFrame) -> Bundle:
    """Show a frame as a grid, in place of the one that an earlier run of the current cell showed."""
    old, left = SHELF.replaced(), SHELF.remembered()
    first = FirstPage(frame, left.spec_over(frame.columns) if left is not None else None)
    # Where this becomes part of another output it must be whole at once.
    early = not first.wait(_AT_ONCE if _display.publishes() else None)
    grid = Grid(frame, after=left, first=first)
    if old is not None:
        # Not before: until here its rows may have served the new grid, too.
        old.close()
    SHELF.show(grid)
    return _show_early(grid) if early else present(grid)


def _show_early(grid: Grid) -> Bundle:
    """Show a grid whose first page is still to come, and wait for it."""
    table = _Output({"text/plain": "", "text/html": _static("")}) if _host.front_end() == "two" else None
    live = _Output({"text/plain": "", **_live(grid)})
    try:
        grid.complete()
        whole = {"text/plain": grid.static_text(), "text/html": grid.static_html()}
    except BaseException:
        # The error is all that the cell shows.
        for output in filter(None, (table, live)):
            output.fill({"text/plain": ""})
        raise
    if table is not None:
        table.fill({**whole, "text/html": _static(whole["text/html"])})
    else:
        live.fill({**whole, **_live(grid)})
    _display.done()
    return {}


def _frame_bundle(frame: DataFrame) -> Bundle | None:
    host = _host.front_end()
    if host == "none":
        return None
    bundle = static_bundle(frame) if host == "static" else _grid_bundle(frame)
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
            _display.fail(_in_words(error))
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
    _display.watch(shell.display_formatter)
    shell.events.register("post_run_cell", _after_cell)
    # Now, not with the first grid: that may be shown by a cell that runs for long.
    _host.listen()


def unregister(shell: InteractiveShell) -> None:
    """Take exactly our own formatters away again."""
    for formatter, kind, function in _formatters(shell):
        printers: dict[Any, Any] = formatter.type_printers
        if printers.get(kind) is function:
            formatter.pop(kind)
    _display.unwatch(shell.display_formatter)
    if _after_cell in shell.events.callbacks["post_run_cell"]:
        shell.events.unregister("post_run_cell", _after_cell)


def _after_cell(_: object) -> None:
    SHELF.sweep()
