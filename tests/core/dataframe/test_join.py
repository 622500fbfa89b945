"""Joins, against polars and duckdb: keys with nulls, NaN and repeats, conditions, names that clash."""

import datetime as dt
import random
import warnings

import duckdb
import polars as pl
import pytest

import pyrust as pr

LEFT = pl.DataFrame({"k": [1, 2, 3, None, 2], "j": ["a", "b", "c", "d", "e"], "a": [1, 2, 3, 4, 5]})
RIGHT = pl.DataFrame({"k": [2, 3, 3, None, 9], "j": ["b", "x", "c", "d", "q"], "b": [10, 20, 30, 40, 50]})
HOW = ["inner", "left", "right", "full", "semi", "anti"]


def _rows(rows) -> list[str]:
    return sorted(str(tuple(row.values())) for row in rows)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("on", ["k", ["k", "j"]])
@pytest.mark.parametrize("nulls_equal", [False, True])
@pytest.mark.parametrize("coalesce", [True, False])
def test_joins_match_polars(how, on, nulls_equal, coalesce):
    one_sided = how in ("semi", "anti")
    made = pr.DataFrame(LEFT).join(RIGHT, on=on, how=how, nulls_equal=nulls_equal, coalesce=coalesce)
    theirs = LEFT.join(RIGHT, on=on, how=how, nulls_equal=nulls_equal, coalesce=None if one_sided else coalesce)
    assert sorted(made.columns) == sorted(theirs.columns)
    assert _rows(made.to_list()) == _rows(theirs.select(made.columns).to_dicts())


@pytest.mark.parametrize("how", HOW)
def test_a_condition_without_keys_matches_duckdb(how):
    made = pr.DataFrame(LEFT).join(RIGHT, where=pr.col("a") * 8 > pr.col("b"), how=how)
    columns = "l.*" if how in ("semi", "anti") else "l.*, r.k as k_right, r.j as j_right, r.b"
    with duckdb.connect() as connection:
        connection.register("l", LEFT.to_arrow())
        connection.register("r", RIGHT.to_arrow())
        theirs = connection.sql(f"select {columns} from l {how} join r on l.a * 8 > r.b").fetchall()
    assert _rows(made.to_list()) == sorted(str(row) for row in theirs)


def test_a_condition_beside_keys_names_columns_as_they_are_called_afterwards():
    made = pr.DataFrame(LEFT).join(RIGHT, on="k", where=pr.col("j") == pr.col("j_right"))
    assert _rows(made.to_list()) == _rows(
        [
            {"k": 2, "j": "b", "a": 2, "j_right": "b", "b": 10},
            {"k": 3, "j": "c", "a": 3, "j_right": "c", "b": 30},
        ]
    )
    divided = pr.DataFrame({"a": [1, 3]}).join({"b": [2]}, where=pr.col("a") / pr.col("b") > 1)
    assert divided.to_list() == [{"a": 3, "b": 2}]


def test_keys_are_names_pairs_or_expressions():
    left, right = pr.DataFrame({"a": [1, 2, 12], "x": [5, 6, 7]}), pr.DataFrame({"b": [2, 3], "x": [8, 9]})
    assert left.join(right, on=[("a", "b")]).to_list() == [{"a": 2, "x": 6, "b": 2, "x_right": 8}]
    assert left.join(right, left_on="a", right_on="b").columns == ["a", "x", "b", "x_right"]
    assert left.join(right, left_on="a", right_on="b", coalesce=True).columns == ["a", "x", "x_right"]
    assert left.join(right, left_on=pr.col("a") % 10, right_on="b").sort("a").to_dict()["a"] == [2, 12]
    assert left.join({"a": [22]}, on=pr.col("a") % 10).sort("a").to_dict() == {
        "a": [2, 12], "x": [6, 7], "a_right": [22, 22],
    }  # fmt: skip
    full = left.join(right, left_on="a", right_on="b", how="full", coalesce=True)
    assert sorted(full.to_dict()["a"]) == [1, 2, 3, 12]


def test_cross_join_and_other_libraries_tables():
    left = pr.DataFrame({"a": [1, 2]})
    assert left.join({"a": [3, 4]}, how="cross").sort("a", "a_right").to_dict() == {
        "a": [1, 1, 2, 2], "a_right": [3, 4, 3, 4],
    }  # fmt: skip
    assert left.join(pl.DataFrame({"a": [2], "v": ["x"]}), on="a").to_list() == [{"a": 2, "v": "x"}]


def test_nan_keys_are_equal_and_types_of_numbers_mix():
    nan = float("nan")
    made = pr.DataFrame({"k": [nan, 1.0, None]}).join({"k": [nan, 1.0, None], "v": [1, 2, 3]}, on="k")
    assert sorted(made.to_dict()["v"]) == [1, 2]
    assert pr.DataFrame({"k": [1, 2]}).join({"k": [2.0]}, on="k").count() == 1


