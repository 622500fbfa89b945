"""The grid: its state, its answers, and what it lets go of."""

from __future__ import annotations

import gc
import hashlib
import json
import time
import weakref
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ipywidgets import Widget
from waiting import until
from widgets.conftest import RecordingComm, ask

import pyrust as pr
from pyrust.widgets import Grid, Inspector
from pyrust.widgets.channel import StaleError
from pyrust.widgets.code import TOOLS
from pyrust.widgets.states import computes

CASES = sorted((Path(__file__).parent.parent / "protocol").glob("*.json"))


def table() -> pr.DataFrame:
    """The frame that the files in tests/protocol are about."""
    return pr.DataFrame({"a": [1, 2, 3], "b": ["x", None, "y"]})


def test_there_are_messages_to_replay() -> None:
    assert len(CASES) > 10


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_the_messages_of_the_protocol_hold(case: Path, comms: list[RecordingComm]) -> None:
    message = json.loads(case.read_text(encoding="utf-8"))
    if message.get("request") is None:
        pytest.skip("not the answer to one message")
    widget = Grid(table()) if message["widget"] == "grid" else Inspector()
    [comm] = comms
    comm.ask({**message["request"], "view": widget.view})
    reply, buffers = comm.reply(message["request"]["rid"])
    assert reply.keys() == message["reply"].keys()
    for key in message["volatile"]:
        assert type(reply[key]) is type(message["reply"][key])
        if isinstance(reply[key], dict):
            assert reply[key].keys() >= message["reply"][key].keys()
    stable = [key for key in reply if key not in message["volatile"]]
    assert {key: reply[key] for key in stable} == {key: message["reply"][key] for key in stable}
    assert [bytes(buffer).hex() for buffer in buffers] == message["buffers"]


