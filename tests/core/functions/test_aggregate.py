"""Aggregates: every one of the engine's, with its options, equal to duckdb's and polars' over groups and nulls."""

import math
import random
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

ROWS = 20_000
BATCH = 4_000


@pytest.fixture(scope="module")
def points() -> pa.Table:
    """Twenty thousand rows in five batches: groups with nulls, one of nulls only, doubles, all kinds of values."""
    draw = random.Random(7)

    def maybe(value, share=0.1):
        return None if draw.random() < share else value

    keys = [draw.choice(["x", "y", "z", None, "empty"]) for _ in range(ROWS)]
    table = pa.table(
        {
            "k": keys,
            "t": pa.array(draw.sample(range(ROWS), ROWS), pa.int64()),
            "n": pa.array([None if k == "empty" else maybe(draw.randint(-50, 50)) for k in keys], pa.int64()),
            "v": pa.array([None if k == "empty" else maybe(draw.uniform(-5, 5)) for k in keys], pa.float64()),
            "w": pa.array([maybe(draw.uniform(0, 1)) for _ in keys], pa.float64()),
            "s": pa.array([None if k == "empty" else maybe(draw.choice("abcdef")) for k in keys], pa.string()),
            "b": pa.array([None if k == "empty" else maybe(draw.random() < 0.5) for k in keys], pa.bool_()),
            "d": [maybe(date(2024, 1, 1) + timedelta(draw.randint(0, 400))) for _ in keys],
            "m": [maybe(Decimal(draw.randint(-999, 999)) / 100) for _ in keys],
        }
    )
    return pa.Table.from_batches(table.combine_chunks().to_batches(max_chunksize=BATCH))


def close(left, right) -> bool:
    # the engine cuts the share of the way between two values to six decimals, in percentile_cont
    if isinstance(left, float) and isinstance(right, (float, int)):
        return math.isclose(left, right, rel_tol=1e-7, abs_tol=1e-7)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(close, left, right))
    return left == right and (left is None) == (right is None)


def rows(result) -> list[tuple]:
    return sorted((tuple(row) for row in result), key=lambda row: (row[0] is None, row[0] or ""))


