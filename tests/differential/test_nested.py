"""Generated pipelines over lists, structs, maps, dictionaries and what else is no plain scalar: as DuckDB and polars
give them, and every carried value that of the row it came from.
"""

from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from differential.nested import KINDS, Pipeline, array, pipelines, plain, rows, spans, tables
from differential.test_pipelines import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

import pyrust as pr


@st.composite
def cases(draw: st.DrawFn) -> tuple[pa.Table, pa.Table, Pipeline]:
    left, right = draw(tables()), draw(tables("r_"))
    return left, right, draw(pipelines(left, right))


@EXAMPLES
@given(cases())
def test_as_duckdb_and_polars(case: tuple[pa.Table, pa.Table, Pipeline]) -> None:
    first_table, second_table, pipeline = case
    ours = pipeline.ours.to_pyarrow()
    with duckdb.connect() as connection:
        known = {"first_table": first_table, "second_table": second_table}
        for name, table in known.items():
            names = [
                n
                for n in table.column_names
                if n.removeprefix("r_") in ("row", "key") or KINDS[n.removeprefix("r_")].duckdb
            ]
            connection.register(name, table.select(names))
        theirs = spans(connection.sql(f"SELECT * FROM {pipeline.sql}").to_arrow_table())
    assert rows(ours, pipeline.in_duckdb) == rows(theirs, pipeline.in_duckdb), pipeline.sql
    theirs = pipeline.polars.collect().to_arrow()
    assert rows(ours, pipeline.in_polars) == rows(theirs, pipeline.in_polars), repr(pipeline)


@EXAMPLES
@given(cases())
def test_a_carried_value_is_that_of_its_row(case: tuple[pa.Table, pa.Table, Pipeline]) -> None:
    first_table, second_table, pipeline = case
    made = pipeline.ours.to_pyarrow()
    for table, prefix in ((first_table, ""), (second_table, "r_")):
        carried = [name for name in pipeline.carried if name in table.column_names]
        if not carried:
            continue
        sources = {name: table[name].to_pylist() for name in carried}
        for row in made.select([f"{prefix}row", *(n for n in carried if n != f"{prefix}row")]).to_pylist():
            number = row[f"{prefix}row"]
            expected = {name: None if number is None else sources[name][number] for name in carried}
            assert {n: plain(v) for n, v in row.items()} == {n: plain(v) for n, v in expected.items()}, repr(pipeline)
        types = {name: made.schema.field(name).type for name in carried}
        assert types == {name: table.schema.field(name).type for name in carried}


@pytest.mark.parametrize(
    "name", ["huge", "small", "cents", "half", "span", "clock", "second", "word", "code", "nothing"]
)
@EXAMPLES
@given(data=st.data())
def test_a_sort_is_pythons(name: str, data: st.DataObject) -> None:
    drawn: list[Any] = data.draw(st.lists(st.one_of(st.none(), KINDS[name].values), max_size=8))
    frame = pr.DataFrame(pa.table({"x": array(KINDS[name], drawn), "row": pa.array(range(len(drawn)), pa.int64())}))
    present = sorted(value for value in drawn if value is not None)
    missing = [None] * drawn.count(None)
    assert frame.sort("x", "row").to_pyarrow()["x"].to_pylist() == [*present, *missing]
    assert frame.sort("x", descending=True).to_pyarrow()["x"].to_pylist() == [*present[::-1], *missing]


DUCKDB = duckdb.connect()
WHOLE = st.one_of(st.none(), st.integers(-(2**62), 2**62))
CENTS = st.one_of(st.none(), st.integers(-(10**8), 10**8).map(lambda n: Decimal(n).scaleb(-2)))
NUMBERS = {
    "int8": (pa.int8(), st.one_of(st.none(), st.integers(-128, 127))),
    "int64": (pa.int64(), WHOLE),
    "uint32": (pa.uint32(), st.one_of(st.none(), st.integers(0, 2**32 - 1))),
    "float64": (pa.float64(), st.one_of(st.none(), st.integers(-(2**40), 2**40).map(float))),
    "decimal": (pa.decimal128(12, 2), CENTS),
}


@pytest.mark.parametrize("kind", NUMBERS)
@EXAMPLES
@given(data=st.data())
def test_figures_of_lists(kind: str, data: st.DataObject) -> None:
    item, values = NUMBERS[kind]
    lists = data.draw(st.lists(st.one_of(st.none(), st.lists(values, max_size=5)), max_size=6))
    table = pa.table({"row": pa.array(range(len(lists)), pa.int64()), "a": pa.array(lists, pa.list_(item))})
    of = pr.col("a").list
    frame = pr.DataFrame(table).filter(pr.col("row") >= 0)
    least, most = frame.select(least=of.min(), most=of.max()).to_dict().values()
    with DUCKDB.cursor() as connection:
        connection.register("t", table)
        theirs = connection.sql("SELECT list_sum(a), list_min(a), list_max(a) FROM t ORDER BY row").fetchall()
    assert [*zip(least, most, strict=True)] == [(low, high) for _, low, high in theirs]
    totals = [None if total is None else int(total) if "int" in kind else total for total, _, _ in theirs]
    if "int" in kind and any(total is not None and not -(2**63) <= total < 2**63 for total in totals):
        with pytest.raises(pr.OutOfRangeError, match="array_sum"):
            frame.select(of.sum()).collect()
        return
    sums = frame.select(s=of.sum()).to_dict()["s"]
    assert sums == totals
    # polars takes 0 for the sum of nothing, and its sums of smaller ints wrap around
    if kind in ("int64", "float64"):
        others = pl.DataFrame(table)["a"].list.sum().to_list()
        nothing = [values is not None and all(value is None for value in values) for values in lists]
        assert [None if empty else other for other, empty in zip(others, nothing, strict=True)] == sums
