"""Classes by quantiles, and numbers that are close, beside polars."""

import polars as pl
import pytest

import pyrust as pr

NAN, INF = float("nan"), float("inf")
VALUES = [1.0, None, 3.0, 7.5, 2.0, 10.0, 3.0]
KEYS = list("xxyyxyx")


def by_t(expr, **columns):
    count = len(next(iter(columns.values())))
    return pr.DataFrame({"t": range(count)} | columns).select("t", x=expr).sort("t").to_dict()["x"]


@pytest.mark.filterwarnings("ignore:`qcut` is deprecated")
@pytest.mark.parametrize("left_closed", [False, True])
@pytest.mark.parametrize("quantiles", [[0.25, 0.5], [0.5], 3])
def test_classes_of_quantiles_hold_what_they_hold_in_polars(quantiles, left_closed):
    count = quantiles if isinstance(quantiles, int) else len(quantiles) + 1
    labels = [f"class {number}" for number in range(count)]
    ours = pr.col("a").qcut(quantiles, labels, left_closed=left_closed)
    theirs = pl.col("a").qcut(quantiles, labels=labels, left_closed=left_closed).cast(pl.String)
    beside = pl.DataFrame({"a": VALUES, "k": KEYS})
    assert by_t(ours, a=VALUES) == beside.select(x=theirs)["x"].to_list()
    for key in "xy":
        part = beside.filter(k=key).select(x=theirs)["x"].to_list()
        found = by_t(ours.over("k"), a=VALUES, k=KEYS)
        assert [value for value, other in zip(found, KEYS, strict=True) if other == key] == part


def test_classes_of_quantiles_are_named_by_their_ends():
    assert by_t(pr.col("a").qcut(2), a=[1, 2, 4, None]) == ["(-inf, 2.0]", "(-inf, 2.0]", "(2.0, inf]", None]
    assert by_t(pr.col("a").qcut(2, left_closed=True), a=[1, 2]) == ["[-inf, 1.5)", "[1.5, inf)"]
    assert by_t(pr.col("a").qcut(1), a=[1, None]) == ["(-inf, inf]", None]
    assert pr.DataFrame({"a": [1.0]}).head(0).select(x=pr.col("a").qcut(2)).to_dict() == {"x": []}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (([0.5, 0.5],), "must increase: 0.5 comes before 0.5"),
        (([1.5],), "1.5 is not between 0 and 1"),
        (([NAN],), "NaN is not between 0 and 1"),
        ((0,), "there must be 1 class or more, got 0"),
        (([0.5], ["one"]), "1 labels for 2 classes"),
    ],
)
def test_quantiles_that_make_no_classes_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        pr.col("a").qcut(*arguments)


@pytest.mark.parametrize("options", [{}, {"abs_tol": 0.5}, {"rel_tol": 0.1}, {"nans_equal": True}])
def test_numbers_are_close_as_in_polars(options):
    one = [1.0, 1.0, 0.0, NAN, NAN, INF, INF, INF, None, 1e300, -5.0]
    other = [1.0 + 1e-12, 1.4, 1e-12, NAN, 1.0, INF, -INF, 1.0, 1.0, 1.05e300, -5.2]
    expected = (
        pl.DataFrame({"a": one, "b": other}).select(x=pl.col("a").is_close(pl.col("b"), **options))["x"].to_list()
    )
    assert by_t(pr.col("a").is_close(pr.col("b"), **options), a=one, b=other) == expected


def test_ints_are_close_to_floats_and_strings_to_nothing():
    assert by_t(pr.col("a").is_close(2.0), a=[2, 3, None]) == [True, False, None]
    with pytest.raises(pr.PyRustError):
        by_t(pr.col("a").is_close(1), a=["1"])
    with pytest.raises(ValueError, match="rel_tol must be 0 or more and below 1, got 1"):
        pr.col("a").is_close(1, rel_tol=1)
