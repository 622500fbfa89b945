"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from traitlets import Bytes, Dict, Float, Int, List, Unicode

from pyrust._core import DataFrame, View
from pyrust._options import options
from pyrust.widgets import _host
from pyrust.widgets.channel import PROTOCOL, Buffers
from pyrust.widgets.pump import PUMP
from pyrust.widgets.shelf import SHELF, fitting
from pyrust.widgets.widget import PyrustWidget

# The first page travels with the widget: a little more than a screen, so that a small scroll needs no request.
_FIRST_ROWS = 40
_FIRST_COLUMNS = 40
_MOST_ROWS = 5_000
_MOST_TOTAL = 2**53
# The states of a run after which its rows can be asked for anew.
_BROKEN = ("failed", "cancelled")


def _whole(name: str, value: Any, most: int | None = None) -> int:
    """Check a number from the page: it comes from outside, and Rust would say it less clearly."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be a whole number from 0 on, got {value!r}")
    return value if most is None else min(value, most)


class Grid(PyrustWidget):
    """A live table over a frame.

    It holds the frame's rows on the Rust side until it is closed, or until many newer grids want the room:
    then it asks for them again when it is next seen.
    """

    grid = Dict().tag(sync=True)
    page = Bytes().tag(sync=True)
    # How its run ended: `grid` has the state of the first frame, and is what a notebook saves.
    status = Dict().tag(sync=True)
    # Scrolling in one page must not move another: the kernel keeps it, and does not send it round.
    ui = Dict(
        per_key_traits={
            "row": Int(min=0),
            "left": Int(min=0),
            "widths": Dict(value_trait=Float(min=0), key_trait=Unicode()),
            "cell": List(Int(min=0), minlen=2, maxlen=2, allow_none=True),
        }
    ).tag(sync=True, echo_update=False)

    _quick: ClassVar[frozenset[str]] = frozenset({"status", "cancel", "more"})
    _writable: ClassVar[frozenset[str]] = frozenset({"ui"})

    def __init__(self, frame: DataFrame, after: Grid | None = None) -> None:
        """Open a frame and wait for its first page.

        Args:
            frame: what to show.
            after: an earlier grid, whose scroll place and widths are taken over as far as they fit.

        Raises:
            PyRustError: the frame cannot be opened or its first rows cannot be computed.
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        self.frame = frame
        # The display hook knows the number of the cell that runs; the shell may count on before it does.
        cell = getattr(getattr(_host.shell(), "displayhook", None), "prompt_count", None)
        # What the inspector calls it: a grid holds its frame when no variable does any longer.
        self.label = "grid" if cell is None else f"grid [{cell}]"
        self._native: View | None = None
        self._pushed: dict[str, Any] | None = None
        state = self._first_state(frame)
        names = [column["name"] for column in state["grid"]["columns"]]
        ui = fitting(after.latest("ui"), after.names, names) if after is not None else {}
        super().__init__(**state, ui=ui, _widget="grid")
        SHELF.keep(self)
        self._watch()

    def _first_state(self, frame: DataFrame) -> dict[str, Any]:
        native = View(frame)
        try:
            state = self._first_page(native)
        except KeyboardInterrupt:
            native.cancel()
            raise
        self._native = native
        return state

    def _first_page(self, native: View) -> dict[str, Any]:
        columns = native.columns
        wide = min(len(columns), _FIRST_COLUMNS)
        page = native.page(0, _FIRST_ROWS, list(range(wide)))
        self._pushed = dict(native.status())
        window = {"first": 0, "count": _rows_of(page), "columns": [0, wide]}
        shape = {"protocol": PROTOCOL, "rows_visible": options.display.rows_visible}
        return {"grid": {**shape, "columns": columns, "status": self._pushed, "page": window}, "page": page}

    def open(self) -> None:
        """Open the comm, with the name the page asks by in the state."""
        self.grid = {**self.grid, "view": self.view}
        super().open()

    # --- what the page asks --------------------------------------------------------------------------------

    def _open_view(self) -> View:
        """Find the rows; open them again if they had been dropped."""
        if self.comm is None:
            raise ValueError("this grid is closed: run its cell again")
        native = self._native
        if native is None:
            native = self._native = View(self.frame)
        SHELF.touch(self)
        return native

    def _op_rows(self, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        started = time.perf_counter()
        native = self._open_view()
        start, stop = _window(columns, len(self.names))
        row = _whole("first", first)
        page = native.page(row, _whole("count", count, _MOST_ROWS), list(range(start, stop)))
        status = native.status()
        self._watch()
        took = round((time.perf_counter() - started) * 1000, 3)
        window = {"first": row, "count": _rows_of(page), "columns": [start, stop]}
        return {**window, "status": status, "ms": took}, [page]

    def _op_cell(self, row: int, column: int) -> tuple[dict[str, Any], Buffers]:
        return dict(self._open_view().cell(_whole("row", row), _whole("column", column))), []

    def _op_copy(self, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        native = self._open_view()
        start, stop = _window(columns, len(self.names))
        return {"text": native.copy(_whole("first", first), _whole("count", count), list(range(start, stop)))}, []

    def _op_status(self) -> tuple[dict[str, Any], Buffers]:
        self._watch()
        return {"status": self._status()}, []

    def _op_cancel(self) -> tuple[dict[str, Any], Buffers]:
        if self._native is not None:
            self._native.cancel()
        return {"status": self._status()}, []

    def _op_more(self, rows: int = 0) -> tuple[dict[str, Any], Buffers]:
        self._open_view().resume(_whole("rows", rows, _MOST_TOTAL))
        self._watch()
        return {"status": self._status()}, []

    def _op_retry(self) -> tuple[dict[str, Any], Buffers]:
        if self._status()["state"] in _BROKEN:
            self._native = None
        self._open_view()
        self._watch()
        return {"status": self._status()}, []

    # --- what the kernel tells -----------------------------------------------------------------------------

    def _status(self) -> dict[str, Any]:
        native = self._native
        return dict(native.status()) if native is not None else dict(self.status or self.grid["status"])

    def _watch(self) -> None:
        """Push progress for as long as the query computes."""
        if self._native is not None and _computes(self._status()):
            PUMP.add(self)

    def push(self) -> bool:
        """Send the status if it has changed. Returns whether the query still computes."""
        native = self._native
        if native is None or self.comm is None:
            return False
        status = dict(native.status())
        if status != self._pushed:
            self._pushed = status
            self.announce("status", status=status)
        if not _computes(status):
            _host.on_main(self._note_end)
        return _computes(status)

    def _note_end(self) -> None:
        """Keep how the run ended where a saved notebook keeps it. On the main thread: it is a trait."""
        if self.comm is not None:
            self.status = self._status()

    # --- its life ------------------------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column["name"] for column in self.grid["columns"]]

    @property
    def has_data(self) -> bool:
        """Check whether it holds rows on the Rust side."""
        return self._native is not None

    def drop_data(self) -> None:
        """Let go of the rows, not of the page: they are opened again when it asks. A query that computes keeps them."""
        native = self._native
        if native is not None and not _computes(native.status()):
            self._native = None

    def close(self) -> None:
        """Close the grid and stop its query, if nobody else needs it."""
        SHELF.drop(self)
        self._native = None
        super().close()

    def __del__(self) -> None:
        """Close quietly: at exit half of the modules may be gone."""
        with contextlib.suppress(Exception):
            self.close()

    # --- without script ------------------------------------------------------------------------------------

    def static_html(self) -> str:
        """Show the head of the table as plain HTML, from the rows the grid itself shows."""
        return self._open_view().html(options.display.rows_static)

    def static_text(self) -> str:
        """Show the head of the table as text."""
        return self._open_view().text(options.display.rows_static)


def _computes(status: Mapping[str, Any]) -> bool:
    """Check whether a query goes on by itself; a paused one waits until somebody asks for more."""
    return status["state"] == "running" and not status["paused"]


def _rows_of(page: bytes) -> int:
    """Count the rows of a page: fewer than were asked for at the end. See docs/protocol.md for the layout."""
    return int.from_bytes(page[4:8], "little")


def _window(columns: Any, total: int) -> tuple[int, int]:
    """Check a range of columns from the page."""
    if not isinstance(columns, (list, tuple)) or len(columns) != 2:
        raise ValueError(f"columns must be [start, stop], got {columns!r}")
    start, stop = _whole("columns[0]", columns[0], total), _whole("columns[1]", columns[1], total)
    return start, max(start, stop)


def static_bundle(frame: DataFrame) -> dict[str, Any]:
    """Show the head of a frame where nobody could use a grid: what one would show, and no widget is left behind."""
    shown = View(frame)
    return {"text/plain": shown.text(options.display.rows_static), "text/html": shown.html(options.display.rows_static)}


def view(frame: DataFrame) -> Grid:
    """Make a live grid that can be put into boxes with other widgets.

    Args:
        frame: a pyrust DataFrame, or anything `pyrust.DataFrame` takes.

    Returns:
        The grid. It is yours: running the cell again does not close it, `close()` does.

    Raises:
        TypeError: If it is not a table.
        PyRustError: If its first rows cannot be computed.

    Example:
        >>> import pyrust as pr
        >>> grid = pr.view({"a": [1, 2]})
        >>> grid.close()
        >>> pr.view(7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: DataFrame: ...
    """
    return Grid(frame if isinstance(frame, DataFrame) else DataFrame(frame))


__all__ = ["Grid", "static_bundle", "view"]
