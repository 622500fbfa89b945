"""The eight TPC-H tables, made once by tpchgen, as files, as frames and as DuckDB's views."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from tpch.samples import samples

import pyrust as pr

TABLES = ["customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier"]
SCALE = "0.1"


@pytest.fixture(scope="session")
def folder(checkout: Path, cache: Path) -> Path:
    """The folder with one Parquet file a table."""
    return samples(checkout, cache, SCALE)


@pytest.fixture(scope="session")
def tables(folder: Path) -> SimpleNamespace:
    """Every table as a lazy frame over its file."""
    return SimpleNamespace(**{name: pr.read_parquet(folder / f"{name}.parquet") for name in TABLES})


@pytest.fixture(scope="session")
def duckdb_rows(folder: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """A function: the rows that DuckDB gives for a query over the same files."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            for name in TABLES:
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder / name}.parquet')")
            return connection.execute(query).fetchall()

    return rows
