"""What a page asks of a view: to change it, to go back, to keep a value, for values, for a text, for code."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from waiting import until
from widgets.conftest import RecordingComm, ask

import pyrust as pr
from pyrust.widgets import Grid
from pyrust.widgets.grid.spec import natural


def table() -> pr.DataFrame:
    return pr.DataFrame({"n": [3, 1, None, 2, 1], "s": ["b", "a", "", None, "Ab"]})


def column(comm: RecordingComm, grid: Grid, at: int = 0) -> list[str]:
    """The cells of a column, as the page shows them."""
    until(lambda: grid.state()["status"]["exact"])
    rows = grid.state()["status"]["rows"]
    return [ask(comm, grid, "cell", row=row, column=at)["text"] for row in range(rows)]


SORTED = {"sort": [{"column": "n", "descending": True, "nulls": "first"}]}
SMALL = {"filters": [{"column": "n", "test": "between", "high": "2"}]}


def test_a_change_is_answered_with_the_view_and_the_rows_follow_it(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    before = grid.state()
    assert grid.view_state == {
        "rev": 0,
        "spec": natural(),
        "described": {
            "sort": [],
            "filters": [],
            "where": {"problem": None, "hint": None, "line": None, "column": None},
        },
        "undo": False,
        "redo": False,
    }
    changed = ask(comm, grid, "change", spec=SORTED)
    assert (changed["ok"], changed["rev"], changed["status"]["rev"]) == (True, 1, 1)
    assert changed["view"]["spec"]["sort"] == SORTED["sort"]
    assert (changed["view"]["undo"], changed["view"]["redo"]) == (True, False)
    assert column(comm, grid) == ["", "3", "2", "1", "1"]
    # Equal ones are in the order of the frame.
    assert column(comm, grid, 1)[3:] == ["a", "Ab"]
    # Rows of the view before are no longer to be had.
    late = ask(comm, grid, "rows", first=0, count=5, columns=[0, 1], rev=before["rev"])
    assert late["error"]["type"] == "Stale"
    # All pages hear of it, and a saved notebook keeps it, with its first rows.
    assert [content["view"]["rev"] for content, _ in comm.customs() if content.get("push") == "view"] == [1]
    assert (grid.view_state["rev"], grid.status["rev"]) == (1, 1)
    until(lambda: grid.page.endswith(b"3211baAb"))


def test_counts_are_of_what_passes_and_of_all(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    assert (grid.state()["status"]["total"], grid.state()["status"]["total_exact"]) == (5, True)
    ask(comms[0], grid, "change", spec=SMALL)
    until(lambda: grid.state()["status"]["exact"])
    status = grid.state()["status"]
    assert (status["rows"], status["total"], status["total_exact"]) == (3, 5, True)


def test_a_change_against_an_older_view_is_stale_and_a_retry_is_none(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    ask(comm, grid, "change", spec=SORTED)
    again = ask(comm, grid, "change", spec=SORTED, rev=0)
    assert (again["ok"], again["view"]["rev"]) == (True, 1)
    other = ask(comm, grid, "change", spec=SMALL, rev=0)
    assert (other["ok"], other["error"]["type"], other["rev"]) == (False, "Stale", 1)
    assert ask(comm, grid, "spec")["view"]["spec"]["filters"] == []


def test_undo_and_redo_count_up_and_do_nothing_late(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    ask(comm, grid, "change", spec=SORTED)
    ask(comm, grid, "change", spec=SMALL)
    undone = ask(comm, grid, "undo")["view"]
    assert (undone["rev"], undone["spec"]["sort"], undone["redo"]) == (3, SORTED["sort"], True)
    # Heard twice.
    assert ask(comm, grid, "undo", rev=2)["view"]["rev"] == 3
    assert ask(comm, grid, "redo")["view"]["spec"]["filters"][0]["high"] == "2"
    assert ask(comm, grid, "redo")["view"]["rev"] == 4, "there is nothing more to do again"
    ask(comm, grid, "undo")
    ask(comm, grid, "undo")
    assert ask(comm, grid, "undo")["view"] == {
        **grid.view_state,
        "rev": 6,
        "spec": natural(),
        "undo": False,
        "redo": True,
    }
    assert column(comm, grid) == ["3", "1", "", "2", "1"]


@pytest.mark.parametrize(
    ("row", "at", "negated", "expected"),
    [
        (1, 0, False, ["1", "1"]),
        (1, 0, True, ["3", "2"]),
        (2, 0, False, [""]),
        (2, 0, True, ["3", "1", "2", "1"]),
        (2, 1, False, [""]),
    ],
)
def test_a_value_is_kept_or_excluded(
    comms: list[RecordingComm], row: int, at: int, negated: bool, expected: list[str]
) -> None:
    grid = Grid(table())
    [comm] = comms
    kept = ask(comm, grid, "keep", row=row, column=at, negated=negated)
    assert (kept["ok"], kept["view"]["rev"]) == (True, 1)
    assert column(comm, grid) == expected
    # Asked again, as its answer was lost.
    assert ask(comm, grid, "keep", row=row, column=at, negated=negated, rev=0)["view"]["rev"] == 1
    assert ask(comm, grid, "keep", row=0, column=0, negated=True, rev=0)["error"]["type"] == "Stale"


def test_values_of_every_type_can_be_kept(comms: list[RecordingComm]) -> None:
    frame = pr.sql("""
        select * from (values
          (1.5, date '2024-01-01', timestamp '2024-01-01 10:00:00.5', true, x'00ff', [1, 2], 1.50::decimal(9, 2)),
          ('NaN'::double, date '2025-01-01', timestamp '2025-01-01', false, x'', [], 2.00::decimal(9, 2))
        ) as t(f, d, t, b, x, l, n)""").collect()
    for at, name in enumerate(frame.columns):
        for row in (0, 1):
            grid = Grid(frame)
            assert ask(comms[-1], grid, "keep", row=row, column=at, negated=False)["ok"], name
            until(lambda grid=grid: grid.state()["status"]["exact"])
            assert grid.state()["status"]["rows"] == 1, name
            assert grid.frame.count() == 1
            grid.close()


def test_what_is_wrong_changes_nothing_and_says_where(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    error = ask(comm, grid, "change", spec={"where": "n > 1 and\n s = )"})["error"]
    assert (error["type"], error["line"], error["column"]) == ("SqlError", 2, 6)
    assert ask(comm, grid, "change", spec={"where": "zz > 1"})["error"]["type"] == "ColumnNotFoundError"
    assert ask(comm, grid, "change", spec={"order": 1})["error"]["type"] == "InvalidValueError"
    assert ask(comm, grid, "change", spec=None)["error"]["type"] == "InvalidTypeError"
    assert ask(comm, grid, "keep", row=99, column=0, negated=False)["ok"] is False
    assert ask(comm, grid, "keep", row=0, column=9, negated=False)["ok"] is False
    assert ask(comm, grid, "keep", row=0, column=0, negated="no")["ok"] is False
    assert ask(comm, grid, "values", column=9, search="", offset=0, limit=5)["ok"] is False
    assert ask(comm, grid, "find", text=3, row=0, column=0, backwards=False)["ok"] is False
    for language in ("cobol", [], None):
        assert ask(comm, grid, "code", language=language)["error"]["type"] == "InvalidValueError"
    assert ask(comm, grid, "spec")["view"]["rev"] == 0
    assert column(comm, grid) == ["3", "1", "", "2", "1"]


def test_a_filter_that_does_not_fit_is_kept_marked_and_does_nothing(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    filters = [
        {"column": "gone", "test": "null"},
        {"column": "n", "test": "between", "low": "x"},
        {"column": "n", "test": "between", "low": "2"},
        {"column": "n", "test": "between", "low": "9", "off": True},
    ]
    view = ask(comm, grid, "change", spec={"filters": filters, "sort": [{"column": "gone"}]})["view"]
    problems = [each["problem"] for each in view["described"]["filters"]]
    assert "gone" in problems[0]
    assert "x" in problems[1]
    assert problems[2:] == [None, None]
    assert view["described"]["sort"][0]["problem"]
    assert len(view["spec"]["filters"]) == 4
    assert column(comm, grid) == ["3", "2"]
    assert ask(comm, grid, "code", language="sql")["text"] == 'SELECT * FROM df\nWHERE "n" >= 2'


def test_values_are_counted_under_the_other_filters(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    found = ask(comm, grid, "values", column=0, search="", offset=0, limit=2)
    assert (found["values"][0], found["distinct"]) == ({"text": "1", "count": 2}, 4)
    assert len(found["values"]) == 2
    ask(comm, grid, "change", spec={"filters": [
        {"column": "n", "test": "in", "values": ["1"]}, {"column": "s", "test": "contains", "text": "b"}]})  # fmt: skip
    values = ask(comm, grid, "values", column=0, search="", offset=0, limit=500)["values"]
    assert sorted((each["text"], each["count"]) for each in values) == [("1", 1), ("3", 1)]
    searched = ask(comm, grid, "values", column=1, search="A", offset=0, limit=500)
    assert sorted(each["text"] for each in searched["values"]) == ["Ab", "a"]
    assert ask(comm, grid, "values", column=0, search="", offset=0, limit=5, rev=0)["error"]["type"] == "Stale"


def test_a_text_is_found_in_the_rows_of_the_view_and_round_its_end(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms

    def found(text: str, row: int, at: int, backwards: bool = False) -> Any:
        answer = ask(comm, grid, "find", text=text, row=row, column=at, backwards=backwards)
        return (answer["row"], answer.get("column"))

    assert found("B", 0, 0) == (0, 1)
    assert found("b", 0, 1) == (4, 1)
    assert found("b", 4, 1) == (0, 1)
    assert found("b", 0, 0, backwards=True) == (4, 1)
    assert found("nowhere", 0, 0) == (None, None)
    assert found("", 0, 0) == (None, None)
    ask(comm, grid, "change", spec={"sort": [{"column": "s", "descending": True}]})
    assert found("b", 0, 1) == (2 if column(comm, grid, 1)[2] == "Ab" else 1, 1)


def test_code_says_what_is_shown(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    ask(comm, grid, "change", spec={**SMALL, **SORTED})
    texts = {language: ask(comm, grid, "code", language=language)["text"] for language in ("sql", "python", "polars")}
    assert texts["sql"] == 'SELECT * FROM df\nWHERE "n" <= 2\nORDER BY "n" DESC NULLS FIRST'
    assert texts["python"] == grid.code()
    assert "pl.col('n') <= 2" in texts["polars"]


def test_dropped_rows_come_back_as_they_were_arranged(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    ask(comm, grid, "change", spec=SORTED)
    before = column(comm, grid)
    grid.drop_data()
    assert not grid.has_data
    assert grid.state()["rev"] == 1
    assert ask(comm, grid, "cell", row=1, column=0)["text"] == "3"
    assert column(comm, grid) == before
    grid.drop_data()
    # A change finds them, too.
    ask(comm, grid, "change", spec=SMALL)
    assert column(comm, grid) == ["1", "2", "1"]


def test_a_query_that_is_dropped_is_computed_and_arranged_anew(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.range(1000).filter(pr.col("value") % 2 == 0))
    [comm] = comms
    ask(comm, grid, "change", spec={"sort": [{"column": "value", "descending": True}], "where": "value < 100"})
    until(lambda: grid.state()["status"]["exact"])
    until(lambda: grid.status.get("state") == "done")
    grid.drop_data()
    told = ask(comm, grid, "cell", row=0, column=0)
    assert told["error"]["type"] == "Stale", "another run: its rows may be others"
    assert ask(comm, grid, "cell", row=0, column=0)["text"] == "98"
    until(lambda: grid.state()["status"]["rows"] == 50)


def test_a_change_waits_for_nobody_who_waits_for_rows(comms: list[RecordingComm]) -> None:
    go = threading.Event()

    @pr.udf(returns="int64")
    def slow(values):
        # The last batch comes when it is let. The first page must be there by then: a thread that waits is one of two.
        assert 99_999 not in values.to_list() or go.wait(20)
        return values

    # In one partition: of several the last batch may be called before the first.
    one = pr.range(100_000).with_settings({"datafusion.execution.target_partitions": 1})
    grid = Grid(one.select(v=slow("value")))
    [comm] = comms
    head = {"pyrust": 2, "nonce": "n", "view": grid.view, "rid": 10_001, "op": "rows", **grid.state()}
    comm.ask({k: v for k, v in {**head, "first": 99_990, "count": 5, "columns": [0, 1]}.items() if k != "status"})
    try:
        assert ask(comm, grid, "change", spec={"search": "7"})["view"]["rev"] == 1
        assert ask(comm, grid, "undo")["view"]["rev"] == 2
    finally:
        go.set()
    assert "rid" in comm.reply(10_001)[0]
    grid.close()


def test_no_spec_that_a_page_sends_ends_the_grid(comms: list[RecordingComm]) -> None:
    grid = Grid(table())
    [comm] = comms
    for spec in (7, [], "x", {"sort": [[]]}, {"filters": [{}]}, {"filters": [{"column": "n", "test": {}}]}, {1: 2}):
        assert ask(comm, grid, "change", spec=spec)["ok"] is False, spec
    big = {"filters": [{"column": "n", "test": "in", "values": [str(k) for k in range(100_000)]}]}
    assert "at most" in ask(comm, grid, "change", spec=big)["error"]["message"]
    assert json.dumps(grid.view_state)
