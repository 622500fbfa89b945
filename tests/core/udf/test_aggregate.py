# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""User aggregates: functions over a group's arrays, and classes with a state, over any number of partitions."""

import statistics
from decimal import Decimal
from random import Random

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


@pr.udaf(args=["int64"], returns="string")
def listed(x):
    return " ".join(str(value) for value in x.to_list())


@pr.udaf(args=["int64"], state=["string"], returns="string")
class Gathered:
    def __init__(self):
        self.values = []

    def update(self, x):
        self.values += [str(value) for value in x.to_list()]

    def state(self):
        return " ".join(self.values)

    def merge(self, states):
        self.values += [state for state in states.to_list() if state]

    def evaluate(self):
        return " ".join(self.values)


@pytest.mark.parametrize("function", [listed, Gathered])
def test_rows_come_in_the_order_that_was_asked_for(function):
    random, rows = Random(0), 40_000
    table = {"k": [n % 7 for n in range(rows)], "t": list(range(rows)), "x": [n * 31 % 1009 for n in range(rows)]}
    table["u"] = [n // 2 for n in table["t"]]
    mixed = random.sample(range(rows), rows)
    df = pr.DataFrame({name: [values[at] for at in mixed] for name, values in table.items()})
    whole = list(zip(*table.values(), strict=True))
    for key, order in (("t desc", lambda row: -row[1]), ("x, t desc", lambda row: (row[2], -row[1]))):
        expected = {
            k: " ".join(str(x) for _, _, x, _ in sorted((row for row in whole if row[0] == k), key=order))
            for k in range(7)
        }
        found = pr.sql(f"select k, {function.name}(x order by {key}) as s from df group by k", df=df)
        assert dict(zip(*found.to_dict().values(), strict=True)) == expected
    by_expression = df.group_by("k").agg(s=function("x", order_by=["x", pr.col("t").desc()]))
    assert dict(zip(*by_expression.to_dict().values(), strict=True)) == expected
    alone = df.select(s=function("x", order_by=pr.col("t")))
    assert alone.to_dict() == {"s": [" ".join(map(str, table["x"]))]}


@pytest.mark.parametrize("function", [listed, Gathered])
def test_different_rows_are_those_of_all_batches(function):
    df = pr.DataFrame({"k": [n % 3 for n in range(30_000)], "x": [n % 5 if n % 11 else None for n in range(30_000)]})
    out = df.group_by("k").agg(s=function("x", distinct=True, order_by=pr.col("x").desc()), n=pr.functions.count())
    assert out.sort("k").to_dict() == {"k": [0, 1, 2], "s": ["4 3 2 1 0 None"] * 3, "n": [10_000] * 3}
    name = function.name
    text = f"select {name}(distinct x order by x) as a, {name}(distinct k order by k desc) as b from df"
    assert pr.sql(text, df=df).to_dict() == {"a": ["0 1 2 3 4 None"], "b": ["2 1 0"]}
    empty = df.filter(pr.col("k") > 5)
    assert empty.select(s=function("x", distinct=True)).to_dict() == {"s": [""]}
    assert empty.select(s=function("x", order_by="x")).to_dict() == {"s": [""]}
    few = df.select(s=function("k", filter=pr.col("x").is_null() & (pr.col("k") > 0), distinct=True, order_by="k"))
    assert few.to_dict() == {"s": ["1 2"]}


def test_rows_of_several_columns_are_different_together():
    both = pr.udaf(lambda a, b: len(a) * 100 + sum(b.to_list()), args=["int64", "int64"], returns="int64", name="both")
    df = pr.DataFrame({"a": [1, 1, 1, 2], "b": [5, 5, 6, 5]})
    assert df.select(x=both("a", "b", distinct=True)).to_dict() == {"x": [316]}


def test_options_of_an_aggregate_are_refused_elsewhere():
    double = pr.udf(lambda x: x, args=["int64"], returns="int64", name="double")
    for option in ({"distinct": True}, {"order_by": "x"}, {"filter": pr.col("x") > 1}):
        with pytest.raises(TypeError, match="double is not an aggregate"):
            double("x", **option)


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
    with pytest.raises(TypeError, match="the types of its state are not given"):
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
