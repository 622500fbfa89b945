"""The operators as methods are the operators."""

import operator

import pytest

import pyrust as pr

NAMES = ("add", "sub", "mul", "truediv", "floordiv", "mod", "eq", "ne", "lt", "le", "gt", "ge", "pow")


@pytest.mark.parametrize("name", NAMES)
def test_a_method_is_its_operator(name):
    frame = pr.DataFrame({"a": [7, -2, None], "b": [2, 3, 1], "f": [0.5, float("inf"), None]})
    for other in (pr.col("b"), 3, pr.col("f")):
        method, symbol = getattr(pr.col("a"), name)(other), getattr(operator, name)(pr.col("a"), other)
        assert frame.select(x=method).to_dict() == frame.select(x=symbol).to_dict()
        assert frame.select(method).columns == frame.select(symbol).columns


def test_a_string_is_a_constant():
    assert pr.DataFrame({"a": ["x", "b"]}).select(x=pr.col("a").eq("b")).to_dict() == {"x": [False, True]}
