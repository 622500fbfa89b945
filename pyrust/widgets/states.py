"""The states of a view, numbered, so that a page never takes an older one for news and notices one that was lost.

A state is a snapshot: whoever has the newest needs no other. So each may be lost, doubled or late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

State = dict[str, Any]
# What a run says of itself while it goes on, or may.
_LIVE = frozenset({"queued", "planning", "running", "waiting", "cancelling"})
# What it says once it has ended without all of its rows: they can be asked for anew.
_BROKEN = frozenset({"failed", "cancelled"})


class States:
    """The numbers of one view's states.

    >>> states = States()
    >>> states.newest(lambda: {"rows": 1})
    {'rows': 1, 'seq': 1}
    >>> states.newest(lambda: {"rows": 1})["seq"], states.newest(lambda: {"rows": 2})["seq"]
    (1, 2)
    """

    def __init__(self) -> None:
        """Begin before the first."""
        # Held while one looks: of two who do so at once, the later one has the later number.
        self._lock = threading.Lock()
        self._last: State = {"seq": 0}
        self._pushed = 0

    @property
    def last(self) -> State:
        """What was seen last, without its number."""
        return {key: value for key, value in self._last.items() if key != "seq"}

    @property
    def is_told(self) -> bool:
        """Whether what was seen last went to all pages."""
        return bool(self._last["seq"] == self._pushed)

    def newest(self, look: Callable[[], State]) -> State:
        """Look, and give what is seen the next number if it is not what was seen last."""
        with self._lock:
            return self._number(look())

    def news(self, look: Callable[[], State]) -> tuple[State, int] | None:
        """Look likewise, for all pages.

        Returns:
            The state and the number of the one that went to all pages before it; None if that is still the newest.
        """
        with self._lock:
            state = self._number(look())
            if state["seq"] == self._pushed:
                return None
            before, self._pushed = self._pushed, state["seq"]
            return state, before

    def _number(self, found: State) -> State:
        number: int = self._last["seq"]
        if {**found, "seq": number} != self._last:
            self._last = {**found, "seq": number + 1}
        return self._last


def computes(state: State) -> bool:
    """Check whether a query goes on by itself; a paused one waits until somebody asks for more."""
    return state["state"] in _LIVE and not state["paused"]


def is_broken(state: State) -> bool:
    """Check whether a query has ended before all of its rows had come."""
    return state["state"] in _BROKEN
