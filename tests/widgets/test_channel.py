"""The channel: one reply per request, the latest wins, and nobody waits behind somebody else's rows."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from waiting import until

from pyrust.exceptions import CancelledError, PyRustError
from pyrust.widgets.channel import Channel, error_object


class Endpoint:
    """Answers `rows` when it is let, everything else at once."""

    def __init__(self, view: str = "g1") -> None:
        self.view = view
        self.sent: list[dict[str, Any]] = []
        self.served: list[Any] = []
        self.go = threading.Event()
        self.done: list[Any] = []

    def quick(self, op: str) -> bool:
        return op == "cancel"

    def answer(self, op: str, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        self.served.append(arguments.get("first", op))
        if op == "rows":
            assert self.go.wait(5)
        if op == "fail":
            raise arguments["error"]
        return {"first": arguments.get("first")}, [b"page"]

    def transmit(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self.sent.append({**content, "buffers": len(buffers)})

    def request(self, rid: int, op: str = "rows", **arguments: Any) -> dict[str, Any]:
        return {"pyrust": 1, "nonce": "n", "view": self.view, "rid": rid, "op": op, **arguments}

    def submit(self, channel: Channel, rid: int, op: str = "rows", **arguments: Any) -> None:
        channel.submit(self, self.request(rid, op, **arguments), lambda: self.done.append(rid))

    def rids(self) -> list[int]:
        return [content["rid"] for content in self.sent]


@pytest.fixture
def channel() -> Channel:
    return Channel()


def test_a_request_gets_its_reply_and_then_it_is_done(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, "status")
    until(lambda: endpoint.done)
    [reply] = endpoint.sent
    assert {**reply, "ms": 0} == {"pyrust": 1, "nonce": "n", "rid": 1, "ok": True, "ms": 0, "first": None, "buffers": 1}


def test_of_waiting_requests_for_rows_the_latest_wins(channel: Channel) -> None:
    endpoint = Endpoint()
    for rid in range(1, 6):
        endpoint.submit(channel, rid, first=rid)
        time.sleep(0.02 if rid == 1 else 0)
    until(lambda: len(endpoint.sent) == 3)
    assert {content["error"]["type"] for content in endpoint.sent} == {"Superseded"}
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 5)
    assert sorted(endpoint.rids()) == [1, 2, 3, 4, 5]
    assert endpoint.served == [1, 5]


def test_a_late_retry_does_not_push_a_newer_request_out(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    until(lambda: endpoint.served)
    endpoint.submit(channel, 3, first=3)
    endpoint.submit(channel, 2, first=2)
    until(lambda: endpoint.rids() == [2])
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 3)
    assert endpoint.served == [1, 3]


def test_pages_do_not_push_each_other_out(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    until(lambda: endpoint.served)
    for rid, nonce in ((2, "a"), (3, "b")):
        channel.submit(endpoint, {**endpoint.request(rid), "nonce": nonce}, lambda: None)
    endpoint.go.set()
    until(lambda: len(endpoint.sent) == 3)
    assert all(content["ok"] for content in endpoint.sent)


def test_a_retry_of_a_waiting_request_hears_that_it_is_worked_on(channel: Channel) -> None:
    endpoint = Endpoint()
    for _ in range(3):
        endpoint.submit(channel, 1, first=1)
    # At once, on a thread of its own: the request itself still waits for its rows.
    until(lambda: len(endpoint.done) == 2)
    note = {"pyrust": 1, "nonce": "n", "rid": 1, "working": True, "buffers": 0}
    assert endpoint.sent == [note, note]
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 3)
    assert [content.get("ok") for content in endpoint.sent] == [None, None, True]
    assert endpoint.served == [1]
    endpoint.submit(channel, 1, first=1)
    until(lambda: len(endpoint.sent) == 4)


def test_such_a_word_waits_behind_no_rows_and_no_other_request(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    endpoint.submit(channel, 2, "wait")
    until(lambda: endpoint.served == [1])
    for rid in (1, 2):
        endpoint.submit(channel, rid, "rows" if rid == 1 else "wait", first=rid)
    until(lambda: endpoint.rids() == [1, 2])
    assert all(content["working"] for content in endpoint.sent)
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 4)


def test_a_cancel_does_not_wait_behind_rows(channel: Channel) -> None:
    slow = [Endpoint(f"g{number}") for number in range(9)]
    for endpoint in slow:
        endpoint.submit(channel, 1, first=0)
    time.sleep(0.05)
    slow[0].submit(channel, 2, "cancel")
    until(lambda: slow[0].rids() == [2], seconds=1)
    for endpoint in slow:
        endpoint.go.set()
    until(lambda: all(1 in endpoint.rids() for endpoint in slow))


def test_one_view_does_not_wait_behind_another(channel: Channel) -> None:
    slow, quick = Endpoint("g1"), Endpoint("g2")
    slow.submit(channel, 1, first=0)
    quick.go.set()
    for rid in range(20):
        quick.submit(channel, rid, "cell")
    until(lambda: len(quick.sent) == 20, seconds=1)
    assert quick.rids() == list(range(20))
    slow.go.set()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PyRustError("sort: no column b\nhint: a"), ("PyRustError", "sort: no column b", "a", False)),
        (CancelledError("rows: cancelled"), ("CancelledError", "rows: cancelled", None, True)),
        (KeyboardInterrupt(), ("KeyboardInterrupt", "KeyboardInterrupt", None, False)),
        (MemoryError(), ("MemoryError", "MemoryError", None, False)),
    ],
)
def test_whatever_goes_wrong_is_a_reply(channel: Channel, error: BaseException, expected: tuple[object, ...]) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, "fail", error=error)
    until(lambda: endpoint.done)
    assert endpoint.sent[0]["ok"] is False
    assert tuple(endpoint.sent[0]["error"][key] for key in ("type", "message", "hint", "retry")) == expected
    assert endpoint.sent[0]["error"] == error_object(error)


def test_a_page_that_cannot_be_reached_stops_nothing(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Endpoint()
    monkeypatch.setattr(endpoint, "transmit", lambda *_: 1 / 0)
    endpoint.submit(channel, 1, "status")
    until(lambda: endpoint.done == [1])
    monkeypatch.undo()
    endpoint.submit(channel, 2, "status")
    until(lambda: endpoint.rids() == [2])
