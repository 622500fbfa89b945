"""Generated pipelines over generated tables give in pyrust what they give in DuckDB and in polars."""

import math
from typing import Any

import duckdb
import pyarrow as pa
from differential.pipelines import Pipeline, pipelines, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pyrust as pr

# The same examples in every run, so that a failure is one of the change at hand; a longer search is
# `make test-core PYTEST="-k pipelines --hypothesis-profile=..."` with another seed.
EXAMPLES = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def rounded(value: Any) -> Any:
    """A value that can be compared: floats to what a sum in another order leaves, bytes and texts as they are."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else float(f"{value:.9g}") + 0.0
    return value


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows in an order of their own, as a query without ORDER BY promises none."""
    found = [tuple(rounded(value) for value in row.values()) for row in table.to_pylist()]
    return sorted(found, key=lambda row: [(value is not None, str(type(value)), value) for value in row])


@st.composite
def cases(draw: st.DrawFn) -> tuple[pa.Table, pa.Table, Pipeline]:
    left, right = draw(tables()), draw(tables("r_"))
    return left, right, draw(pipelines(left, right))


@EXAMPLES
@given(cases())
def test_as_duckdb_and_polars(case: tuple[pa.Table, pa.Table, Pipeline]) -> None:
    first_table, second_table, pipeline = case
    ours = rows(pipeline.ours.to_pyarrow())
    with duckdb.connect() as connection:
        connection.register("first_table", first_table)
        connection.register("second_table", second_table)
        theirs = rows(connection.sql(f"SELECT * FROM {pipeline.sql}").to_arrow_table())
    assert ours == theirs, pipeline.sql
    assert ours == rows(pipeline.polars.collect().to_arrow()), repr(pipeline)


@EXAMPLES
@given(cases())
def test_sql_as_expressions(case: tuple[pa.Table, pa.Table, Pipeline]) -> None:
    first_table, second_table, pipeline = case
    query = f"SELECT * FROM {pipeline.sql}".replace("EXCLUDE (r_key)", "EXCEPT (r_key)")
    if " SEMI " in query or " ANTI " in query:
        query = query.replace(" SEMI JOIN", " LEFT SEMI JOIN").replace(" ANTI JOIN", " LEFT ANTI JOIN")
    frame = pr.sql(query, first_table=pr.DataFrame(first_table), second_table=pr.DataFrame(second_table))
    assert rows(frame.to_pyarrow()) == rows(pipeline.ours.to_pyarrow()), query
