"""Where expressions begin: `pr.col` of several columns, `pr.all`, `pr.len`, `pr.lit` with a type."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

import pyrust as pr

DATA = {"a": [1, 2, None], "b": [4.5, None, 6.5], "k": ["x", "y", "x"]}


def test_several_names_keep_their_order() -> None:
    ours, theirs = pr.DataFrame(DATA), pl.DataFrame(DATA)
    for names in (("b", "a"), (["b", "a"],), ("a",), (["a"],)):
        assert ours.select(pr.col(*names)).equals(theirs.select(pl.col(*names)))
    sums = ours.select(pr.col("b", "a").sum().name.keep())
    assert sums.equals(theirs.select(pl.col("b", "a").sum()), any_order=True)
    assert ours.with_columns((pr.col("a", "b") * 2).name.suffix("_2")).equals(
        theirs.with_columns((pl.col("a", "b") * 2).name.suffix("_2"))
    )
    assert (
        ours.group_by("k")
        .agg(pr.col("a", "b").max().name.keep())
        .sort("k")
        .equals(theirs.group_by("k").agg(pl.col("a", "b").max()).sort("k"))
    )
    assert repr(pr.col("b", "a")) == '<Selector col("b", "a")>'


def test_all_columns_and_columns_of_a_type() -> None:
    ours, theirs = pr.DataFrame(DATA), pl.DataFrame(DATA)
    for every in (pr.col("*"), pr.all()):
        assert ours.select(every).equals(ours)
        assert ours.select(every.is_null().sum().name.keep()).rows() == [(1, 1, 0)]
    assert ours.select(pr.col(pr.Int64)).columns == theirs.select(pl.col(pl.Int64)).columns
    assert ours.select(pr.col(int, str)).columns == ["a", "k"]
    with pytest.raises(pr.SchemaError, match="chooses no column"):
        ours.select(pr.col(pr.Date))
    assert ours.select(pr.col([float])).columns == ["b"]


def test_len_counts_rows() -> None:
    ours, theirs = pr.DataFrame(DATA), pl.DataFrame(DATA)
    assert ours.select(pr.len()).to_dict() == {"len": [3]}
    assert ours.limit(0).select(pr.len()).item() == 0
    grouped = ours.group_by("k").agg(pr.len(), twice=pr.len() * 2).sort("k")
    assert grouped.to_dict() == {"k": ["x", "y"], "len": [2, 1], "twice": [4, 2]}
    assert grouped.select("k", "len").cast({"len": "uint32"}).equals(theirs.group_by("k").agg(pl.len()).sort("k"))
    assert ours.with_columns(n=pr.len().over("k")).sort("k").to_dict()["n"] == [2, 2, 1]


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (1, pr.Int8),
        (2**63, pr.UInt64),
        (2**64, pr.Decimal(20)),
        (1, float),
        ("2024-01-01", date),
        ("1.50", pr.Decimal(5, 2)),
        (None, pr.List(int)),
        ([1, 2], pr.List(pr.Int16)),
    ],
)
def test_a_constant_has_the_type_that_is_said(value, dtype) -> None:
    made = pr.range(2).select(x=pr.lit(value, dtype))
    assert made.schema == {"x": pr.DataType(dtype)}
    assert made.equals(pr.DataFrame({"x": [value, value]}, schema={"x": dtype}))


def test_constants_of_expressions_and_wrong_ones() -> None:
    assert pr.range(1).select(x=pr.lit(pr.col("value"), str)).to_dict() == {"x": ["0"]}
    assert pr.range(1).select(x=pr.lit(Decimal("1.5"))).schema == {"x": "decimal(2,1)"}
    for value, dtype, words in (
        (300, pr.Int8, "lit: the value 300 does not fit int8"),
        ("x", int, "lit: the value x does not fit int64"),
        (1.5, int, "lit: the value 1.5 does not fit int64"),
    ):
        with pytest.raises(ValueError, match=words):
            pr.lit(value, dtype)
    with pytest.raises(pr.SchemaError, match="the value is list<int64> and cannot become int64"):
        pr.lit([1], int)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: pr.col(1), TypeError, "col: 1 is neither a column's name nor a type"),
        (lambda: pr.col("a", 1), TypeError, "col: 1 is neither"),
        (lambda: pr.col("a", pr.Int64), TypeError, "names and types are mixed"),
        (lambda: pr.DataFrame(DATA).select(pr.col("a", "price")), KeyError, 'no column "price"'),
        (lambda: pr.DataFrame(DATA).select(pr.col("a", "k") + pr.col("b", "a")), ValueError, "stand in one expression"),
        (lambda: pr.DataFrame(DATA).select(pr.col()), pr.SchemaError, "chooses no column"),
    ],
)
def test_what_names_no_column_is_refused_in_words(make, error, words) -> None:
    with pytest.raises(error, match=words):
        make()