# what is asked of us, and the same in duckdb's SQL
SAME = {
    "sum": (f.sum("n"), "sum(n)"),
    "sum of floats": (f.sum("v"), "sum(v)"),
    "sum of decimals": (f.sum("m"), "sum(m)"),
    "mean": (f.mean("n"), "avg(n)"),
    "min": (f.min("s"), "min(s)"),
    "max": (f.max("d"), "max(d)"),
    "count": (f.count("n"), "count(n)"),
    "rows": (f.count(), "count(*)"),
    "n_unique": (f.n_unique("s"), "count(distinct s)"),
    "median of ints": (f.median("n"), "median(n)"),
    "median": (f.median("v"), "median(v)"),
    "std": (f.std("v"), "stddev_samp(v)"),
    "stddev_pop": (f.stddev_pop("v"), "stddev_pop(v)"),
    "var": (f.var("n"), "var_samp(n)"),
    "var_pop": (f.var_pop("v"), "var_pop(v)"),
    "bool_and": (f.bool_and("b"), "bool_and(b)"),
    "bool_or": (f.bool_or("b"), "bool_or(b)"),
    "bit_and": (f.bit_and("n"), "bit_and(n)"),
    "bit_or": (f.bit_or("n"), "bit_or(n)"),
    "bit_xor": (f.bit_xor("n"), "bit_xor(n)"),
    "corr": (f.corr("v", "w"), "corr(v, w)"),
    "covar_samp": (f.covar_samp("v", "w"), "covar_samp(v, w)"),
    "covar_pop": (f.covar_pop("v", "w"), "covar_pop(v, w)"),
    "regr_slope": (f.regr_slope("v", "w"), "regr_slope(v, w)"),
    "regr_intercept": (f.regr_intercept("v", "w"), "regr_intercept(v, w)"),
    "regr_count": (f.regr_count("v", "w"), "regr_count(v, w)"),
    "regr_r2": (f.regr_r2("v", "w"), "regr_r2(v, w)"),
    "regr_avgx": (f.regr_avgx("v", "w"), "regr_avgx(v, w)"),
    "regr_avgy": (f.regr_avgy("v", "w"), "regr_avgy(v, w)"),
    "regr_sxx": (f.regr_sxx("v", "w"), "regr_sxx(v, w)"),
    "regr_syy": (f.regr_syy("v", "w"), "regr_syy(v, w)"),
    "regr_sxy": (f.regr_sxy("v", "w"), "regr_sxy(v, w)"),
    "percentile_cont": (f.percentile_cont("v", 0.3), "quantile_cont(v, 0.3)"),
    "quantile of ints": (f.quantile("n", 0.77), "quantile_cont(n::double, 0.77)"),
    "first": (f.first("n", order_by="t"), "first(n order by t)"),
    "last": (f.last("s", order_by="t"), "last(s order by t)"),
    "last, ignoring nulls": (
        f.last("n", order_by="t", ignore_nulls=True),
        "last(n order by t) filter (n is not null)",
    ),
    "nth_value": (f.nth_value("t", 3, order_by=pr.col("t").desc()), "list(t order by t desc)[3]"),
    "nth_value from the end": (f.nth_value("t", -2, order_by="t"), "list(t order by t)[-2]"),
    "array_agg": (f.array_agg("n", order_by="t"), "list(n order by t)"),
    "array_agg, ignoring nulls": (
        f.array_agg("n", order_by=pr.col("t").desc(), ignore_nulls=True),
        "list(n order by t desc) filter (n is not null)",
    ),
    "array_agg of different": (
        f.array_agg("s", order_by="s", distinct=True),
        "list(distinct s order by s nulls last)",
    ),
    "string_agg": (f.string_agg("s", "-", order_by=["d", "t"]), "string_agg(s, '-' order by d nulls last, t)"),
    "sum of different": (f.sum("n", distinct=True), "sum(distinct n)"),
    "mean of different": (f.mean("v", distinct=True), "avg(distinct v)"),
    "median of different": (f.median("n", distinct=True), "median(distinct n)"),
    "var of different": (f.var("n", distinct=True), "var_samp(distinct n)"),
    "std of different": (f.std("n", distinct=True), "stddev_samp(distinct n)"),
    "count of different": (f.count("n", distinct=True), "count(distinct n)"),
    "filtered sum": (f.sum("n", filter=pr.col("v") > 0), "sum(n) filter (v > 0)"),
    "filtered count": (f.count(filter="b"), "count(*) filter (b)"),
    "filtered corr": (f.corr("v", "w", filter=pr.col("n") > 0), "corr(v, w) filter (n > 0)"),
    "filtered list": (
        f.array_agg("t", order_by="t", filter=pr.col("n") == 3),
        "list(t order by t) filter (n = 3)",
    ),
    "filtered quantile": (f.quantile("v", 0.5, filter=pr.col("n") > 0), "quantile_cont(v, 0.5) filter (n > 0)"),
}


@pytest.mark.parametrize("name", SAME)
def test_an_aggregate_of_groups_is_duckdbs(points, name):
    ours, theirs = SAME[name]
    found = pr.DataFrame(points).group_by("k").agg(x=ours).to_dict()
    expected = duckdb.sql(f"select k, {theirs} from points group by k").fetchall()
    found, expected = rows(zip(found["k"], found["x"], strict=True)), rows(expected)
    assert [k for k, _ in found] == [k for k, _ in expected]
    different = [(k, a, b) for (k, a), (_, b) in zip(found, expected, strict=True) if not close(a, b)]
    assert different == []


@pytest.mark.parametrize("name", SAME)
def test_an_aggregate_of_no_rows_is_duckdbs(points, name):
    ours, theirs = SAME[name]
    nothing = points.slice(0, 0)
    found = pr.DataFrame(nothing).select(x=ours).to_dict()["x"]
    assert found == [duckdb.sql(f"select {theirs} from nothing").fetchall()[0][0]]
    assert pr.DataFrame(nothing).group_by("k").agg(x=ours).to_list() == []


def test_approximations_are_near(points):
    frame = pr.DataFrame(points)
    values = np.array(points["v"].drop_null())
    found = frame.select(
        median=f.approx_median("v"),
        p90=f.approx_percentile_cont("v", 0.9, 200),
        weighted=f.approx_percentile_cont_with_weight("v", "w", 0.5),
        unique=pr.col("t").approx_n_unique(),
    ).to_list()[0]
    assert abs(found["median"] - np.median(values)) < 0.1
    assert abs(found["p90"] - np.quantile(values, 0.9)) < 0.1
    assert abs(found["weighted"]) < 0.5
    assert abs(found["unique"] - ROWS) < ROWS * 0.03


