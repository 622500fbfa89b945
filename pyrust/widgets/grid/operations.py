"""The operations of a grid: what a page asks it, each checked and answered about the rows that the page means."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from pyrust._core import View
from pyrust.widgets.bounds import whole, window
from pyrust.widgets.channel import Ask, Buffers, LaneName
from pyrust.widgets.grid.code import code
from pyrust.widgets.grid.complete import completed
from pyrust.widgets.grid.described import described, sound
from pyrust.widgets.grid.history import History
from pyrust.widgets.grid.rows import GridRows, newest
from pyrust.widgets.grid.spec import Spec, checked, natural
from pyrust.widgets.states import is_broken

_MOST_ROWS = 5_000
_MOST_COLUMNS = 512
_MOST_TOTAL = 2**53
_MOST_VALUES = 200
# The kinds of cells in a page.
_NULL, _BINARY = 2, 8

Answer = tuple[dict[str, Any], Buffers]


class GridOperations(GridRows):
    """What a page may ask of a grid."""

    # The others wait for rows. Whoever looks for a text or through all values of a column waits in a lane of his own.
    _lanes: ClassVar[dict[str, LaneName]] = {
        "sync": "quick",
        "cancel": "quick",
        "more": "quick",
        "schema": "quick",
        "tools": "quick",
        "spec": "quick",
        "code": "quick",
        "complete": "quick",
        "change": "view",
        "undo": "view",
        "redo": "view",
        "keep": "view",
        "values": "values",
        "find": "find",
    }

    # What a page last kept or excluded, and of which view: asked again it has been done.
    _kept: tuple[int, int, int, bool] | None = None

    # --- rows ----------------------------------------------------------------------------------------------

    def _op_rows(self, ask: Ask, /, first: int, count: int, columns: list[int]) -> Answer:
        start, end = window(columns, len(self.names))
        row, asked, stop = whole("first", first), whole("count", count), min(end, start + _MOST_COLUMNS)
        shown, count = list(range(start, stop)), min(asked, _MOST_ROWS)
        page = self._rows_of(ask, lambda rows: rows.page(row, count, shown, ask.look))
        self._watch()
        rows, _, flags = (int.from_bytes(page[at : at + 4], "little") for at in (4, 8, 12))
        cut = "bytes" if flags else "columns" if stop < end else "rows" if rows == _MOST_ROWS < asked else None
        found = {"first": row, "count": rows, "columns": [start, stop], "cut": cut}
        return {"epoch": ask.epoch, "rev": ask.rev, **found}, [page]

    def _op_cell(self, ask: Ask, /, row: int, column: int) -> Answer:
        place = whole("row", row), whole("column", column)
        cell = self._rows_of(ask, lambda rows: rows.cell(*place, ask.look))
        cut = "bytes" if cell["cut"] else None
        return {"epoch": ask.epoch, "rev": ask.rev, "text": cell["text"], "kind": cell["kind"], "cut": cut}, []

    def _op_copy(self, ask: Ask, /, first: int, count: int, columns: list[int]) -> Answer:
        start, stop = window(columns, len(self.names))
        row, rows = whole("first", first), whole("count", count)
        chosen = list(range(start, stop))
        text = self._rows_of(ask, lambda view: view.copy(row, rows, chosen, ask.look))
        return {"epoch": ask.epoch, "rev": ask.rev, "text": text, "cut": None}, []

    def _op_schema(self, _: Ask, /, first: int, count: int) -> Answer:
        start = whole("first", first)
        columns = View.columns(self.base, start, whole("count", count, _MOST_COLUMNS))
        return {"first": start, "count": len(columns), "columns": columns}, []

    def _op_sync(self, _: Ask, /) -> Answer:
        self._watch()
        return {}, []

    def _op_cancel(self, ask: Ask, /) -> Answer:
        (native, history, _), first = self._shown, self._first
        # Before its first page there is one run only, and the page may not have heard that it has begun.
        if first is not None:
            first.stop()
        # A word that comes late does not stop the run after the one it meant.
        elif native is not None and (native.status()["epoch"], history.rev) == (ask.epoch, ask.rev):
            native.cancel()
        return {}, []

    def _op_more(self, ask: Ask, /, rows: int) -> Answer:
        native, wanted = self._open_view(), whole("rows", rows, _MOST_TOTAL)
        status = native.status()
        # Heard twice it means no more than once.
        if (status["epoch"], self._shown.history.rev) == (ask.epoch, ask.rev) and status["rows"] < wanted:
            native.resume(wanted)
        self._watch()
        return {}, []

    def _op_retry(self, ask: Ask, /) -> Answer:
        state = self._newest()
        if is_broken(state) and (state["epoch"], state["rev"]) == (ask.epoch, ask.rev):
            with self._changing:
                self._shown = self._shown._replace(native=None)
        self._open_view()
        self._watch()
        return {}, []

    # --- the view ------------------------------------------------------------------------------------------

    def _op_spec(self, _: Ask, /) -> Answer:
        return {"view": self._view()}, []

    def _op_change(self, ask: Ask, /, spec: Any) -> Answer:
        wanted = checked(spec)

        def change(history: History) -> History:
            # Heard twice it means no more than once.
            if wanted == history.spec:
                return history
            return newest(history, ask).changed(wanted)

        self._change(change)
        return {"view": self._view()}, []

    def _op_undo(self, ask: Ask, /) -> Answer:
        return self._move(ask, -1)

    def _op_redo(self, ask: Ask, /) -> Answer:
        return self._move(ask, 1)

    def _move(self, ask: Ask, by: int) -> Answer:
        self._change(lambda history: history.moved(by) if history.rev == ask.rev else history)
        return {"view": self._view()}, []

    def _op_keep(self, ask: Ask, /, row: int, column: int, negated: bool) -> Answer:
        if not isinstance(negated, bool):
            raise ValueError(f"negated must be true or false, got {negated!r}")
        asked = (ask.rev, whole("row", row), whole("column", column), negated)
        if asked != self._kept:
            cell = self._rows_of(ask, lambda view: view.cell(asked[1], asked[2], ask.look))
            if cell["cut"]:
                raise ValueError("this value is too long for a filter: a megabyte at most")
            self._keep(ask, self.names[asked[2]], cell["text"], cell["kind"], negated)
            self._kept = asked
        return {"view": self._view()}, []

    def _keep(self, ask: Ask, name: str, text: str, kind: int, negated: bool) -> None:
        """Add the filter that a column is, or is not, one value."""
        test: dict[str, Any] = {"test": "in", "values": [text.removeprefix("\\x") if kind == _BINARY else text]}
        added = {"column": name, **({"test": "null"} if kind == _NULL else test), "negated": negated}

        def change(history: History) -> History:
            before = newest(history, ask).spec
            spec = checked({**before, "filters": [*before["filters"], added]})
            if problem := described(self.base, spec)["filters"][-1]["problem"]:
                raise ValueError(f'"{name}" cannot be filtered by this value: {problem}')
            return history.changed(spec)

        self._change(change)

    def _op_values(
        self, ask: Ask, /, column: int, search: str, offset: int, limit: int, filtered: bool = True
    ) -> Answer:
        name, first, most = self._named(column), whole("offset", offset), whole("limit", limit, _MOST_VALUES)
        wanted, spec = _text("search", search), self._sound() if filtered else natural()
        found = self._rows_of(ask, lambda view: view.values(json.dumps(spec), name, wanted, first, most, ask.look))
        values = [{"text": text, "count": count} for text, count in found["values"]]
        return {"epoch": ask.epoch, "rev": ask.rev, "values": values, "distinct": found["distinct"]}, []

    def _op_find(self, ask: Ask, /, text: str, row: int, column: int, backwards: bool) -> Answer:
        wanted, place = _text("text", text), (whole("row", row), whole("column", column))
        # Without a text it only ends a search that goes on.
        found = (
            self._rows_of(ask, lambda view: view.find(wanted, *place, bool(backwards), ask.look)) if wanted else None
        )
        at = {"row": None} if found is None else {"row": found[0], "column": found[1]}
        return {"epoch": ask.epoch, "rev": ask.rev, **at}, []

    def _op_code(self, _: Ask, /, language: str) -> Answer:
        return {"text": code(language, self._sound(), self.base.schema)}, []

    def _op_complete(self, _: Ask, /, text: str) -> Answer:
        return completed(self.base, _text("text", text)), []

    def _sound(self) -> Spec:
        """Give the spec that is shown, without what is off and what does not fit."""
        return sound(self._shown.history.spec, self._shown.described)

    def _named(self, column: int) -> str:
        if whole("column", column) >= len(self.names):
            raise ValueError(f"there is no column {column}, the frame has {len(self.names)}")
        return self.names[column]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, got {value!r}")
    return value
