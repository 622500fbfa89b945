"""`& | ^ ~` and shifts: logic with three values of booleans, bits of integers."""

import operator

import pyarrow as pa
import pytest

import pyrust as pr

THREE = [True, False, None]


def _kleene_and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if a is None or b is None else True


def _kleene_or(a: bool | None, b: bool | None) -> bool | None:
    return True if a or b else None if a is None or b is None else False


def _kleene_xor(a: bool | None, b: bool | None) -> bool | None:
    return None if a is None or b is None else a != b


@pytest.mark.parametrize(
    ("sign", "method", "expected"),
    [
        (operator.and_, "and_", _kleene_and),
        (operator.or_, "or_", _kleene_or),
        (operator.xor, "xor", _kleene_xor),
    ],
)
def test_logic_has_three_values(sign, method, expected):
    pairs = [(a, b) for a in THREE for b in THREE]
    frame = pr.DataFrame({"a": [a for a, _ in pairs], "b": [b for _, b in pairs]})
    wanted = {"x": [expected(a, b) for a, b in pairs]}
    assert frame.select(x=sign(pr.col("a"), pr.col("b"))).to_dict() == wanted
    assert frame.select(x=getattr(pr.col("a"), method)(pr.col("b"))).to_dict() == wanted
    for value in (True, False):
        wanted = {"x": [expected(value, b) for b in THREE]}
        assert pr.DataFrame({"b": THREE}).select(x=sign(value, pr.col("b"))).to_dict() == wanted


def test_not_keeps_null():
    frame = pr.DataFrame({"a": THREE})
    assert frame.select(x=~pr.col("a"), y=pr.col("a").not_()).to_dict() == {"x": [False, True, None]} | {
        "y": [False, True, None]
    }


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
def test_bits_are_those_of_python(dtype):
    high = 2 ** (int(dtype.lstrip("uint")) - (not dtype.startswith("u"))) - 1
    low = 0 if dtype.startswith("u") else -high - 1
    a, b = [low, 0, 5, 6, high], [high, 3, 3, high, high]
    frame = pr.DataFrame(pa.table({"a": pa.array([*a, None], dtype), "b": pa.array([*b, 1], dtype)}))
    for sign, method in ((operator.and_, "bitwise_and"), (operator.or_, "bitwise_or"), (operator.xor, "bitwise_xor")):
        for expr in (sign(pr.col("a"), pr.col("b")), getattr(pr.col("a"), method)(pr.col("b"))):
            result = frame.select(x=expr)
            assert result.dtypes == [dtype]
            assert result.to_dict() == {"x": [*map(sign, a, b), None]}
    every = [(~value) & high if dtype.startswith("u") else ~value for value in a]
    for expr in (~pr.col("a"), pr.col("a").bitwise_not()):
        result = frame.select(x=expr)
        assert result.dtypes == [dtype]
        assert result.to_dict() == {"x": [*every, None]}


def test_bits_stand_in_names_as_they_are_written():
    a = pr.col("a")
    frame = pr.DataFrame({"a": [6]})
    made = frame.select(a & 3, a | 1, a ^ 2, a << 1, a >> 1, ~a, 3 & a, 1 << a)
    assert made.to_dict() == {
        "a & 3": [2],
        "a | 1": [7],
        "a ^ 2": [4],
        "a << 1": [12],
        "a >> 1": [3],
        "~a": [-7],
        "3 & a": [2],
        "1 << a": [64],
    }


def test_a_number_is_no_condition():
    with pytest.raises(pr.PyRustError):
        pr.DataFrame({"a": [1.5]}).select(pr.col("a") & True).collect()
