"""Each request gets exactly one reply, whatever it asks and whenever it comes."""

from __future__ import annotations

import struct
import time

import pytest
from kernel.front_end import FrontEnd


@pytest.fixture(scope="module")
def shown(kernel: FrontEnd) -> tuple[str, str]:
    """A grid's comm and view."""
    opened = kernel.opened(kernel.good("pr.range(1_000_000)", cell="shown"))
    return opened.content["comm_id"], opened.content["data"]["state"]["grid"]["view"]


def test_the_first_page_travels_with_the_widget(kernel: FrontEnd) -> None:
    opened = kernel.opened(kernel.good("pr.range(1_000_000)"))
    state, buffers = opened.content["data"]["state"], opened.message["buffers"]
    assert opened.content["data"]["buffer_paths"] == [["page"]]
    assert struct.unpack_from("<II", buffers[0]) == (0x31505250, 40)
    assert state["grid"]["status"]["rows"] == 1_000_000
    assert "layout" not in state
    assert "error" not in state["grid"]


def test_rows_come_as_one_buffer(kernel: FrontEnd, shown: tuple[str, str]) -> None:
    reply = kernel.reply(kernel.ask(*shown, "rows", first=999_990, count=40, columns=[0, 1]))
    assert reply.custom["ok"] is True
    assert (reply.custom["first"], reply.custom["count"], reply.custom["columns"]) == (999_990, 10, [0, 1])
    page = bytes(reply.message["buffers"][0])
    assert struct.unpack_from("<IIIIQQ", page)[:5] == (0x31505250, 10, 1, 0, 999_990)
    assert page.endswith(b"".join(b"%d" % row for row in range(999_990, 1_000_000)))


@pytest.mark.parametrize(
    ("op", "arguments", "word"),
    [
        ("rows", {"first": -1, "count": 5, "columns": [0, 1]}, "first"),
        ("rows", {"first": 0, "count": 5, "columns": "all"}, "columns"),
        ("rows", {"first": 0}, "count"),
        ("cell", {"row": "0", "column": 0}, "row"),
        ("open_view", {}, "operation"),
        ("__init__", {}, "operation"),
        ("nonsense", {"x": 1}, "operation"),
        ("rows", {"first": 0, "count": 5, "columns": [0, 1], "epoch": 5}, "computed anew"),
        ("rows", {"first": 0, "count": 5, "columns": [0, 1], "rev": 1}, "changed meanwhile"),
        ("rows", {"first": 0, "count": 5, "columns": [0, 1], "epoch": None}, "epoch"),
    ],
)
def test_a_wrong_request_gets_an_error(
    kernel: FrontEnd, shown: tuple[str, str], op: str, arguments: dict[str, object], word: str
) -> None:
    reply = kernel.reply(kernel.ask(*shown, op, **arguments))
    assert reply.custom["ok"] is False
    assert word in reply.custom["error"]["message"]
    assert set(reply.custom["error"]) == {"type", "message", "hint", "retry"}


def test_another_view_and_another_protocol_are_refused(kernel: FrontEnd, shown: tuple[str, str]) -> None:
    reply = kernel.reply(kernel.ask(shown[0], "g999", "sync"))
    assert "g999" in reply.custom["error"]["message"]
    reply = kernel.reply(kernel.ask(shown[0], shown[1], "sync", pyrust=9))
    assert "protocol" in reply.custom["error"]["message"]
    # In the number that the page listens to.
    assert reply.custom["pyrust"] == 9


def test_cell_copy_and_status(kernel: FrontEnd, shown: tuple[str, str]) -> None:
    assert kernel.reply(kernel.ask(*shown, "cell", row=12, column=0)).custom["text"] == "12"
    assert kernel.reply(kernel.ask(*shown, "copy", first=3, count=2, columns=[0, 1])).custom["text"].split() == [
        "3",
        "4",
    ]
    assert kernel.reply(kernel.ask(*shown, "sync")).custom["status"]["state"] == "done"
    assert kernel.reply(kernel.ask(*shown, "cancel")).custom["ok"] is True


def test_many_requests_at_once_get_one_reply_each(kernel: FrontEnd, shown: tuple[str, str]) -> None:
    asked = [kernel.ask(*shown, "rows", first=row, count=30, columns=[0, 1]) for row in range(0, 6000, 100)]
    for rid in asked:
        kernel.reply(rid)
    time.sleep(0.5)
    assert [len(kernel.replies(rid)) for rid in asked] == [1] * len(asked)
    last = kernel.replies(asked[-1])[0].custom
    assert last["ok"] is True
    refused = [kernel.replies(rid)[0].custom for rid in asked[:-1]]
    assert {reply["error"]["type"] for reply in refused if not reply["ok"]} <= {"Superseded"}


def test_a_retry_is_answered_again(kernel: FrontEnd, shown: tuple[str, str]) -> None:
    rid = kernel.ask(*shown, "rows", first=5, count=5, columns=[0, 1])
    kernel.reply(rid)
    # More than once, as the page does: up to ipykernel 7.3 the first can lie unread (see `FrontEnd.ended`).
    for _ in range(3):
        kernel.ask(*shown, "rows", rid=rid, first=5, count=5, columns=[0, 1])
        deadline = time.perf_counter() + 2
        while len(kernel.replies(rid)) < 2 and time.perf_counter() < deadline:
            time.sleep(0.02)
    first, second, *_ = (dict(each.custom) for each in kernel.replies(rid))
    assert {**first, "ms": 0} == {**second, "ms": 0}


def test_a_message_to_a_closed_grid_does_no_harm(kernel: FrontEnd) -> None:
    opened = kernel.opened(kernel.good("closed = pr.view(pr.range(9))\ncloseds = closed.close()"))
    kernel.ask(opened.content["comm_id"], "g1", "rows", first=0, count=1, columns=[0, 1])
    assert kernel.said("print('alive')") == "alive"
