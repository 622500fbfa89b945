"""Rows into columns and columns into rows, against polars."""

import datetime as dt

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

LONG = {
    "i": [1, 1, 2, 2, 1, 2],
    "c": ["a", "b", "a", None, "a", "a"],
    "v": [1, 2, 3, 4, 5, None],
    "w": [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
}


def _rows(rows) -> list[str]:
    return sorted(str(tuple(row.values())) for row in rows)


@pytest.mark.parametrize("aggregate", ["min", "max", "mean", "median", "first", "last"])
def test_pivot_matches_polars(aggregate):
    made = pr.DataFrame(LONG).pivot("c", index="i", values="v", aggregate=aggregate)
    theirs = pl.DataFrame(LONG).pivot(on="c", index="i", values="v", aggregate_function=aggregate)
    assert made.columns == ["i", "a", "b", "null"]
    assert _rows(made.to_list()) == _rows(theirs.select(made.columns).to_dicts())


def test_pivot_counts_nothing_as_0_and_sums_nothing_as_null():
    frame = pr.DataFrame(LONG)
    counted = frame.pivot("c", index="i", values="v", aggregate="count").sort("i")
    assert counted.to_dict() == {"i": [1, 2], "a": [2, 1], "b": [1, 0], "null": [0, 1]}
    rows = frame.pivot("c", index="i", values="v", aggregate="len").sort("i")
    assert rows.to_dict() == {"i": [1, 2], "a": [2, 2], "b": [1, 0], "null": [0, 1]}
    summed = frame.pivot("c", index="i", values="v", aggregate="sum").sort("i")
    assert summed.to_dict() == {"i": [1, 2], "a": [6, 3], "b": [2, None], "null": [None, 4]}


def test_pivot_names_columns_after_values_and_takes_what_is_left():
    frame = pr.DataFrame(LONG)
    made = frame.pivot("c", index="i", aggregate="max")
    assert made.columns == ["i", "v_a", "v_b", "v_null", "w_a", "w_b", "w_null"]
    assert frame.pivot("c", values="v", aggregate="max").columns == ["i", "w", "a", "b", "null"]
    both = frame.pivot(["c", "i"], index=[], values="v", aggregate="sum")
    assert both.to_list() == [{"a_1": 6, "a_2": 3, "b_1": 2, "null_2": 4}]
    days = pr.DataFrame({"d": [dt.date(2024, 1, 2)], "k": [True], "n": [1]})
    assert days.pivot("d", index="k", values="n", aggregate="sum").columns == ["k", "2024-01-02"]
    assert days.pivot("k", index="d", values="n", aggregate="sum").columns == ["d", "true"]


def test_pivot_is_lazy_where_the_values_are_given():
    broken = pr.DataFrame(LONG).with_columns(v=pr.col("c").cast(int))
    made = broken.pivot("c", index="i", values="v", aggregate="sum", on_columns=["b", "z"])
    assert made.columns == ["i", "b", "z"]
    with pytest.raises(pr.PyRustError):
        made.collect()
    frame = pr.DataFrame(LONG).pivot("c", index="i", values="v", aggregate="sum", on_columns=["z", "b"]).sort("i")
    assert frame.to_dict() == {"i": [1, 2], "z": [None, None], "b": [2, None]}


def test_a_wrong_pivot_is_refused():
    frame = pr.DataFrame(LONG)
    with pytest.raises(ValueError, match="more than 2"):
        frame.pivot("c", index="i", values="v", aggregate="sum", max_columns=2)
    with pytest.raises(ValueError, match="n_unique"):
        frame.pivot("c", index="i", values="v", aggregate="total")
    with pytest.raises(ValueError, match="either"):
        frame.pivot("c", aggregate="sum")
    with pytest.raises(pr.ColumnNotFoundError, match="did you mean c"):
        frame.pivot("C", index="i", values="v", aggregate="sum")
    with pytest.raises(pr.SchemaError, match="two columns"):
        pr.DataFrame({"a": [1], "c": ["a"], "v": [1]}).pivot("c", index="a", values="v", aggregate="sum")
    with pytest.raises(ValueError, match="tuple"):
        frame.pivot(["c", "i"], index=[], values="v", aggregate="sum", on_columns=["a"])


def test_pivot_of_no_rows_has_the_index_alone():
    empty = pr.DataFrame(LONG).filter(pr.col("i") > 5)
    assert empty.pivot("c", index="i", values="v", aggregate="sum").to_dict() == {"i": []}


def test_unpivot_matches_polars_but_for_the_order():
    data = {"k": ["x", "y"], "a": [1, None], "b": [0.5, 1.5]}
    made = pr.DataFrame(data).unpivot(["a", "b"], index="k")
    theirs = pl.DataFrame(data).unpivot(["a", "b"], index="k")
    assert made.columns == theirs.columns
    assert _rows(made.to_list()) == _rows(theirs.to_dicts())
    assert made.to_dict()["variable"] == ["a", "b", "a", "b"]
    assert pr.DataFrame(data).unpivot(index="k").to_list() == made.to_list()
    assert pr.DataFrame({"a": [1]}).unpivot(variable_name="n", value_name="v").to_list() == [{"n": "a", "v": 1}]


def test_unpivot_keeps_the_order_of_many_rows():
    frame = pr.range(50_000).select(a=pr.col("value"), b=-pr.col("value"))
    expected = [value for n in range(50_000) for value in (n, -n)]
    assert frame.unpivot().to_dict()["value"] == expected


def test_unpivot_of_columns_without_any_value():
    frame = pr.DataFrame({"k": [1, 2], "a": [None, None], "b": [None, None]})
    made = frame.unpivot(["a", "b"], index="k")
    assert made.schema == {"k": "int64", "variable": "string", "value": "null"}
    assert made.rows() == [(1, "a", None), (1, "b", None), (2, "a", None), (2, "b", None)]


def test_a_wrong_unpivot_is_refused():
    frame = pr.DataFrame({"a": [1], "b": ["x"]})
    with pytest.raises(pr.SchemaError, match="no type in common"):
        frame.unpivot(["a", "b"])
    with pytest.raises(pr.SchemaError, match="variable_name"):
        frame.unpivot("a", index="b", variable_name="b")
    with pytest.raises(ValueError, match="no column"):
        frame.unpivot(index=["a", "b"])
    with pytest.raises(pr.ColumnNotFoundError):
        frame.unpivot("A")


def test_explode_matches_polars():
    data = {"i": [1, 2, 3, 4], "l": [[1, 2], [], None, [3, None]]}
    assert pr.DataFrame(data).explode("l").to_list() == pl.DataFrame(data).explode("l").to_dicts()
    empty = pr.DataFrame(data).explode("l", empty_as_null=True).sort("i")
    assert empty.to_dict() == {"i": [1, 1, 2, 3, 4, 4], "l": [1, 2, None, None, 3, None]}
    pairs = {"i": [1, 2], "l": [[1, 2], [3]], "m": [["a", "b"], ["c"]]}
    assert pr.DataFrame(pairs).explode("l", "m").to_list() == pl.DataFrame(pairs).explode("l", "m").to_dicts()


def test_explode_fills_shorter_lists_with_nulls_and_opens_one_level():
    uneven = pr.DataFrame({"l": [[1, 2]], "m": [["a"]]}).explode("l", "m")
    assert uneven.to_list() == [{"l": 1, "m": "a"}, {"l": 2, "m": None}]
    nested = pr.DataFrame({"l": [[[1, 2], [3]]]})
    assert nested.explode("l").to_dict() == {"l": [[1, 2], [3]]}
    assert nested.explode("l").explode("l").to_dict() == {"l": [1, 2, 3]}
    with pytest.raises(pr.SchemaError, match="not a list"):
        pr.DataFrame({"a": [1]}).explode("a")
    with pytest.raises(pr.ColumnNotFoundError):
        nested.explode("L")


def test_explode_keeps_the_order_of_many_rows():
    rows = [list(range(n % 4)) for n in range(30_000)]
    made = pr.DataFrame(pl.DataFrame({"n": range(30_000), "l": rows}, schema_overrides={"l": pl.List(pl.Int64)}))
    theirs = made.to_polars().explode("l")
    assert made.explode("l").to_polars().equals(theirs)


def test_unnest_puts_fields_where_the_struct_stood():
    data = {"k": [1, 2, 3], "s": [{"a": 3, "b": "x"}, None, {"a": None, "b": "z"}], "e": [7, 8, 9]}
    made = pr.DataFrame(data).unnest("s")
    assert made.columns == ["k", "a", "b", "e"]
    assert made.to_list() == pl.DataFrame(data).unnest("s").to_dicts()
    with pytest.raises(pr.SchemaError, match="two columns"):
        pr.DataFrame({"a": [1], "s": [{"a": 2}]}).unnest("s")
    with pytest.raises(pr.SchemaError, match="not a struct"):
        made.unnest("k")


def test_unnest_hides_what_lies_under_a_null_struct():
    pa = pytest.importorskip("pyarrow")
    struct = pa.StructArray.from_arrays([pa.array([1, 2])], ["a"], mask=pa.array([False, True]))
    assert pr.DataFrame(pa.table({"s": struct})).unnest("s").to_dict() == {"a": [1, None]}


def test_a_key_of_groups_is_no_key_of_what_they_are_opened_into():
    """DataFusion left the second sort key out, as the first was unique before the rows were multiplied."""
    months = pr.range(1_000).select(month=pr.col("value") % 3, n=pr.col("value") % 2, value="value")
    wide = months.group_by("month").agg(b=pr.col("n").sum(), a=pr.col("value").max()).sort("month")
    long = wide.unpivot(["b", "a"], index="month")
    assert [row[:2] for row in long.rows()] == [(m, name) for m in range(3) for name in ("b", "a")]
    assert [row[:2] for row in long.sort("month", "variable").rows()] == [(m, n) for m in range(3) for n in ("a", "b")]
    assert long.group_by("month", "variable").agg(rows=pr.functions.count()).count() == 6
    lists = months.group_by("month").agg(n=pr.functions.array_agg("n", distinct=True)).explode("n")
    assert lists.sort("month", "n").rows() == [(m, n) for m in range(3) for n in (0, 1)]


def test_a_sort_below_an_explode_is_kept():
    frame = pr.DataFrame({"k": [2, 3, 1], "l": [[1, 2], [3], [4, 5]]}).sort("k")
    assert frame.explode("l").rows() == [(1, 4), (1, 5), (2, 1), (2, 2), (3, 3)]


def test_a_pivot_by_dates_beyond_the_calendar_has_their_names():
    days = pa.array([100_000_000, 100_000_001, 5, None], pa.date32())
    df = pr.DataFrame(pa.table({"d": days, "v": [1, 2, 3, 4], "i": [1, 2, 1, 2]}))
    assert df.pivot("d", index="i", values="v", aggregate="sum").sort("i").to_dict() == {
        "i": [1, 2],
        "1970-01-06": [3, None],
        "100000000 days": [1, None],
        "100000001 days": [None, 2],
        "null": [None, 4],
    }


@pytest.mark.parametrize("names", [None, "k", ["r0", "r1", "r2"]])
@pytest.mark.parametrize("header", [False, True])
def test_transpose_matches_polars(names, header):
    data = {"k": ["x", "y", "z"], "a": [1, None, 3], "b": [0.5, float("nan"), 2.5]}
    if names != "k":
        del data["k"]
    table = pa.table(data)
    frame = pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))
    made = frame.transpose(include_header=header, column_names=names)
    theirs = pl.DataFrame(data).transpose(include_header=header, column_names=names)
    assert made.columns == theirs.columns
    assert str(made.rows()) == str(theirs.rows())