@pytest.mark.parametrize("interpolation", ["linear", "lower", "higher", "nearest", "midpoint"])
@pytest.mark.parametrize("q", [0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("column", ["n", "v"])
def test_a_quantile_is_polars(points, column, q, interpolation):
    found = pr.DataFrame(points).group_by("k").agg(x=pr.col(column).quantile(q, interpolation)).to_dict()
    expected = pl.from_arrow(points).group_by("k").agg(x=pl.col(column).quantile(q, interpolation)).to_dict()
    found = rows(zip(found["k"], found["x"], strict=True))
    expected = rows(zip(expected["k"], expected["x"], strict=True))
    assert all(close(a, b) for (_, a), (_, b) in zip(found, expected, strict=True)), (found, expected)


def test_a_method_is_its_function(points):
    frame = pr.DataFrame(points)
    pairs = {
        "sum": (pr.col("n").sum(filter="b"), f.sum("n", filter="b")),
        "any": (pr.col("b").any(), f.bool_or("b")),
        "all": (pr.col("b").all(), f.bool_and("b")),
        "count": (pr.col("n").count(distinct=True), f.count("n", distinct=True)),
        "first": (pr.col("s").first(order_by=pr.col("t").desc()), f.first_value("s", order_by=pr.col("t").desc())),
        "std": (pr.col("v").std(distinct=True), f.stddev("v", distinct=True)),
        "nth": (pr.col("s").nth_value(2, order_by="t"), f.nth_value("s", 2, order_by="t")),
        "string": (pr.col("s").string_agg(order_by="t"), f.string_agg("s", "", order_by="t")),
    }
    left = frame.select(**{name: method for name, (method, _) in pairs.items()}).to_dict()
    right = frame.select(**{name: function for name, (_, function) in pairs.items()}).to_dict()
    assert left == right


def test_aggregates_can_be_computed_with():
    frame = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 3], "b": [True, False, True]})
    found = frame.group_by("k").agg(share=f.sum("a", filter="b") / f.sum("a"), q=f.quantile("a", 1, "lower") + 1)
    assert found.sort("k").to_list() == [
        {"k": "x", "share": 1 / 3, "q": 3},
        {"k": "y", "share": 1.0, "q": 4},
    ]


def test_options_are_part_of_the_name():
    frame = pr.DataFrame({"a": [1, 2], "t": [2, 1]})
    made = frame.select(
        f.sum("a"),
        f.sum("a", filter=pr.col("t") > 1),
        f.sum("a", distinct=True),
        f.first("a", order_by=[pr.col("t").desc(), "a"]),
        f.array_agg("a", ignore_nulls=True),
        f.quantile("a", 0.5),
        f.string_agg(pr.col("a").cast(str), "-", order_by="t"),
    )
    assert made.columns == [
        "sum(a)",
        "sum(a, filter=t > 1)",
        "sum(a, distinct=True)",
        "first(a, order_by=[t.desc(), a])",
        "array_agg(a, ignore_nulls=True)",
        "quantile(a, 0.5)",
        'string_agg(cast(a, string), "-", order_by=t)',
    ]


def test_an_option_that_the_engine_would_ignore_is_refused():
    for expr in (f.nth_value, lambda a, distinct: f.approx_percentile_cont(a, 0.5, distinct=distinct), f.approx_median):
        with pytest.raises(ValueError, match="distinct values only"):
            expr("a", 2, distinct=True) if expr is f.nth_value else expr("a", distinct=True)
    with pytest.raises(TypeError):
        f.corr("a", "b", distinct=True)


def test_a_share_outside_of_0_to_1_is_a_value_error():
    for q in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            f.quantile("a", q)
    with pytest.raises(ValueError, match="no interpolation"):
        f.quantile("a", 0.5, "cubic")


def test_the_filter_and_the_order_name_columns_that_exist():
    frame = pr.DataFrame({"a": [1], "k": ["x"]})
    with pytest.raises(pr.ColumnNotFoundError):
        frame.group_by("k").agg(x=f.sum("a", filter="b"))
    with pytest.raises(pr.ColumnNotFoundError):
        frame.select(x=f.first("a", order_by="zz"))
    with pytest.raises(TypeError):
        f.sum("a", filter=3)


def test_aggregates_of_nested_values():
    frame = pr.DataFrame(
        {"k": ["x", "x", "y"], "t": [2, 1, 3], "a": [[1], [2, 3], None], "s": [{"n": 1}, None, {"n": 2}]}
    )
    found = frame.group_by("k").agg(
        lists=f.array_agg("a", order_by="t"),
        structs=f.array_agg("s", order_by="t"),
        first=f.first("a", order_by="t"),
        n=f.count("s"),
    )
    assert found.sort("k").to_list() == [
        {"k": "x", "lists": [[2, 3], [1]], "structs": [None, {"n": 1}], "first": [2, 3], "n": 1},
        {"k": "y", "lists": [None], "structs": [{"n": 2}], "first": None, "n": 1},
    ]