def test_the_state_is_what_the_page_needs_and_no_layout(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    state = comm.sent[0]["data"]["state"]
    assert state["_model_module"] == state["_view_module"] == "anywidget"
    assert (state["_model_name"], state["_view_name"], state["_widget"]) == ("AnyModel", "AnyView", "grid")
    assert len(state["_esm"]) < 2000
    # What is sent, kept by the page and saved with the notebook for each table: no copy of the code.
    assert len(json.dumps(state)) < 4000
    assert state["grid"]["view"] == grid.view
    assert [column["name"] for column in state["grid"]["columns"]] == ["a", "b"]
    assert state["grid"]["count"] == 2
    assert state["ui"] == {}
    assert comm.sent[0]["data"]["buffer_paths"] == [["page"]]
    json.dumps(state)


def test_all_widgets_of_a_kind_name_one_model_with_their_code(comms: list[RecordingComm]) -> None:
    first, second, panel = Grid(table()), Grid(table()), Inspector()
    assert first._code == second._code != panel._code
    assert len(comms) == 3
    # Somebody closed all widgets: the next one brings the code again, that of its own kind.
    Widget.close_all()
    third = Grid(table())
    assert third._code != first._code
    code, grid = comms[3:]
    assert third._code == f"IPY_MODEL_{code.comm_id}"
    assert grid.comm_id == third.model_id
    state = code.sent[0]["data"]["state"]
    # The tools, which are asked for, are kept under it as well.
    assert hashlib.sha256(state["bundle"].encode() + TOOLS).hexdigest().startswith(third._bundle_hash)


def test_a_wide_frame_sends_a_window_of_its_columns(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.DataFrame({f"c{number}": [number] for number in range(2000)}))
    assert len(grid.names) == 2000
    assert (len(grid.grid["columns"]), grid.grid["count"]) == (200, 2000)
    assert int.from_bytes(grid.page[8:12], "little") == 40
    assert len(json.dumps(grid.grid)) < 20_000
    assert ask(comms[0], grid, "rows", first=0, count=1, columns=[1990, 2500])["columns"] == [1990, 2000]
    schema = ask(comms[0], grid, "schema", first=1998, count=100)
    assert [column["name"] for column in schema["columns"]] == ["c1998", "c1999"]
    assert ask(comms[0], grid, "schema", first=0, count=5000)["count"] == 512


def test_a_page_that_was_cut_says_how(comms: list[RecordingComm]) -> None:
    wide = pr.range(6000).select(*(pr.lit("x" * 190).alias(f"c{at}") for at in range(600)))
    grid = Grid(wide)
    found = ask(comms[0], grid, "rows", first=0, count=300, columns=[0, 600])
    assert (found["cut"], found["columns"]) == ("bytes", [0, 512])
    assert 0 < found["count"] < 300
    found = ask(comms[0], grid, "rows", first=0, count=3, columns=[0, 600])
    assert (found["cut"], found["count"], found["columns"]) == ("columns", 3, [0, 512])
    found = ask(comms[0], grid, "rows", first=0, count=5500, columns=[0, 1])
    assert (found["cut"], found["count"]) == ("rows", 5000)
    assert ask(comms[0], grid, "rows", first=5990, count=300, columns=[0, 1])["cut"] is None
    long = Grid(pr.DataFrame({"s": ["x" * 3_000_000, "y"]}))
    assert [ask(comms[1], long, "cell", row=row, column=0)["cut"] for row in (0, 1)] == ["bytes", None]


def test_an_empty_frame_is_a_grid_of_no_rows(comms: list[RecordingComm]) -> None:
    grid = Grid(table().limit(0))
    assert int.from_bytes(grid.page[4:8], "little") == 0


def test_a_page_may_write_its_view_state_and_nothing_else(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    seen: list[Any] = []
    grid.observe(lambda change: seen.append(change["new"]), "ui")
    code, loader = grid._code, grid._esm
    comms[0].bring(
        {"method": "update", "state": {"ui": {"row": 2}, "_code": "IPY_MODEL_evil", "_esm": "evil", "grid": {}}}
    )
    until(lambda: grid.ui == {"row": 2})
    assert (grid._code, grid._esm) == (code, loader)
    assert grid.grid["view"] == grid.view
    assert seen == [{"row": 2}]
    assert not [m for m in comms[0].sent if m["type"] == "comm_msg" and "ui" in m["data"].get("state", {})]


@pytest.mark.parametrize("paths", [[], [["page"]]], ids=["without buffers", "with buffers"])
def test_no_message_replaces_the_code(comms: list[RecordingComm], paths: list[list[str]]) -> None:
    Widget.close_all()
    comms.clear()
    grid = Grid(table())
    code, shown = comms
    before = [dict(comm.sent[0]["data"]["state"]) for comm in comms]
    for comm in (code, shown):
        state = {"bundle": "evil", "_esm": "evil", "_code": "IPY_MODEL_evil", "page": "evil"}
        comm.bring({"method": "update", "state": state, "buffer_paths": paths})
    # And the page is answered with what there was, also by the code, whose model a reloaded page asks for.
    for comm, state in zip((code, shown), before, strict=True):
        comm.bring({"method": "request_state"})
        until(lambda comm=comm: len(comm.sent) > 1)
        again = comm.sent[-1]["data"]["state"]
        assert {key: again[key] for key in state if key != "page"} == {k: v for k, v in state.items() if k != "page"}
    assert grid.page[4:8] == (3).to_bytes(4, "little")


def test_a_frame_that_cannot_be_shown_is_an_error_and_leaves_no_widget(comms: list[RecordingComm]) -> None:
    bad = pr.range(1_000).select(pr.col("value").cast("int8"))
    for make in (Grid, pr.view):
        with pytest.raises(pr.PyRustError, match="cast"):
            make(bad)
    assert comms == []


def test_a_failed_run_begins_anew_when_it_is_asked_to(comms: list[RecordingComm], tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = "a\n" + "1\n" * 100_000
    path.write_text(rows, encoding="utf-8")
    frame = pr.read_csv(str(path))
    path.write_text(rows + "word\n", encoding="utf-8")
    grid = Grid(frame)
    [comm] = comms
    until(lambda: ask(comm, grid, "sync")["status"]["state"] == "failed")
    # The push that ends it brings the end into what a notebook saves, unless it had ended before the grid was made.
    until(lambda: (grid.status or grid.grid["status"])["state"] == "failed")
    # Still broken: it is run again, and fails again.
    ask(comm, grid, "retry")
    until(lambda: ask(comm, grid, "sync")["status"]["state"] == "failed")
    path.write_text(rows, encoding="utf-8")
    assert ask(comm, grid, "retry")["ok"]
    until(lambda: ask(comm, grid, "sync")["status"]["state"] == "done")
    assert ask(comm, grid, "sync")["status"]["rows"] == 100_000
    until(lambda: grid.status.get("state") == "done")
    # Of rows that are there it is a word without effect.
    assert ask(comm, grid, "retry")["status"]["state"] == "done"


def test_a_paused_query_is_silent_and_can_be_dropped(comms: list[RecordingComm]) -> None:
    wide = pr.sql("select value, repeat('x', 4000) as s from t", t=pr.range(10**8))
    grid = Grid(wide)
    [comm] = comms
    until(lambda: ask(comm, grid, "sync")["status"]["paused"], 30)
    until(lambda: grid.status.get("paused"))
    time.sleep(0.3)
    seen = len(comm.customs())
    time.sleep(0.6)
    assert len(comm.customs()) == seen, "a query that waits has nothing to say"
    rows = ask(comm, grid, "sync")["status"]["rows"]
    # Until there are so many: it goes on at once, and by itself.
    assert ask(comm, grid, "more", rows=rows + 9_000)["status"]["paused"] is False
    until(lambda: ask(comm, grid, "sync")["status"]["rows"] >= rows + 9_000, 30)
    until(lambda: ask(comm, grid, "sync")["status"]["paused"], 60)
    grid.drop_data()
    assert not grid.has_data
    # They are computed anew: whoever meant the rows before is told so, and asks for those there are now.
    assert ask(comm, grid, "cell", row=3, column=0)["error"]["type"] == "Stale"
    assert ask(comm, grid, "cell", row=3, column=0)["text"] == "3"
    grid.close()


def test_rows_that_gave_way_to_others_are_computed_anew_when_they_are_seen(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.range(100).filter(pr.col("value") >= 10))
    [comm] = comms
    until(lambda: ask(comm, grid, "sync")["status"]["state"] == "done")
    before = ask(comm, grid, "sync")["status"]
    grid._shown = grid._shown._replace(native=SimpleNamespace(is_dropped=True))
    assert not grid.has_data
    assert ask(comm, grid, "sync")["status"] == before, "what is on the page is true of the rows that were there"
    assert ask(comm, grid, "cell", row=3, column=0)["error"]["type"] == "Stale"
    assert ask(comm, grid, "cell", row=3, column=0)["text"] == "13"


def test_rows_that_become_others_while_they_are_read_are_not_sent(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.range(100).filter(pr.col("value") >= 10))
    assert len(comms) == 1
    epoch = grid.state()["epoch"]
    found = iter([epoch, epoch + 1])
    native = SimpleNamespace(
        is_dropped=False,
        cell=lambda *_: {"text": "7", "kind": 1, "cut": False},
        status=lambda: {**grid._states.last, "epoch": next(found, epoch + 1)},
    )
    grid._shown = grid._shown._replace(native=native)
    meant: Any = SimpleNamespace(epoch=epoch, rev=0)
    with pytest.raises(StaleError):
        grid._rows_of(meant, lambda rows: rows.cell(3, 0, None))


def test_a_word_about_a_run_that_is_over_touches_no_later_one(comms: list[RecordingComm]) -> None:
    # Wide rows: it pauses before it has all of them.
    wide = pr.sql("select value, repeat('x', 4000) as s from t", t=pr.range(10**8))
    grid = Grid(wide)
    [comm] = comms
    before = ask(comm, grid, "sync")["epoch"]
    assert ask(comm, grid, "cancel")["ok"]
    until(lambda: ask(comm, grid, "sync")["status"]["state"] == "cancelled")
    after = ask(comm, grid, "retry")
    assert after["epoch"] == after["status"]["epoch"] != before
    # Late, lost and sent again, or from another tab.
    for op, arguments in (("retry", {}), ("cancel", {}), ("more", {"rows": 10**7})):
        late = ask(comm, grid, op, epoch=before, **arguments)
        assert (late["ok"], late["epoch"]) == (True, after["epoch"])
    for op, arguments in (("rows", {"first": 0, "count": 5, "columns": [0, 1]}), ("cell", {"row": 0, "column": 0}),
                          ("copy", {"first": 0, "count": 5, "columns": [0, 1]})):  # fmt: skip
        late = ask(comm, grid, op, epoch=before, **arguments)
        assert (late["error"]["type"], late["epoch"]) == ("Stale", after["epoch"])
        assert ask(comm, grid, op, **arguments)["epoch"] == after["epoch"]
        assert ask(comm, grid, op, rev=1, **arguments)["error"]["type"] == "Stale"
    until(lambda: ask(comm, grid, "sync")["status"]["paused"], 60)
    assert ask(comm, grid, "sync")["status"]["error"] is None
    grid.close()


def test_a_run_that_ends_while_its_grid_opens_is_told(
    comms: list[RecordingComm], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pr.sql("select value, 10 / (500000 - value) as q from t", t=pr.range(1_000_000))
    opened = Grid.open

    def slowly(grid: Grid) -> None:
        opened(grid)
        until(lambda: grid.state()["status"]["state"] == "failed")

    monkeypatch.setattr(Grid, "open", slowly)
    grid = Grid(frame)
    if grid.grid["status"]["state"] == "running":
        until(lambda: comms[0].pushes() and comms[0].pushes()[-1]["status"]["error"])
        until(lambda: grid.status.get("error"))


def test_more_that_is_heard_twice_means_no_more(comms: list[RecordingComm]) -> None:
    wide = pr.sql("select value, repeat('x', 4000) as s from t", t=pr.range(10**8))
    grid = Grid(wide)
    [comm] = comms
    until(lambda: ask(comm, grid, "sync")["status"]["paused"], 60)
    rows = ask(comm, grid, "sync")["status"]["rows"]
    ask(comm, grid, "more", rows=rows + 1)
    until(lambda: ask(comm, grid, "sync")["status"]["rows"] > rows, 60)
    until(lambda: ask(comm, grid, "sync")["status"]["paused"], 60)
    paused = ask(comm, grid, "sync")["status"]["rows"]
    assert ask(comm, grid, "more", rows=rows + 1)["status"]["paused"] is True
    time.sleep(0.3)
    assert ask(comm, grid, "sync")["status"]["rows"] == paused
    grid.close()


def test_each_state_has_a_number_and_each_push_names_the_one_before(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.sql("select a.value as v from t a, t b where a.value % 2 = 0", t=pr.range(8_000)))
    [comm] = comms
    until(lambda: not computes(ask(comm, grid, "sync")["status"]), 60)
    until(lambda: comm.pushes() and not computes(comm.pushes()[-1]["status"]))
    pushes = comm.pushes()
    first = comm.sent[0]["data"]["state"]["grid"]["status"]["seq"]
    numbers = [first, *(push["status"]["seq"] for push in pushes)]
    assert numbers == sorted(set(numbers))
    assert [push["after"] for push in pushes] == numbers[:-1]
    assert {(push["epoch"], push["rev"]) for push in pushes} == {(grid.state()["epoch"], 0)}
    # Whatever was lost: this is the newest, and nothing follows it.
    assert ask(comm, grid, "sync")["status"] == ask(comm, grid, "sync")["status"] == pushes[-1]["status"]


def test_a_page_that_closes_the_model_closes_it_here(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    comms[0].handle_close({})
    assert grid.comm is None
    assert not grid.has_data


@pytest.mark.parametrize(
    "ui",
    [
        7,
        None,
        {"row": -1},
        {"row": "a"},
        {"left": 1.5},
        {"cell": [1]},
        {"cell": "ab"},
        {"widths": {"a": "wide"}},
        {"height": 0},
    ],
)
def test_a_place_that_is_none_is_not_taken(comms: list[RecordingComm], ui: object) -> None:
    grid = Grid(table())
    comms[0].bring({"method": "update", "state": {"ui": {"row": 2}}})
    until(lambda: grid.ui == {"row": 2})
    comms[0].bring({"method": "update", "state": {"ui": ui}})
    comms[0].bring({"method": "update", "state": ui})
    time.sleep(0.05)
    assert grid.latest("ui") == {"row": 2}
    assert Grid(table(), after=grid.remembered()).ui == {"row": 2}


def test_a_fault_inside_an_operation_is_no_bad_argument(
    comms: list[RecordingComm], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Grid, _: object, /, row: int) -> None:
        raise TypeError("a fault of ours")

    monkeypatch.setattr(Grid, "_op_cell", broken)
    grid = Grid(table())
    assert ask(comms[0], grid, "cell", row=1)["error"]["type"] == "TypeError"
    assert ask(comms[0], grid, "cell", line=1)["error"]["type"] == "ValueError"


def test_what_cannot_be_seen_in_a_name_is_marked_for_the_page(comms: list[RecordingComm]) -> None:
    names = ["plain", "", " a ", "b\nc", "\u202etxt.exe"]
    grid = Grid(pr.DataFrame({name: [1] for name in names}))
    assert grid.names == names
    labels = [column.get("label") for column in grid.grid["columns"]]
    assert labels == [None, '""', "␣a␣", "b↵c", "⟨U+202E⟩txt.exe"]


def test_hostile_names_and_values_are_data(comms: list[RecordingComm]) -> None:
    hostile = "<script>alert(1)</script>"
    grid = Grid(pr.DataFrame({hostile: [hostile]}))
    assert "<script>" not in grid.static_html()
    assert grid.names == [hostile]


def test_closing_lets_go_of_the_rows(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    number = grid.base.frame_id
    gone = weakref.ref(grid)
    grid.close()
    assert not grid.has_data
    assert comms[0].sent[-1]["type"] == "comm_close"
    comms.clear()
    del grid
    gc.collect()
    assert gone() is None
    assert number not in [frame["frame"] for frame in pr.memory().frames]


def test_a_grid_takes_over_the_place_of_the_one_before(comms: list[RecordingComm]) -> None:
    first = Grid(table())
    first.ui = {"row": 2, "left": 1, "widths": {"a": 50, "b": 60}, "cell": [2, 1]}
    assert Grid(table(), after=first.remembered()).ui == first.ui
    assert Grid(table().select("b"), after=first.remembered()).ui == {"widths": {"b": 60}}
    first.ui = {"row": 2, "widths": {"b": 60}, "height": 30}
    assert Grid(table().select("b"), after=first.remembered()).ui == {"widths": {"b": 60}, "height": 30}
    assert Grid(pr.range(3), after=first.remembered()).ui == {}


def test_dropped_rows_come_back_when_they_are_asked_for(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    grid.drop_data()
    assert not grid.has_data
    assert ask(comms[0], grid, "cell", row=2, column=1)["text"] == "y"
    assert grid.has_data


def test_a_page_that_meant_dropped_rows_hears_when_the_new_ones_are_there(comms: list[RecordingComm]) -> None:
    # Sorted: there is no row before all of them have been read.
    grid = Grid(pr.range(3_000_000).sort(-pr.col("value")))
    [comm] = comms
    until(lambda: grid.status.get("state") == "done")
    grid.drop_data()
    rows = {"first": 90, "count": 5, "columns": [0, 1]}
    told = ask(comm, grid, "rows", **rows)
    assert (told["error"]["type"], told["status"]["rows"]) == ("Stale", 0)
    # It cannot ask for rows of which there are none, so nothing but this brings them back.
    until(lambda: (comm.pushes()[-1]["epoch"], comm.pushes()[-1]["status"]["rows"]) == (told["epoch"], 3_000_000))
    assert ask(comm, grid, "rows", **rows)["count"] == 5
    grid.close()


def test_view_takes_data_that_is_not_a_frame_yet(comms: list[RecordingComm]) -> None:
    assert pr.view({"a": [1]}).names == ["a"]  # type: ignore[arg-type]
