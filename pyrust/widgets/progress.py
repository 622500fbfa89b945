"""The bar in the output of a cell whose call takes long, with a stop button; at its end the output is empty."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from IPython.display import publish_display_data
from traitlets import Dict

from pyrust.widgets import _host, code
from pyrust.widgets.channel import Ask, Buffers, LaneName
from pyrust.widgets.widget import PyrustWidget


class ProgressWidget(PyrustWidget):
    """A bar for one call: how far its run is, and a button that stops it."""

    now = Dict().tag(sync=True)

    _lanes: ClassVar[dict[str, LaneName]] = {"cancel": "quick"}

    def __init__(self) -> None:
        """Open the comm."""
        self.run: Any = None
        super().__init__("progress", now={})

    def open(self) -> None:
        """Open the comm, with the name the page asks by in the state."""
        self.now = {"view": self.view, **self.now}
        super().open()

    def show(self, run: Any) -> None:
        """Send how far a run is."""
        self.run, now = run, run.progress
        status = {"state": run.state, "paused": False, "seconds": now.seconds, "progress": now.to_dict()}
        self.announce("progress", what=run.what, status=status, stops=_host.answers_in_cells())

    def _op_cancel(self, _: Ask, /) -> tuple[dict[str, Any], Buffers]:
        if self.run is not None:
            self.run.cancel()
        return {}, []


class CellBar:
    """The output that has the bar while a call lasts: one empty output is all that stays in the notebook."""

    # The output of the cell that runs: its later calls use it again.
    _output: ClassVar[tuple[str | None, str]] = (None, "")

    def __init__(self, ended: Callable[[], None]) -> None:
        """Publish the output; `ended` is told when it is empty again."""
        self._ended = ended
        self._widget = ProgressWidget()
        execution = _host.current_cell().execution
        again = execution is not None and CellBar._output[0] == execution
        if not again:
            CellBar._output = (execution, uuid.uuid4().hex)
        self._publish({"text/plain": "", _host.WIDGET_MIME: self._widget.get_view_spec()}, again)

    def _publish(self, data: dict[str, Any], again: bool) -> None:
        publish_display_data(data, transient={"display_id": CellBar._output[1]}, update=again)

    def update(self, run: Any) -> None:
        """Show how far a run is."""
        self._widget.show(run)

    def end(self) -> None:
        """Empty the output."""
        self._ended()
        self._publish({}, again=True)
        self._widget.close()
        # A notebook is saved with the models that are open.
        code.close("progress")
