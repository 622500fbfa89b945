"""The rows that a grid shows: those of its frame, sorted and filtered as the newest of its specs says.

A page and Python change the spec; each change has a number, so that nobody takes rows of one view for those of another.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from traitlets import Any as AnyTrait
from traitlets import Bytes, Dict, validate

from pyrust._core import DataFrame, View
from pyrust.widgets import _host
from pyrust.widgets.bounds import shortened
from pyrust.widgets.channel import Ask, StaleError
from pyrust.widgets.grid.described import Description, arranged, check_condition, described, raise_problems
from pyrust.widgets.grid.first_page import FirstPage, first_rows
from pyrust.widgets.grid.history import History
from pyrust.widgets.grid.spec import Spec, checked
from pyrust.widgets.pump import PUMP
from pyrust.widgets.shelf import SHELF
from pyrust.widgets.states import State, States, computes
from pyrust.widgets.widget import PyrustWidget


class Shown(NamedTuple):
    """What a grid shows at one time.

    Attributes:
        native: the rows; None where they have been dropped, or are not there yet.
        history: the specs, of which one is shown.
        described: that spec in words.
    """

    native: View | None
    history: History
    described: Description


class SpecTrait(AnyTrait):
    """The spec as an observable trait: what is read is the newest, also while a cell keeps the trait from being set."""

    def get(self, obj: Any, cls: Any = None) -> Spec:
        """Return the newest spec, as a copy: a changed one takes effect when it is set."""
        del cls  # of whom it is, where there is no object: never here
        return copy.deepcopy(obj._shown.history.spec)


class GridRows(PyrustWidget):
    """The rows of a grid, and which of them it shows.

    Attributes:
        base: the frame.
        names: the names of its columns.
    """

    # The first rows, of the epoch and rev in `status`, or in `grid` as long as that is empty.
    page = Bytes().tag(sync=True)
    # How its run ended: `grid` has the state of the first frame, and is what a notebook saves.
    status = Dict().tag(sync=True)
    # Which view it is: what a page needs to draw its controls.
    view_state = Dict().tag(sync=True)
    grid = Dict().tag(sync=True)
    spec = SpecTrait(help="How the rows are sorted and filtered: a dict that is JSON, which can be set and observed.")

    base: DataFrame
    names: list[str]

    # Replaced whole, so that who reads it needs no lock.
    _shown: Shown
    _first: FirstPage | None
    # What `spec` was last set to from here.
    _noted: Spec | None = None
    _states: States
    _changing: threading.RLock

    def _current(self) -> Shown:
        """Find what is shown, with rows as soon as there are any."""
        shown, first = self._shown, self._first
        return shown._replace(native=first.native) if shown.native is None and first is not None else shown

    def _open(self) -> Shown:
        """Find the rows; open them again if they had been dropped."""
        if self.comm is None:
            raise ValueError("this grid is closed: run its cell again")
        shown = self._current()
        if shown.native is None or shown.native.is_dropped:
            with self._changing:
                shown = self._current()
                if shown.native is None or shown.native.is_dropped:
                    native = arranged(View(self.base), shown.history.spec, shown.described)
                    shown = self._shown = shown._replace(native=native)
            # Also where the page is told that the rows it meant are gone: it waits for the new ones.
            self._watch()
        SHELF.touch(self)
        return shown

    def _open_view(self) -> View:
        native = self._open().native
        assert native is not None
        return native

    def _rows_of(self, ask: Ask, read: Callable[[View], Any]) -> Any:
        """Read the rows that a page means. Those of another run are others, though it asks for the same places."""
        native, history, _ = self._open()
        assert native is not None
        newest(history, ask)
        found = read(native) if native.status()["epoch"] == ask.epoch else None
        # A run that has begun anew may have found others meanwhile.
        if native.status()["epoch"] != ask.epoch:
            raise StaleError("these rows were computed anew: they may be others now")
        return found

    # --- the view ------------------------------------------------------------------------------------------

    def _change(self, make: Callable[[History], History]) -> None:
        """Show another spec. Where the rows cannot be arranged so, nothing changes.

        Args:
            make: makes the next history of the newest; the same one changes nothing.
        """
        with self._changing:
            native, before, _ = self._open()
            assert native is not None
            history = make(before)
            if history is before:
                return
            spec = history.spec
            words = described(self.base, spec)
            if spec["where"] != before.spec["where"]:
                # A condition that has come from another frame is marked, one that somebody writes now is refused.
                check_condition(self.base, spec)
            self._shown = Shown(arranged(native, spec, words), history, words)
        self.announce("view", **self.state(), view=self._view())
        self._watch()
        if threading.current_thread() is threading.main_thread():
            self._note()
        else:
            _host.on_main(self._note)

    def _view(self) -> dict[str, Any]:
        """Say which view it is."""
        _, history, words = self._shown
        undo, redo = history.can_undo, history.can_redo
        return {"rev": history.rev, "spec": history.spec, "described": words, "undo": undo, "redo": redo}

    # --- how far they are ----------------------------------------------------------------------------------

    def _look(self) -> State:
        """See how far the rows are."""
        (native, history, _), first = self._current(), self._first
        if native is not None and not native.is_dropped:
            found: State = dict(native.status())
        elif first is not None:
            found = first.state()
        else:
            found = self._states.last
        error = found["error"]
        return {**found, "rev": history.rev, "error": error and shortened(error), "progress": found.get("progress")}

    def _newest(self) -> State:
        return self._states.newest(self._look)

    def state(self) -> dict[str, Any]:
        """Tell which rows there are and how far they are: every message says so."""
        return told(self._newest())

    def _watch(self) -> None:
        """Push progress for as long as the query computes, and its end if nobody was told of it."""
        if (self._shown.native or self._first) and (computes(self._newest()) or not self._states.is_told):
            PUMP.add(self)

    def push(self) -> bool:
        """Send the state if it is another one. Returns whether the query still computes."""
        if self.comm is None or not (self._shown.native or self._first):
            return False
        news = self._states.news(self._look)
        if news is None:
            return computes(self._newest())
        state, before = news
        self.announce("state", after=before, **told(state))
        if not computes(state):
            _host.on_main(self._note)
        return computes(state)

    def _note(self) -> None:
        """Keep the view and how its run ended where a saved notebook keeps it. On the main thread: these are traits."""
        if self.comm is None or self._first is not None:
            return
        state, noted = self._newest(), self.status or self.grid["status"]
        is_another = (state["epoch"], state["rev"]) != (noted["epoch"], noted["rev"])
        page = self._first_rows(state) if is_another or not self.page else self.page
        with self.hold_sync():
            self.page, self.status, self.view_state = page, state, self._view()
        # A copy, as observers are given it.
        self._noted = copy.deepcopy(self._shown.history.spec)
        self.set_trait("spec", self._noted)

    def _first_rows(self, state: State) -> bytes:
        """Read the page that a saved notebook keeps, if that takes no wait."""
        native, history, _ = self._shown
        if native is None or native.is_dropped or history.rev != state["rev"] or computes(state):
            return b""
        try:
            return first_rows(native, self.names)
        except Exception:
            # Whoever asks for these rows is told why they cannot be read.
            return b""

    @validate("spec")
    def _set_spec(self, proposal: dict[str, Any]) -> Spec:
        """Show another view, unless `_note` sets what is shown already, or was a moment ago."""
        value = proposal["value"]
        if self._noted is not None and value is self._noted:
            return self._noted
        spec = checked(value)
        if spec != self._shown.history.spec:
            raise_problems(self.base, spec)
            self._change(lambda history: history if history.spec == spec else history.changed(spec))
        return spec


def newest(history: History, ask: Ask) -> History:
    """Check that a page means the newest view."""
    if history.rev != ask.rev:
        raise StaleError("the view of these rows has been changed meanwhile")
    return history


def told(state: State) -> dict[str, Any]:
    """Put a state as messages carry it."""
    return {"epoch": state["epoch"], "rev": state["rev"], "status": state}
