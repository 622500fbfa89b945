"""Quantiles over rows that slide along, beside polars."""

import polars as pl
import pytest

import pyrust as pr

VALUES = [1.0, None, 3.0, 7.5, 2.0, 10.0, 3.0, 4.0]


@pytest.mark.parametrize("options", [{}, {"min_samples": 1}, {"min_samples": 2, "center": True}])
@pytest.mark.parametrize("quantile", [0.0, 0.25, 0.5, 0.9])
def test_a_quantile_slides_along_as_in_polars(quantile, options):
    frame = pr.DataFrame({"t": range(8), "a": VALUES})
    rolled = pr.col("a").rolling_quantile(quantile, 3, **options).over(order_by="t")
    found = frame.select("t", x=rolled).sort("t").to_dict()["x"]
    theirs = pl.col("a").rolling_quantile(quantile, interpolation="linear", window_size=3, **options)
    expected = pl.DataFrame({"a": VALUES}).select(x=theirs)["x"].to_list()
    assert [value is None for value in found] == [value is None for value in expected]
    known = [(one, other) for one, other in zip(found, expected, strict=True) if other is not None]
    assert all(one == pytest.approx(other) for one, other in known)


def test_windows_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match=r"1\.5 is not between 0 and 1"):
        pr.col("a").rolling_quantile(1.5, 3)
    with pytest.raises(ValueError, match="a window of 2 rows cannot have 3 values"):
        pr.col("a").rolling_quantile(0.5, 2, min_samples=3)
