"""The one channel between a page and the kernel: requests come in, each gets exactly one reply.

Requests are answered on a few threads of their own, never on the main thread (a cell may hold it) and never
on the thread that received them (it serves every widget of the kernel). Each view has lanes, each of which answers in
order: one for what may wait for rows, one each for what changes the view, lists values and finds a text, one for what
must wait behind none of these, such as `cancel`, and one for what the channel itself has to say, such as that a
request is still being worked on.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pyrust._core import Look
from pyrust.exceptions import CancelledError, ReadError, ResourcesError
from pyrust.widgets import _host
from pyrust.widgets.bounds import shortened, whole

PROTOCOL = 2
LaneName = Literal["rows", "view", "values", "find", "quick", "notes"]
Buffers = list[bytes]
Done = Callable[[], None]

# Slow lanes may hold all threads but one, so that a click on "cancel" always finds a thread.
_THREADS = 6
_IDLE_SECONDS = 20.0
# A request that is not answered by then hears that it is worked on, before its page asks again.
_MOMENT = 0.3
# Nobody waits for the answer to an older one: the page has moved on.
_NEWEST_ONLY = frozenset({"rows", "values", "find"})
_NEVER_SLOW = ("quick", "notes")
_HEAD = ("pyrust", "nonce", "rid", "view", "epoch", "rev", "op")


@dataclass(frozen=True)
class Ask:
    """What an operation is told of its request besides its arguments.

    Attributes:
        epoch: which rows the page means.
        rev: which view of them.
        look: tells when nobody waits for the answer any more.
    """

    epoch: int
    rev: int
    look: Look


class StaleError(Exception):
    """The rows, or the view of them, are no longer those that the page asked for."""


class Endpoint(Protocol):
    """What answers requests: a widget."""

    view: str

    def lane(self, op: str) -> LaneName:
        """Name the lane in which this operation waits for its turn."""

    def answer(self, op: str, arguments: dict[str, Any], ask: Ask) -> tuple[dict[str, Any], Buffers]:
        """Carry out one operation. May raise anything: the channel makes a reply of it."""

    def state(self) -> dict[str, Any]:
        """Tell what every message says: `epoch`, `rev`, and the newest state where there is one."""

    def transmit(self, content: dict[str, Any], buffers: Buffers) -> None:
        """Send one message to the page."""


@dataclass(eq=False)
class _Request:
    endpoint: Endpoint
    content: dict[str, Any]
    done: Done
    # Done instead of the operation: a request that is refused, or something that is not a request of ours.
    instead: Callable[[], None] | None = None
    look: Look = field(default_factory=Look)
    received: float = field(default_factory=time.monotonic)
    assured: bool = False

    @property
    def key(self) -> tuple[Any, Any]:
        return self.content.get("nonce"), self.content.get("rid")

    @property
    def op(self) -> str:
        return str(self.content.get("op"))

    @property
    def order(self) -> int:
        rid = self.content.get("rid")
        return rid if isinstance(rid, int) else 0

    def carry_out(self) -> None:
        if self.instead is not None:
            self.instead()
            return
        started = time.perf_counter()
        arguments = {k: v for k, v in self.content.items() if k not in _HEAD}
        try:
            result, buffers = self.endpoint.answer(self.op, arguments, _asked(self))
            result = {"ok": True, "ms": round((time.perf_counter() - started) * 1000, 3), **result}
        except BaseException as error:  # a reply is owed whatever happened, a panic included
            if self.look.stopped:
                self.supersede()
                return
            result, buffers = {"ok": False, "error": error_object(error)}, []
        self.reply(result, buffers)

    def reply(self, result: dict[str, Any], buffers: Buffers) -> None:
        nonce, rid = self.key
        # A page of another number listens to that only, and must hear that it is refused.
        theirs = self.content.get("pyrust")
        head = {"pyrust": theirs if type(theirs) is int else PROTOCOL, "nonce": nonce, "rid": rid}
        self.endpoint.transmit({**head, **self.endpoint.state(), **result}, buffers)

    def assure(self) -> None:
        """Say that the answer is on its way: no reply, but the page must not take a long wait for a dead kernel."""
        self.reply({"working": True}, [])

    def supersede(self) -> None:
        message = f"a newer request for {self.op} has taken this one's place"
        error = {"type": "Superseded", "message": message, "hint": None, "retry": False}
        self.reply({"ok": False, "error": error}, [])


def error_object(error: BaseException) -> dict[str, Any]:
    """Describe an exception to the page: what it is, what it says, the hint, and whether asking again may help."""
    text, _, hint = str(error).partition("\nhint: ")
    name = "Stale" if isinstance(error, StaleError) else type(error).__name__
    # Where in a condition that somebody wrote.
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    place = {} if line is None else {"line": line, "column": column}
    # A MemoryError or an out-of-range index often says nothing.
    return {
        "type": name,
        "message": shortened(text) or name,
        "hint": shortened(hint) or None,
        "retry": isinstance(error, (CancelledError, ReadError, ResourcesError, OSError, StaleError)),
        **place,
    }


def _asked(request: _Request) -> Ask:
    """Check the head of a request."""
    content, view = request.content, request.content.get("view")
    if content.get("pyrust") != PROTOCOL:
        raise ValueError(f"the page speaks protocol {content.get('pyrust')!r}, the kernel {PROTOCOL}: reload the page")
    if view != request.endpoint.view:
        raise ValueError(f"this is view {request.endpoint.view}, the page asked view {view!r}: run the cell again")
    return Ask(whole("epoch", content.get("epoch")), whole("rev", content.get("rev")), request.look)


_Lane = tuple[int, LaneName]


class Channel:
    """Queues of requests, and the threads that answer them. One per process: `CHANNEL`."""

    def __init__(self) -> None:
        """Make a channel without threads; they start with the first request."""
        self._changed = threading.Condition()
        self._lanes: dict[_Lane, deque[_Request]] = {}
        self._busy: dict[_Lane, _Request] = {}
        self._threads = 0
        self._resting = 0

    def submit(self, endpoint: Endpoint, content: dict[str, Any], done: Done) -> None:
        """Queue a request. Returns at once; `done` is called after its reply has been sent."""
        request = _Request(endpoint, content, done)
        lane: _Lane = (id(endpoint), endpoint.lane(request.op))
        with self._changed:
            begun, queue = self._busy.get(lane), self._lanes.get(lane, deque())
            waiting = [each for each in (begun, *queue) if each is not None and each.instead is None]
            if any((each.key, each.op) == (request.key, request.op) for each in waiting):
                self._note(request, request.assure)
                return
            if request.op in _NEWEST_ONLY:
                rivals = [each for each in waiting if each.op == request.op and each.key[0] == request.key[0]]
                # A retry of an old request may arrive after a newer one.
                newest = max([request, *rivals], key=lambda each: each.order)
                for old in [each for each in (*rivals, request) if each is not newest]:
                    if old is begun:
                        # Its own thread answers it, as soon as it has stopped waiting.
                        old.look.stop()
                        continue
                    if old is not request:
                        queue.remove(old)
                    self._note(old, old.supersede)
                if newest is not request:
                    return
            self._enqueue(lane, request)

    def run(self, endpoint: Endpoint, call: Callable[[], None], done: Done) -> None:
        """Queue a call on the endpoint's quick lane."""
        with self._changed:
            self._enqueue((id(endpoint), "quick"), _Request(endpoint, {}, done, call))

    def _note(self, request: _Request, say: Callable[[], None]) -> None:
        """Answer a request at once, but not from here: this thread only receives."""
        request.instead = say
        self._enqueue((id(request.endpoint), "notes"), request)

    def _enqueue(self, lane: _Lane, request: _Request) -> None:
        self._lanes.setdefault(lane, deque()).append(request)
        if len(self._ready()) > self._resting:
            self._start_thread()
        self._changed.notify()

    def _start_thread(self) -> None:
        if self._threads < _THREADS:
            self._threads += 1
            threading.Thread(target=self._work, name=f"pyrust-channel-{self._threads}", daemon=True).start()

    def _ready(self) -> list[_Lane]:
        """Lanes that have a request, nobody on it, and a thread to spare for it."""
        slow = sum(1 for _, name in self._busy if name not in _NEVER_SLOW)
        return [
            lane
            for lane, queue in self._lanes.items()
            if queue and lane not in self._busy and (lane[1] in _NEVER_SLOW or slow < _THREADS - 1)
        ]

    def _assure_late(self) -> float | None:
        """Queue a word for each request that has waited for a moment. Returns the seconds until one more will have."""
        waiting = [*self._busy.values(), *(each for queue in self._lanes.values() for each in queue)]
        waiting = [each for each in waiting if each.instead is None and not each.assured]
        left = [(each.received + _MOMENT - time.monotonic(), each) for each in waiting]
        for late in (each for seconds, each in left if seconds <= 0):
            late.assured = True
            note = _Request(late.endpoint, late.content, lambda: None, late.assure)
            self._lanes.setdefault((id(late.endpoint), "notes"), deque()).append(note)
        return min((seconds for seconds, _ in left if seconds > 0), default=None)

    def _take(self) -> _Lane | None:
        """Wait for something to do; None after some time without any."""
        deadline = time.monotonic() + _IDLE_SECONDS
        with self._changed:
            while True:
                next_late = self._assure_late()
                if ready := self._ready():
                    break
                remaining = deadline - time.monotonic()
                # While somebody works one stays, to say so where it takes long.
                if remaining <= 0 and (self._resting > 0 or not self._busy):
                    self._threads -= 1
                    return None
                self._resting += 1
                self._changed.wait(max(0.0, remaining) + _MOMENT if next_late is None else next_late)
                self._resting -= 1
            lane = ready[0]
            self._busy[lane] = self._lanes[lane].popleft()
            if self._resting == 0:
                self._start_thread()
            elif lane[1] not in _NEVER_SLOW:
                # Who rests looks when this one will have taken long.
                self._changed.notify()
            return lane

    def _work(self) -> None:
        # On ipykernel 7.0 a thread without a parent message cannot publish; and no reply belongs to a cell.
        _host.adopt_parent(None)
        while (lane := self._take()) is not None:
            try:
                self._busy[lane].carry_out()
            except Exception:
                # The comm was closed or the kernel is going away: there is nobody left to tell.
                _host.log.debug("pyrust could not send a reply", exc_info=True)
            finally:
                self._leave(lane)()

    def _leave(self, lane: _Lane) -> Done:
        """Free a lane. Keeps nothing of its last request: a widget that is closed must be free to go."""
        with self._changed:
            request = self._busy.pop(lane)
            if not self._lanes.get(lane):
                self._lanes.pop(lane, None)
            self._changed.notify()
            return request.done


CHANNEL = Channel()
