"""The channel: one reply per request, the latest wins, and nobody waits behind somebody else's rows or in silence."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from waiting import until

from pyrust.exceptions import CancelledError, PyRustError
from pyrust.widgets.channel import Ask, Channel, LaneName, StaleError, error_object


class Endpoint:
    """Answers `rows` when it is let, everything else at once."""

    def __init__(self, view: str = "g1") -> None:
        self.view = view
        self.sent: list[dict[str, Any]] = []
        self.served: list[Any] = []
        self.go = threading.Event()
        self.done: list[Any] = []

    def lane(self, op: str) -> LaneName:
        return "quick" if op == "cancel" else "find" if op == "find" else "rows"

    def state(self) -> dict[str, Any]:
        return {"epoch": 3, "rev": 0, "status": {"seq": 1}}

    def answer(self, op: str, arguments: dict[str, Any], ask: Ask) -> tuple[dict[str, Any], list[bytes]]:
        self.served.append(arguments.get("first", op))
        if op == "rows":
            for _ in range(1000):
                if self.go.wait(0.005):
                    break
                if ask.look.stopped:
                    raise CancelledError("nobody waits")
        if op == "fail":
            raise arguments["error"]
        return {"first": arguments.get("first")}, [b"page"]

    def transmit(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self.sent.append({**content, "buffers": len(buffers)})

    def request(self, rid: int, op: str = "rows", **arguments: Any) -> dict[str, Any]:
        head = {"pyrust": 2, "nonce": "n", "view": self.view, "rid": rid, "epoch": 3, "rev": 0, "op": op}
        return {**head, **arguments}

    def submit(self, channel: Channel, rid: int, op: str = "rows", **arguments: Any) -> None:
        channel.submit(self, self.request(rid, op, **arguments), lambda: self.done.append(rid))

    def rids(self) -> list[int]:
        return [content["rid"] for content in self.sent]

    def words(self, rid: int) -> list[str]:
        """What a request has heard: `working`, `ok` or the type of an error."""
        heard = [content for content in self.sent if content["rid"] == rid]
        return [
            "working" if "working" in each else "ok" if each["ok"] else str(each["error"]["type"]) for each in heard
        ]


@pytest.fixture
def channel() -> Channel:
    return Channel()


def test_a_request_gets_its_reply_and_then_it_is_done(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, "status")
    until(lambda: endpoint.done)
    [reply] = endpoint.sent
    told = {"epoch": 3, "rev": 0, "status": {"seq": 1}}
    assert {**reply, "ms": 0} == {
        "pyrust": 2,
        "nonce": "n",
        "rid": 1,
        **told,
        "ok": True,
        "ms": 0,
        "first": None,
        "buffers": 1,
    }


def test_of_requests_for_rows_the_latest_wins_and_one_that_has_begun_is_stopped(channel: Channel) -> None:
    endpoint = Endpoint()
    for rid in range(1, 6):
        endpoint.submit(channel, rid, first=rid)
        if rid == 1:
            until(lambda: endpoint.served)
    # The first gives its lane free at once, though its rows never came.
    until(lambda: endpoint.served == [1, 5])
    until(lambda: len(endpoint.sent) == 4)
    assert [endpoint.words(rid) for rid in range(1, 5)] == [["Superseded"]] * 4
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 5)
    assert endpoint.words(5) == ["ok"]


def test_a_late_retry_does_not_push_a_newer_request_out(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 3, first=3)
    until(lambda: endpoint.served)
    endpoint.submit(channel, 2, first=2)
    until(lambda: endpoint.rids() == [2])
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 2)
    assert endpoint.served == [3]
    assert endpoint.words(3) == ["ok"]


def test_another_operation_stops_no_rows(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    until(lambda: endpoint.served)
    endpoint.submit(channel, 2, "cell")
    time.sleep(0.05)
    assert endpoint.sent == []
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 2)
    assert [endpoint.words(1), endpoint.words(2)] == [["ok"], ["ok"]]


def test_a_request_that_takes_long_hears_so_without_asking_again(channel: Channel) -> None:
    slow, waiting = Endpoint("g1"), Endpoint("g2")
    slow.submit(channel, 1, first=1)
    # Also one that has not been begun, as its lane is taken.
    slow.submit(channel, 2, "cell")
    waiting.go.set()
    waiting.submit(channel, 1, first=1)
    until(lambda: len(slow.sent) == 2, seconds=5)
    assert [slow.words(1), slow.words(2), waiting.words(1)] == [["working"], ["working"], ["ok"]]
    assert {content["epoch"] for content in slow.sent} == {3}
    time.sleep(0.5)
    assert len(slow.sent) == 2, "once is enough"
    slow.go.set()
    until(lambda: len(slow.done) == 2)
    assert [slow.words(1), slow.words(2)] == [["working", "ok"], ["working", "ok"]]


@pytest.mark.parametrize(
    ("head", "word"),
    [({"epoch": None}, "epoch"), ({"epoch": -1}, "epoch"), ({"rev": "0"}, "rev"), ({"view": "g9"}, "g9")],
)
def test_a_request_that_says_not_which_rows_is_refused(channel: Channel, head: dict[str, Any], word: str) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, "status", **head)
    until(lambda: endpoint.done)
    assert word in endpoint.sent[0]["error"]["message"]
    assert endpoint.served == []


def test_a_page_of_another_protocol_is_told_so_in_its_own_number(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, "status", pyrust=1)
    until(lambda: endpoint.done)
    assert endpoint.sent[0]["pyrust"] == 1
    assert "reload the page" in endpoint.sent[0]["error"]["message"]


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
    assert endpoint.words(1) == ["working", "working"]
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 3)
    assert endpoint.words(1)[-1] == "ok"
    assert endpoint.served == [1]
    endpoint.submit(channel, 1, first=1)
    until(lambda: endpoint.words(1).count("ok") == 2)


def test_such_a_word_waits_behind_no_rows_and_no_other_request(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    endpoint.submit(channel, 2, "wait")
    until(lambda: endpoint.served == [1])
    for rid in (1, 2):
        endpoint.submit(channel, rid, "rows" if rid == 1 else "wait", first=rid)
    until(lambda: {1, 2} <= set(endpoint.rids()))
    assert all(content["working"] for content in endpoint.sent)
    endpoint.go.set()
    until(lambda: len(endpoint.done) == 4)


def test_a_cancel_does_not_wait_behind_rows(channel: Channel) -> None:
    slow = [Endpoint(f"g{number}") for number in range(9)]
    for endpoint in slow:
        endpoint.submit(channel, 1, first=0)
    time.sleep(0.05)
    slow[0].submit(channel, 2, "cancel")
    until(lambda: slow[0].words(2) == ["ok"], seconds=1)
    for endpoint in slow:
        endpoint.go.set()
    until(lambda: all("ok" in endpoint.words(1) for endpoint in slow))


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
        (StaleError("others"), ("Stale", "others", None, True)),
        (
            ValueError("x" * 10_002),
            ("ValueError", "x" * 10_000 + "… (the first 10000 of 10002 characters)", None, False),
        ),
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


def test_a_newer_search_takes_the_place_of_an_older_one_and_waits_for_no_rows(channel: Channel) -> None:
    endpoint = Endpoint()
    endpoint.submit(channel, 1, first=1)
    until(lambda: endpoint.served)
    for rid in (2, 3, 4):
        endpoint.submit(channel, rid, "find")
    until(lambda: endpoint.words(4) == ["ok"])
    # One that had begun and ended in time is answered, too; none waits behind rows.
    assert {*endpoint.words(2), *endpoint.words(3)} <= {"ok", "Superseded"}
    assert "ok" not in endpoint.words(1)
    endpoint.go.set()
    until(lambda: "ok" in endpoint.words(1))
