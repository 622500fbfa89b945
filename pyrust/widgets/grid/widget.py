"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from __future__ import annotations

import contextlib
from typing import Any, ClassVar

from traitlets import Bytes, Dict, Float, Int, List, Unicode

from pyrust._core import DataFrame, View
from pyrust._options import options
from pyrust.widgets import _host
from pyrust.widgets.channel import PROTOCOL
from pyrust.widgets.first_page import FirstPage
from pyrust.widgets.grid.operations import GridOperations, told
from pyrust.widgets.shelf import SHELF, fitting
from pyrust.widgets.states import States, computes

# What travels with the widget of a frame's columns; the page asks for others as they come in sight.
_SCHEMA_COLUMNS = 200


class Grid(GridOperations):
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

    # --- what the kernel tells -----------------------------------------------------------------------------

    def push(self) -> bool:
        """Send the state if it is another one. Returns whether the query still computes."""
        if self.comm is None or not (self._native or self._first):
            return False
        news = self._states.news(self._look)
        if news is None:
            return computes(self._newest())
        state, before = news
        self.announce("state", after=before, **told(state))
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
