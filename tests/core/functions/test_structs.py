"""Structs with other fields."""

import pyarrow as pa
import pytest

import pyrust as pr

ROWS = [{"x": 1, "y": "a"}, None, {"x": None, "y": "b"}]


@pytest.fixture
def frame():
    return pr.DataFrame(pa.table({"s": pa.array(ROWS), "b": [10, 20, 30]}))


def test_fields_get_other_names(frame):
    made = frame.select(pr.col("s").struct.rename_fields(["p", "q"]))
    assert made.to_dict() == {"s": [{"p": 1, "q": "a"}, None, {"p": None, "q": "b"}]}
    assert frame.head(0).select(pr.col("s").struct.rename_fields(["p", "q"])).to_dict() == {"s": []}


def test_fields_are_added_and_replaced(frame):
    put = pr.col("s").struct.with_fields("b", x=pr.col("s").struct["x"] + pr.col("b"), z=pr.lit(0))
    assert frame.select(put).to_dict() == {
        "s": [{"x": 11, "y": "a", "b": 10, "z": 0}, None, {"x": None, "y": "b", "b": 30, "z": 0}]
    }


def test_changes_go_on_from_each_other_and_into_structs(frame):
    both = pr.col("s").struct.rename_fields(["p", "q"]).struct.with_fields(r=pr.col("b")).struct["r"]
    assert frame.select(x=both).to_dict() == {"x": [10, None, 30]}
    nested = frame.select(t=pr.functions.struct(inner=pr.col("s")))
    assert nested.select(x=pr.col("t").struct["inner"].struct.rename_fields(["p", "q"]).struct["p"]).to_dict() == {
        "x": [1, None, None]
    }


def test_what_does_not_fit_is_said(frame):
    with pytest.raises(ValueError, match="rename_fields has 1 names for the 2 fields of s"):
        frame.select(pr.col("s").struct.rename_fields(["p"]))
    with pytest.raises(pr.SchemaError, match=r"rename_fields needs a struct, got b \(int64\)"):
        frame.select(pr.col("b").struct.rename_fields(["p"]))
    with pytest.raises(TypeError, match="no field was given"):
        pr.col("s").struct.with_fields()
    with pytest.raises(pr.ColumnNotFoundError):
        frame.select(pr.col("nowhere").struct.with_fields("b"))
