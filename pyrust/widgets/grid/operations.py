"""The operations of a grid: what a page asks it, each checked and answered about the rows that the page means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pyrust._core import DataFrame, View
from pyrust.widgets.bounds import shortened, whole, window
from pyrust.widgets.channel import Ask, Buffers, StaleError
from pyrust.widgets.first_page import FirstPage
from pyrust.widgets.pump import PUMP
from pyrust.widgets.shelf import SHELF
from pyrust.widgets.states import State, States, computes, is_broken
from pyrust.widgets.widget import PyrustWidget

_MOST_ROWS = 5_000
_MOST_COLUMNS = 512
_MOST_TOTAL = 2**53


class GridOperations(PyrustWidget):
    """The rows of a grid, and how its page asks for them.

    Attributes:
        frame: what it shows.
        names: the names of its columns.
    """

    frame: DataFrame
    names: list[str]

    _native: View | None
    _first: FirstPage | None
    _states: States
    _quick: ClassVar[frozenset[str]] = frozenset({"sync", "cancel", "more", "schema"})

    # --- the rows ------------------------------------------------------------------------------------------

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
        return told(self._newest())

    def _watch(self) -> None:
        """Push progress for as long as the query computes, and its end if nobody was told of it."""
        if (self._native or self._first) and (computes(self._newest()) or not self._states.is_told):
            PUMP.add(self)

    # --- what the page asks --------------------------------------------------------------------------------

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


def told(state: State) -> dict[str, Any]:
    """Put a state as messages carry it."""
    return {"epoch": state["epoch"], "rev": state["rev"], "status": state}
