"""Values that come once or more often, beside polars."""

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

NAN = float("nan")
COLUMNS = {
    "k": ["x", "x", "y", "y", "x", "y", "x"],
    "t": [7, 6, 5, 4, 3, 2, 1],
    "a": [1, 2, 2, None, None, 3, 1],
    "f": [NAN, 0.0, -0.0, NAN, 1.0, None, 2.0],
    "s": ["a", "b", "a", None, "", "", "c"],
}


@pytest.fixture
def frame():
    table = pa.table(COLUMNS)
    return pr.DataFrame(pa.concat_tables([table.slice(0, 3), table.slice(3)]))


def by_t(frame, expr):
    return frame.select("t", x=expr).sort("t").to_dict()["x"]


@pytest.mark.parametrize("column", ["a", "f", "s"])
@pytest.mark.parametrize("name", ["is_unique", "is_duplicated"])
def test_a_value_comes_once_or_more_often_as_in_polars(frame, name, column):
    beside = pl.DataFrame(COLUMNS).sort("t")
    assert (
        by_t(frame, getattr(pr.col(column), name)()) == beside.select(x=getattr(pl.col(column), name)())["x"].to_list()
    )
    in_groups = getattr(pr.col(column), name)().over("k")
    assert by_t(frame, in_groups) == beside.select(x=getattr(pl.col(column), name)().over("k"))["x"].to_list()
    # An order changes nothing.
    assert by_t(frame, getattr(pr.col(column), name)().over("k", order_by="t")) == by_t(frame, in_groups)
    assert by_t(frame.head(0), in_groups) == []


@pytest.mark.parametrize("column", ["a", "f", "s"])
def test_the_first_row_of_a_value_is_that_of_polars(frame, column):
    beside = pl.DataFrame(COLUMNS).sort("t")
    whole = pr.col(column).is_first_distinct()
    assert by_t(frame, whole.over(order_by="t")) == beside.select(x=pl.col(column).is_first_distinct())["x"].to_list()
    expected = beside.select(x=pl.col(column).is_first_distinct().over("k"))["x"].to_list()
    assert by_t(frame, whole.over("k", order_by="t")) == expected


def test_rows_can_be_kept_by_it(frame):
    assert frame.filter(pr.col("a").is_unique()).to_dict()["a"] == [3]
    assert frame.filter(pr.col("a").is_first_distinct().over(order_by="t")).sort("t").to_dict()["t"] == [1, 2, 3, 5]
    assert frame.select(pr.col("a").is_unique()).columns == ["is_unique(a)"]


def test_ranks_of_their_own_for_ties():
    values = [3, 1, None, 3, 2]
    ranks = pr.DataFrame({"a": values}).select("a", x=pr.col("a").rank("ordinal")).sort("a", "x").to_dict()["x"]
    assert ranks == [1, 2, 3, 4, None]
    falling = pr.DataFrame({"a": values}).select("a", x=pr.col("a").rank("ordinal", descending=True))
    assert falling.sort("a", "x").to_dict()["x"] == [4, 3, 1, 2, None]


def test_a_frame_means_nothing_to_it(frame):
    with pytest.raises(ValueError, match="count looks at its whole partition"):
        pr.col("a").is_unique().over("k", order_by="t", frame=("rows", -1, 0))
    with pytest.raises(ValueError, match="depends on the order"):
        frame.select(pr.col("a").is_first_distinct().over("k"))
