"""Groups and their aggregates, against polars and duckdb."""

import duckdb
import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f

DATA = {
    "k": ["x", "y", "x", None, "y", "x"],
    "g": [1, 1, 2, 2, 1, 1],
    "v": [1, None, 3, 4, 5, 6],
    "f": [0.5, float("nan"), 1.5, None, 2.5, 3.5],
    "s": ["a", None, "c", "d", "e", "f"],
}


def _rows(rows) -> list[str]:
    return sorted(str(tuple(row.values())) for row in rows)


@pytest.mark.parametrize("verb", ["min", "max", "first", "last"])
def test_shortcuts_of_all_other_columns_match_polars(verb):
    columns = ["k", "v", "s"]
    made = getattr(pr.DataFrame(DATA).select(columns).group_by("k"), verb)()
    theirs = getattr(pl.DataFrame(DATA).select(columns).group_by("k"), verb)()
    assert made.columns == columns
    assert _rows(made.to_list()) == _rows(theirs.to_dicts())


@pytest.mark.parametrize("verb", ["sum", "mean", "median"])
def test_shortcuts_of_numbers_leave_other_columns_out(verb):
    made = getattr(pr.DataFrame(DATA).select("k", "v", "s").group_by("k"), verb)()
    theirs = getattr(pl.DataFrame(DATA).select("k", "v").group_by("k"), verb)()
    assert made.columns == ["k", "v"]
    assert _rows(made.to_list()) == _rows(theirs.to_dicts())


def test_counts_are_of_rows_and_n_unique_of_values():
    groups = pr.DataFrame(DATA).group_by("k")
    assert groups.count().sort("k").to_dict() == {"k": ["x", "y", None], "count": [3, 2, 1]}
    assert groups.len().columns == ["k", "len"]
    assert groups.len("n").sort("k").to_dict()["n"] == [3, 2, 1]
    assert pr.DataFrame(DATA).select("k", "v").group_by("k").n_unique().sort("k").to_dict()["v"] == [3, 1, 1]
    with pytest.raises(ValueError, match="no column"):
        pr.DataFrame(DATA).select("k").group_by("k").max()
    with pytest.raises(ValueError, match="no column"):
        pr.DataFrame(DATA).select("k", "s").group_by("k").mean()


def test_the_first_and_last_follow_the_frames_order():
    frame = pr.range(200_000).filter(pr.col("value") >= 0).select(k=pr.col("value") % 10, v=pr.col("value"))
    assert frame.group_by("k").first().sort("k").to_dict()["v"] == list(range(10))
    assert frame.group_by("k").last().sort("k").to_dict()["v"] == list(range(199_990, 200_000))
    assert frame.select(first=pr.col("v").first(), last=pr.col("v").last()).to_list() == [{"first": 0, "last": 199_999}]


def _of_duckdb(groups: str, shown: str) -> list[str]:
    with duckdb.connect() as connection:
        connection.register("data", pl.DataFrame(DATA).to_arrow())
        made = connection.sql(f"select {shown}, sum(v)::bigint, count(*) from data group by {groups}")
        return sorted(str(row) for row in made.fetchall())


def test_rollup_cube_and_grouping_sets_match_duckdb():
    frame = pr.DataFrame(DATA)
    aggregates = {"total": pr.col("v").sum(), "n": f.count()}
    made = frame.rollup("k", "g").agg(**aggregates)
    assert made.columns == ["k", "g", "total", "n"]
    assert _rows(made.to_list()) == _of_duckdb("rollup (k, g)", "k, g")
    assert _rows(frame.cube("k", "g").agg(**aggregates).to_list()) == _of_duckdb("cube (k, g)", "k, g")
    sets = frame.grouping_sets([["k"], ["g"], ["g", "k"], []]).agg(**aggregates)
    assert _rows(sets.to_list()) == _of_duckdb("grouping sets ((k), (g), (g, k), ())", "k, g")


def test_subtotals_of_expressions_and_computed_aggregates():
    made = pr.range(6).rollup(odd=pr.col("value") % 2 == 1).agg(share=f.sum("value") / f.count())
    assert made.sort("odd").to_dict() == {"odd": [False, True, None], "share": [2.0, 3.0, 2.5]}
    named = pr.DataFrame(DATA).rollup(g=pr.col("g") * 10).agg(low=f.min("g")).sort("g")
    assert named.to_dict() == {"g": [10, 20, None], "low": [1, 2, 1]}


def test_grouping_tells_a_subtotal_from_a_null_of_the_data():
    made = pr.DataFrame(DATA).rollup(key="k").agg(n=f.count(), left_out=f.grouping("key")).sort("left_out", "key")
    assert made.to_dict() == {"key": ["x", "y", None, None], "n": [3, 2, 1, 6], "left_out": [0, 0, 0, 1]}
    both = pr.DataFrame(DATA).cube("k", "g").agg(left_out=f.grouping("k", "g"))
    assert set(both.to_dict()["left_out"]) == {0, 1, 2, 3}


def test_wrong_groups_are_refused_when_they_are_made():
    frame = pr.DataFrame(DATA)
    for verb in (frame.group_by, frame.rollup, frame.cube):
        with pytest.raises(pr.ColumnNotFoundError, match="did you mean k"):
            verb("K")
    with pytest.raises(pr.ColumnNotFoundError):
        frame.grouping_sets([["k"], ["K"]])
    with pytest.raises(TypeError, match="list of keys"):
        frame.grouping_sets(["k"])
    with pytest.raises(ValueError, match="no key"):
        frame.grouping_sets([[]])
    with pytest.raises(pr.SchemaError, match="two columns"):
        frame.group_by("k").agg(f.sum("v").alias("k"))


def test_groups_of_no_rows():
    empty = pr.DataFrame(DATA).filter(pr.col("g") > 5)
    assert empty.group_by("k").count().to_dict() == {"k": [], "count": []}
    assert empty.group_by("k").first().count() == 0
    assert empty.select(f.count().alias("n")).to_dict() == {"n": [0]}


def test_many_groups_match_polars():
    data = pl.DataFrame({"k": [n * 31 % 7_000 for n in range(40_000)], "v": range(40_000)})
    made = pr.DataFrame(data).group_by("k").agg(total=f.sum("v"), n=f.count()).sort("k")
    theirs = data.group_by("k").agg(total=pl.col("v").sum(), n=pl.len().cast(pl.Int64)).sort("k")
    assert made.to_polars().equals(theirs)


def test_functions_are_not_named_in_strings():
    groups = pr.DataFrame({"k": ["x"], "a": [1]}).group_by("k")
    for given, named in (({"a": "sum"},), {}), ((), {"total": ("a", "sum")}):
        with pytest.raises(
            pr.InvalidTypeError, match=r"agg: .* is not an expression\nhint: write pr.col\(\"a\"\).sum\(\)"
        ):
            groups.agg(*given, **named)
    with pytest.raises(pr.InvalidTypeError, match=r"a GroupBy has no columns, got 'a'\nhint: aggregate one: \.agg"):
        groups["a"]


def test_a_constant_in_a_keyword_is_no_key():
    frame = pr.DataFrame({"k": ["x", "y"], "n": [1, 2]})
    for verb in (frame.group_by, frame.rollup, frame.cube):
        with pytest.raises(TypeError, match="one=1 is neither"):
            verb("k", one=1)
    assert frame.group_by("k", one=pr.lit(1)).agg(pr.col("n").sum()).columns == ["k", "one", "sum(n)"]
    assert frame.group_by(key="k").agg(pr.col("n").sum()).columns == ["key", "sum(n)"]
