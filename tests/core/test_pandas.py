"""`from_pandas`: columns and, where it is asked for, the index."""

import pandas as pd
import polars as pl
import pytest

import pyrust as pr


def test_the_index_is_dropped_or_becomes_columns():
    data = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["a", "b"], name="key"))
    assert pr.from_pandas(data).to_dict() == {"n": [1, 2]}
    assert pr.from_pandas(data, index=True).to_dict() == {"key": ["a", "b"], "n": [1, 2]}
    assert pr.from_pandas(data.reset_index(drop=True), index=True).to_dict() == {"index": [0, 1], "n": [1, 2]}
    levels = data.set_index(pd.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["l", None]))
    assert pr.from_pandas(levels).columns == ["n"]
    assert pr.from_pandas(levels, index=True).columns == ["l", "level_1", "n"]
    assert pr.from_pandas(data["n"]).to_dict() == {"n": [1, 2]}
    with pytest.raises(ValueError, match="n"):
        pr.from_pandas(data.rename_axis("n"), index=True)
    with pytest.raises(TypeError, match="expected a pandas DataFrame"):
        pr.from_pandas(pl.DataFrame({"a": [1]}))
