"""Frames of rows: dicts, tuples, named tuples, data classes, arrays of numpy, from whatever gives them one by one."""

import csv
import sqlite3
from collections import deque
from dataclasses import InitVar, dataclass, field
from typing import ClassVar, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pytest

import pyrust as pr


class Point(NamedTuple):
    x: int
    y: float | None


@dataclass
class Order:
    shop: str
    price: float | None
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class Slotted:
    a: int


@dataclass
class Counted:
    made: ClassVar[int] = 7
    start: InitVar[int]
    a: int = 0

    def __post_init__(self, start: int) -> None:
        self.a += start


def test_tuples_and_lists_are_rows() -> None:
    expected = {"column_1": [1, None, 3], "column_2": ["x", "y", None]}
    for rows in (
        [(1, "x"), (None, "y"), (3, None)],
        [[1, "x"], [None, "y"], [3, None]],
        ((1, "x"), [None, "y"], (3, None)),
    ):
        assert pr.DataFrame(rows).to_dict() == expected
    named = pr.DataFrame([(1, "x"), (2, "y")], schema=["a", "b"])
    assert named.equals(pl.DataFrame([(1, "x"), (2, "y")], schema=["a", "b"], orient="row"))
    assert pr.DataFrame([(), ()]).width == 0
    assert pr.DataFrame([([1, 2], {"a": 1})]).to_dict() == {"column_1": [[1, 2]], "column_2": [{"a": 1}]}


def test_named_tuples_and_data_classes_have_names() -> None:
    assert pr.DataFrame([Point(1, 2.5), Point(2, None)]).to_dict() == {"x": [1, 2], "y": [2.5, None]}
    orders = [Order("a", 1.5, ["p"]), Order("b", None)]
    frame = pr.DataFrame(orders)
    assert frame.to_dict() == {"shop": ["a", "b"], "price": [1.5, None], "tags": [["p"], []]}
    assert frame.select("shop", "price").equals(pl.DataFrame(orders).select("shop", "price"))
    assert pr.DataFrame([Slotted(1)]).to_dict() == {"a": [1]}
    assert pr.DataFrame([Point(1, 2.5)], schema=["y", "x"]).columns == ["y", "x"]
    assert pr.DataFrame([Point(1, 2.5)], schema_overrides={"x": pr.Int8}).schema == {"x": "int8", "y": "float64"}


def test_what_a_data_class_does_not_hold_in_each_row_is_no_column() -> None:
    assert pr.DataFrame([Counted(1), Counted(2, 10)]).to_dict() == {"a": [1, 12]}


def test_dicts_may_lack_keys() -> None:
    rows = [{"a": 1}, {"b": "x"}, {"a": 3, "b": None, "c": True}]
    assert pr.DataFrame(rows).equals(pl.DataFrame(rows))
    chosen = pr.DataFrame(rows, schema={"c": None, "z": pr.Date, "a": pr.Int8})
    assert chosen.schema == {"c": "bool", "z": "date", "a": "int8"}
    assert chosen.to_dict() == {"c": [None, None, True], "z": [None] * 3, "a": [1, None, 3]}


def test_rows_may_come_one_by_one() -> None:
    def rows():
        for number in range(3):
            yield number, str(number)

    expected = {"column_1": [0, 1, 2], "column_2": ["0", "1", "2"]}
    for given in (rows(), iter(list(rows())), deque(rows()), zip(range(3), "012", strict=True), map(tuple, rows())):
        assert pr.DataFrame(given).to_dict() == expected
    assert pr.DataFrame({"n": number} for number in range(3)).to_dict() == {"n": [0, 1, 2]}
    assert pr.DataFrame({0: "x", 1: "y"}.items()).to_dict() == {"column_1": [0, 1], "column_2": ["x", "y"]}
    assert pr.DataFrame(csv.reader(["a,b", "c,d"])).to_dict() == {"column_1": ["a", "c"], "column_2": ["b", "d"]}
    cursor = sqlite3.connect(":memory:").execute("select 1, 'x' union all select 2, null")
    assert pr.DataFrame(cursor, schema=["n", "s"]).to_dict() == {"n": [1, 2], "s": ["x", None]}


