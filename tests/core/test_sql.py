"""What stands in SQL by name: tables among the caller's variables, and values."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr


@pytest.mark.parametrize(
    ("t", "column"),
    [
        (pl.Series("p", [1, 2]), "p"),
        (pl.Series([1, 2]), "t"),
        (pd.Series([1, 2], name="q"), "q"),
        (pd.Series([1, 2]), "t"),
        (pa.array([1, 2]), "t"),
        (pa.chunked_array([[1, 2]]), "t"),
        (pr.Array([1, 2]), "t"),
        (pl.LazyFrame({"a": [1, 2]}), "a"),
        ({"a": [1, 2]}, "a"),
        ({"a": np.array([1, 2])}, "a"),
        ({"a": range(1, 3)}, "a"),
        ([{"a": 1}, {"a": 2}], "a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_variable_is_a_table(t, column):
    assert pr.sql("select * from t").to_dict() == {column: [1, 2]}
    assert pr.sql("select * from given", given=t).to_dict() == {column.replace("t", "given"): [1, 2]}


@pytest.mark.parametrize("t", [{}, [], [1, 2], {"a": 1}, {"a": "text"}, {1: [1]}, "text", np.int64(1)], ids=repr)
def test_what_is_no_table_beyond_doubt_is_none(t):
    with pytest.raises(pr.TableNotFoundError):
        pr.sql("select * from t")


DF = pr.DataFrame({"a": [1, 2, 3]})
VALUES = [
    [1, 3], (1, 3), {1, 3}, range(1, 4, 2), np.array([1, 3]), np.array([1, 3], "i2"), pd.Series([1, 3]),
    pd.Index([1, 3]), pl.Series([1, 3]), pa.array([1, 3]), pa.chunked_array([[1], [3]]), pr.Array([1, 3]),
]  # fmt: skip


@pytest.mark.parametrize("v", VALUES, ids=lambda value: f"{type(value).__module__}.{type(value).__name__}")
def test_several_values_stand_in_a_list_of_in(v):
    assert pr.sql("select a from DF where a in ($v) order by a", v=v).to_dict() == {"a": [1, 3]}
    assert pr.sql("select a from DF where a not in ($v)", v=v).to_dict() == {"a": [2]}


def test_no_values_and_one_value():
    for nothing in (np.array([], "i8"), pl.Series([], dtype=pl.Int64), range(0), pa.array([], pa.int64())):
        assert pr.sql("select a from DF where a in ($v)", v=nothing).to_dict() == {"a": []}
    for one in (np.int64(2), np.array(2), pa.scalar(2)):
        assert pr.sql("select a from DF where a in ($v)", v=one).to_dict() == {"a": [2]}
    assert pr.sql("select $v as x", v=np.array([1, 2])).to_dict() == {"x": [[1, 2]]}


@pytest.mark.parametrize("v", [pr.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]}), pa.table({"a": [1]})])
def test_a_table_is_no_list_of_values(v):
    with pytest.raises(TypeError, match=r"\$v is a table"):
        pr.sql("select a from DF where a in ($v)", v=v)


def test_a_function_that_is_not_there_names_the_nearest():
    with pytest.raises(pr.SqlError, match="cuont") as caught:
        pr.sql("select cuont(a) from DF")
    hint = str(caught.value).split("hint: ")[1]
    assert hint.startswith("did you mean count"), hint


def test_a_duration_moves_a_date():
    days = "arrow_cast(259200000000, 'Duration(Microsecond)')"
    day = "date '2024-02-28'"
    made = pr.sql(f"select {day} + {days} as a, {days} + {day} as b, {day} - {days} as c, {day} + {days} - {days} as d")
    assert made.rows() == [(dt.date(2024, 3, 2), dt.date(2024, 3, 2), dt.date(2024, 2, 25), dt.date(2024, 2, 28))]
    assert set(made.schema.values()) == {"date"}
    frame = pr.DataFrame({"day": [dt.date(2024, 1, 1), None], "span": [dt.timedelta(days=2), dt.timedelta(days=1)]})  # noqa: F841 - the query names it
    assert pr.sql("select day + span as x from frame").to_dict() == {"x": [dt.date(2024, 1, 3), None]}
    with pytest.raises(pr.PyRustError, match="a date has no hours"):
        pr.sql(f"select {day} + arrow_cast(1, 'Duration(Second)') as x").collect()
