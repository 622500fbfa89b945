# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""User window functions: one call a partition, in the order of the window."""

import numpy as np
import pyarrow as pa
import pytest

import pyrust as pr


@pr.udwf
def total(x: np.ndarray) -> float:
    """Running total."""
    return np.cumsum(x)


@pr.udwf
class Share:
    """Each value's share of its partition."""

    made = 0

    def __init__(self):
        type(self).made += 1

    def evaluate(self, x: np.ndarray) -> float:
        return x / x.sum()


def shuffled():
    """Three groups in no order."""
    order = np.random.default_rng(3).permutation(3000)
    return pr.DataFrame({"k": order % 3, "t": order, "x": order * 1.0})


def test_partitions_and_their_order():
    df = shuffled()
    out = pr.sql("select k, t, total(x) over (partition by k order by t) as s from df order by t").to_dict()
    ordered = np.arange(3000)
    expected = np.empty(3000)
    for key in range(3):
        expected[ordered % 3 == key] = np.cumsum(ordered[ordered % 3 == key])
    assert out["t"] == ordered.tolist()
    assert out["s"] == expected.tolist()


def test_a_class_is_made_for_each_partition():
    df = pr.DataFrame({"k": ["a", "b", "a"], "x": [1.0, 2.0, 3.0]})
    before = Share.__wrapped__.made
    out = pr.sql("select x, Share(x) over (partition by k) as s from df order by x").to_dict()
    assert out == {"x": [1.0, 2.0, 3.0], "s": [0.25, 1.0, 0.75]}
    assert Share.__wrapped__.made == before + 2


def test_texts_nulls_and_several_arguments():
    @pr.udwf
    def fill(text, other) -> str:
        last, filled = None, []
        for value, instead in zip(text, other, strict=True):
            last = value if value is not None else last
            filled.append(last if last is not None else instead)
        return pa.array(filled)

    df = pr.DataFrame({"t": [1, 2, 3, 4], "s": [None, "a", None, "b"]})
    out = pr.sql("select fill(s, 'none') over (order by t) as f from df order by t")
    assert out.to_dict() == {"f": ["none", "a", "a", "b"]}
    empty = df.filter(pr.col("t") > 9)
    assert pr.sql("select fill(s, 'none') over (order by t) as f from empty").to_dict() == {"f": []}


def test_over_says_the_window():
    df = shuffled()
    out = df.with_columns(s=total("x").over("k", order_by="t"), w=Share("x").over("k")).sort("t").to_dict()
    ordered = np.arange(3000)
    expected, sums = np.empty(3000), {}
    for key in range(3):
        mine = ordered[ordered % 3 == key]
        expected[mine] = np.cumsum(mine)
        sums[key] = mine.sum()
    assert out["s"] == expected.tolist()
    assert out["w"] == pytest.approx([t / sums[t % 3] for t in out["t"]])
    last = df.filter(total("x").over(order_by="t") == 3.0)
    assert last.to_dict()["t"] == [2]


def test_wrong_lengths_and_errors_name_the_function():
    df = pr.DataFrame({"x": [1.0, 2.0]})
    short = pr.udwf(lambda x: x[:1], args=["float64"], returns="float64", name="short")
    with pytest.raises(ValueError, match="udwf short: the result has 1 values for 2 rows"):
        pr.sql("select short(x) over () from df").collect()
    broken = pr.udwf(lambda _: 1 / 0, args=["float64"], returns="float64", name="broken")
    with pytest.raises(pr.PyRustError, match="udwf broken: ZeroDivisionError: division by zero") as caught:
        pr.sql("select broken(x) over () from df").collect()
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(TypeError, match="udwf short: argument 1 is string, expected float64"):
        pr.sql("select short('a') over () from df")
