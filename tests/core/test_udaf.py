# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""User aggregates: functions over a group's arrays, and classes with a state, over any number of partitions."""

import statistics
from decimal import Decimal

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import pyrust as pr

MANY = 200_000


@pr.udaf
def spread(x: np.ndarray) -> float:
    """Largest less smallest."""
    return x.max() - x.min() if len(x) else None


@pr.udaf
class Mean:
    """The mean, from a sum and a count."""

    def __init__(self):
        self.total, self.rows = 0.0, 0

    def update(self, x: float) -> None:
        self.total += pc.sum(x.to_pyarrow()).as_py() or 0.0
        self.rows += len(x) - x.null_count

    def state(self) -> tuple[float, int]:
        return self.total, self.rows

    def merge(self, total: np.ndarray, rows: np.ndarray):
        self.total += float(total.sum())
        self.rows += int(rows.sum())

    def evaluate(self) -> float:
        return self.total / self.rows if self.rows else None


def grouped():
    """Many rows in groups, spread over partitions."""
    return pr.range(MANY).select(k=pr.col("value") % 1000, x=pr.col("value") / 2)


def test_groups_over_several_partitions():
    out = grouped().group_by("k").agg(s=spread("x"), m=Mean("x"), n=pr.functions.count()).sort("k").to_dict()
    values = np.arange(MANY) / 2
    keys = np.arange(MANY) % 1000
    assert out["k"] == list(range(1000))
    assert out["n"] == [MANY // 1000] * 1000
    assert out["s"] == [(MANY - 1000) / 2] * 1000
    assert out["m"] == pytest.approx([values[keys == key].mean() for key in range(1000)])


def test_one_group_of_everything():
    assert grouped().select(s=spread("x"), m=Mean("x")).to_dict() == {
        "s": [(MANY - 1) / 2],
        "m": [pytest.approx((MANY - 1) / 4)],
    }


def test_almost_as_many_groups_as_rows():
    df = pr.range(150_000).select(k=pr.col("value") // 1, x=pr.col("value") * 1.0)
    total = pr.udaf(lambda x: x.to_numpy().sum(), args=["float64"], returns="float64")
    out = df.group_by("k").agg(a=total("x"), b=Mean("x"))
    out = out.select(d=(pr.col("a") - pr.col("b")).max(), n=pr.functions.count("k"))
    assert out.to_dict() == {"d": [0.0], "n": [150_000]}


def test_groups_without_rows_and_all_null():
    none = pr.range(0).select(x=pr.col("value") * 1.0)
    assert none.select(s=spread("x"), m=Mean("x")).to_dict() == {"s": [None], "m": [None]}
    assert none.group_by(k=pr.col("x")).agg(s=spread("x")).to_dict() == {"k": [], "s": []}
    size = pr.udaf(lambda x: [len(x), x.null_count], args=["float64"], returns="list<int64>", name="size")
    nulls = pr.DataFrame({"k": ["a", "a", "b"], "x": pa.array([None, None, None], pa.float64())})
    assert nulls.group_by("k").agg(s=size("x"), m=Mean("x")).sort("k").to_dict() == {
        "k": ["a", "b"],
        "s": [[2, 2], [1, 1]],
        "m": [None, None],
    }


def test_several_arguments_texts_and_decimals():
    @pr.udaf
    def joined(text: pl.Series, separator: pl.Series) -> str:
        return separator[0].join(sorted(text.to_list()))

    @pr.udaf(args=["decimal(10,2)"], returns="decimal(20,2)")
    def total(x):
        return sum(x.to_list(), Decimal(0))

    df = pr.DataFrame({"k": [1, 2, 1], "t": ["b", "x", "a"], "d": [Decimal("1.10"), Decimal("2.00"), Decimal("0.05")]})
    out = df.group_by("k").agg(j=joined("t", pr.lit("-")), d=total("d")).sort("k")
    assert out.to_dict() == {"k": [1, 2], "j": ["a-b", "x"], "d": [Decimal("1.15"), Decimal("2.00")]}


def test_rows_of_a_group_keep_their_order_within_a_partition():
    first = pr.udaf(lambda x: x[0], args=["int64"], returns="int64")
    df = pr.DataFrame({"k": [1, 0] * 50, "x": list(range(100))})
    assert df.group_by("k").agg(f=first("x")).sort("k").to_dict() == {"k": [0, 1], "f": [1, 0]}


def test_values_are_computed_from_aggregates():
    df = pr.DataFrame({"x": [1.0, 5.0]})
    assert df.select(y=spread("x") * 2 + Mean("x")).to_dict() == {"y": [11.0]}


def test_sql_with_filter_over_and_rollup():
    df = pr.DataFrame({"k": ["a", "b", "a"], "x": [1.0, 2.0, 4.0]})
    assert pr.sql(
        "select k, spread(x) filter (where x > 1) as s, Mean(x) as m from df group by k order by k"
    ).to_dict() == {
        "k": ["a", "b"],
        "s": [0.0, 0.0],
        "m": [2.5, 2.0],
    }
    out = pr.sql("select x, spread(x) over (order by x) as s, Mean(x) over (partition by k) as m from df order by x")
    assert out.to_dict() == {"x": [1.0, 2.0, 4.0], "s": [0.0, 1.0, 3.0], "m": [2.5, 2.0, 2.5]}
    out = pr.sql("select k, spread(x) as s from df group by rollup(k) order by k nulls last")
    assert out.to_dict() == {"k": ["a", "b", None], "s": [3.0, 0.0, 3.0]}


def test_over_keeps_the_rows():
    df = pr.DataFrame({"k": ["a", "b", "a"], "x": [1.0, 2.0, 4.0]})
    out = df.with_columns(s=spread("x").over("k"), m=Mean("x").over(order_by="x")).sort("x")
    assert out.to_dict()["s"] == [3.0, 0.0, 3.0]
    assert out.to_dict()["m"] == pytest.approx([1.0, 1.5, 7 / 3])


def test_what_the_engine_would_have_to_do_first_is_refused():
    df = pr.DataFrame({"k": [1], "x": [1.0], "y": [2.0]})
    with pytest.raises(pr.PyRustError, match="udaf spread: order_by is not supported for user aggregates"):
        pr.sql("select spread(x order by k) from df").collect()
    with pytest.raises(pr.PyRustError, match="udaf spread: distinct is not supported for user aggregates"):
        pr.sql("select spread(distinct x), spread(distinct y) from df").collect()


@pytest.mark.parametrize("method", ["update", "state", "merge", "evaluate"])
def test_an_error_in_any_method_is_the_cause(method):
    class Broken(Mean.__wrapped__):
        pass

    def fail(self, *values):
        raise ValueError(f"broken {method}")

    fail.__annotations__ = getattr(Mean.__wrapped__, method).__annotations__
    setattr(Broken, method, fail)
    broken = pr.udaf(Broken, args=["float64"])
    with pytest.raises(pr.PyRustError, match=f"udaf Broken: ValueError: broken {method}") as caught:
        grouped().group_by("k").agg(m=broken("x")).collect()
    assert isinstance(caught.value.__cause__, ValueError)


def test_wrong_definitions_and_results_say_so():
    with pytest.raises(TypeError, match=r"udaf C: the class has no state, merge, evaluate\(\)"):
        pr.udaf(type("C", (), {"update": lambda *_: None}))
    with pytest.raises(TypeError, match="the types of its state are not said"):
        pr.udaf(
            type("D", (), dict.fromkeys(["update", "state", "merge", "evaluate"], lambda *_: None)),
            returns="int64",
        )
    with pytest.raises(TypeError, match="needs a column"):
        pr.udaf(lambda: 1, returns="int64")
    text = pr.udaf(lambda _: "a", args=["int64"], returns="int64", name="text")
    with pytest.raises(TypeError, match="udaf text: the result is string, expected int64"):
        pr.range(2).select(text("value")).collect()

    class Pair(Mean.__wrapped__):
        def state(self):
            return 1.0, 2, 3

    pair = pr.udaf(Pair, state=["float64", "int64"])
    with pytest.raises(ValueError, match=r"udaf Pair: state\(\) has 3 parts, 2 were announced"):
        grouped().group_by("k").agg(pair("x")).collect()


def test_statistics_of_python_itself():
    middle = pr.udaf(lambda x: statistics.median(x), args=["int64"], returns="float64", name="middle")
    df = pr.DataFrame({"k": ["a"] * 4 + ["b"], "x": [1, 2, 3, 10, 7]})
    assert df.group_by("k").agg(m=middle("x")).sort("k").to_dict() == {"k": ["a", "b"], "m": [2.5, 7.0]}
