"""Widgets without a kernel: their comms write down what they are given."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import comm
import pytest
from comm.base_comm import BaseComm
from waiting import until

import pyrust as pr
from pyrust.widgets import Grid, code


def slow(go: threading.Event) -> pr.DataFrame:
    """A frame whose rows come when they are let."""

    @pr.udf(returns="int64")
    def wait(value: int) -> int:
        assert go.wait(20)
        return value

    return pr.range(100).select(v=wait("value"))


class RecordingComm(BaseComm):
    """A comm whose messages stay in a list."""

    opened: ClassVar[list[RecordingComm]] = []

    def __init__(self, **keys: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(**keys)

    def publish_msg(self, msg_type: str, data: Any = None, buffers: Any = None, **_: Any) -> None:
        self.sent.append({"type": msg_type, "data": data, "buffers": buffers})
        if msg_type == "comm_open":
            self.opened.append(self)

    def ask(self, content: dict[str, Any]) -> None:
        """Bring a custom message from the page."""
        self.bring({"method": "custom", "content": content})

    def bring(self, data: dict[str, Any]) -> None:
        """Bring any message from the page."""
        self.handle_msg({"content": {"comm_id": self.comm_id, "data": data}, "buffers": [], "header": {}})

    def customs(self) -> list[tuple[dict[str, Any], list[bytes]]]:
        """What the widget has sent to its page."""
        sent = [m for m in self.sent if m["type"] == "comm_msg" and m["data"]["method"] == "custom"]
        return [(message["data"]["content"], message["buffers"]) for message in sent]

    def reply(self, rid: int) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for the reply to a request; that it is worked on is none."""
        return until(lambda: next((e for e in self.customs() if e[0].get("rid") == rid and "ok" in e[0]), None))

    def pushes(self) -> list[dict[str, Any]]:
        """The states that were sent to all pages."""
        return [content for content, _ in self.customs() if content.get("push") == "state"]


_numbers = itertools.count(1)


def ask(comm: RecordingComm, grid: Grid, op: str, **arguments: Any) -> dict[str, Any]:
    """Ask a grid something and wait for its answer."""
    rid = next(_numbers)
    head = {"pyrust": 2, "nonce": "n", "view": grid.view, "rid": rid, "op": op, **grid.state()}
    comm.ask({**{key: value for key, value in head.items() if key != "status"}, **arguments})
    return comm.reply(rid)[0]


@pytest.fixture
def comms(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[RecordingComm]]:
    """The comms of widgets that are opened, in order. The one of their code, which comes first, is open already."""
    RecordingComm.opened = []
    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    for kind in ("grid", "inspector"):
        code.reference(kind)
    RecordingComm.opened.clear()
    yield RecordingComm.opened
    from ipywidgets import Widget

    Widget.close_all()
