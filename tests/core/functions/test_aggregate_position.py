"""Places of extremes, and rows and orders that are said before an aggregate: `pr.col("a").filter(p).sum()`."""

import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f

ROWS = {
    "k": ["x", "y", "x", "y", "x", "x"],
    "t": [6, 5, 4, 3, 2, 1],
    "a": [3, None, 7, 2, 7, None],
    "p": [True, True, None, False, True, True],
}


@pytest.fixture
def frame():
    return pr.DataFrame(ROWS)


def grouped(frame, **aggregates):
    return frame.group_by("k").agg(**aggregates).sort("k").to_dict()


def test_the_place_of_an_extreme_is_counted_in_the_order_given(frame):
    made = grouped(frame, low=pr.col("a").arg_min(order_by="t"), high=pr.col("a").arg_max(order_by="t"))
    beside = pl.DataFrame(ROWS).sort("t").group_by("k").agg(low=pl.col("a").arg_min(), high=pl.col("a").arg_max())
    assert made == beside.sort("k").to_dict(as_series=False)
    assert frame.filter(pr.col("a").is_null()).select(x=pr.col("a").arg_min(order_by="t")).to_dict() == {"x": [None]}
    assert frame.head(0).select(x=pr.col("a").arg_max(order_by="t")).to_dict() == {"x": [None]}
    with pytest.raises(ValueError, match=r"arg_max\(order_by="):
        pr.col("a").arg_max()


def test_a_filter_before_an_aggregate_is_its_filter(frame):
    kept = pr.col("a").filter(pr.col("t") > 1, "p")
    made = grouped(frame, s=kept.sum(), n=kept.count(), rows=kept.len(), nulls=kept.null_count(), all=kept.implode())
    inner = pl.col("a").filter(pl.col("t") > 1, "p")
    beside = (
        pl.DataFrame(ROWS)
        .group_by("k")
        .agg(n=inner.count(), rows=inner.len(), nulls=inner.null_count(), top=inner.sum())
    )
    expected = beside.sort("k").to_dict(as_series=False)
    assert {name: made[name] for name in ("n", "rows", "nulls")} == {
        name: expected[name] for name in ("n", "rows", "nulls")
    }
    # Without a value a sum is null here, 0 in polars.
    assert made["s"] == [10, None]
    assert made["all"] == [[3, 7], [None]]


def test_a_filter_after_an_aggregate_is_one_too(frame):
    one = grouped(frame, x=pr.col("a").sum().filter(pr.col("t") > 3))
    assert one == grouped(frame, x=pr.col("a").sum(filter=pr.col("t") > 3))
    both = pr.col("a").filter(pr.col("t") > 1).sum(filter="p")
    assert grouped(frame, x=both) == grouped(frame, x=pr.col("a").sum(filter=(pr.col("t") > 1) & pr.col("p")))


def test_a_filter_reaches_through_what_is_computed_before_the_aggregate(frame):
    doubled = (pr.col("a").filter(pr.col("t") > 3) * 2).max()
    assert grouped(frame, x=doubled)["x"] == [14, None]
    share = pr.col("a").filter(pr.col("t") > 3).sum() / pr.col("a").sum()
    assert grouped(frame, x=share)["x"] == [10 / 17, None]
    assert grouped(frame, x=pr.col("a").filter(pr.col("t") > 3).quantile(0.5, "lower"))["x"] == [3, None]


def test_a_filter_and_a_window_go_together(frame):
    window = pr.col("a").filter(pr.col("t") > 3).sum().over("k")
    assert frame.select("t", x=window).sort("t").to_dict()["x"] == [10, 10, None, 10, None, 10]


def test_selectors_have_filters(frame):
    made = frame.select(pr.selectors.integer().filter("p").max().name.keep())
    assert made.to_dict() == {"t": [6], "a": [7]}


def test_an_order_before_an_aggregate_is_its_order(frame):
    sorted_by = pr.col("a").sort_by("t")
    made = grouped(frame, first=sorted_by.first(), last=sorted_by.last(), all=sorted_by.implode(), s=sorted_by.sum())
    inner = pl.col("a").sort_by("t")
    beside = pl.DataFrame(ROWS).group_by("k").agg(first=inner.first(), last=inner.last(), all=inner, s=inner.sum())
    assert made == beside.sort("k").to_dict(as_series=False)


def test_an_order_may_fall_and_have_its_nulls_first(frame):
    falling = pr.col("t").sort_by("a", "t", descending=True, nulls_last=False).implode()
    assert frame.select(x=falling).to_dict()["x"] == [[5, 1, 4, 2, 6, 3]]
    mixed = pr.col("t").sort_by([pr.col("a").desc(), "t"]).implode()
    assert frame.select(x=mixed).to_dict()["x"] == [[2, 4, 6, 3, 1, 5]]
    assert frame.select(x=pr.col("t").implode().sort_by("t")).to_dict()["x"] == [[1, 2, 3, 4, 5, 6]]
    assert frame.select(x=pr.col("t").top_k(2).sort_by("t")).to_dict()["x"] == [[6, 5]]


def test_implode_is_array_agg(frame):
    options = {"order_by": "t", "distinct": False, "ignore_nulls": True}
    assert (
        frame.select(x=pr.col("a").implode(**options)).to_dict()
        == frame.select(x=f.array_agg("a", **options)).to_dict()
    )


@pytest.mark.parametrize(
    "expr", [pr.col("a").filter("p"), pr.col("a").sort_by("t") + 1, pr.col("a").filter("p").cum_sum()]
)
def test_without_an_aggregate_neither_means_anything(frame, expr):
    with pytest.raises(ValueError, match="says which rows an aggregate takes"):
        frame.select(expr)
