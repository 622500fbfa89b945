"""Strings of few different values."""

import pandas as pd
import pyarrow as pa
import pytest

import pyrust as pr

VALUES = ["y", "x", None, "y", "z", "x"]


@pytest.fixture(params=[False, True], ids=["strings", "dictionary"])
def frame(request):
    column = pa.array(VALUES)
    column = column.dictionary_encode() if request.param else column
    table = pa.table({"t": range(6), "k": list("aabbab"), "c": column})
    return pr.DataFrame(pa.concat_tables([table.slice(0, 2), table.slice(2)]))


def test_categories_are_those_that_occur_in_their_order(frame):
    assert frame.select(x=pr.col("c").cat.get_categories()).to_dict() == {"x": [["x", "y", "z"]]}
    groups = frame.group_by("k").agg(x=pr.col("c").cat.get_categories()).sort("k")
    assert groups.to_dict()["x"] == [["x", "y", "z"], ["x", "y"]]


def test_codes_are_those_of_pandas(frame):
    expected = [None if code < 0 else code for code in pd.Series(VALUES, dtype="category").cat.codes.tolist()]
    assert frame.select("t", x=pr.col("c").cat.codes()).sort("t").to_dict()["x"] == expected
    grouped = frame.select("t", x=pr.col("c").cat.codes().over("k")).sort("t").to_dict()["x"]
    assert grouped == [1, 0, None, 1, 2, 0]
    assert frame.head(0).select(x=pr.col("c").cat.codes()).to_dict() == {"x": []}
