"""`DataFrame(data, schema=, schema_overrides=)`: names, order and types that the user declares."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

COLUMNS = {"a": [1, None, 3], "b": ["x", "y", None]}


def test_a_schema_gives_order_and_types() -> None:
    frame = pr.DataFrame(COLUMNS, schema={"b": None, "a": pr.Int8})
    assert frame.schema == {"b": "string", "a": "int8"}
    assert frame.rows() == [("x", 1), ("y", None), (None, 3)]
    for schema in (
        ["b", ("a", "int8")],
        [("b", str), ("a", pl.Int8)],
        pa.schema({"b": pa.string(), "a": pa.int8()}),
        frame.schema,
        pl.Schema({"b": pl.String, "a": pl.Int8}),
    ):
        assert pr.DataFrame(COLUMNS, schema=schema).equals(frame), schema
    assert pr.DataFrame(COLUMNS, ["b", "a"]).columns == ["b", "a"]
    assert pr.DataFrame(COLUMNS, schema_overrides={"a": float}).schema == {"a": "float64", "b": "string"}
    both = pr.DataFrame(COLUMNS, schema={"a": int, "b": str}, schema_overrides={"a": pr.UInt16})
    assert both.schema == {"a": "uint16", "b": "string"}


@pytest.mark.parametrize(
    "table",
    [
        pa.table(COLUMNS),
        pa.concat_tables([pa.table(COLUMNS).slice(0, 1), pa.table(COLUMNS).slice(1)]),
        pl.DataFrame(COLUMNS),
        pl.LazyFrame(COLUMNS),
        pr.DataFrame(COLUMNS),
        pr.DataFrame(COLUMNS).filter(pr.lit(True)),
        pd.DataFrame({"a": pd.array([1, None, 3], "Int64"), "b": ["x", "y", None]}),
        COLUMNS,
        [{"a": 1, "b": "x"}, {"a": None, "b": "y"}, {"a": 3, "b": None}],
    ],
)
def test_every_kind_of_data_takes_a_schema(table) -> None:
    frame = pr.DataFrame(table, schema={"b": str, "a": pr.Int16})
    assert frame.schema == {"b": "string", "a": "int16"}
    assert frame.to_dict() == {"b": ["x", "y", None], "a": [1, None, 3]}
    with pytest.raises(pr.SchemaError, match='schema_overrides names "c"'):
        pr.DataFrame(table, schema_overrides={"c": int})


def test_frames_without_rows() -> None:
    nothing = pr.DataFrame()
    assert (nothing.columns, nothing.count(), nothing.to_dict(), nothing.to_list()) == ([], 0, {}, [])
    assert "0 rows × 0 columns" in repr(nothing)
    assert "0 rows × 0 columns" in nothing._repr_html_()
    assert pa.table(nothing).shape == (0, 0)
    assert nothing.to_pandas().shape == (0, 0)
    assert nothing.equals(pr.DataFrame({}))
    assert nothing.equals(pr.DataFrame([]))
    for data in (None, {}, [], iter(())):
        frame = pr.DataFrame(data, schema={"a": pr.Int8, "b": None, "c": pr.List(str)})
        assert frame.schema == {"a": "int8", "b": "null", "c": "list<string>"}
        assert frame.count() == 0
        assert frame.filter(pr.col("a") > 1).select("c").to_dict() == {"c": []}
        assert pr.DataFrame(data, ["a"], schema_overrides={"a": float}).schema == {"a": "float64"}
    assert pr.DataFrame({"a": [1, 2]}).drop("a").width == 0


def test_a_single_value_stands_in_every_row() -> None:
    day = date(2024, 1, 1)
    frame = pr.DataFrame({"s": "x", "n": [1, 2, 3], "none": None, "day": day, "b": b"y", "z": np.float32(1.5)})
    assert frame.rows() == [("x", number, None, day, b"y", 1.5) for number in (1, 2, 3)]
    assert frame.select("s", "n", "day").equals(pl.DataFrame({"s": "x", "n": [1, 2, 3], "day": day}))
    assert pr.DataFrame({"a": 1, "b": "x"}).rows() == [(1, "x")]
    assert pr.DataFrame({"a": [], "b": "x"}).rows() == []
    assert pr.DataFrame({"a": pa.array([1, 2]), "b": 0}, schema_overrides={"b": pr.Int8}).schema["b"] == "int8"
    assert pr.DataFrame({"a": (number for number in range(2)), "b": "x"}).rows() == [(0, "x"), (1, "x")]


FITS = [
    ([1, 2], pr.UInt8),
    ([2**63, None], pr.UInt64),
    ([2**64], pr.Decimal(30)),
    ([2**64, 2**200, None], float),
    ([Decimal("0.1")], float),
    ([1, 2], float),
    ([2.0, -3.0], int),
    ([0.1, None], pr.Float32),
    ([float("nan")], pr.Float32),
    (["1", "-2"], int),
    (["2024-01-01"], date),
    ([1, 2], str),
    ([True, None], int),
    ([0, 1], bool),
    ([Decimal("1.50")], pr.Decimal(10, 1)),
    ([0.125], pr.Decimal(10, 2)),
    ([datetime(2024, 1, 1)], date),
    ([date(2024, 1, 1)], datetime),
    ([datetime(2024, 1, 1)], pr.Timestamp("s")),
    ([datetime(2024, 1, 1, 1, 1, 1, 5)], pr.Timestamp("ns")),
    ([timedelta(seconds=2)], pr.Duration("s")),
    ([[1, 2], None], pr.List(pr.Int8)),
    ([{"x": 1}], pr.Struct({"x": pr.Int8})),
    (["x", "y", "x"], pr.Categorical),
    ([None, None], pr.Struct({"x": int})),
]


@pytest.mark.parametrize(("values", "dtype"), FITS, ids=[f"{values} as {dtype}" for values, dtype in FITS])
def test_values_become_the_declared_type(values, dtype) -> None:
    for data in ({"a": values}, [(value,) for value in values], [{"a": value} for value in values]):
        frame = pr.DataFrame(data, schema={"a": dtype})
        assert frame.schema == {"a": pr.DataType(dtype)}
        if not any(isinstance(value, int) and value >= 2**63 for value in values):
            assert frame.equals(pr.DataFrame({"a": values}).cast({"a": dtype}))
        assert frame.to_dict()["a"].count(None) == values.count(None)


LOST = [
    ([1, 300], pr.Int8, 1, "300"),
    ([-1], pr.UInt8, 0, "-1"),
    ([1, 2, 1.5], int, 2, "1.5"),
    ([float("nan")], int, 0, "NaN"),
    ([2**53 + 1], float, 0, str(2**53 + 1)),
    ([2], bool, 0, "2"),
    (["1", "x"], int, 1, "x"),
    (["1.50"], int, 0, "1.50"),
    ([Decimal("1.05")], pr.Decimal(10, 1), 0, "1.05"),
    ([Decimal("1.5")], int, 0, "1.5"),
    ([datetime(2024, 1, 1), datetime(2024, 1, 1, 12)], date, 1, "12:00"),
    ([datetime(2024, 1, 1, 0, 0, 0, 1)], pr.Timestamp("ms"), 0, "2024-01-01"),
    ([timedelta(milliseconds=1)], pr.Duration("s"), 0, ""),
]


@pytest.mark.parametrize(("values", "dtype", "row", "shown"), LOST, ids=[f"{v} as {d}" for v, d, *_ in LOST])
def test_a_value_that_does_not_fit_is_named_with_its_row(values, dtype, row, shown) -> None:
    name = pr.DataType(dtype)
    kinds = [{"a": values}, [(value,) for value in values], pa.table({"a": values})]
    if not any(isinstance(value, str) for value in values):
        kinds.append({"a": np.array(values)})
    for data in kinds:
        with pytest.raises(ValueError, match="does not fit") as caught:
            pr.DataFrame(data, schema={"a": dtype})
        assert isinstance(caught.value, pr.PyRustError)
        message = str(caught.value).splitlines()[0]
        assert message.startswith(f'DataFrame: column "a", row {row}: ')
        assert shown in message
        assert message.endswith(f"does not fit {name}")
    with pytest.raises(ValueError, match="does not fit"):
        pr.lit(values[row], dtype)


@pytest.mark.parametrize("value", [2**64 + 1, -(2**64) - 1, 2**200 + 1, 10**20 - 1], ids=hex)
def test_an_integer_that_a_float_would_round_does_not_fit_however_large_it_is(value) -> None:
    for data in ({"a": [1, value]}, [(1,), (value,)], {"a": [Decimal(1), Decimal(value)]}):
        with pytest.raises(pr.InvalidValueError, match=f'column "a", row 1: {str(value)[:30]}.* does not fit float64'):
            pr.DataFrame(data, schema={"a": float})
    with pytest.raises(pr.InvalidValueError, match="does not fit float64"):
        pr.lit(value, "float64")


def test_the_row_is_counted_through_all_batches() -> None:
    table = pa.concat_tables([pa.table({"a": [1, 2]}), pa.table({"a": [3, 400]})])
    with pytest.raises(ValueError, match='column "a", row 3: 400 does not fit int8'):
        pr.DataFrame(table, schema={"a": pr.Int8})
    with pytest.raises(ValueError, match='column "a", row 3: 400 does not fit int8'):
        pr.DataFrame({"a": table["a"]}, schema={"a": pr.Int8})


@pytest.mark.parametrize(
    ("data", "options", "error", "words"),
    [
        (COLUMNS, {"schema": ["a"]}, pr.SchemaError, 'the data has the column "b", which the schema does not name'),
        (COLUMNS, {"schema": ["a", "b", "c"]}, pr.SchemaError, 'the schema names "c", which the data does not have'),
        (COLUMNS, {"schema": ["a", "B"]}, pr.SchemaError, 'the schema names "B"'),
        (COLUMNS, {"schema": ["a", "a"]}, pr.SchemaError, 'the schema names "a" twice'),
        (COLUMNS, {"schema": 1}, TypeError, "1 is not a schema"),
        (COLUMNS, {"schema": [1]}, TypeError, "names must be strings, got 1"),
        (COLUMNS, {"schema": {"a": "int46", "b": None}}, TypeError, "did you mean int64"),
        (COLUMNS, {"schema_overrides": ["a"]}, TypeError, "not a dict of names and types"),
        (COLUMNS, {"schema_overrides": {"price": int}}, pr.SchemaError, "the columns are a, b"),
        ([(1, 2)], {"schema": ["a"]}, pr.SchemaError, "the data has 2 columns, the schema names 1"),
        ([(1, 2), (1,)], {"schema": ["a", "b"]}, pr.SchemaError, "row 1 has 1 values.*\nhint: the schema names a, b"),
        (np.zeros((2, 3)), {"schema": ["a"]}, pr.SchemaError, "the data has 3 columns, the schema names 1"),
        ({"a": [[1]]}, {"schema": {"a": int}}, pr.SchemaError, "is list<int64> and cannot become int64"),
        ({"a": [1, 2], "b": [1]}, {}, pr.SchemaError, 'column "a" has 2 rows, column "b" has 1'),
        ({"a": [1, 2], "b": {"x": 1}}, {}, TypeError, 'column "b" is a dict, not a sequence'),
        ({"a": {1, 2}}, {}, TypeError, "a set has no order"),
        ({1: [1]}, {}, TypeError, "column name 1 is not a str"),
        (None, {"schema_overrides": {"a": int}}, pr.SchemaError, 'names "a"'),
    ],
)
def test_schemas_that_do_not_fit_are_refused_in_words(data, options, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        pr.DataFrame(data, **options)
    assert isinstance(caught.value, pr.PyRustError)
