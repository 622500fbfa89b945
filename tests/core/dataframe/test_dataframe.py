"""The verbs of a frame, against what a Python user expects of them."""

import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f


def test_shape_and_schema(sales):
    assert sales.columns == ["Shop", "price", "n"]
    assert sales.dtypes == ["string", "float64", "int64"]
    assert sales.schema == {"Shop": "string", "price": "float64", "n": "int64"}
    assert sales.width == 3
    assert sales.count() == 4


def test_select_takes_names_lists_expressions_and_keywords(sales):
    assert sales.select("n", "Shop").columns == ["n", "Shop"]
    assert sales.select(["n", "Shop"]).columns == ["n", "Shop"]
    assert sales.select("n", pr.col("price").alias("p"), double=pr.col("n") * 2).columns == ["n", "p", "double"]


@pytest.mark.parametrize("value", [1, None, 2.5, b"n", object()])
def test_a_value_that_is_no_column_is_a_type_error(sales, value):
    with pytest.raises(TypeError):
        sales.select(value)


def test_a_wrong_column_is_found_at_once_with_the_nearest_name(sales):
    for use in (
        lambda: sales.select("Price"),
        lambda: sales.filter(pr.col("Price") > 1),
        lambda: sales.with_columns(x=pr.col("Price") + 1),
        lambda: sales.group_by("Price"),
        lambda: sales.sort("Price"),
        lambda: sales.drop("Price"),
        lambda: sales.rename({"Price": "x"}),
        lambda: sales["Price"],
    ):
        with pytest.raises(pr.ColumnNotFoundError, match="price"):
            use()


def test_with_columns_replaces_in_place_and_appends(sales):
    made = sales.with_columns(price=pr.col("price") * 2, new=pr.lit(1))
    assert made.columns == ["Shop", "price", "n", "new"]
    assert made.to_dict()["price"] == [3.0, 4.0, None, 8.0]
    assert sales.columns == ["Shop", "price", "n"]


def test_drop_and_rename(sales):
    assert sales.drop("n", "price").columns == ["Shop"]
    assert sales.drop(["n"]).columns == ["Shop", "price"]
    assert sales.rename({"n": "N"}).columns == ["Shop", "price", "N"]


def test_drop_may_ignore_what_is_no_column(sales):
    assert sales.drop("n", "x", strict=False).columns == ["Shop", "price"]
    assert sales.drop(["x", "y"], strict=False).columns == sales.columns
    with pytest.raises(pr.ColumnNotFoundError, match='drop: there is no column "x"'):
        sales.drop("n", "x")


def test_group_by_matches_polars(sales):
    made = sales.group_by("Shop").agg(
        total=f.sum("n"),
        mean=pr.col("price").mean(),
        rows=f.count(),
        values=f.count("price"),
        share=f.sum("n") / f.count(),
    )
    theirs = (
        pl.DataFrame(sales)
        .group_by("Shop")
        .agg(
            total=pl.col("n").sum(),
            mean=pl.col("price").mean(),
            rows=pl.len(),
            values=pl.col("price").count(),
            share=pl.col("n").sum() / pl.len(),
        )
    )
    assert made.sort("Shop").to_list() == theirs.sort("Shop").to_dicts()


def test_aggregates_in_select_give_one_row(sales):
    assert sales.select(f.max("n"), low=f.min("n")).to_list() == [{"max(n)": 3, "low": -4}]


def test_a_column_without_aggregate_in_agg_says_what_to_do(sales):
    with pytest.raises(pr.SchemaError, match="one value"):
        sales.group_by("Shop").agg("n")


def test_sort_puts_nulls_last_in_both_directions(sales):
    assert sales.sort("price").to_dict()["price"] == [1.5, 2.0, 4.0, None]
    assert sales.sort("price", descending=True).to_dict()["price"] == [4.0, 2.0, 1.5, None]
    assert sales.sort("price", nulls_last=False).to_dict()["price"] == [None, 1.5, 2.0, 4.0]
    assert sales.sort(pr.col("price").desc(nulls_last=False)).to_dict()["price"] == [None, 4.0, 2.0, 1.5]
    assert sales.sort("Shop", pr.col("n").desc()).to_dict()["n"] == [3, 1, 2, -4]
    assert sales.sort("Shop", "n", descending=[True, False]).to_dict()["n"] == [-4, 2, 1, 3]
    with pytest.raises(ValueError):
        sales.sort("Shop", "n", descending=[True])


