"""Statements about tables: which there are, and what their columns are, in the names that types have everywhere."""

import datetime as dt
import decimal

import polars as pl
import pytest

import pyrust as pr

DATA = pr.DataFrame(
    {
        "n": [1],
        "text": ["x"],
        "price": [decimal.Decimal("1.50")],
        "day": [dt.date(2024, 1, 2)],
        "at": [dt.datetime(2024, 1, 2)],
        "list": [[1.5]],
        "both": [{"a": 1}],
    }
)


def columns(query, **values):
    return {row["column_name"]: row["data_type"] for row in pr.sql(query, **values).to_list()}


def test_tables_are_those_that_a_query_can_name():
    session = pr.Session()
    session.register("b", pr.range(3))
    session.register("a", pr.range(3))
    local, series, number, _private = DATA, pl.Series([1]), 7, DATA  # noqa: F841 - the query looks for them
    shown = {row["name"]: row["kind"] for row in session.sql("show tables").to_list()}
    assert list(shown)[:2] == ["a", "b"]
    assert (shown["a"], shown["b"]) == ("session", "session")
    assert (shown["local"], shown["series"], shown["DATA"]) == ("variable", "variable", "variable")
    assert not {"number", "_private", "session", "tables", "columns"} & shown.keys()
    assert session.sql("show tables", given=DATA).filter(pr.col("name") == "given").count() == 1


def test_a_name_of_both_is_the_table_of_the_session():
    session = pr.Session()
    session.register("twice", pr.range(3))
    twice = DATA  # noqa: F841 - the query looks for it
    shown = session.sql("show tables").filter(pr.col("name") == "twice")
    assert shown.rows() == [("twice", "session")]


@pytest.mark.parametrize(
    "query", ["describe DATA", "desc DATA", "show columns from DATA", "describe select * from DATA"]
)
def test_types_have_the_names_of_the_schema(query):
    assert columns(query) == {name: str(kind) for name, kind in DATA.schema.items()}


def test_a_query_is_described_without_being_run():
    described = columns(
        "describe select count(*) as many, sum(n) as total, $v as value from huge",
        huge=pr.range(10**15).select(n="value"),
        v="x",
    )
    assert described == {"many": "int64", "total": "int64", "value": "string"}


def test_files_and_frames_are_described(tmp_path):
    pr.DataFrame({"a": [1], "b": ["x"]}).write_parquet(tmp_path / "t.parquet")
    assert columns(f"describe '{tmp_path / 't.parquet'}'") == {"a": "int64", "b": "string"}
    assert columns("describe given", given=pr.range(3)) == {"value": "int64"}


def test_a_column_that_has_no_nulls_says_so():
    assert pr.sql("describe given", given=pr.range(3)).to_dict()["is_nullable"] == ["NO"]


def test_a_table_that_is_not_there_cannot_be_described():
    with pytest.raises(pr.TableNotFoundError, match="DATB"):
        pr.sql("describe DATB")
