"""Figures of lists, their elements by place, and expressions over their elements, beside polars."""

import math

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

NAN = float("nan")
LISTS = [[3, 1, 3], [], None, [None], [5, None, 2, 9], [7]]


@pytest.fixture
def frame():
    column = pa.chunked_array([pa.array(LISTS[:2], pa.list_(pa.int64())), pa.array(LISTS[2:], pa.list_(pa.int64()))])
    return pr.DataFrame(
        pa.table({"a": column, "i": pa.array([[0, -1], [0], [0], None, [], [1, 0]], pa.list_(pa.int64()))})
    )


@pytest.fixture
def beside():
    return pl.DataFrame({"a": LISTS}, schema={"a": pl.List(pl.Int64)})


def one(frame, expr):
    return frame.select(x=expr).to_dict()["x"]


@pytest.mark.parametrize("name", ["median", "std", "var", "n_unique", "arg_min", "arg_max"])
def test_a_list_has_the_figures_of_polars(frame, beside, name):
    found, expected = one(frame, getattr(pr.col("a").list, name)()), beside["a"].list
    for ours, theirs in zip(found, getattr(expected, name)().to_list(), strict=True):
        assert ours == theirs or math.isclose(ours, theirs, rel_tol=1e-12), name
    assert one(frame.head(0), getattr(pr.col("a").list, name)()) == []


@pytest.mark.parametrize("name", ["std", "var"])
def test_a_population_is_not_a_sample(frame, beside, name):
    found = one(frame, getattr(pr.col("a").list, name)(0))
    assert found == pytest.approx(getattr(beside["a"].list, name)(ddof=0).to_list())


def test_floats_keep_nan_and_dictionaries_their_values():
    floats = pr.DataFrame({"a": [[1.0, NAN, 2.0], [-1.0]]})
    assert one(floats, pr.col("a").list.median()) == [2.0, -1.0]
    assert math.isnan(one(floats, pr.col("a").list.std())[0])
    fixed = pr.DataFrame(pa.table({"a": pa.array([[1, 4], [2, 2]], pa.list_(pa.int32(), 2))}))
    assert one(fixed, pr.col("a").list.median()) == [2.5, 2.0]
    with pytest.raises(pr.PyRustError, match="expected lists of numbers"):
        one(pr.DataFrame({"a": [["x"]]}), pr.col("a").list.median())


def test_elements_are_gathered_by_their_places(frame):
    assert one(frame, pr.col("a").list.gather([0, -1])) == [[3, 3], [None, None], None, [None, None], [5, 9], [7, 7]]
    assert one(frame, pr.col("a").list.gather(pr.col("i"))) == [[3, 3], [None], None, None, [], [None, 7]]
    assert one(frame, pr.col("a").list.gather([])) == [[], [], None, [], [], []]


def test_a_list_becomes_a_struct(frame, beside):
    found = one(frame, pr.col("a").list.to_struct(2))
    assert found[0] == {"field_0": 3, "field_1": 1}
    assert found[1:4] == [{"field_0": None, "field_1": None}, None, {"field_0": None, "field_1": None}]
    named = beside.select(x=pl.col("a").list.to_struct(fields=["p", "q", "r", "s"]))["x"].to_list()
    assert one(frame, pr.col("a").list.to_struct(["p", "q", "r", "s"]))[4] == named[4]


def test_an_expression_is_evaluated_over_the_elements(frame, beside):
    element = pr.element()
    assert one(frame, pr.col("a").list.eval(element * 2 + 1)) == beside["a"].list.eval(pl.element() * 2 + 1).to_list()
    kept = one(frame, pr.col("a").list.eval(element.filter(element > 2)))
    assert kept == beside["a"].list.eval(pl.element().filter(pl.element() > 2)).to_list()
    both = one(frame, pr.col("a").list.eval((element * 10).filter(element > 2)))
    assert both == [[30, 30], [], None, [], [50, 90], [70]]
    assert one(frame, pr.col("a").list.eval(pr.when(element > 2).then(element).fill_null(-1)))[4] == [5, -1, -1, 9]
    nested = pr.DataFrame({"a": [[[1, 2], [3]], []]})
    assert one(nested, pr.col("a").list.eval(element.list.eval(element + 1))) == [[[2, 3], [4]], []]


def test_functions_of_elements_follow_each_other(frame):
    chained = pr.col("a").list.filter(lambda x: x > 2).list.transform(lambda x: x * 10).list.filter(lambda y: y > 50)
    assert one(frame, chained) == [[], [], None, [], [90], [70]]


def test_what_cannot_be_evaluated_is_said():
    with pytest.raises(pr.SchemaError, match="makes one value of many"):
        pr.col("a").list.eval(pr.element().sum())
    with pytest.raises(TypeError, match=r"expected an expression of pr\.element"):
        pr.col("a").list.eval(1)
    with pytest.raises(pr.PyRustError):
        pr.DataFrame({"a": [1]}).select(pr.element()).collect()
