"""The text of a frame for those who see no grid: short, and never the reason for a query."""

from __future__ import annotations

import threading

import pytest
from waiting import until
from widgets.conftest import RecordingComm, ask, slow

import pyrust as pr
from pyrust.widgets import Grid
from pyrust.widgets.display import static_bundle
from pyrust.widgets.grid.first_page import FirstPage
from pyrust.widgets.grid.text import MOST_BYTES

HOSTILE = {
    "wide": pr.DataFrame({f"column {number}": ["x" * 50] * 20 for number in range(300)}),
    "long": pr.DataFrame({"s": ["日本語" * 1000] * 20, "t": ["a\nb" * 500] * 20}),
    "names": pr.DataFrame({"n" * 5000 + str(number): [1] for number in range(50)}),
    "lazy names": pr.DataFrame({"日" * 900 + str(number): [1] for number in range(50)}).filter(pr.lit(True)),
    "lazy types": pr.range(3).select(
        *(pr.functions.struct(**{f"field {k}": pr.col("value") for k in range(40)}).alias(f"s{at}") for at in range(20))
    ),
    "no columns": pr.DataFrame({}),
    "no rows": pr.range(0).select(pr.col("value").alias("v")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_has_at_most_two_kilobytes(comms: list[RecordingComm], name: str) -> None:
    frame = HOSTILE[name]
    grid = Grid(frame)
    texts = [static_bundle(frame)["text/plain"], grid.static_text(), frame._repr_llm_(), grid._repr_llm_()]
    assert all(texts)
    assert [len(text.encode()) for text in texts if len(text.encode()) > MOST_BYTES] == []
    grid.drop_data()
    assert 0 < len(grid.static_text().encode()) <= MOST_BYTES


def test_the_first_rows_are_in_it_if_they_are_there(comms: list[RecordingComm]) -> None:
    grid = pr.DataFrame({"a": [3, 1, 2]}).filter(pr.col("a") > 0).view(sort="a")
    until(lambda: grid.state()["status"]["exact"])
    assert [line.strip() for line in grid.static_text().splitlines()[3:6]] == ["1", "2", "3"]
    grid.drop_data()
    before = len(pr.runs())
    assert "not run yet" in grid.static_text()
    assert "int64" in grid.static_text()
    assert len(pr.runs()) == before
    assert not grid.has_data


def test_no_text_starts_a_query_or_waits_for_one(comms: list[RecordingComm]) -> None:
    go = threading.Event()
    frame = slow(go)
    before = len(pr.runs())
    assert "rows: not known before its query runs" in frame._repr_llm_()
    assert "not run yet" in repr(frame)
    assert len(pr.runs()) == before
    first = FirstPage(frame)
    grid = Grid(frame, first=first)
    try:
        assert "v  int64" in grid.static_text()
        assert "so far" in grid._repr_llm_()
    finally:
        go.set()
    grid.complete()
    until(lambda: grid.state()["status"]["exact"])
    # Known now, as somebody looked.
    assert "rows: 100 (exact)" in frame._repr_llm_()
    grid.close()


def test_a_program_reads_what_a_grid_shows(comms: list[RecordingComm]) -> None:
    grid = Grid(pr.DataFrame({"a": [3, 1, 2], "s": ["x", "y", None]}))
    assert grid._repr_llm_().startswith("grid: rows 3 of 3, as they are\n")
    ask(comms[0], grid, "change", spec={
        "sort": [{"column": "a", "descending": True}], "where": "a < 9",
        "filters": [{"column": "a", "test": "between", "low": "2"}, {"column": "gone", "test": "null"}],
    })  # fmt: skip
    until(lambda: grid.state()["status"]["exact"])
    assert grid._repr_llm_().startswith("grid: rows 2 of 3, a ≥ 2, where a < 9, sorted by a descending\n")
