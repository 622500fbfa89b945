"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, ClassVar, NamedTuple

from traitlets import Dict, Float, Int, List, Unicode

from pyrust._core import DataFrame, View
from pyrust._options import options
from pyrust.widgets import _host
from pyrust.widgets.channel import PROTOCOL
from pyrust.widgets.grid.code import code
from pyrust.widgets.grid.described import derived, sound
from pyrust.widgets.grid.first_page import FirstPage
from pyrust.widgets.grid.history import History
from pyrust.widgets.grid.operations import GridOperations
from pyrust.widgets.grid.remembered import Remembered
from pyrust.widgets.grid.rows import Shown
from pyrust.widgets.grid.text import brief, within
from pyrust.widgets.shelf import SHELF
from pyrust.widgets.states import States, computes

# What travels with the widget of a frame's columns; the page asks for others as they come in sight.
_SCHEMA_COLUMNS = 200


class Appearance(NamedTuple):
    """How a grid looks, where it is not as the options say.

    Attributes:
        height: how many rows are on screen.
        density: `comfortable` or `compact`.
    """

    height: int | None = None
    density: str = "comfortable"


class Grid(GridOperations):
    """A live table over a frame.

    It holds the frame's rows on the Rust side until it is closed, or until many newer grids want the room:
    then it asks for them again when it is next seen.
    """

    # Scrolling in one page must not move another: the kernel keeps it, and does not send it round.
    ui = Dict(
        per_key_traits={
            "row": Int(min=0),
            "left": Int(min=0),
            "widths": Dict(value_trait=Float(min=0), key_trait=Unicode()),
            "cell": List(Int(min=0), minlen=2, maxlen=2, allow_none=True),
            "height": Int(min=1, allow_none=True),
        }
    ).tag(sync=True, echo_update=False)

    _writable: ClassVar[frozenset[str]] = frozenset({"ui"})

    def __init__(
        self,
        frame: DataFrame,
        after: Remembered | None = None,
        first: FirstPage | None = None,
        look: Appearance | None = None,
    ) -> None:
        """Open a frame and wait for its first page.

        Args:
            frame: what to show.
            after: what an earlier grid has left, which is taken over as far as it fits.
            first: its first page. If it is not there yet the grid opens without it, and `complete` waits for it.
            look: its height and density.

        Raises:
            PyRustError: the frame cannot be opened or its first rows cannot be computed.
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        self.base = frame
        # The display hook knows the number of the cell that runs; the shell may count on before it does.
        cell = getattr(getattr(_host.shell(), "displayhook", None), "prompt_count", None)
        # What the inspector calls it: a grid holds its frame when no variable does any longer.
        self.label = "grid" if cell is None else f"grid [{cell}]"
        self.names: list[str] = frame.columns
        self._states = States()
        self._changing = threading.RLock()
        self._first = first or FirstPage(frame, after.spec_over(self.names) if after is not None else None)
        # Undo goes to the frame as it is.
        history, spec = History(), self._first.spec
        history = history if spec == history.spec else history.changed(spec)
        self._shown = Shown(None, history, self._first.described)
        page = self._take_first() if first is None or first.wait(0) else b""
        ui = after.ui_over(self.names) if after is not None else {}
        super().__init__(
            "grid", grid=self._shape(after, look or Appearance()), page=page, ui=ui, view_state=self._view()
        )
        self._noted = spec
        self.set_trait("spec", spec)
        SHELF.keep(self)
        self._watch()

    def _shape(self, after: Remembered | None, look: Appearance) -> dict[str, Any]:
        """Say what the page needs to draw the first frame; its state counts as sent."""
        news = self._states.news(self._look)
        return {
            "protocol": PROTOCOL,
            "columns": View.columns(self.base, 0, _SCHEMA_COLUMNS),
            "count": len(self.names),
            "status": news[0] if news else self._newest(),
            "rows_visible": look.height or options.display.rows_visible,
            "density": look.density,
            # A cell that runs again is as high as it was, before anybody knows how many rows there will be.
            "rows_expected": after.rows if after is not None else None,
        }

    def _take_first(self) -> bytes:
        first = self._first
        if first is None:
            return bytes(self.page)
        try:
            native, page = first.take()
        finally:
            self._first = None
        with self._changing:
            # Unless it is another view by now.
            if self._shown.native is None:
                self._shown = self._shown._replace(native=native)
            return page if self._shown.history.spec == first.spec else b""

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
                self.page, self.status, self.view_state = page, self._newest(), self._view()
            self._watch()

    def open(self) -> None:
        """Open the comm, with the name the page asks by in the state."""
        self.grid = {**self.grid, "view": self.view}
        super().open()

    # --- from Python ---------------------------------------------------------------------------------------

    @property
    def frame(self) -> DataFrame:
        """The rows that the grid shows, as a lazy frame: sorted and filtered as they are on screen.

        >>> import pyrust as pr
        >>> grid = pr.view({"a": [3, 1, 2]}, sort="a", where="a > 1")
        >>> grid.frame.to_dict()
        {'a': [2, 3]}
        >>> grid.close()
        """
        shown = self._shown
        return derived(self.base, sound(shown.history.spec, shown.described))

    @property
    def sql(self) -> str:
        """The SQL that returns the rows of the grid from a table that is called `df`.

        >>> import pyrust as pr
        >>> grid = pr.view({"a": [3, 1, 2]}, sort="a", where="a > 1")
        >>> print(grid.sql)
        SELECT * FROM df
        WHERE (a > 1)
        ORDER BY "a" NULLS LAST
        >>> grid.close()
        """
        return self.code("sql")

    def code(self, language: str = "python") -> str:
        """Write the code that returns the rows of the grid from a frame that is called `df`.

        Rows that are equal in all keys of the sort are in their own order in the grid; the code does not promise it.

        Args:
            language: `"python"` for verbs of pyrust, `"polars"` or `"sql"`.

        Returns:
            The code.

        Raises:
            ValueError: If there is no such language.

        >>> import pyrust as pr
        >>> grid = pr.view({"a": [3, 1, 2]}, filters=[{"column": "a", "test": "between", "low": 2}])
        >>> print(grid.code())
        import pyrust as pr
        <BLANKLINE>
        (
            df
            .filter(pr.col('a') >= 2)
        )
        >>> grid.code("cobol")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: code: language must be one of sql, python, polars, got 'cobol'
        >>> grid.close()
        """
        return code(language, self._sound(), self.base.schema)

    def undo(self) -> None:
        """Go back to the view before the last change, of the page or of Python; without one, stay.

        >>> import pyrust as pr
        >>> grid = pr.view({"a": [3, 1, 2]}, sort="a")
        >>> grid.undo()
        >>> grid.frame.to_dict()
        {'a': [3, 1, 2]}
        >>> grid.redo()
        >>> grid.frame.to_dict()
        {'a': [1, 2, 3]}
        >>> grid.close()
        """
        self._change(lambda history: history.moved(-1))

    def redo(self) -> None:
        """Change the view again as it was before the last `undo`; without one, stay."""
        self._change(lambda history: history.moved(1))

    # --- its life ------------------------------------------------------------------------------------------

    def remembered(self) -> Remembered:
        """Say what it leaves to the grid that its cell shows next."""
        state = self._newest()
        rows = state["rows"] if state["exact"] else None
        return Remembered(self.names, self._shown.history.spec, self.latest("ui"), rows)

    @property
    def has_data(self) -> bool:
        """Check whether it holds rows on the Rust side."""
        native = self._current().native
        return native is not None and not native.is_dropped

    def drop_data(self) -> None:
        """Let go of the rows, not of the page: they are opened again when it asks. A query that computes keeps them."""
        if self._first is None and self._shown.native is not None and not computes(self._newest()):
            self._shown = self._shown._replace(native=None)

    def close(self) -> None:
        """Close the grid and stop its query, if nobody else needs it."""
        SHELF.drop(self)
        self._shown, self._first = self._shown._replace(native=None), None
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
        """Show the head of the table as a short text; without rows at hand its columns, as it runs no query."""
        native = self._current().native if self.has_data else None
        return brief(self.base, native)

    def _repr_llm_(self) -> str:
        """Describe the frame and the view of it to a program that reads."""
        state, words = self._newest(), ", ".join(self._words())
        rows = f"{state['rows']} of {state['total']}" + ("" if state["exact"] and state["total_exact"] else " so far")
        return within(f"grid: rows {rows}, {words or 'as they are'}\n{self.base._repr_llm_()}")

    def _words(self) -> list[str]:
        """Say what is shown."""
        spec, words = self._sound(), self._shown.described["filters"]
        filters = zip(self._shown.history.spec["filters"], words, strict=True)
        said = [f"{each['column']} {word['words']}" for each, word in filters if each in spec["filters"]]
        said += [f"where {spec['where']}"] if spec["where"] else []
        said += [f"contains {spec['search']}"] if spec["search"] else []
        keys = [key["column"] + (" descending" if key["descending"] else "") for key in spec["sort"]]
        return said + ([f"sorted by {', '.join(keys)}"] if keys else [])
