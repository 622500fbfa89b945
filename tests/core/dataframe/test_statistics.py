"""Statistics of a frame, beside those of pandas, polars and numpy."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr

DATA = {
    "i": [3, 1, None, 2, 10],
    "f": [0.5, None, 2.5, -1.0, 4.0],
    "t": [True, False, None, True, True],
    "s": ["x", "y", None, "", "z"],
    "d": [dt.date(2024, 1, 1), None, dt.date(2023, 1, 1), dt.date(2024, 6, 1), dt.date(2024, 2, 2)],
    "l": [[1], None, [], [2], [3]],
}


def same(ours, theirs):
    """Two values that may be missing, to within rounding."""
    if ours is None or theirs is None:
        return ours is None and (theirs is None or theirs != theirs)
    if isinstance(ours, float):
        return math.isclose(ours, theirs, rel_tol=1e-12) or (math.isnan(ours) and math.isnan(theirs))
    return ours == theirs


def test_describe_has_the_figures_of_pandas():
    made = pr.DataFrame(DATA).select("i", "f").describe().to_pandas().set_index("statistic")
    theirs = pd.DataFrame({name: pd.Series(DATA[name], dtype="float64") for name in ("i", "f")}).describe()
    assert list(made.index) == ["count", "null_count", "mean", "std", "min", "25%", "50%", "75%", "max"]
    np.testing.assert_allclose(made.loc[theirs.index].to_numpy(dtype=float), theirs.to_numpy(), rtol=1e-12)
    assert made.loc["null_count"].tolist() == [1.0, 1.0]


def test_describe_says_what_makes_sense_for_each_type():
    made = {row["statistic"]: row for row in pr.DataFrame(DATA).describe(percentiles=[0.1]).to_list()}
    assert list(made) == ["count", "null_count", "mean", "std", "min", "10%", "max"]
    assert made["mean"]["t"] == 0.75
    assert [made[name]["s"] for name in made] == ["4", "1", None, None, "", None, "z"]
    assert [made[name]["d"] for name in made] == ["4", "1", None, None, "2023-01-01", None, "2024-06-01"]
    assert [made[name]["l"] for name in made] == ["4", "1", None, None, None, None, None]


def test_describe_is_lazy_and_ordered():
    made = pr.range(10_000_000_000).describe()
    assert made.columns == ["statistic", "value"]
    assert "float64" in made.dtypes
    assert pr._core.View(pr.range(5).describe()).status()["ordered"]


def test_describe_of_no_row_and_of_awkward_names():
    empty = pr.DataFrame(DATA).filter(pr.lit(value=False)).describe().to_dict()
    assert empty["i"] == [0.0, 0.0] + [None] * 7
    awkward = pr.DataFrame({"statistic": [1], 'a"b.C': [2], "min 0": [3]}).describe(percentiles=())
    assert awkward.columns == ["statistic_", "statistic", 'a"b.C', "min 0"]
    assert awkward.to_dict()['a"b.C'] == [1.0, 0.0, 2.0, None, 2.0, 2.0]


def test_describe_takes_every_type():
    table = pa.table(
        {
            "decimal": pa.array([1, 2], pa.decimal128(10, 2)),
            "u64": pa.array([0, 2**64 - 1], pa.uint64()),
            "f16": pa.array(np.array([1.5, 2.5], dtype="float16")),
            "dictionary": pa.array(["x", "y"]).dictionary_encode(),
            "binary": pa.array([b"x", b"y"]),
            "zoned": pa.array([0, 1], pa.timestamp("us", "Europe/Berlin")),
            "time": pa.array([0, 1], pa.time64("us")),
            "duration": pa.array([0, 1], pa.duration("s")),
            "null": pa.nulls(2),
            "struct": pa.array([{"a": 1}, {"a": 2}]),
            "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
        }
    )
    made = pr.DataFrame(table).describe().to_dict()
    assert made["decimal"][2] == 1.5
    assert made["u64"][-1] == 2.0**64
    assert made["dictionary"][4] == "x"
    assert made["null"][:2] == ["0", "2"]
    assert [values[0] in (2.0, "2") for name, values in made.items() if name not in ("statistic", "null")] == [
        True
    ] * 10


@pytest.mark.parametrize("levels", [[-0.1], [1.5], [float("nan")]])
def test_a_quantile_outside_0_to_1_is_refused(levels):
    with pytest.raises(ValueError, match="quantile"):
        pr.range(3).describe(percentiles=levels)
    with pytest.raises(ValueError, match="quantile"):
        pr.range(3).quantile(levels[0])


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30),
    st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 0.99, 1.0]),
)
def test_quantiles_are_exact(values, level):
    frame = pr.DataFrame(pa.table({"a": pa.array(values, pa.float64())}))
    present = [value for value in values if value is not None]
    expected = float(np.quantile(present, level)) if present else None
    found = frame.quantile(level).item()
    assert (found is None) == (expected is None)
    if expected is not None:
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def test_quantiles_over_many_partitions():
    frame = pr.range(1_000_001).filter(pr.col("value") >= 0).select("value", x=pr.col("value").cast("string"))
    assert frame.quantile(0.25).rows() == [(250_000.0, None)]


def test_aggregates_of_all_columns_are_those_of_polars():
    data = {name: DATA[name] for name in ("i", "f", "t", "s")}
    ours, theirs = pr.DataFrame(data), pl.DataFrame(data)
    for name in ("min", "max", "mean", "sum", "median", "std", "var", "null_count"):
        (made,), (expected,) = getattr(ours, name)().to_list(), getattr(theirs, name)().to_dicts()
        if name in ("std", "var"):
            # polars has no deviation of booleans; here they are 0 and 1
            expected["t"] = getattr(np, name)([1, 0, 1, 1], ddof=1)
        assert made.keys() == expected.keys()
        assert all(same(made[column], expected[column]) for column in made), name
    assert ours.min().dtypes == ours.dtypes
    assert pr.DataFrame(DATA).max().row(0, named=True)["l"] is None


def test_aggregates_of_no_row():
    empty = pr.DataFrame(DATA).filter(pr.lit(value=False))
    for name in ("min", "max", "mean", "sum", "median", "std", "var"):
        assert set(getattr(empty, name)().row(0)) == {None}
    assert set(empty.null_count().row(0)) == {0}


def test_sums_do_not_wrap_around():
    with pytest.raises(OverflowError):
        pr.DataFrame({"a": [2**63 - 1, 1]}).sum().rows()


def test_value_counts_are_those_of_polars():
    frame = pr.DataFrame({"a": ["x", "y", None, "y", None, "y"], "b": [1, 2, 3, 2, 3, 4]})
    assert frame.value_counts("a").rows() == [("y", 3), (None, 2), ("x", 1)]
    assert frame.value_counts("a", "b").rows() == [("y", 2, 2), (None, 3, 2), ("x", 1, 1), ("y", 4, 1)]
    assert frame.value_counts(["a"], normalize=True).to_dict()["proportion"] == [0.5, 1 / 3, 1 / 6]
    unsorted = frame.value_counts("a", sort=False, name="n")
    assert sorted(unsorted.rows(), key=str) == sorted(pl.DataFrame(frame)["a"].value_counts(name="n").rows(), key=str)
    assert frame.limit(0).value_counts("a", normalize=True).rows() == []


def test_value_counts_refuses_what_has_no_meaning():
    frame = pr.DataFrame({"count": [1], "l": [[1]]})
    with pytest.raises(ValueError, match="name="):
        frame.value_counts("count")
    assert frame.value_counts("count", name="n").rows() == [(1, 1)]
    assert frame.value_counts("l").rows() == [([1], 1)]
    with pytest.raises(pr.ColumnNotFoundError, match="count"):
        frame.value_counts("coumt")
    with pytest.raises(TypeError):
        frame.value_counts()


def test_n_unique_counts_rows_and_is_empty_asks_for_one():
    frame = pr.DataFrame({"a": [1, 1, None, None], "b": ["x", "x", "x", "y"]})
    assert [frame.n_unique(), frame.n_unique("a"), frame.n_unique(["a", "b"])] == [3, 2, 3]
    assert [frame.is_empty(), frame.limit(0).is_empty()] == [False, True]
    assert not pr.range(10_000_000_000).filter(pr.col("value") > 100_000).is_empty()
    with pytest.raises(pr.ColumnNotFoundError):
        frame.n_unique("c")


def test_correlation_is_that_of_pandas():
    rng = np.random.default_rng(7)
    values = rng.normal(size=(200, 4))
    values[rng.random(values.shape) < 0.1] = np.nan
    theirs = pd.DataFrame(values, columns=list("abcd"))
    frame = pr.DataFrame(pa.Table.from_pandas(theirs))
    made = frame.with_columns(z=pr.lit(1.0)).corr()
    assert made.columns == ["column", "a", "b", "c", "d", "z"]
    assert made.to_dict()["column"] == ["a", "b", "c", "d", "z"]
    square = made.select("a", "b", "c", "d").limit(4).to_numpy()
    np.testing.assert_allclose(square, theirs.corr().to_numpy(), rtol=1e-9)
    assert np.diag(square).tolist() == [1.0] * 4


def test_correlation_needs_numbers():
    with pytest.raises(pr.SchemaError, match='"s"'):
        pr.DataFrame({"a": [1], "s": ["x"]}).corr()
    with pytest.raises(ValueError, match="spearman"):
        pr.range(3).corr("kendall")


@pytest.mark.parametrize("verb", ["describe", "corr", "sum", "null_count"])
def test_a_frame_without_columns_is_refused_or_empty(verb):
    nothing = pr.range(3).drop("value")
    with pytest.raises(pr.PyRustError):
        getattr(nothing, verb)().rows()


CORRELATED = {
    "i": [3, 1, None, 2, 10, 3, 3, -4],
    "f": [0.5, None, 2.5, -1.0, 4.0, 0.5, 9.0, -2.0],
    "g": [1.0, 10.0, 100.0, 1000.0, 1e4, 1e5, 1e6, 1e7],
    "c": [2, 2, 2, 2, 2, 2, 2, 2],
}


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlations_are_those_of_pandas(method):
    ours = pr.DataFrame(CORRELATED).corr(method).rows()
    theirs = pd.DataFrame(CORRELATED).corr(method)
    for (name, *row), expected in zip(ours, theirs.to_numpy().tolist(), strict=True):
        for found, wanted in zip(row, expected, strict=True):
            assert same(found, wanted), (method, name, found, wanted)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("xyz"),
            st.one_of(st.none(), st.integers(-5, 5)),
            st.one_of(st.none(), st.floats(-3, 3, allow_subnormal=False).map(lambda x: round(x, 1))),
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_rank_correlation_of_groups_is_that_of_pandas(rows):
    data = {"k": [k for k, _, _ in rows], "a": [a for _, a, _ in rows], "b": [b for _, _, b in rows]}
    table = pa.table(
        {"k": pa.array(data["k"], "string"), "a": pa.array(data["a"], "int64"), "b": pa.array(data["b"], "float64")}
    )
    frame = pr.DataFrame(table)
    corr = pr.functions.corr("a", "b", method="spearman")
    ours = dict(frame.group_by("k").agg(x=corr).rows())
    kept = dict(
        frame.group_by("k").agg(x=pr.functions.corr("a", "b", method="spearman", filter=pr.col("a") > 0)).rows()
    )
    theirs = table.to_pandas()
    for key, group in theirs.groupby("k"):
        for found, pairs in ((ours[key], group), (kept[key], group[group["a"] > 0])):
            pairs = pairs.dropna()
            wanted = pairs[["a", "b"]].astype(float).corr("spearman").iloc[0, 1]
            assert same(found, wanted), (key, found, wanted)
