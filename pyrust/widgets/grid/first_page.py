"""The first page of a frame, waited for on a thread of its own, so that its cell can show a grid meanwhile."""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time

from pyrust._core import DataFrame, View
from pyrust.exceptions import CancelledError
from pyrust.widgets.grid.described import arranged, described
from pyrust.widgets.grid.spec import Spec, natural
from pyrust.widgets.states import State

# A little more than a screen, so that a small scroll needs no request.
_ROWS = 40
_COLUMNS = 40
# How long an interrupted wait lets the query let go of its memory before it gives control back.
_LETTING_GO = 0.15
# How often a wait looks for signals.
_LOOK = 0.05


def first_rows(native: View, names: list[str]) -> bytes:
    """Read the page that travels with a grid."""
    return native.page(0, _ROWS, list(range(min(len(names), _COLUMNS))))


class FirstPage:
    """The rows of a frame, sorted and filtered, and the page that travels with its grid.

    Attributes:
        spec: how they are sorted and filtered.
        described: that in words.
        native: the rows by number; None while the query is being planned.
    """

    def __init__(self, frame: DataFrame, spec: Spec | None = None) -> None:
        """Begin; nothing is waited for yet."""
        self.spec = natural() if spec is None else spec
        self.described = described(frame, self.spec)
        self.native: View | None = None
        self._page = b""
        self._error: BaseException | None = None
        self._stopped = False
        self._began = time.monotonic()
        self._done = threading.Event()
        # In the context of the cell: what the query is called is found there.
        work = contextvars.copy_context().run
        threading.Thread(target=work, args=(self._fetch, frame), name="pyrust-first-page", daemon=True).start()

    def _fetch(self, frame: DataFrame) -> None:
        try:
            native = arranged(View(frame), self.spec, self.described)
            self.native = native
            if self._stopped:
                native.cancel()
            self._page = first_rows(native, frame.columns)
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the page is there or cannot be. Returns whether either has happened.

        Raises:
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        try:
            if seconds is not None:
                return self._done.wait(seconds)
            # A signal that comes just before a thread falls asleep does not wake it.
            while not self._done.wait(_LOOK):
                pass
            return True
        except KeyboardInterrupt:
            self.stop()
            self._done.wait(_LETTING_GO)
            raise

    def take(self) -> tuple[View, bytes]:
        """Wait for the page and return it with the rows it is of.

        Raises:
            PyRustError: the frame cannot be opened or its first rows cannot be computed.
            KeyboardInterrupt: the wait was interrupted; the query is cancelled.
        """
        self.wait()
        error, self._error = self._error, None
        try:
            if error is not None:
                raise error
            if self.native is None:
                raise CancelledError("show: stopped before its first rows came")
            return self.native, self._page
        finally:
            # Else the error would hold itself, by its traceback, until the collector comes.
            del error

    def stop(self) -> None:
        """Cancel the query, or let it not begin."""
        self._stopped = True
        native = self.native
        if native is not None:
            with contextlib.suppress(Exception):
                native.cancel()

    def state(self) -> State:
        """Describe how far it is while there is no view to ask."""
        seconds = round(time.monotonic() - self._began, 3)
        state = {"epoch": 0, "rows": 0, "exact": False, "state": "planning", "paused": False, "source": ""}
        return {
            **state,
            "total": 0,
            "total_exact": False,
            "stopped": False,
            "ordered": True,
            "seconds": seconds,
            "error": None,
        }
