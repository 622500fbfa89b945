"""Values for values: `replace`, `when`, and values in ranges: `is_between`, `clip`, `cut`."""

import math
from datetime import date

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr


@pytest.fixture
def letters() -> pr.DataFrame:
    """A text, a number and a float column, with a null and NaN."""
    return pr.DataFrame({"s": ["x", "y", "x", None], "n": [1, 2, 3, None], "f": [0.5, math.nan, None, 2.0]})


def test_replace_leaves_what_the_mapping_does_not_name(letters):
    assert letters.select(pr.col("s").replace({"x": "X"})).to_dict() == {"s": ["X", "y", "X", None]}
    assert letters.select(pr.col("s").replace("x", "X")).to_dict() == {"s": ["X", "y", "X", None]}
    assert letters.select(pr.col("n").replace([1, 3], [10, 30])).to_dict() == {"n": [10, 2, 30, None]}
    assert letters.select(pr.col("n").replace([1, 3], 0)).to_dict() == {"n": [0, 2, 0, None]}
    assert letters.select(pr.col("n").replace({None: 0, 2: None})).to_dict() == {"n": [1, None, 3, 0]}
    assert letters.select(pr.col("f").replace({math.nan: -1.0})).to_dict() == {"f": [0.5, -1.0, None, 2.0]}
    assert letters.select(pr.col("n").replace({1: pr.col("n") * 100})).to_dict() == {"n": [100, 2, 3, None]}
    assert letters.select(pr.col("n").replace({})).to_dict() == {"n": [1, 2, 3, None]}


def test_replace_strict_wants_every_value(letters):
    names = {1: "one", 2: "two"}
    with pytest.raises(
        pr.InvalidValueError, match=r"nothing stands for the value 3, in replace_strict\(n\)\nhint: .*default"
    ):
        letters.select(pr.col("n").replace_strict(names)).collect()
    assert letters.filter(pr.col("n") != 3).select(pr.col("n").replace_strict(names)).to_dict() == {"n": ["one", "two"]}
    assert letters.select(pr.col("n").replace_strict(names | {3: "three"})).to_dict() == {
        "n": ["one", "two", "three", None]
    }
    assert letters.select(pr.col("n").replace_strict(names, default=None)).to_dict() == {
        "n": ["one", "two", None, None]
    }
    assert letters.select(pr.col("n").replace_strict(names, default=pr.col("s"))).to_dict() == {
        "n": ["one", "two", "x", None]
    }
    assert letters.select(pr.col("s").replace_strict(["x", "y", None], [True, False, True])).to_dict() == {
        "s": [True, False, True, True]
    }


def test_replace_agrees_with_polars(letters):
    mapping = {"x": "a", "y": "b", None: "c"}
    ours = letters.select(pr.col("s").replace(mapping)).to_polars()
    assert ours.equals(letters.to_polars().select(pl.col("s").replace(mapping)))


def test_a_mapping_that_does_not_pair_up_is_refused():
    with pytest.raises(ValueError, match="2 old values and 1 new"):
        pr.col("a").replace([1, 2], [3])
    with pytest.raises(TypeError, match="no new value"):
        pr.col("a").replace(1)
    with pytest.raises(TypeError, match="dict"):
        pr.col("a").replace({1: 2}, 3)
    with pytest.raises(ValueError, match="one old value"):
        pr.col("a").replace(1, [2, 3])


def test_when_stands_at_the_top_and_takes_texts_as_texts(letters):
    size = pr.when(pr.col("n") > 2).then("n").when(pr.col("n") > 1).then(pr.col("s")).otherwise("small")
    assert letters.select(x=size).to_dict() == {"x": ["small", "y", "n", "small"]}
    # where no condition is true, and where it is null
    assert letters.select(x=pr.when(pr.col("n") > 1).then(1).otherwise()).to_dict() == {"x": [None, 1, 1, None]}


