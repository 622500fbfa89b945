"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from __future__ import annotations

import contextlib
import time
from html import escape
from typing import Any, ClassVar

from traitlets import Bytes, Dict

from pyrust._core import DataFrame, View
from pyrust.options import options
from pyrust.widgets import _host
from pyrust.widgets.channel import PROTOCOL, Buffers, error_object
from pyrust.widgets.pump import PUMP
from pyrust.widgets.shelf import SHELF, fitting
from pyrust.widgets.widget import PyrustWidget

# The first page travels with the widget: a little more than a screen, so that a small scroll needs no request.
_FIRST_ROWS = 40
_FIRST_COLUMNS = 40
_MOST_ROWS = 5_000
_FAILED = {
    "rows": 0,
    "exact": False,
    "state": "failed",
    "paused": False,
    "source": "",
    "ordered": False,
    "seconds": 0.0,
}
_EMPTY = {"protocol": PROTOCOL, "rows_visible": 1, "columns": [], "page": {"first": 0, "count": 0, "columns": [0, 0]}}


def _whole(name: str, value: Any, most: int | None = None) -> int:
    """Check a number from the page: it comes from outside, and Rust would say it less clearly."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} is a whole number from 0 on, not {value!r}")
    return value if most is None else min(value, most)


class Grid(PyrustWidget):
    """A live table over a frame.

    It holds the frame's rows on the Rust side until it is closed, or until many newer grids want the room:
    then it asks for them again when it is next seen.
    """

    grid = Dict().tag(sync=True)
    page = Bytes().tag(sync=True)
    # Scrolling in one page must not move another: the kernel keeps it, and does not send it round.
    ui = Dict().tag(sync=True, echo_update=False)

    _quick: ClassVar[frozenset[str]] = frozenset({"status", "cancel", "more"})
    _writable: ClassVar[frozenset[str]] = frozenset({"ui"})

    def __init__(self, frame: DataFrame, after: Grid | None = None) -> None:
        """Open a frame and wait for its first page.

        An error is kept and shown in the grid, so that the rest of the notebook goes on.

        Args:
            frame: what to show.
            after: an earlier grid, whose scroll place and widths are taken over as far as they fit.

        Raises:
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        self.frame = frame
        self.error: Exception | None = None
        self._native: View | None = None
        self._pushed: dict[str, Any] | None = None
        state = self._first_state(frame)
        names = [column["name"] for column in state["grid"]["columns"]]
        ui = fitting(after.latest("ui"), after.names, names) if after is not None else {}
        super().__init__(**state, ui=ui, _widget="grid")
        SHELF.keep(self)
        self._watch()

    def _first_state(self, frame: DataFrame) -> dict[str, Any]:
        native = None
        try:
            native = View(frame)
            state = self._first_page(native)
            self._native = native
            return state
        except KeyboardInterrupt:
            if native is not None:
                native.cancel()
            raise
        except Exception as error:
            self.error = error.with_traceback(None)
            shown = error_object(error)
            grid = {**_EMPTY, "status": {**_FAILED, "error": shown["message"]}}
            return {"grid": {**grid, "error": {"message": shown["message"], "hint": shown["hint"]}}, "page": b""}

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
        """Find the rows; open them again if they had been dropped or could not be opened at first."""
        if self.comm is None:
            raise ValueError("this grid is closed: run its cell again")
        native = self._native
        if native is None:
            native = self._native = View(self.frame)
            self.error = None
        SHELF.touch(self)
        return native

    def _op_rows(self, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        started = time.perf_counter()
        native = self._open_view()
        start, stop = _window(columns, len(native.columns))
        row = _whole("first", first)
        page = native.page(row, _whole("count", count, _MOST_ROWS), list(range(start, stop)))
        status = native.status()
        self._watch()
        took = round((time.perf_counter() - started) * 1000, 3)
        window = {"first": row, "count": _rows_of(page), "columns": [start, stop]}
        if "error" in self.grid:
            self._recover(native)
        return {**window, "status": status, "ms": took}, [page]

    def _recover(self, native: View) -> None:
        """Tell the page the columns of a frame that could not be opened when the grid was made."""
        first = self._first_page(native)

        def tell() -> None:
            # In one message: the page reads the rows when it hears of the columns.
            with self.hold_sync():
                self.page, self.grid = first["page"], {**first["grid"], "view": self.view}

        _host.on_main(tell)

    def _op_cell(self, row: int, column: int) -> tuple[dict[str, Any], Buffers]:
        return dict(self._open_view().cell(_whole("row", row), _whole("column", column))), []

    def _op_copy(self, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        native = self._open_view()
        start, stop = _window(columns, len(native.columns))
        return {"text": native.copy(_whole("first", first), _whole("count", count), list(range(start, stop)))}, []

    def _op_status(self) -> tuple[dict[str, Any], Buffers]:
        self._watch()
        return {"status": self._status()}, []

    def _op_cancel(self) -> tuple[dict[str, Any], Buffers]:
        if self._native is not None:
            self._native.cancel()
        return {"status": self._status()}, []

    def _op_more(self) -> tuple[dict[str, Any], Buffers]:
        resume = getattr(self._open_view(), "resume", None)
        if resume is not None:
            resume()
        self._watch()
        return {"status": self._status()}, []

    # --- what the kernel tells -----------------------------------------------------------------------------

    def _status(self) -> dict[str, Any]:
        native = self._native
        return dict(native.status()) if native is not None else dict(self.grid["status"])

    def _watch(self) -> None:
        """Push progress for as long as the query runs."""
        if self._native is not None and self._status()["state"] == "running":
            PUMP.add(self)

    def push(self) -> bool:
        """Send the status if it has changed. Returns whether the query still runs."""
        native = self._native
        if native is None or self.comm is None:
            return False
        status = dict(native.status())
        if status != self._pushed:
            self._pushed = status
            self.announce("status", status=status)
        return bool(status["state"] == "running")

    # --- its life ------------------------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column["name"] for column in self.grid["columns"]]

    @property
    def has_data(self) -> bool:
        """Whether it holds rows on the Rust side."""
        return self._native is not None

    def drop_data(self) -> None:
        """Let go of the rows, not of the page: they are opened again when it asks. A running query keeps them."""
        native = self._native
        if native is not None and native.status()["state"] != "running":
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

    def _shown(self) -> View | Exception:
        return self._native or self.error or self._open_view()

    def static_html(self) -> str:
        """Show the head of the table as plain HTML, from the rows the grid itself shows; an error as its text."""
        return _html(self._shown())

    def static_text(self) -> str:
        """Show the head of the table as text; an error as its text."""
        return _text(self._shown())


def _rows_of(page: bytes) -> int:
    """How many rows a page holds: fewer than were asked for at the end. See docs/protocol.md for the layout."""
    return int.from_bytes(page[4:8], "little")


def _window(columns: Any, total: int) -> tuple[int, int]:
    """Check a range of columns from the page."""
    if not isinstance(columns, (list, tuple)) or len(columns) != 2:
        raise ValueError(f"columns is [start, stop], not {columns!r}")
    start, stop = _whole("columns[0]", columns[0], total), _whole("columns[1]", columns[1], total)
    return start, max(start, stop)


def _html(shown: View | Exception) -> str:
    return (
        f"<pre>{escape(_text(shown))}</pre>"
        if isinstance(shown, Exception)
        else shown.html(options.display.rows_static)
    )


def _text(shown: View | Exception) -> str:
    if not isinstance(shown, Exception):
        return shown.text(options.display.rows_static)
    error = error_object(shown)
    return str(error["message"]) + (f"\nhint: {error['hint']}" if error["hint"] else "")


def static_bundle(frame: DataFrame) -> dict[str, Any]:
    """Show the head of a frame where nobody could use a grid: what one would show, and no widget is left behind."""
    try:
        shown = View(frame)
        return {"text/plain": _text(shown), "text/html": _html(shown)}
    except Exception as error:
        return {"text/plain": _text(error), "text/html": _html(error)}


def view(frame: DataFrame) -> Grid:
    """Make a live grid that can be put into boxes with other widgets.

    Args:
        frame: a pyrust DataFrame, or anything `pyrust.DataFrame` takes.

    Returns:
        The grid. It is yours: running the cell again does not close it, `close()` does.

    Raises:
        TypeError: If it is no table.

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
