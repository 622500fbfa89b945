"""The engines that answer: ours, DuckDB as the judge, SQLite for a second opinion."""

from __future__ import annotations

import datetime
import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from differential.fuzz import tree as t
from differential.fuzz.printing import Printer
from differential.fuzz.world import Made, World, frames


class Judge:
    """DuckDB, with tables of its own that are filled from the same Arrow data."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1; SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self.connection.execute("SET memory_limit = '2GB'; SET temp_directory = ''")

    def fill(self, world: World) -> None:
        for made in world.tables.values():
            self.put(made)

    def put(self, made: Made) -> None:
        data = made.data
        for at, field in enumerate(data.schema):
            if pa.types.is_dictionary(field.type):
                data = data.set_column(at, field.name, data[field.name].cast(field.type.value_type))
        self.connection.register("filled", data)
        self.connection.execute(f"CREATE OR REPLACE TABLE {made.name} AS SELECT * FROM filled")
        self.connection.unregister("filled")

    def answer(self, query: t.Query) -> pa.Table:
        found = self.connection.sql(Printer("duckdb").query(query)).to_arrow_table()
        if query.limit is not None and found.num_rows > query.limit:
            raise duckdb.InvalidInputException("more rows than LIMIT allows")
        return found

    def plain_answer(self, query: t.Query) -> pa.Table | None:
        """The answer without the judge's optimizer, which has defects of its own; None if that fails."""
        self.connection.execute("PRAGMA disable_optimizer")
        try:
            return self.answer(query)
        except duckdb.Error:
            return None
        finally:
            self.connection.execute("PRAGMA enable_optimizer")


class Ours:
    """pyrust, with each table from each source."""

    def __init__(self, world: World, folder: Path, seed: str) -> None:
        self.made = {name: frames(made, folder, seed) for name, made in world.tables.items()}
        self.frames: dict[tuple[str, str], Any] = {}

    def frame(self, table: str, source: str) -> Any:
        """A table from a source, or from memory if that source does not hold its types."""
        if source not in self.made[table]:
            source = "memory"
        if (table, source) not in self.frames:
            self.frames[table, source] = self.made[table][source]()
        return self.frames[table, source]

    def frame_of(self, query: t.Query, sources: dict[str, str]) -> Any:
        import pyrust as pr

        printer = Printer("pyrust")
        text = printer.query(query)
        return pr.sql(text, **{name: self.frame(name, source) for name, source in sources.items()}, **printer.bound)

    def answer(self, query: t.Query, sources: dict[str, str]) -> pa.Table:
        return self.frame_of(query, sources).to_pyarrow()


def lite(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise sqlite3.NotSupportedError("SQLite has no such type")
    return value


def second_opinion(world: World, query: t.Query) -> list[tuple[Any, ...]]:
    """SQLite's rows, if it takes the query: it has no dates and decimals, and takes NaN for a null."""
    names = {n.name for _, n in t.walk(query) if isinstance(n, t.Table) and n.name in world.tables}
    asked = {n.name for _, n in t.walk(query) if isinstance(n, t.Column)}
    if any(
        isinstance(n, t.Literal) and n.sql.startswith(("DATE", "TIME", "CAST", "INTERVAL")) for _, n in t.walk(query)
    ):
        raise sqlite3.NotSupportedError("SQLite has no such type")
    connection = sqlite3.connect(":memory:")
    try:
        for name in names:
            data = world.tables[name].data
            data = data.select([c for c in data.column_names if c in asked or c in ("k", "n")])
            if any(
                pa.types.is_floating(c.type) and any(v != v for v in c.to_pylist() if v is not None)
                for c in data.columns
            ):
                raise sqlite3.NotSupportedError("SQLite has no NaN")
            connection.execute(f"CREATE TABLE {name} ({', '.join(data.column_names)})")
            marks = ", ".join("?" * data.num_columns)
            values = [tuple(map(lite, row.values())) for row in data.to_pylist()]
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
        text = Printer("sqlite").query(query)
        if re.search(r"\bLATERAL|\bANY |\bALL \(| / ", text):
            raise sqlite3.NotSupportedError("not in SQLite's dialect")
        return connection.execute(text).fetchall()
    finally:
        connection.close()
