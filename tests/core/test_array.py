"""`pr.Array`: one column's values, over the same memory in numpy, pyarrow and polars where they know the type."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr


def test_an_array_as_numpy_has_the_values_numpy_can_hold():
    to_numpy = {
        "bool": ([True, False], "bool"),
        "date": ([dt.date(2020, 1, 1), None], "datetime64[D]"),
        "timestamp[us]": ([dt.datetime(2020, 1, 1), None], "datetime64[us]"),
        "duration[us]": ([dt.timedelta(1), None], "timedelta64[us]"),
        "float32": ([1.5, None], "float32"),
        "uint8": ([1, 2], "uint8"),
        "string": (["a", None], "object"),
        "list<int64>": ([[1, 2], [3, 4]], "object"),
        "decimal(5,1)": ([Decimal("1.5"), None], "object"),
    }
    for dtype, (values, expected) in to_numpy.items():
        array = pr.Array(values, dtype=dtype if "decimal" not in dtype else None)
        found = array.to_numpy()
        assert found.dtype == expected, dtype
        assert found.shape == (2,)
        if expected != "object" and None in values:
            assert pd.isna(found[1]), dtype


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, 1.5], "int64"),
        (np.array([1, 1.5]), "int64"),
        (pa.array([1, 1.5]), "int64"),
        ([0, 2], "bool"),
        ([1, 2**53 + 1], "float64"),
        ([1, 2**64 + 1], "float64"),
        ([dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 1, 12)], "date"),
        ([Decimal("1"), Decimal("1.5")], "int64"),
    ],
    ids=repr,
)
def test_a_value_is_not_cut_to_fit_as_in_a_frame(values, dtype):
    with pytest.raises(pr.InvalidValueError, match=r'column "values", row 1: .* does not fit '):
        pr.Array(values, dtype)
    with pytest.raises(pr.InvalidValueError, match=r'column "a", row 1: .* does not fit '):
        pr.DataFrame({"a": values}, schema={"a": dtype})
    assert pr.Array(values[:1], dtype).to_list() == pr.DataFrame({"a": values[:1]}, schema={"a": dtype}).to_dict()["a"]


def test_numpys_functions_take_it():
    assert np.sqrt(pr.Array([4, 9])).tolist() == [2.0, 3.0]
    values = pr.Array([1.5, 2.5])
    assert np.shares_memory(values.to_numpy(), values.to_numpy())


def test_it_is_cut_and_indexed_as_a_list():
    assert np.asarray(pr.Array([1, 2, 3])[1:]).tolist() == [2, 3]
    assert pr.Array([1, 2, 3])[-1] == 3
    with pytest.raises(IndexError):
        pr.Array([1])[1]
    assert repr(pr.Array(range(20))).endswith("8, 9] …>")


def test_other_libraries_take_it():
    assert pa.array(pr.Array([1, None])).to_pylist() == [1, None]
    assert pl.Series(pr.Array([1, None])).to_list() == [1, None]
    assert pr.Array(pl.Series(["a", None])).to_list() == ["a", None]
