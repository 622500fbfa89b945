"""The inspector: what the Rust core holds, live, also while a cell runs."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from traitlets import Dict, Int

from pyrust import _core
from pyrust._calls import answering
from pyrust._memory import memory, snapshot
from pyrust.widgets.channel import Ask, Buffers, LaneName
from pyrust.widgets.pump import PUMP
from pyrust.widgets.widget import PyrustWidget

# How long the pump waits for a first walk.
_MOST_WAIT = 0.02


class Inspector(PyrustWidget):
    """A panel of figures, pushed several times a second for as long as a page shows it."""

    snapshot = Dict().tag(sync=True)
    # Not None makes the page count the views of this model.
    _view_count = Int(0, allow_none=True).tag(sync=True, echo_update=False)

    # The frames that the page lists; the others are counted.
    _most: ClassVar[int] = 100
    # A first look at large frames takes its time: a click on "cancel" does not wait for it.
    _lanes: ClassVar[dict[str, LaneName]] = {"cancel": "quick"}
    _writable: ClassVar[frozenset[str]] = frozenset({"_view_count"})

    _walk: threading.Thread | None = None

    def __init__(self) -> None:
        """Open the panel with the figures of now in it."""
        super().__init__("inspector", snapshot=snapshot(self._most))

    def open(self) -> None:
        """Open the comm, with the name the page asks by in the state."""
        self.snapshot = {**self.snapshot, "view": self.view}
        super().open()

    def written(self) -> None:
        """Start pushing as soon as a page shows the panel, even if the main thread is in a cell."""
        if self.latest("_view_count"):
            PUMP.add(self)

    def push(self) -> bool:
        """Send the figures of now. Returns whether a page still shows the panel."""
        if self.comm is None or not self.latest("_view_count"):
            return False
        # The pump is that of all grids, so a first walk through large frames is done beside it.
        if not _core.memory_is_measured():
            if self._walk is None or not self._walk.is_alive():
                self._walk = threading.Thread(target=_core.memory_snapshot, name="pyrust-walk", daemon=True)
                self._walk.start()
            self._walk.join(_MOST_WAIT)
            if self._walk.is_alive():
                return True
        self.announce("memory", snapshot=snapshot(self._most))
        return True

    def _op_snapshot(self, _: Ask, /) -> tuple[dict[str, Any], Buffers]:
        return {"snapshot": snapshot(self._most)}, []

    def _op_cancel(self, _: Ask, /, run: int) -> tuple[dict[str, Any], Buffers]:
        cancel(run)
        return {}, []

    def static_html(self) -> str:
        """Show the figures of now as a table without script."""
        return memory()._repr_html_()

    def static_text(self) -> str:
        """Show the figures of now as text."""
        return repr(memory())


def cancel(number: int) -> None:
    """Cancel a running query by its number.

    Raises:
        ValueError: no query with this number is running.
    """
    for run in _core.runs(ended=False):
        if run.id == number:
            run.cancel()
            return
    raise ValueError(f"no query with the number {number} is running")


@answering
def inspect() -> Inspector:
    """Open a live panel of what the Rust core holds: bytes, frames and the names that hold them, queries.

    Returns:
        A widget; as the last line of a cell it shows itself.

    Example:
        >>> import pyrust as pr
        >>> panel = pr.inspect()
        >>> panel.close()
    """
    return Inspector()
