"""The shelf: which grids are alive, which cell showed each, and which of them may keep their rows.

A browser does not say when an output is gone, and zero views may mean a tab that comes back. So a grid ends
when its cell shows something else, and beyond a budget the one unused for longest drops its rows.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

from pyrust._options import options
from pyrust.widgets import _host

if TYPE_CHECKING:
    from pyrust.widgets.grid import Grid
    from pyrust.widgets.grid.remembered import Remembered
    from pyrust.widgets.widget import PyrustWidget


class Shelf:
    """The grids of this process. There is one: `SHELF`."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.RLock()
        # Those with rows, in the order of their last use. Weak: ipywidgets keeps a grid until it is closed, not we.
        self._used: dict[int, weakref.ref[Grid]] = {}
        self._shown: dict[str, list[tuple[str | None, weakref.ref[PyrustWidget]]]] = {}
        self._grids: weakref.WeakSet[Grid] = weakref.WeakSet()
        # By cell: what its last grid has left, where the runs since have shown none.
        self._left: dict[str, Remembered] = {}

    def keep(self, grid: Grid) -> None:
        """Count a new grid, and drop the rows of the ones that are too many."""
        self._grids.add(grid)
        self.touch(grid)
        with self._lock:
            alive = [found for ref in self._used.values() if (found := ref()) is not None and found.has_data]
            # The others come back with their next use.
            self._used = {id(found): weakref.ref(found) for found in alive}
        for old in alive[: max(0, len(alive) - options.display.grids_with_data)]:
            old.drop_data()

    def touch(self, grid: Grid) -> None:
        """Note that a grid has just been used."""
        with self._lock:
            self._used.pop(id(grid), None)
            self._used[id(grid)] = weakref.ref(grid)

    def drop(self, widget: PyrustWidget) -> None:
        """Forget a widget that is closed."""
        with self._lock:
            self._used.pop(id(widget), None)
            self._grids.discard(widget)
            for cell, entries in list(self._shown.items()):
                entries[:] = [entry for entry in entries if entry[1]() not in (None, widget)]
                if not entries:
                    del self._shown[cell]

    def frames(self) -> list[tuple[int, str]]:
        """List the frames that open grids hold, each with what to call the grid."""
        return [(grid.base.frame_id, grid.label) for grid in list(self._grids)]

    def replaced(self) -> Grid | None:
        """Find the first grid that an earlier run of the current cell showed and this run has not replaced yet."""
        cell = _host.current_cell()
        grids = {id(grid): grid for grid in list(self._grids)}
        with self._lock:
            for execution, ref in self._shown.get(cell.cell_id or "", []):
                if execution != cell.execution and (found := grids.get(id(ref()))) is not None:
                    return found
        return None

    def remembered(self) -> Remembered | None:
        """Give what the grid has left that the current cell showed last, be it before runs that failed."""
        if (old := self.replaced()) is not None:
            return old.remembered()
        return self._left.get(_host.current_cell().cell_id or "")

    def show(self, widget: PyrustWidget) -> None:
        """Note that the current cell shows a widget that ends when it shows something else."""
        cell = _host.current_cell()
        if cell.cell_id is not None:
            with self._lock:
                self._shown.setdefault(cell.cell_id, []).append((cell.execution, weakref.ref(widget)))

    def sweep(self) -> None:
        """Close what earlier runs of the current cell showed, if no other does: its output has been cleared."""
        cell = _host.current_cell()
        with self._lock:
            entries = self._shown.get(cell.cell_id or "", [])
            old = [entry for entry in entries if entry[0] != cell.execution]
            entries[:] = [entry for entry in entries if entry[0] == cell.execution]
            kept = {found for shown in self._shown.values() for _, ref in shown if (found := ref()) is not None}
            gone = {found for _, ref in old if (found := ref()) is not None} - kept
        if entries:
            self._left.pop(cell.cell_id or "", None)
        elif grids := [grid for grid in list(self._grids) if grid in gone]:
            # The run has failed or was interrupted, or the cell shows something else for once.
            self._left[cell.cell_id or ""] = grids[0].remembered()
        for widget in gone:
            widget.close()


SHELF = Shelf()
