"""A choice is an expression after `then`, and may go on."""

import gc
import weakref

import pytest

import pyrust as pr
from pyrust import functions as f


@pytest.fixture
def frame():
    return pr.DataFrame({"a": [3, -1, 0, None]})


def test_without_otherwise_the_rest_is_null(frame):
    choice = pr.when(pr.col("a") > 0).then("plus").when(pr.col("a") < 0).then("minus")
    assert frame.select(x=choice).to_dict() == {"x": ["plus", "minus", None, None]}
    assert frame.select(x=choice.otherwise("zero")).to_dict() == {"x": ["plus", "minus", "zero", "zero"]}
    assert frame.select(x=choice.otherwise()).to_dict() == frame.select(x=choice).to_dict()


def test_it_has_the_methods_of_an_expression(frame):
    positive = pr.when(pr.col("a") > 0).then(pr.col("a"))
    assert isinstance(positive, pr.Expr)
    assert frame.select(positive.alias("x")).to_dict() == {"x": [3, None, None, None]}
    assert frame.select(x=positive.sum(), y=(positive * 2).max()).to_dict() == {"x": [3], "y": [6]}
    assert frame.filter(positive.is_null()).count() == 3
    assert frame.group_by(k=positive.is_null()).agg(n=f.count()).sort("k").to_dict()["n"] == [1, 3]


def test_a_condition_without_a_value_is_not_an_expression(frame):
    with pytest.raises(TypeError, match=r"a when\(\) without then\(\) is not an expression yet"):
        frame.select(pr.when(pr.col("a") > 0))
    with pytest.raises(AttributeError):
        pr.when(pr.col("a") > 0).when(pr.col("a") > 1)
    with pytest.raises(AttributeError):
        pr.when(pr.col("a") > 0).otherwise(1)


def test_branches_are_not_shared(frame):
    first = pr.when(pr.col("a") > 0).then("plus")
    first.when(pr.col("a") < 0).then("minus")
    assert frame.select(x=first).to_dict() == {"x": ["plus", None, None, None]}


def test_user_functions_in_it_are_freed():
    class Token:
        pass

    token = Token()
    seen = weakref.ref(token)

    @pr.udf(args=["int64"], returns="int64")
    def same(values, token=token):
        return values

    choice = pr.when(same("a") > 0).then(same("a")).when(same("a") < 0)
    assert choice is not None
    del token, same, choice
    gc.collect()
    assert seen() is None
