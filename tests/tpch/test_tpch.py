"""The 22 TPC-H queries, by SQL and by expressions, give what DuckDB gives on the same files."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tpch.answers import same
from tpch.expressions import QUERIES

import pyrust as pr

Rows = list[tuple[Any, ...]]
SQL = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "sql").glob("*.sql"))}


def test_all_22_queries_are_here() -> None:
    assert list(SQL) == list(QUERIES) == [f"q{n:02}" for n in range(1, 23)]


@pytest.fixture(scope="module", params=SQL)
def query(request: pytest.FixtureRequest, duckdb_rows: Callable[[str], Rows]) -> tuple[str, Rows]:
    """A query's name and DuckDB's rows for it."""
    rows = duckdb_rows(SQL[request.param])
    assert rows, f"{request.param} gives no row: it would prove nothing"
    return request.param, rows


def check(frame: pr.DataFrame, theirs: Rows) -> None:
    ours = [tuple(row.values()) for row in frame.to_list()]
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert len(mine) == len(other)
        assert all(map(same, mine, other)), (mine, other)


def test_sql(query: tuple[str, Rows], tables: SimpleNamespace) -> None:
    name, theirs = query
    check(pr.sql(SQL[name], **vars(tables)), theirs)


def test_expressions(query: tuple[str, Rows], tables: SimpleNamespace) -> None:
    name, theirs = query
    check(QUERIES[name](tables), theirs)