def test_large_joins_match_polars():
    left = pl.DataFrame({"k": [n * 7 % 5000 for n in range(30_000)], "a": range(30_000)})
    right = pl.DataFrame({"k": [n * 3 % 9000 for n in range(20_000)], "b": range(20_000)})
    for how in HOW:
        made = pr.DataFrame(left).join(right, on="k", how=how).to_polars()
        theirs = left.join(right, on="k", how=how, coalesce=None if how in ("semi", "anti") else True)
        assert made.sort(made.columns).equals(theirs.select(made.columns).sort(made.columns)), how


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"on": "j", "left_on": "k"}, ValueError, "twice"),
        ({"left_on": "k"}, ValueError, "one side"),
        ({"left_on": ["k", "j"], "right_on": "k"}, ValueError, "2 keys"),
        ({}, ValueError, "keys"),
        ({"on": "k", "how": "sideways"}, ValueError, "inner"),
        ({"on": "k", "how": "cross"}, ValueError, "cross"),
        ({"on": "K"}, KeyError, "did you mean k"),
        ({"on": [("a", "j")]}, pr.SchemaError, "int64 and string"),
        ({"on": [("a", "j", "k")]}, TypeError, "pair"),
        ({"on": 1}, TypeError, "neither"),
        ({"on": "k", "where": pr.col("zz") > 1}, KeyError, "zz"),
        ({"on": "k", "where": pr.col("a") + 1}, pr.SchemaError, "not a boolean"),
        ({"on": "k", "suffix": ""}, pr.SchemaError, "suffix"),
        ({"on": "k", "validate": "2:1"}, ValueError, "1:1"),
    ],
)
def test_a_wrong_join_is_refused_when_it_is_called(wrong, error, message):
    with pytest.raises(error, match=message):
        pr.DataFrame(LEFT).join(RIGHT, **wrong)


def test_validate_asks_the_sides_that_must_be_unique():
    many, one = pr.DataFrame({"k": [1, 1, None, None]}), pr.DataFrame({"k": [1, 2, None, None]})
    for frames, relation in [((many, one), "m:1"), ((one, many), "1:m"), ((one, one), "1:1"), ((many, many), "m:m")]:
        assert frames[0].join(frames[1], on="k", validate=relation).count() >= 1
    for frames, relation in [((one, many), "m:1"), ((many, one), "1:m"), ((one, many), "1:1")]:
        with pytest.raises(pr.SchemaError, match="more than once"):
            frames[0].join(frames[1], on="k", validate=relation)
    with pytest.raises(pr.SchemaError, match="more than once"):
        one.join(one, on="k", validate="1:1", nulls_equal=True)


def _side(rows: int, name: str, seed: int) -> pl.DataFrame:
    chance = random.Random(seed)
    times = [None if chance.random() < 0.05 else chance.randrange(rows) for _ in range(rows)]
    groups = [None if chance.random() < 0.05 else chance.choice("abc") for _ in range(rows)]
    types = {"t": pl.Int64, "g": pl.String, name: pl.Int64}
    return pl.DataFrame({"t": times, "g": groups, name: range(rows)}, schema=types)


@pytest.mark.parametrize("strategy", ["backward", "forward", "nearest"])
@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("by", [None, "g"])
@pytest.mark.parametrize("tolerance", [None, 2])
def test_asof_matches_polars(strategy, exact, by, tolerance):
    for seed in range(4):
        left = _side(50, "l", seed).sort("t", nulls_last=True, maintain_order=True)
        right = _side(40, "r", seed + 100).drop_nulls("t").sort("t", maintain_order=True)
        options = {"on": "t", "by": by, "strategy": strategy, "allow_exact_matches": exact, "tolerance": tolerance}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = left.join_asof(right, **options)
        made = pr.DataFrame(left).join_asof(right, **options)
        assert made.columns == theirs.columns
        assert made.to_list() == theirs.to_dicts()


def test_asof_of_unsorted_frames_matches_duckdb_and_keeps_the_order():
    left, right = _side(20_000, "l", 1), _side(15_000, "r", 2).drop_nulls().unique(["g", "t"], keep="first")
    many = pr.concat([pr.DataFrame(left)[:9_000], pr.DataFrame(left)[9_000:]])
    made = many.join_asof(right, on="t", by="g")
    assert made.select("l").to_dict()["l"] == left["l"].to_list()
    with duckdb.connect() as connection:
        connection.register("l", left.to_arrow())
        connection.register("r", right.to_arrow())
        theirs = connection.sql("select l.l, r.r from l asof left join r on l.g = r.g and l.t >= r.t order by l.l")
        assert made.select("l", "r").to_polars().rows() == theirs.fetchall()


