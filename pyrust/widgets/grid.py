"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, ClassVar

from traitlets import Bytes, Dict, Float, Int, List, Unicode

from pyrust._core import DataFrame, View
from pyrust._options import options
from pyrust.widgets import _host
from pyrust.widgets.bounds import shortened, whole, window
from pyrust.widgets.channel import PROTOCOL, Ask, Buffers, StaleError
from pyrust.widgets.first_page import FirstPage
from pyrust.widgets.pump import PUMP
from pyrust.widgets.shelf import SHELF, fitting
from pyrust.widgets.states import State, States, computes, is_broken
from pyrust.widgets.widget import PyrustWidget

# What travels with the widget of a frame's columns; the page asks for others as they come in sight.
_SCHEMA_COLUMNS = 200
_MOST_ROWS = 5_000
_MOST_COLUMNS = 512
_MOST_TOTAL = 2**53


class Grid(PyrustWidget):
    """A live table over a frame.

    It holds the frame's rows on the Rust side until it is closed, or until many newer grids want the room:
    then it asks for them again when it is next seen.
    """

    grid = Dict().tag(sync=True)
    # The first rows, of the epoch in `status`, or in `grid` as long as that is empty.
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

    _quick: ClassVar[frozenset[str]] = frozenset({"sync", "cancel", "more", "schema", "tools"})
    _writable: ClassVar[frozenset[str]] = frozenset({"ui"})

    def __init__(self, frame: DataFrame, after: Grid | None = None, first: FirstPage | None = None) -> None:
        """Open a frame and wait for its first page.

        Args:
            frame: what to show.
            after: an earlier grid, whose scroll place and widths are taken over as far as they fit.
            first: its first page. If it is not there yet the grid opens without it, and `complete` waits for it.

        Raises:
            PyRustError: the frame cannot be opened or its first rows cannot be computed.
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        self.frame = frame
        # The display hook knows the number of the cell that runs; the shell may count on before it does.
        cell = getattr(getattr(_host.shell(), "displayhook", None), "prompt_count", None)
        # What the inspector calls it: a grid holds its frame when no variable does any longer.
        self.label = "grid" if cell is None else f"grid [{cell}]"
        self.names: list[str] = frame.columns
        self._native: View | None = None
        self._states = States()
        self._first: FirstPage | None = first or FirstPage(frame)
        page = self._take_first() if first is None or first.wait(0) else b""
        ui = fitting(after.latest("ui"), after.names, self.names) if after is not None else {}
        super().__init__("grid", grid=self._shape(after), page=page, ui=ui)
        SHELF.keep(self)
        self._watch()

    def _shape(self, after: Grid | None) -> dict[str, Any]:
        """Say what the page needs to draw the first frame; its state counts as sent."""
        news = self._states.news(self._look)
        before = after._newest() if after is not None else None
        return {
            "protocol": PROTOCOL,
            "columns": View.columns(self.frame, 0, _SCHEMA_COLUMNS),
            "count": len(self.names),
            "status": news[0] if news else self._newest(),
            "rows_visible": options.display.rows_visible,
            # A cell that runs again is as high as it was, before anybody knows how many rows there will be.
            "rows_expected": before["rows"] if before is not None and before["exact"] else None,
        }

    def _take_first(self) -> bytes:
        first, self._first = self._first, None
        self._native, page = first.take() if first is not None else (self._native, self.page)
        return page

    def complete(self) -> None:
        """Wait for the first page of a grid that was opened before it was there.

        Raises:
            PyRustError: its first rows cannot be computed. The grid is closed.
            KeyboardInterrupt: the wait was interrupted; the query is cancelled, the grid closed.
        """
        if self._first is None:
            return
        try:
            # Until then the grid may still want to stop it.
            self._first.wait()
            page = self._take_first()
        except BaseException:
            self.close()
            raise
        if self.comm is not None:
            with self.hold_sync():
                self.page, self.status = page, self._newest()
            self._watch()

    def open(self) -> None:
        """Open the comm, with the name the page asks by in the state."""
        self.grid = {**self.grid, "view": self.view}
        super().open()

    # --- what the page asks --------------------------------------------------------------------------------

    def _open_view(self) -> View:
        """Find the rows; open them again if they had been dropped."""
        if self.comm is None:
            raise ValueError("this grid is closed: run its cell again")
        native = self._current()
        if native is None or native.is_dropped:
            native = self._native = View(self.frame)
            # Also where the page is told that the rows it meant are gone: it waits for the new ones.
            self._watch()
        SHELF.touch(self)
        return native

    def _rows_of(self, ask: Ask, read: Callable[[View], Any]) -> Any:
        """Read the rows that a page means. Those of another run are others, though it asks for the same places."""
        native, meant = self._open_view(), (ask.epoch, ask.rev)
        found = read(native) if (native.status()["epoch"], 0) == meant else None
        # A run that has begun anew may have found others meanwhile.
        if (native.status()["epoch"], 0) != meant:
            raise StaleError("these rows were computed anew: they may be others now")
        return found

    def _op_rows(self, ask: Ask, /, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        start, end = window(columns, len(self.names))
        row, asked, stop = whole("first", first), whole("count", count), min(end, start + _MOST_COLUMNS)
        shown, count = list(range(start, stop)), min(asked, _MOST_ROWS)
        page = self._rows_of(ask, lambda rows: rows.page(row, count, shown, ask.look))
        self._watch()
        rows, _, flags = (int.from_bytes(page[at : at + 4], "little") for at in (4, 8, 12))
        cut = "bytes" if flags else "columns" if stop < end else "rows" if rows == _MOST_ROWS < asked else None
        found = {"first": row, "count": rows, "columns": [start, stop], "cut": cut}
        return {"epoch": ask.epoch, "rev": ask.rev, **found}, [page]

    def _op_cell(self, ask: Ask, /, row: int, column: int) -> tuple[dict[str, Any], Buffers]:
        place = whole("row", row), whole("column", column)
        cell = self._rows_of(ask, lambda rows: rows.cell(*place, ask.look))
        cut = "bytes" if cell["cut"] else None
        return {"epoch": ask.epoch, "rev": ask.rev, "text": cell["text"], "kind": cell["kind"], "cut": cut}, []

    def _op_copy(self, ask: Ask, /, first: int, count: int, columns: list[int]) -> tuple[dict[str, Any], Buffers]:
        start, stop = window(columns, len(self.names))
        row, rows = whole("first", first), whole("count", count)
        chosen = list(range(start, stop))
        text = self._rows_of(ask, lambda view: view.copy(row, rows, chosen, ask.look))
        return {"epoch": ask.epoch, "rev": ask.rev, "text": text, "cut": None}, []

    def _op_schema(self, _: Ask, /, first: int, count: int) -> tuple[dict[str, Any], Buffers]:
        start = whole("first", first)
        columns = View.columns(self.frame, start, whole("count", count, _MOST_COLUMNS))
        return {"first": start, "count": len(columns), "columns": columns}, []

    def _op_sync(self, _: Ask, /) -> tuple[dict[str, Any], Buffers]:
        self._watch()
        return {}, []

    def _op_cancel(self, ask: Ask, /) -> tuple[dict[str, Any], Buffers]:
        native, first = self._native, self._first
        # Before its first page there is one run only, and the page may not have heard that it has begun.
        if first is not None:
            first.stop()
        # A word that comes late does not stop the run after the one it meant.
        elif native is not None and native.status()["epoch"] == ask.epoch:
            native.cancel()
        return {}, []

    def _op_more(self, ask: Ask, /, rows: int) -> tuple[dict[str, Any], Buffers]:
        native, wanted = self._open_view(), whole("rows", rows, _MOST_TOTAL)
        status = native.status()
        # Heard twice it means no more than once.
        if status["epoch"] == ask.epoch and status["rows"] < wanted:
            native.resume(wanted)
        self._watch()
        return {}, []

    def _op_retry(self, ask: Ask, /) -> tuple[dict[str, Any], Buffers]:
        state = self._newest()
        if is_broken(state) and state["epoch"] == ask.epoch:
            self._native = None
        self._open_view()
        self._watch()
        return {}, []

    # --- what the kernel tells -----------------------------------------------------------------------------

    def _current(self) -> View | None:
        """Find the rows, as soon as there are any."""
        native, first = self._native, self._first
        return first.native if native is None and first is not None else native

    def _look(self) -> State:
        """See how far the rows are."""
        native, first = self._current(), self._first
        if native is not None and not native.is_dropped:
            found: State = dict(native.status())
        elif first is not None:
            found = first.state()
        else:
            return self._states.last
        error = found["error"]
        return {**found, "rev": 0, "error": error and shortened(error), "progress": found.get("progress")}

    def _newest(self) -> State:
        return self._states.newest(self._look)

    def state(self) -> dict[str, Any]:
        """Tell which rows there are and how far they are: every message says so."""
        return _told(self._newest())

    def _watch(self) -> None:
        """Push progress for as long as the query computes, and its end if nobody was told of it."""
        if (self._native or self._first) and (computes(self._newest()) or not self._states.is_told):
            PUMP.add(self)

    def push(self) -> bool:
        """Send the state if it is another one. Returns whether the query still computes."""
        if self.comm is None or not (self._native or self._first):
            return False
        news = self._states.news(self._look)
        if news is None:
            return computes(self._newest())
        state, before = news
        self.announce("state", after=before, **_told(state))
        if not computes(state):
            _host.on_main(self._note_end)
        return computes(state)

    def _note_end(self) -> None:
        """Keep how the run ended where a saved notebook keeps it. On the main thread: it is a trait."""
        if self.comm is None or self._first is not None:
            return
        state = self._newest()
        with self.hold_sync():
            if state["epoch"] != (self.status or self.grid["status"])["epoch"]:
                self.page = b""
            self.status = state

    # --- its life ------------------------------------------------------------------------------------------

    @property
    def has_data(self) -> bool:
        """Check whether it holds rows on the Rust side."""
        native = self._current()
        return native is not None and not native.is_dropped

    def drop_data(self) -> None:
        """Let go of the rows, not of the page: they are opened again when it asks. A query that computes keeps them."""
        if self._first is None and self._native is not None and not computes(self._newest()):
            self._native = None

    def close(self) -> None:
        """Close the grid and stop its query, if nobody else needs it."""
        SHELF.drop(self)
        self._native = self._first = None
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


def _told(state: State) -> dict[str, Any]:
    """Put a state as messages carry it."""
    return {"epoch": state["epoch"], "rev": state["rev"], "status": state}