def test_transpose_says_what_it_cannot_turn():
    frame = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    with pytest.raises(pr.SchemaError, match="no type in common"):
        frame.transpose()
    assert frame.cast(str).transpose().to_dict() == {"column_0": ["1", "x"], "column_1": ["2", "y"]}
    with pytest.raises(ValueError, match="more than 1000 rows"):
        pr.range(2000).transpose()
    assert len(pr.range(2000).transpose(max_columns=2000).columns) == 2000
    with pytest.raises(ValueError, match="2 names for 3 rows"):
        pr.range(3).transpose(column_names=["a", "b"])
    with pytest.raises(pr.SchemaError, match="two columns"):
        frame.select("a").transpose(column_names=["x", "x"])
    with pytest.raises(pr.ColumnNotFoundError):
        frame.transpose(column_names="c")
    with pytest.raises(TypeError, match="column_names is 3"):
        frame.transpose(column_names=3)
    assert frame.limit(0).select("a").transpose(include_header=True).to_dict() == {"column": ["a"]}
    joined = frame.select("a").join({"a": [2]}, on="a").transpose()
    assert joined.to_dict() == {"column_0": [2]}


def test_dummies_match_polars_but_for_the_place_of_null():
    data = {
        "k": ["x", "y", None, "x"],
        "a": [2, 1, 2, None],
        "f": [0.5, float("nan"), None, 0.5],
        "b": [True, None, False, True],
    }
    frame, theirs = pr.DataFrame(data), pl.DataFrame(data)
    made, others = frame.to_dummies(), theirs.to_dummies()
    assert sorted(made.columns) == sorted(others.columns)
    assert made.rows() == others.select(made.columns).rows()
    assert set(made.dtypes) == {"uint8"}
    some = frame.to_dummies("k", "a", separator=":", drop_first=True)
    assert some.columns == ["k:y", "k:null", "a:2", "a:null", "f", "b"]
    assert frame.select("k").to_dummies(drop_nulls=True).columns == ["k_x", "k_y"]
    assert frame.limit(0).to_dummies("k").columns == ["a", "f", "b"]


def test_dummies_of_too_many_values_are_refused():
    with pytest.raises(ValueError, match='to_dummies: "value" has more than 1000 distinct values'):
        pr.range(2000).to_dummies()
    with pytest.raises(pr.SchemaError, match='two columns would be called "a_1"'):
        pr.DataFrame({"a": [1], "a_1": [2]}).to_dummies("a")
    with pytest.raises(pr.ColumnNotFoundError):
        pr.range(3).to_dummies("a")