def test_texts_and_numbers_are_no_column_of_one_type(letters):
    for expr in (pr.when(pr.col("n") > 1).then("x").otherwise(1), pr.col("s").replace({"x": 1})):
        with pytest.raises(TypeError, match=r"\(string\) and .* \(int64\) is not a column of one type"):
            letters.select(expr)


@pytest.mark.parametrize("closed", ["both", "left", "right", "none"])
def test_the_ends_of_a_range_count_as_said(closed):
    frame = pr.range(6)
    ours = frame.filter(pr.col("value").is_between(1, 4, closed=closed)).to_dict()["value"]
    theirs = frame.to_polars().filter(pl.col("value").is_between(1, 4, closed=closed))["value"].to_list()
    assert ours == theirs


def test_a_range_that_has_no_such_ends_is_refused():
    with pytest.raises(ValueError, match="closed is one of"):
        pr.col("a").is_between(1, 2, closed="outer")
    with pytest.raises(ValueError, match="no end"):
        pr.col("a").clip()


def test_clip_holds_values_to_the_range(letters):
    assert letters.select(pr.col("n").clip(2, 2)).to_dict() == {"n": [2, 2, 2, None]}
    assert letters.select(pr.col("n").clip(upper=pr.col("f"))).to_dict()["n"][0] == 0.5
    assert letters.select(pr.col("f").clip(1.0, 1.5)).to_dict() == {"f": [1.0, 1.5, None, 1.5]}
    days = pr.DataFrame({"d": [date(2020, 1, 1), date(2025, 1, 1)]})
    assert days.select(pr.col("d").clip(date(2024, 1, 1))).to_dict() == {"d": [date(2024, 1, 1), date(2025, 1, 1)]}


def test_cut_names_the_class_that_an_end_belongs_to():
    frame = pr.DataFrame({"a": [-1.0, 0.0, 0.5, 1.0, 7.0, None]})
    low, mid, high = "(-inf, 0]", "(0, 1]", "(1, inf]"
    assert frame.select(x=pr.col("a").cut([0, 1])).to_dict() == {"x": [low, low, mid, mid, high, None]}
    low, mid, high = "[-inf, 0)", "[0, 1)", "[1, inf)"
    closed = frame.select(x=pr.col("a").cut([0, 1], left_closed=True))
    assert closed.to_dict() == {"x": [low, mid, mid, high, high, None]}


def test_cut_refuses_ends_that_do_not_rise_and_labels_that_do_not_fit():
    with pytest.raises(ValueError, match="must increase"):
        pr.col("a").cut([2, 1])
    with pytest.raises(ValueError, match="2 labels for 3 classes"):
        pr.col("a").cut([1, 2], ["low", "high"])


def test_try_cast_makes_null_of_what_does_not_fit():
    frame = pr.DataFrame({"a": ["1", "x", None], "n": [300, 5, None]})
    assert frame.select(a=pr.col("a").try_cast(int), n=pr.col("n").try_cast("uint8")).to_dict() == {
        "a": [1, None, None],
        "n": [None, 5, None],
    }


def test_equal_values_have_one_hash_however_they_are_held():
    plain = ["x", "y" * 40, None, "x"]
    table = pa.table({"a": plain, "b": pa.array(plain, pa.string_view()), "c": pa.array(plain).dictionary_encode()})
    hashed = pr.DataFrame(table).select(*[pr.col(name).hash().alias(name) for name in "abc"], d=pr.col("a").hash(7))
    assert hashed.dtypes == ["uint64"] * 4
    made = hashed.to_dict()
    assert made["a"] == made["b"] == made["c"] != made["d"]
    assert made["a"][0] == made["a"][3] != made["a"][1]
    assert made["a"][2] is None
    # spread evenly enough to split rows by
    parts = pr.range(10_000).group_by(part=pr.col("value").hash() % 10).agg(n=pr.functions.count()).to_dict()["n"]
    assert len(parts) == 10
    assert min(parts) > 800