def test_asof_takes_times_floats_decimals_and_expressions():
    start = dt.datetime(2024, 1, 1, 12)
    left = pr.DataFrame({"t": [start, start + dt.timedelta(seconds=10)], "n": [1, 2]})
    right = pr.DataFrame({"u": [start - dt.timedelta(seconds=3), start + dt.timedelta(seconds=1)], "v": [7, 8]})
    made = left.join_asof(right, left_on="t", right_on="u", tolerance=dt.timedelta(seconds=5))
    assert made.columns == ["t", "n", "u", "v"]
    assert made.to_dict()["v"] == [7, None]
    floats = pr.DataFrame({"t": [float("nan"), 1.5, -0.0]})
    found = floats.join_asof({"t": [0.0, 2.0, float("nan")], "v": [1, 2, 3]}, on="t", strategy="nearest")
    assert found.to_dict()["v"] == [3, 2, 1]
    decimals = pr.DataFrame({"t": [1.5]}).cast("decimal(10,2)")
    assert decimals.join_asof({"t": [1], "v": [5]}, on="t").to_dict()["v"] == [5]
    doubled = pr.range(3).join_asof({"w": [1, 3], "v": ["a", "b"]}, left_on=pr.col("value") * 2, right_on="w")
    assert doubled.to_dict() == {"value": [0, 1, 2], "w": [None, 1, 3], "v": [None, "a", "b"]}


def test_asof_with_an_empty_side():
    right = pr.DataFrame({"t": [1], "v": [2]})
    assert pr.range(2).join_asof(right.filter(pr.col("t") > 5), left_on="value", right_on="t").to_dict() == {
        "value": [0, 1], "t": [None, None], "v": [None, None],
    }  # fmt: skip
    assert pr.range(0).join_asof(right, left_on="value", right_on="t").count() == 0


def test_asof_reads_only_the_columns_that_are_wanted():
    left, right = pr.DataFrame({"t": [2, 4], "a": [1, 2]}), pr.DataFrame({"t": [1, 3], "b": [5, 6], "c": [7, 8]})
    joined = left.join_asof(right, on="t")
    assert joined.select("c").to_dict() == {"c": [7, 8]}
    assert joined.select("a").to_dict() == {"a": [1, 2]}
    assert joined.filter(pr.col("b") > 5).to_list() == [{"t": 4, "a": 2, "b": 6, "c": 8}]
    assert joined.count() == 2


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"on": "x"}, KeyError, "no column"),
        ({"on": "g"}, pr.SchemaError, "nearest"),
        ({"on": ["t", "g"]}, ValueError, "one key"),
        ({}, ValueError, "one key"),
        ({"on": "t", "by": "h"}, KeyError, "no column"),
        ({"on": "t", "by": [("g", "t")]}, pr.SchemaError, "compared"),
        ({"on": "t", "strategy": "first"}, ValueError, "backward"),
        ({"on": "t", "tolerance": dt.timedelta(1)}, ValueError, "distance"),
        ({"on": "t", "tolerance": -1}, ValueError, "distance"),
    ],
)
def test_a_wrong_asof_join_is_refused_when_it_is_called(wrong, error, message):
    with pytest.raises(error, match=message):
        pr.DataFrame(_side(5, "l", 1)).join_asof(_side(5, "r", 2), **wrong)


def test_pairs_of_rows_are_joined_where_predicates_are_true():
    left = {"a": [1, 5, None, 9], "s": ["x", "y", "z", "x"]}
    right = {"low": [0, 4, None], "high": [5, 9, 10], "s": ["x", "y", "x"]}
    inside = (pr.col("a") >= pr.col("low"), pr.col("a") < pr.col("high"))
    theirs = (pl.col("a") >= pl.col("low"), pl.col("a") < pl.col("high"))
    made = pr.DataFrame(left).join_where(right, *inside)
    other = pl.DataFrame(left).join_where(pl.DataFrame(right), *theirs)
    assert made.columns == other.columns == ["a", "s", "low", "high", "s_right"]
    assert sorted(made.rows()) == sorted(other.rows())
    both = pr.DataFrame(left).join_where(right, pr.col("s") == pr.col("s_r"), [*inside], suffix="_r")
    assert sorted(both.rows()) == [(1, "x", 0, 5, "x"), (5, "y", 4, 9, "y")]
    assert pr.DataFrame(left).limit(0).join_where(right, *inside).rows() == []
    with pytest.raises(TypeError, match="join_where: no predicate was given"):
        pr.DataFrame(left).join_where(right)
    with pytest.raises(pr.ColumnNotFoundError, match='there is no column "x"'):
        pr.DataFrame(left).join_where(right, pr.col("x") == 1)
    with pytest.raises(pr.SchemaError, match="boolean"):
        pr.DataFrame(left).join_where(right, pr.col("a") + 1)
