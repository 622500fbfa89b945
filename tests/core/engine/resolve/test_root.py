"""An expression over one column that nobody has named replaces that column in `with_columns`, as in Polars; all others
are new columns, named as they are written (docs/decisions/0026-names-in-with-columns.md)."""

import math
from collections.abc import Callable
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import selectors as cs

DATA = {
    "a": [1, None, 3],
    "b": [4, 5, None],
    "f": [0.5, math.nan, None],
    "s": ["x", None, "z"],
    "items": [[1], [], None],
}


@pytest.fixture(params=["frame", "empty", "batches"])
def data(request: pytest.FixtureRequest) -> Any:
    """The same table in one batch, without rows, and in two batches."""
    table = pa.table(DATA)
    return {"frame": table, "empty": table[:0], "batches": pa.concat_tables([table[:1], table[1:]])}[request.param]


@pytest.fixture
def df(data: Any) -> pr.DataFrame:
    return pr.DataFrame(data)


def _both(made: Callable[[Any], Any]) -> tuple[Any, Any]:
    return made(pr.col), made(pl.col)


@pytest.mark.parametrize(
    "made",
    [
        lambda col: col("a") * 10,
        lambda col: -col("a"),
        lambda col: col("a") > 1,
        lambda col: col("a") * col("a") + col("a"),
        lambda col: col("a").is_null(),
        lambda col: col("a").fill_null(0),
        lambda col: col("a").is_in([1, 2]),
        lambda col: col("f").abs(),
    ],
)
def test_an_expression_over_one_column_replaces_it_as_in_polars(df, data, made):
    ours, theirs = _both(made)
    result, expected = df.with_columns(ours), pl.DataFrame(data).with_columns(theirs)
    assert result.columns == df.columns
    assert str(result.to_dict()) == str(expected.to_dict(as_series=False))


@pytest.mark.parametrize(
    ("expr", "name"),
    [
        (10 - pr.col("a"), "a"),
        ((pr.col("a") + 1).alias("inner") * 2, "a"),
        (pr.col("a").cast("string"), "a"),
        (pr.col("s").str.upper(), "s"),
        (pr.functions.upper("s"), "s"),
        (pr.functions.coalesce("s", pr.lit("none")), "s"),
        (pr.when(pr.col("a") > 1).then(pr.col("a")).otherwise(0), "a"),
        (pr.col("items").list.transform(lambda item: item + 1), "items"),
        (pr.udf(lambda batch: batch.to_list(), returns="int64")("a"), "a"),
    ],
)
def test_constants_casts_functions_choices_and_user_functions_replace_too(df, expr, name):
    assert df.with_columns(expr).columns == df.columns
    assert df.with_columns(expr).select(name).equals(df.select(**{name: expr}))


@pytest.mark.parametrize(
    ("expr", "name"),
    [
        (pr.col("a") + pr.col("b"), "a + b"),
        (pr.functions.coalesce("a", "b"), "coalesce(a, b)"),
        (pr.lit(7), "7"),
        (pr.col("a").sum().over(), "sum(a).over()"),
        (pr.col("a") - pr.col("a").mean().over(), "a - mean(a).over()"),
        (pr.functions.lag("a").over(order_by="a"), "lag(a, 1).over(order_by=a)"),
        ((pr.col("a") * 10).alias("ten"), "ten"),
        ((pr.col("a") * 10).name.suffix("_ten"), "a_ten"),
    ],
)
def test_what_is_over_several_columns_or_rows_or_has_a_name_is_a_new_column(df, expr, name):
    made = df.with_columns(expr)
    assert made.columns == [*df.columns, name]
    assert made.drop(name).equals(df, any_order=True)


def test_everywhere_else_a_computed_column_is_named_as_it_is_written(df):
    assert df.select(pr.col("a") * 10).columns == ["a * 10"]
    assert df.group_by("s").agg(pr.col("a").sum() * 10).columns == ["s", "sum(a) * 10"]
    assert df.group_by(pr.col("a") * 10).len().columns == ["a * 10", "len"]
    assert df.distinct().sort(pr.col("a") * 10).columns == df.columns


def test_each_column_of_a_selector_is_replaced(df):
    made = df.with_columns(cs.integer() * 10)
    assert made.columns == df.columns
    assert made.equals(df.with_columns(a=pr.col("a") * 10, b=pr.col("b") * 10))


def test_two_expressions_over_one_column_need_names(df):
    with pytest.raises(pr.SchemaError, match=r'with_columns: two columns .* "a"\nhint: .*\.alias'):
        df.with_columns(pr.col("a") * 10, pr.col("a") + 1)
    made = df.with_columns(pr.col("a") * 10, next=pr.col("a") + 1)
    assert made.columns == [*df.columns, "next"]


def test_what_cannot_be_computed_names_the_expression(df):
    with pytest.raises(pr.ColumnNotFoundError, match='with_columns: there is no column "c"'):
        df.with_columns(pr.col("c") * 10)
    with pytest.raises(pr.SchemaError, match=r"with_columns: s \(string\) and 1"):
        df.with_columns(pr.col("s") + 1)
    with pytest.raises(pr.SchemaError, match=r"with_columns: sum\(a\) makes one value"):
        df.with_columns(pr.col("a").sum())
