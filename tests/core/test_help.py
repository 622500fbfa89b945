"""`pr.sql_complete`, `pr.sql_help` and `pr.sql_format`: what they look at, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

import pyrust as pr


def test_the_variables_of_the_caller_are_found() -> None:
    mine = pr.DataFrame({"of_mine": [1]})
    assert [item["text"] for item in pr.sql_complete("select of_m from mine", 11)] == ["of_mine"]
    found = pr.sql_help("select * from mine")
    assert found is not None
    assert found["parts"] == [("of_mine", "int64")]
    assert mine.columns == ["of_mine"]


def test_pandas_polars_and_duckdb_are_known_by_their_columns() -> None:
    pandas, polars, duckdb = (pytest.importorskip(name) for name in ("pandas", "polars", "duckdb"))
    names = {
        "p": pandas.DataFrame({"of_pandas": [1], "text": ["a"]}),
        "q": polars.DataFrame({"of_polars": [1.5]}),
        "d": duckdb.sql("select 1 as of_duckdb"),
    }
    for name, column, kind in (("p", "of_pandas", "int64"), ("q", "of_polars", "float64"), ("d", "of_duckdb", "int32")):
        items = pr.sql_complete(f"select of_ from {name}", 10, names=names)
        assert [(item["text"], item["type"]) for item in items if item["kind"] == "column"] == [(column, kind)]


def test_a_relation_of_duckdb_is_not_run() -> None:
    duckdb = pytest.importorskip("duckdb")
    names = {"d": duckdb.sql("select error('it ran') as x")}
    assert [item["text"] for item in pr.sql_complete("select x from d", 8, names=names)][:1] == ["x"]


def test_a_reader_is_not_used_up() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"x": [1, 2]})
    reader = table.to_reader()
    assert [item["text"] for item in pr.sql_complete("select x from r", 8, names={"r": reader})][:1] == ["x"]
    assert reader.read_all().num_rows == 2


def test_a_lazy_frame_is_not_run() -> None:
    ran = []
    frame = pr.DataFrame({"a": [1]}).map_batches(lambda batch: ran.append(1) or batch, schema={"a": "int64"})
    assert [item["text"] for item in pr.sql_complete("select a from frame", 8)][:1] == ["a"]
    assert ran == []
    assert frame.columns == ["a"]


def test_ten_thousand_columns_are_few_items_and_bounded_work() -> None:
    wide = pr.DataFrame({f"column_{number}": [1] for number in range(10_000)})
    items = pr.sql_complete("select column_99 from wide", 16, names={"wide": wide})
    assert len(items) == 300
    assert items[0]["text"] == "column_99"
    plain = pr.sql_complete("select  from wide", 7, names={"wide": wide})
    assert [item["text"] for item in plain[:2]] == ["column_0", "column_1"]


@pytest.mark.parametrize(
    "text", ["select '" + "x" * 1_000_000, "(" * 2_000, "select " + "case when " * 500, "with a as (" * 300]
)
def test_strange_texts_are_answered(text: str) -> None:
    assert isinstance(pr.sql_complete(text), list)
    pr.sql_help(text)


def test_every_offset_of_a_query_is_answered() -> None:
    text = "with t(a) as (select 'é;' x from 'f.csv')\r\nselect t.a, $n -- c\nfrom t join u using (a) where \"a b\" > 1"
    for cursor in range(len(text) + 1):
        for item in pr.sql_complete(text, cursor, names={}):
            assert 0 <= item["start"] <= cursor <= item["end"] <= len(text)
        pr.sql_help(text, cursor, names={})


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (("select", 7), {}, "the cursor is at 7, and the text has 6 characters"),
        (("select", -1), {}, "the cursor is at -1"),
        (("select", "x"), {}, "cursor must be an integer, got str"),
        ((b"select",), {}, "text must be a string, got bytes"),
        (("select",), {"names": [1]}, "names must be a dict, got list"),
    ],
)
def test_wrong_arguments_are_refused(arguments: tuple[Any, ...], options: dict[str, Any], words: str) -> None:
    for help_for in (pr.sql_complete, pr.sql_help):
        with pytest.raises((pr.InvalidTypeError, pr.InvalidValueError), match=words):
            help_for(*arguments, **options)


def test_formatting_changes_white_space_alone() -> None:
    text = "select a,b,sum(c) as s from t -- why\nleft join u on t.id=u.id where x = 'a  b' and y > $low group by a,b"
    made = pr.sql_format(text)
    assert "".join(made.split()) == "".join(text.split())
    assert len(made.splitlines()) == 5
    assert "'a  b'" in made
    assert "-- why\n" in made
    assert pr.sql_format(made) == made
    assert pr.sql_format("select 'open") == "select 'open"
