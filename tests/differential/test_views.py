"""Any view, sorted, filtered and searched, has the rows of DuckDB in the order of DuckDB, wherever its rows are.

Rows that are equal in all keys stay in the order of the frame: the row's number is DuckDB's last key.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from differential.views import ZONE, Arranged, tables, text, views
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from waiting import until

import pyrust as pr
from pyrust._core import View

EXAMPLES = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def in_memory(table: pa.Table, _: Path) -> pr.DataFrame:
    return pr.DataFrame(table)


def in_files(table: pa.Table, folder: Path) -> pr.DataFrame:
    """Two files of small row groups."""
    half = table.num_rows // 2
    for number, part in enumerate((table.slice(0, half), table.slice(half))):
        pq.write_table(part, folder / f"{number}.parquet", row_group_size=4 + part.num_rows // 5)
    return pr.read_parquet([str(folder / f"{number}.parquet") for number in (0, 1)])


def a_query(table: pa.Table, _: Path) -> pr.DataFrame:
    """Its rows come from a run, and are kept."""
    return pr.DataFrame(table).filter(pr.col("row") >= 0)


def a_breaker(table: pa.Table, _: Path) -> pr.DataFrame:
    """Its rows come from a run that has no order of its own before its end."""
    return pr.DataFrame(table).sort(-pr.col("row")).sort("row")


def a_cache(table: pa.Table, _: Path) -> pr.DataFrame:
    return pr.DataFrame(table).filter(pr.col("row") >= 0).cache()


PLACES = [in_memory, in_files, a_query, a_breaker, a_cache]


@st.composite
def cases(draw: st.DrawFn) -> tuple[pa.Table, Arranged]:
    table = draw(tables())
    return table, draw(views(table))


def asked(table: pa.Table, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"set timezone = '{ZONE}'")
        connection.register("t", table)
        return connection.sql(sql).fetchall()


def opened(frame: pr.DataFrame, spec: dict[str, Any]) -> View:
    """A view of which all rows are there."""
    view = View(frame).arranged(json.dumps(spec))
    until(lambda: view.status()["exact"] or view.status()["error"], 20)
    assert view.status()["error"] is None
    return view


def rows(view: View, first: int, count: int) -> list[int]:
    return [int(number) for number in view.copy(first, count, [0]).split()]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@EXAMPLES
@given(case=cases(), data=st.data())
def test_a_view_has_the_rows_of_duckdb_in_its_order(
    place: Any, case: tuple[pa.Table, Arranged], data: st.DataObject, tmp_path: Path
) -> None:
    table, arranged = case
    frame, expected = place(table, tmp_path), [row for (row,) in asked(table, arranged.sql)]
    described = View.described(frame, json.dumps(arranged.spec))
    assert [
        each["problem"] for each in [*described["sort"], *described["filters"], described["where"]] if each["problem"]
    ] == []
    view = opened(frame, arranged.spec)
    status = view.status()
    assert (status["rows"], status["total"], status["total_exact"]) == (len(expected), table.num_rows, True)
    assert rows(view, 0, 100) == expected, arranged.sql
    first, count = data.draw(st.integers(0, 30)), data.draw(st.integers(0, 30))
    assert rows(view, first, count) == expected[first : first + count]
    derived = View.derived(frame, json.dumps(arranged.spec))
    assert derived.to_dict()["row"] == expected, "the frame of a view is the view"


@EXAMPLES
@given(case=cases(), data=st.data())
def test_values_are_those_of_duckdb_without_the_filters_of_their_column(
    case: tuple[pa.Table, Arranged], data: st.DataObject, tmp_path: Path
) -> None:
    table, arranged = case
    known = [name for name in table.column_names[1:] if name in "iswbd"]
    if not known:
        return
    name = data.draw(st.sampled_from(known))
    frame = data.draw(st.sampled_from(PLACES))(table, tmp_path)
    counted = asked(table, f"SELECT {name}, count(*) FROM t WHERE {arranged.passing(but=name)} GROUP BY {name}")
    expected = {None if value is None else text(value): count for value, count in counted}
    view = View(frame)
    found = view.values(json.dumps(arranged.spec), name, "", 0, 200)
    assert (dict(found["values"]), found["distinct"]) == (expected, len(expected))
    counts = [count for _, count in found["values"]]
    assert counts == sorted(counts, reverse=True), "the most frequent first"
    paged = [
        pair
        for at in range(0, len(expected), 2)
        for pair in view.values(json.dumps(arranged.spec), name, "", at, 2)["values"]
    ]
    assert Counter(map(tuple, paged)) == Counter(map(tuple, found["values"])), "no value on two pages, none on no page"
    searched = view.values(json.dumps(arranged.spec), name, "A", 0, 200)["values"]
    assert dict(searched) == {value: count for value, count in expected.items() if value and "a" in value.lower()}


@EXAMPLES
@given(case=cases(), data=st.data())
def test_a_text_is_found_where_a_cell_shows_it(
    case: tuple[pa.Table, Arranged], data: st.DataObject, tmp_path: Path
) -> None:
    table, arranged = case
    view = opened(data.draw(st.sampled_from(PLACES))(table, tmp_path), arranged.spec)
    height, width = view.status()["rows"], table.num_columns
    wanted = data.draw(st.sampled_from(["a", "B", "1", "0", "n", "true", "-", ":", "öre", "nowhere"]))
    shown = [
        (row, column)
        for row in range(height)
        for column in range(width)
        if (cell := view.cell(row, column))["kind"] != 2 and wanted.lower() in cell["text"].lower()
    ]
    at = (data.draw(st.integers(0, max(0, height - 1))), data.draw(st.integers(0, width - 1)))
    after = [place for place in shown if place > at] or shown
    before = [place for place in shown if place < at] or shown
    assert view.find(wanted, *at) == (after[0] if after else None)
    assert view.find(wanted, *at, backwards=True) == (before[-1] if before else None)


def test_csv_files_are_sorted_and_filtered_as_they_are_read(tmp_path: Path) -> None:
    table = pa.table(
        {"row": range(500), "i": [(row * 7919) % 13 for row in range(500)], "s": [f"w{row % 5}" for row in range(500)]}
    )
    pa.csv.write_csv(table, tmp_path / "t.csv")
    frame = pr.read_csv(str(tmp_path / "t.csv"))
    spec = {
        "sort": [{"column": "i", "descending": True}, {"column": "s"}],
        "filters": [{"column": "s", "test": "in", "values": ["w1", "w3"]}],
        "where": "i % 2 = 0",
    }
    sql = "SELECT row FROM t WHERE s IN ('w1', 'w3') AND i % 2 = 0 ORDER BY i DESC, s, row"
    view = opened(frame, spec)
    assert rows(view, 0, 500) == [row for (row,) in asked(table, sql)]
    assert view.status()["total"] == 500


def test_a_sort_of_many_equal_rows_is_stable(tmp_path: Path) -> None:
    """More rows than a batch, over several partitions: the order of equal rows is where an unstable sort shows."""
    count = 300_000
    table = pa.table({"row": pa.array(range(count)), "i": pa.array([row % 3 for row in range(count)], pa.int32())})
    for place in (in_memory, in_files, a_query):
        view = opened(place(table, tmp_path), {"sort": [{"column": "i", "descending": True}]})
        expected = [row for key in (2, 1, 0) for row in range(key, count, 3)]
        for first in (0, 990, 99_990, 199_999, count - 10):
            assert rows(view, first, 20) == expected[first : first + 20], place.__name__