LEFT = {"k": [1, 2, 3, None], "a": ["x", "y", "z", "w"]}
RIGHT = {"k": [2, 3, 3, 4], "a": ["Y", "Z", "ZZ", "V"]}


@pytest.mark.parametrize("how", ["inner", "left", "right", "full", "semi", "anti"])
def test_joins_match_polars(how):
    made = pr.DataFrame(LEFT).join(pr.DataFrame(RIGHT), on="k", how=how)
    theirs = pl.DataFrame(LEFT).join(
        pl.DataFrame(RIGHT), on="k", how=how, coalesce=None if how in ("semi", "anti") else True
    )

    def key(row):
        return [(value is None, str(value)) for value in row.values()]

    assert sorted(made.to_list(), key=key) == sorted(theirs.select(made.columns).to_dicts(), key=key)


def test_join_on_different_names_and_cross():
    left, right = pr.DataFrame({"a": [1, 2]}), pr.DataFrame({"b": [2, 3]})
    assert left.join(right, left_on="a", right_on="b").to_list() == [{"a": 2, "b": 2}]
    assert left.join(right, how="cross").count() == 4
    with pytest.raises(ValueError, match="sideways"):
        left.join(right, on="a", how="sideways")


def test_join_takes_other_libraries_tables():
    left = pr.DataFrame({"k": [1, 2]})
    assert left.join(pl.DataFrame({"k": [2], "v": ["x"]}), on="k").to_list() == [{"k": 2, "v": "x"}]


def test_limit_head_slices_and_distinct():
    frame = pr.range(100)
    assert frame.limit(2, offset=5).to_dict() == {"value": [5, 6]}
    assert frame.head(3).count() == 3
    assert frame[10:12].to_dict() == {"value": [10, 11]}
    assert frame[98:].count() == 2
    assert pr.DataFrame({"a": [1, 1, None, None]}).distinct().count() == 2


def test_getitem_selects(sales):
    assert sales["n"].to_dict() == {"n": [1, 2, 3, -4]}
    assert sales[["n", "Shop"]].columns == ["n", "Shop"]


def test_union_keeps_order_and_checks_columns():
    assert pr.range(2).union(pr.range(3)).to_dict() == {"value": [0, 1, 0, 1, 2]}
    with pytest.raises(pr.PyRustError):
        pr.range(2).union(pr.DataFrame({"a": [1], "b": [2]}))


def test_order_is_kept_without_a_sort():
    frame = pr.range(1_000_000).filter(pr.col("value") % 3 == 0).select(x=pr.col("value") * 2)
    values = frame.to_dict()["x"]
    assert values == sorted(values)
    assert len(values) == 333_334


def test_len_and_truth_refuse_with_a_way_out(sales):
    with pytest.raises(TypeError, match="count"):
        len(sales)
    with pytest.raises(TypeError):
        bool(sales)


def test_collect_gives_rows_that_are_not_computed_again():
    kept = pr.range(10).filter(pr.col("value") > 6).collect()
    assert kept.collect().frame_id == kept.frame_id or kept.collect().to_dict() == kept.to_dict()
    assert kept.to_dict() == {"value": [7, 8, 9]}


def test_explain_shows_the_plan(sales):
    assert "Filter" in sales.filter(pr.col("n") > 1).explain()
    assert "elapsed_compute" in sales.filter(pr.col("n") > 1).explain("text", analyze=True)


def test_a_frame_of_a_frame_is_the_same_table(sales):
    assert pr.DataFrame(sales).to_dict() == sales.to_dict()


def test_repr_never_runs_a_query():
    frame = pr.range(50_000_000_000).filter(pr.col("value") % 7 == 3).select(f.sum("value"))
    assert "int64" in repr(frame)
    assert "1 000" in repr(pr.range(1000)) or "1,000" in repr(pr.range(1000)) or "1000" in repr(pr.range(1000))


def test_html_is_escaped_and_without_script(sales):
    frame = pr.DataFrame({"<b>": ["<script>alert(1)</script>", "a&b"]})
    html = frame._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;" in html
