"""The pump: the one thread that sends what nobody asked for, such as progress and memory figures.

It runs only while a widget has something to send. Only Python's own threads may publish: the kernel keeps a
socket for each thread that ever did, and frees those of foreign threads never.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

from pyrust.widgets import _host


class Source(Protocol):
    """A widget that pushes."""

    period: float

    def push(self) -> bool:
        """Send what is new, if anything. Returns whether there may be more to come."""


class Pump:
    """Calls each of its sources at its own pace. One per process: `PUMP`."""

    def __init__(self) -> None:
        """Make a pump without a thread; it starts with the first source and ends with the last."""
        self._changed = threading.Condition()
        self._due: dict[Source, float] = {}
        self._running = False

    def add(self, source: Source) -> None:
        """Let a source push until it says that there is no more."""
        with self._changed:
            self._due.setdefault(source, time.monotonic() + source.period)
            starts, self._running = not self._running, True
            self._changed.notify()
        # Not under the lock: a thread that starts may collect garbage, and a grid that goes removes itself here.
        if starts:
            threading.Thread(target=self._run, name="pyrust-pump", daemon=True).start()

    def remove(self, source: Source) -> None:
        """Forget a source."""
        with self._changed:
            self._due.pop(source, None)
            self._changed.notify()

    def _run(self) -> None:
        # Pushes belong to no cell, and on ipykernel 7.4 a parent would pin the way back to that parent's shell.
        _host.adopt_parent(None)
        while True:
            with self._changed:
                if not self._due:
                    self._running = False
                    return
                source = min(self._due, key=lambda each: self._due[each])
                wait = self._due[source] - time.monotonic()
                if wait > 0:
                    self._changed.wait(wait)
                    continue
            self._push(source)
            # Not kept over the wait: a closed widget must be free to go.
            del source

    def _push(self, source: Source) -> None:
        try:
            more = source.push()
        except Exception:
            _host.log.debug("pyrust stops pushing after an error", exc_info=True)
            more = False
        with self._changed:
            if not more:
                self._due.pop(source, None)
            elif source in self._due:
                # From now, not from when it was due: a slow moment is not made up for by a burst.
                self._due[source] = time.monotonic() + source.period


PUMP = Pump()