def test_plain_values_are_one_column() -> None:
    assert pr.DataFrame([1, 2, None]).to_dict() == {"value": [1, 2, None]}
    assert pr.DataFrame(["a", "b"], schema=["s"]).to_dict() == {"s": ["a", "b"]}
    assert pr.DataFrame(range(3)).equals(pr.range(3))


def test_arrays_of_numpy() -> None:
    numbers = np.arange(6, dtype="int16").reshape(3, 2)
    for array in (numbers, np.asfortranarray(numbers), numbers[::-1], numbers.T):
        frame = pr.DataFrame(array)
        assert frame.columns == [f"column_{number + 1}" for number in range(array.shape[1])]
        assert set(frame.dtypes) == {pr.Int16}
        np.testing.assert_array_equal(frame.to_numpy(), array)
    assert pr.DataFrame(numbers, schema=["a", "b"]).to_dict() == {"a": [0, 2, 4], "b": [1, 3, 5]}
    assert pr.DataFrame(numbers, schema={"a": float, "b": None}).schema == {"a": "float64", "b": "int16"}
    assert pr.DataFrame(np.array([1.5, 2.5])).to_dict() == {"value": [1.5, 2.5]}
    assert pr.DataFrame(np.empty((0, 2))).schema == {"column_1": "float64", "column_2": "float64"}
    assert pr.DataFrame(np.array([["a", "b"]], dtype=object)).to_dict() == {"column_1": ["a"], "column_2": ["b"]}
    structured = np.array([(1, 2.5, "x"), (2, 3.5, "y")], dtype=[("i", "i4"), ("f", "f8"), ("s", "U1")])
    made = pr.DataFrame(structured)
    assert made.schema == {"i": "int32", "f": "float64", "s": "string"}
    assert made.rows() == [(1, 2.5, "x"), (2, 3.5, "y")]
    masked = np.ma.masked_array([[1, 2], [3, 4]], mask=[[True, False], [False, False]])
    assert pr.DataFrame(masked).to_dict() == {"column_1": [None, 3], "column_2": [2, 4]}


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        ([(1, 2), (3,)], pr.SchemaError, "row 1 has 1 values, the rows before have 2"),
        ([(1, 2), (3, 4, 5)], pr.SchemaError, "row 1 has 3 values, the rows before have 2"),
        ([(1, 2), {"a": 1}], TypeError, "row 1 is a dict, the rows before are tuples or lists"),
        ([{"a": 1}, (1,)], TypeError, "row 1 is a tuple, the rows before are dicts"),
        ([{"a": 1}, None], TypeError, "row 1 is a NoneType"),
        ([{1: 2}], TypeError, "not a str"),
        ([Point(1, 2), Order("a", 1)], TypeError, "row 1 is a Order without x, the rows before are Point"),
        ([(1,), ("x",)], TypeError, 'column "column_1", row 1: is a str, the rows before are int'),
        ([1, "x"], TypeError, 'column "value", row 1'),
        ({(1, 2)}, TypeError, "expected a table, got set"),
        ("a,b", TypeError, "expected a table, got str"),
        (1, TypeError, "expected a table, got int"),
        (pr.col("a"), TypeError, "expected a table, got Expr"),
        (np.zeros((2, 2, 2)), ValueError, "3 dimensions"),
        (np.array(1), ValueError, "0 dimensions"),
        ([object()], TypeError, "cannot become a value"),
    ],
)
def test_rows_that_do_not_fit_are_refused_with_their_number(data, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        pr.DataFrame(data)
    assert isinstance(caught.value, pr.PyRustError)


def test_what_a_generator_raises_is_its_own() -> None:
    def rows():
        yield (1,)
        raise RuntimeError("the connection is lost")

    with pytest.raises(RuntimeError, match="connection is lost"):
        pr.DataFrame(rows())


def test_pandas_and_polars_go_their_own_way() -> None:
    data = {"a": [1, 2], "b": ["x", "y"]}
    for other in (pd.DataFrame(data), pl.DataFrame(data), pl.LazyFrame(data)):
        assert pr.DataFrame(other).to_dict() == data
