"""Generated queries of many joins give in pyrust what they give in DuckDB, in whichever order they are carried out."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from differential.joins import Query, queries
from differential.test_pipelines import EXAMPLES, rows
from hypothesis import given

import pyrust as pr


def theirs(query: Query) -> pa.Table:
    with duckdb.connect() as connection:
        for name, table in query.tables.items():
            connection.register(name, table)
        return connection.sql(query.text).to_arrow_table()


@EXAMPLES
@given(queries())
def test_in_memory(query: Query) -> None:
    frames = {name: pr.DataFrame(table) for name, table in query.tables.items()}
    assert rows(pr.sql(query.text, **frames).to_pyarrow()) == rows(theirs(query)), query.text


@EXAMPLES
@given(queries())
def test_in_files(query: Query) -> None:
    with TemporaryDirectory() as folder:
        frames = {}
        for name, table in query.tables.items():
            path = Path(folder) / f"{name}.parquet"
            pq.write_table(table, path, row_group_size=4)
            frames[name] = pr.read_parquet(path)
        assert rows(pr.sql(query.text, **frames).to_pyarrow()) == rows(theirs(query)), query.text
