"""A front end without a browser: a real kernel in a process of its own, and the messages a notebook sends it.

Every message the kernel publishes is read by one thread, stamped with its time of arrival, and kept.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

Message = dict[str, Any]


@dataclass(frozen=True)
class Arrival:
    """A message and when it came."""

    at: float
    message: Message

    @property
    def kind(self) -> str:
        return str(self.message["msg_type"])

    @property
    def content(self) -> dict[str, Any]:
        return self.message["content"]

    @property
    def parent(self) -> str | None:
        return self.message["parent_header"].get("msg_id")

    @property
    def custom(self) -> dict[str, Any]:
        """What a widget sent to its page; empty for anything else."""
        data = self.content.get("data", {})
        if self.kind == "comm_msg" and data.get("method") == "custom":
            return dict(data["content"])
        return {}

    @property
    def opens_widget(self) -> bool:
        """Whether a widget of ours opens."""
        return self.kind == "comm_open" and "_widget" in self.content["data"]["state"]


class MissingError(AssertionError):
    """What was waited for did not come."""


class FrontEnd:
    """One notebook on one kernel."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.manager = KernelManager()
        self.manager.kernel_cmd = [*command, "-f", "{connection_file}"]  # type: ignore[attr-defined]
        self.manager.start_kernel(env=environment)
        self.nonce = uuid.uuid4().hex[:8]
        self._numbers = itertools.count(1)
        self._arrived = threading.Condition()
        self._open()

    def _open(self) -> None:
        self.arrivals: list[Arrival] = []
        self._stopped = threading.Event()
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        channels = (self.client.get_iopub_msg, self.client.get_shell_msg)
        self._readers = [threading.Thread(target=self._read, args=[channel], daemon=True) for channel in channels]
        for reader in self._readers:
            reader.start()

    def _read(self, receive: Callable[..., Message]) -> None:
        while not self._stopped.is_set():
            try:
                message = receive(timeout=0.1)
            except queue.Empty:
                continue
            with self._arrived:
                self.arrivals.append(Arrival(time.perf_counter(), message))
                self._arrived.notify_all()

    def _shut(self) -> None:
        self._stopped.set()
        for reader in self._readers:
            reader.join()
        self.client.stop_channels()

    def restart(self) -> None:
        self._shut()
        self.manager.restart_kernel(now=True)
        self._open()

    def close(self) -> None:
        self._shut()
        self.manager.shutdown_kernel(now=True)

    # --- waiting -------------------------------------------------------------------------------------------

    def wait(self, wanted: Callable[[Arrival], bool], timeout: float = 20.0) -> Arrival:
        """The first arrival so far or to come that is wanted."""
        deadline, seen = time.perf_counter() + timeout, 0
        with self._arrived:
            while True:
                for arrival in self.arrivals[seen:]:
                    if wanted(arrival):
                        return arrival
                seen = len(self.arrivals)
                if not self._arrived.wait(max(0.0, deadline - time.perf_counter())):
                    raise MissingError(
                        f"nothing of the kind within {timeout} s; came: {[a.kind for a in self.arrivals[-9:]]}"
                    )

    def all(self, wanted: Callable[[Arrival], bool]) -> Iterator[Arrival]:
        """Every arrival so far that is wanted."""
        return (arrival for arrival in list(self.arrivals) if wanted(arrival))

    # --- cells ---------------------------------------------------------------------------------------------

    def start(self, code: str, cell: str | None = None, stdin: bool = True) -> str:
        """Send a cell; do not wait for it. Returns the id of its message."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": stdin, "stop_on_error": True}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else {})
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def ended(self, execution: str, timeout: float = 60.0) -> Arrival:
        """Wait for the end of a cell: its idle status, and its reply, as a notebook does before it sends the next.

        Up to ipykernel 7.3 a message that comes just while the kernel sends a reply can lie unread until another comes.
        """
        self.wait(lambda a: a.parent == execution and a.kind == "execute_reply", timeout)
        return self.idle(execution, timeout)

    def idle(self, message: str, timeout: float = 60.0) -> Arrival:
        """Wait until the kernel has done with a message."""
        return self.wait(
            lambda a: a.parent == message and a.kind == "status" and a.content["execution_state"] == "idle", timeout
        )

    def run(self, code: str, cell: str | None = None, stdin: bool = True) -> list[Arrival]:
        """Run a cell to its end and return what it published."""
        execution = self.start(code, cell, stdin)
        self.ended(execution)
        return list(self.all(lambda a: a.parent == execution))

    def good(self, code: str, cell: str | None = None) -> list[Arrival]:
        """Run a cell that must not fail."""
        published = self.run(code, cell)
        errors = ["\n".join(a.content["traceback"]) for a in published if a.kind == "error"]
        assert not errors, errors[0]
        return published

    def said(self, code: str) -> str:
        """What a cell prints."""
        return "".join(a.content["text"] for a in self.good(code) if a.kind == "stream").strip()

    def began(self, execution: str) -> None:
        """Wait until a cell is really running."""
        self.wait(lambda a: a.parent == execution and a.kind == "execute_input")

    # --- widgets -------------------------------------------------------------------------------------------

    def opened(self, published: list[Arrival]) -> Arrival:
        """The comm_open of a widget among what a cell published; that of its code may come before it."""
        return next(arrival for arrival in published if arrival.opens_widget)

    def send(self, comm: str, data: dict[str, Any], subshell: str | None = None) -> str:
        """Send a message to a widget."""
        message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def ask(self, comm: str, view: str, op: str, rid: int | None = None, **arguments: Any) -> int:
        """Send a request over pyrust's protocol. Returns its number."""
        number = next(self._numbers) if rid is None else rid
        content = {"pyrust": 2, "nonce": self.nonce, "view": view, "rid": number, "epoch": 0, "rev": 0, "op": op}
        content |= arguments
        self.send(comm, {"method": "custom", "content": content})
        return number

    def replies(self, rid: int) -> list[Arrival]:
        """Every reply to a request so far."""
        mine = self.all(lambda a: a.custom.get("rid") == rid and a.custom.get("nonce") == self.nonce)
        return [each for each in mine if "ok" in each.custom]

    def reply(self, rid: int, timeout: float = 20.0) -> Arrival:
        """Wait for the reply to a request; that it is worked on is none."""
        return self.wait(
            lambda a: a.custom.get("rid") == rid and a.custom.get("nonce") == self.nonce and "ok" in a.custom, timeout
        )

    def latencies(self, comm: str, view: str, seconds: float, every: float = 0.05) -> list[float]:
        """Ask for rows again and again, one request at a time, and measure each reply."""
        times, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            asked = time.perf_counter()
            rid = self.ask(comm, view, "rows", first=len(times) * 7, count=40, columns=[0, 2])
            times.append(self.reply(rid).at - asked)
            time.sleep(every)
        return times


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay under."""
    return sorted(times)[int(len(times) * 0.95)] if times else float("inf")