def test_every_aggregate_of_the_engine_is_a_function():
    names = pr.sql(
        "select distinct routine_name as name from information_schema.routines where function_type = 'AGGREGATE'"
    ).to_dict()["name"]
    assert len(names) > 40
    assert [name for name in names if not callable(getattr(f, name, None))] == []


@pytest.mark.parametrize(
    "call",
    [
        lambda df: df.with_columns(x=pr.col("n").sum()),
        lambda df: df.with_columns(pr.col("n") - pr.col("n").mean()),
        lambda df: df.filter(pr.col("n") > pr.col("n").mean()),
        lambda df: df.sort(pr.col("n").sum()),
        lambda df: df.group_by(pr.col("n").max()),
        lambda df: df.join(df, on=pr.col("n").max()),
        lambda df: df.join(df, where=pr.col("n") < pr.col("n_right").max()),
        lambda df: df.fill_null(pr.col("n").max()),
        lambda df: df.with_columns(x=pr.udaf(len, args=["int64"], returns="int64", name="size")("n")),
    ],
)
def test_an_aggregate_has_no_place_beside_the_values_of_rows(call):
    with pytest.raises(pr.SchemaError, match=r"makes one value of many rows\nhint: .*\.over\(\)"):
        call(pr.DataFrame({"n": [1, 2]}))


def test_the_values_of_rows_have_no_place_beside_an_aggregate():
    frame = pr.DataFrame({"k": ["x", "y"], "n": [1, 2]})
    for call in (frame.select, frame.group_by("k").agg):
        with pytest.raises(pr.SchemaError, match=r"n does not make one value of a group\nhint: .*\.over\(\)"):
            call(x=pr.col("n") - pr.col("n").mean())
        with pytest.raises(pr.ColumnNotFoundError, match='no column "N"\nhint: did you mean n'):
            call(x=pr.col("N") - pr.col("n").mean())
    assert frame.select(x=pr.col("n") - pr.col("n").mean().over()).to_dict() == {"x": [-0.5, 0.5]}
    by_key = frame.group_by("k").agg(x=pr.col("k") + pr.col("n").sum().cast(str)).sort("k")
    assert by_key.to_dict() == {"k": ["x", "y"], "x": ["x1", "y2"]}


def test_constants_and_what_is_made_of_keys_stand_beside_aggregates():
    frame = pr.DataFrame({"k": ["x", "y", "x"], "n": [1, 2, 3]})
    assert frame.select(pr.col("n").sum(), one=1).to_dict() == {"sum(n)": [6], "one": [1]}
    made = frame.group_by("k").agg(pr.col("n").sum(), big=pr.col("k").str.upper(), unit=pr.lit("kg")).sort("k")
    assert made.rows() == [("x", 4, "X", "kg"), ("y", 2, "Y", "kg")]
    assert frame.group_by("k").agg(one=1).sort("k").rows() == [("x", 1), ("y", 1)]
    assert frame.rollup("k").agg(again=pr.functions.coalesce("k", pr.lit("all"))).count() == 3


def test_booleans_are_counted_as_0_and_1():
    values = [True, False, None, True]
    frame, theirs = pr.DataFrame({"b": values}), pl.DataFrame({"b": values})
    for name in ("sum", "mean", "median", "std", "var"):
        expected = getattr(theirs["b"], name)()
        assert frame.select(x=getattr(pr.col("b"), name)()).item() == pytest.approx(expected), name
        over = frame.select(x=getattr(pr.col("b"), name)().over())
        assert over.rows()[0][0] == pytest.approx(expected), name
    assert frame.select(x=(pr.col("b") | True).sum()).to_dict() == {"x": [4]}


def test_a_column_without_any_value_has_null_aggregates():
    frame = pr.DataFrame({"a": [None, None]})
    made = frame.select(
        **{name: getattr(pr.col("a"), name)() for name in ("sum", "mean", "median", "std", "var", "max")}
    )
    assert made.rows() == [(None,) * 6]
    assert made.dtypes[:2] == ["int64", "float64"]
    assert frame.select(x=pr.col("a").sum().over()).rows() == [(None,), (None,)]
    assert frame.group_by(k=pr.lit(1)).agg(x=pr.col("a").sum()).rows() == [(1, None)]
