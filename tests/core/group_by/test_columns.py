"""The same aggregate of all other columns, against polars."""

import math

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {"k": ["x", "y", "x", None, "y", "x"], "v": [1, None, 3, 4, 5, 6], "w": [0.5, 1.5, float("nan"), None, 2.5, 3.5]}


def _frame() -> pr.DataFrame:
    table = pa.table(DATA)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


def _rows(frame) -> list[str]:
    return [str(row) for row in frame.sort("k", nulls_last=True).rows()]


@pytest.mark.parametrize("verb", ["std", "var"])
def test_deviations_match_polars(verb):
    made = getattr(_frame().group_by("k"), verb)().sort("k")
    theirs = pl.DataFrame(DATA).group_by("k").agg(getattr(pl.col("v", "w"), verb)()).sort("k", nulls_last=True)
    for mine, other in zip(made.rows(), theirs.rows(), strict=True):
        assert mine[0] == other[0]
        assert [x if x is None else str(round(x, 9)) for x in mine[1:]] == [
            x if x is None else str(round(x, 9)) for x in other[1:]
        ]


@pytest.mark.parametrize("interpolation", ["linear", "lower", "higher", "midpoint"])
@pytest.mark.parametrize("q", [0, 0.25, 0.5, 1])
def test_quantiles_match_polars(q, interpolation):
    made = _frame().select("k", "v").group_by("k").quantile(q, interpolation=interpolation).sort("k")
    theirs = pl.DataFrame(DATA).select("k", "v").group_by("k").quantile(q, interpolation).sort("k", nulls_last=True)
    assert made.columns == ["k", "v"]
    for mine, other in zip(made.rows(), theirs.rows(), strict=True):
        assert mine[0] == other[0]
        assert math.isclose(mine[1], other[1])


def test_all_gathers_the_values_in_order():
    made, theirs = _frame().group_by("k").all(), pl.DataFrame(DATA).group_by("k").all()
    assert _rows(made) == _rows(theirs)
    assert pr.DataFrame(DATA).limit(0).group_by("k").all().to_dict() == {"k": [], "v": [], "w": []}


def test_having_keeps_groups():
    groups = _frame().group_by("k").having(pr.col("v").sum() > 4, pr.col("k").is_not_null())
    theirs = pl.DataFrame(DATA).group_by("k").agg(pl.col("v").sum(), n=pl.len())
    theirs = theirs.filter(pl.col("v") > 4, pl.col("k").is_not_null())
    assert _rows(groups.agg(v=pr.col("v").sum(), n=pr.functions.count())) == _rows(theirs)
    assert groups.len().sort("k").rows() == [("x", 3), ("y", 2)]
    assert groups.having(pr.col("v").max() > 5).max().select("k", "v").rows() == [("x", 6)]
    assert _frame().group_by("k").having(pr.col("v").mean() > 100).count().rows() == []
    assert groups.agg(pr.col("v").sum() / 2, k2=pr.col("k")).columns == ["k", "sum(v) / 2", "k2"]


def test_having_refuses_what_is_no_predicate_of_groups():
    groups = _frame().group_by("k")
    with pytest.raises(pr.SchemaError, match="not a boolean"):
        groups.having(pr.col("v").sum())
    with pytest.raises(pr.SchemaError, match="v does not make one value of a group"):
        groups.having(pr.col("v") > 1).count()
    with pytest.raises(pr.ColumnNotFoundError):
        groups.having(pr.col("x").sum() > 1).count()
    with pytest.raises(TypeError, match="no predicate"):
        groups.having()
    for verb in (lambda g: g.head(), lambda g: list(g), lambda g: g.map_groups(lambda part: part)):
        with pytest.raises(ValueError, match="having"):
            verb(groups.having(pr.col("v").sum() > 1))
