"""The Python face of a view: `pr.view`, `df.view`, the spec as a trait, the frame and the code of what is shown."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest
from waiting import until
from widgets.conftest import RecordingComm, ask, slow

import pyrust as pr
from pyrust.widgets import Grid
from pyrust.widgets.grid.spec import natural


def table() -> pr.DataFrame:
    return pr.DataFrame({"n": [3, 1, None, 2, 1], "s": ["b", "a", "", None, "Ab"]})


def test_what_is_asked_for_is_shown_from_the_first_page_on(comms: list[RecordingComm]) -> None:
    grid = table().view(sort="n", descending=True, where="n is not null", height=7, density="compact")
    [comm] = comms
    state = comm.sent[0]["data"]["state"]
    assert int.from_bytes(grid.page[4:8], "little") == 4
    assert state["view_state"]["rev"] == state["grid"]["status"]["rev"] == 1
    assert (state["grid"]["rows_visible"], state["grid"]["density"]) == (7, "compact")
    assert [ask(comm, grid, "cell", row=row, column=0)["text"] for row in range(4)] == ["3", "2", "1", "1"]
    assert grid.frame.to_dict()["n"] == [3, 2, 1, 1]
    # Undo goes to the frame as it is.
    grid.undo()
    assert grid.spec == natural()
    assert grid.frame.to_dict() == table().to_dict()
    grid.redo()
    assert grid.frame.to_dict()["n"] == [3, 2, 1, 1]


def test_both_ways_to_make_one_take_the_same(comms: list[RecordingComm]) -> None:
    given: dict[str, Any] = {
        "sort": ["s", {"column": "n", "nulls": "first"}],
        "nulls_last": [False, True],
        "search": "a",
    }
    filters = {"column": "n", "test": "in", "values": [1, 3, None]}
    first, second = pr.view(table(), filters=filters, **given), table().view(filters=[filters], **given)
    assert first.spec == second.spec
    assert [key["nulls"] for key in first.spec["sort"]] == ["first", "first"]
    assert table().view(columns="s").names == ["s"]
    assert table().view(columns=[pr.col("n") * 2, "s"]).names == ["n * 2", "s"]


def test_the_spec_is_json_that_restores_the_view(comms: list[RecordingComm]) -> None:
    grid = table().view(sort="n", search="a")
    saved = json.dumps(grid.spec)
    grid.spec = {}
    assert grid.frame.count() == 5
    grid.spec = json.loads(saved)
    assert grid.frame.to_dict()["s"] == ["a", "Ab"]
    assert grid.view_state["spec"] == grid.spec
    # What is read is a copy: it takes effect when it is set.
    grid.spec["search"] = "b"
    assert grid.spec["search"] == "a"


def test_changes_of_the_page_are_observed_and_carry_no_rows(comms: list[RecordingComm]) -> None:
    grid = table().view()
    [comm] = comms
    seen: list[Any] = []
    grid.observe(lambda change: seen.append(change["new"]), "spec")
    ask(comm, grid, "change", spec={"search": "a"})
    until(lambda: seen)
    grid.spec = {"search": "b"}
    grid.undo()
    assert [spec["search"] for spec in seen] == ["a", "b", "a"]
    assert [content["view"]["rev"] for content, _ in comm.customs() if content.get("push") == "view"] == [1, 2, 3]
    grid.spec = grid.spec
    assert len(seen) == 3, "nothing has changed"
    assert not [m for m in comm.sent if m["type"] == "comm_msg" and "spec" in m["data"].get("state", {})]


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"sort": "m"}, pr.ColumnNotFoundError, 'there is no column "m"'),
        ({"filters": {"column": "m", "test": "null"}}, pr.ColumnNotFoundError, 'there is no column "m"'),
        ({"filters": {"column": "n", "test": "empty"}}, pr.InvalidValueError, 'filter of "n" (is empty)'),
        ({"filters": {"column": "n", "test": "between", "low": "x"}}, pr.InvalidValueError, '"x" is not a value'),
        ({"where": "n >"}, pr.SqlError, "sql"),
        ({"where": pr.col("n") > 1}, pr.InvalidTypeError, "got an expression"),
        ({"sort": pr.col("n").desc()}, pr.InvalidTypeError, "sort"),
        ({"sort": ["n", "s"], "descending": [True]}, pr.InvalidValueError, "descending has 1 flags for 2 keys"),
        ({"columns": "m"}, pr.ColumnNotFoundError, "m"),
        ({"height": 0}, pr.InvalidValueError, "height must be from 1 to 1000, got 0"),
        ({"height": "7"}, pr.InvalidTypeError, "height must be an integer"),
        ({"density": "wide"}, pr.InvalidValueError, "density must be one of"),
        ({"search": 7}, pr.InvalidTypeError, "search must be a str"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    comms: list[RecordingComm], given: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=re.escape(words)):
        table().view(**given)
    assert comms == []


def test_a_spec_that_does_not_fit_is_refused_and_changes_nothing(comms: list[RecordingComm]) -> None:
    grid = table().view(sort="n")
    before = grid.spec
    for spec in ({"sort": ["m"]}, {"where": "n >"}, 7, {"filters": [{"column": "n", "test": "like"}]}):
        with pytest.raises(pr.PyRustError):
            grid.spec = spec
        assert grid.spec == before
    assert grid.view_state["rev"] == 1


def test_a_cell_that_runs_again_keeps_its_view(comms: list[RecordingComm]) -> None:
    first = Grid(table())
    spec = {
        "sort": [{"column": "n", "descending": True}],
        "filters": [{"column": "n", "test": "between", "low": 2}, {"column": "s", "test": "contains", "text": "a"}],
        "where": "length(s) > 0",
        "search": "B",
    }
    ask(comms[0], first, "change", spec=spec)
    again = Grid(table(), after=first.remembered())
    assert (again.spec, again.view_state["rev"], again.view_state["undo"]) == (first.spec, 1, True)
    # A column is gone, another has another type: what does not fit is marked and does nothing.
    other = Grid(pr.DataFrame({"n": ["xb", "3b"]}), after=first.remembered())
    described = other.view_state["described"]
    assert other.spec == first.spec
    assert [bool(each["problem"]) for each in described["filters"]] == [False, True]
    assert "s" in described["where"]["problem"]
    assert ask(comms[2], other, "keep", row=0, column=0, negated=True)["ok"], "a marked condition stops nobody"
    # Another table has nothing to do with it.
    assert Grid(pr.range(3), after=first.remembered()).spec == natural()


def test_the_static_table_shows_the_rows_as_they_are_arranged(comms: list[RecordingComm]) -> None:
    grid = table().view(sort="n", descending=True)
    lines = grid.static_text().splitlines()
    assert [line.split()[0] for line in lines[3:6]] == ["3", "2", "1"]
    html = grid.static_html()
    assert html.index(">3<") < html.index(">2<") < html.index(">1<")


def test_a_change_before_the_first_page_is_not_lost(comms: list[RecordingComm]) -> None:
    from pyrust.widgets.grid.first_page import FirstPage

    go = threading.Event()
    frame = slow(go)
    first = FirstPage(frame)
    until(lambda: first.native)
    grid = Grid(frame, first=first)
    [comm] = comms
    ask(comm, grid, "change", spec={"sort": [{"column": "v", "descending": True}]})
    go.set()
    grid.complete()
    assert (grid.page, grid.view_state["rev"]) == (b"", 1)
    until(lambda: grid.state()["status"]["exact"])
    assert ask(comm, grid, "cell", row=0, column=0)["text"] == "99"


def test_a_closed_grid_says_so(comms: list[RecordingComm]) -> None:
    grid = table().view()
    grid.close()
    with pytest.raises(ValueError, match="closed"):
        grid.spec = {"search": "a"}
