"""Functions of numbers against numpy and Python's ints, at the edges too."""

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -1.5, 2.5, 1e300, -1e300, 1e-300, math.inf, -math.inf, math.nan, None]
INTS = [0, 1, -1, 7, -12, 2**40, None]


def column(expr, values, dtype=None):
    return pr.DataFrame(pa.table({"a": pa.array(values, dtype)})).select(x=expr).to_dict()["x"]


def same(found, expected):
    assert [value is None for value in found] == [value is None for value in expected]
    numbers = [(a, b) for a, b in zip(found, expected, strict=True) if a is not None]
    np.testing.assert_allclose([a for a, _ in numbers], [b for _, b in numbers], rtol=1e-12)


UFUNCS = {
    "acos": np.arccos, "acosh": np.arccosh, "asin": np.arcsin, "asinh": np.arcsinh, "atan": np.arctan,
    "atanh": np.arctanh, "cbrt": np.cbrt, "ceil": np.ceil, "cos": np.cos, "cosh": np.cosh, "degrees": np.degrees,
    "exp": np.exp, "floor": np.floor, "ln": np.log, "log10": np.log10, "log2": np.log2, "radians": np.radians,
    "signum": np.sign, "sin": np.sin, "sinh": np.sinh, "tan": np.tan, "tanh": np.tanh, "trunc": np.trunc,
    "abs": np.abs,
}  # fmt: skip


@pytest.mark.parametrize("name", UFUNCS)
@pytest.mark.parametrize("values", [FLOATS, INTS], ids=["floats", "ints"])
def test_functions_of_one_number_are_numpys(name, values):
    with np.errstate(all="ignore"):
        expected = [None if value is None else float(UFUNCS[name](value)) for value in values]
    same(column(getattr(f, name)("a"), values), expected)


def test_roots_of_numbers_below_zero_are_an_error():
    same(column(f.sqrt("a"), [0.0, 2.25, math.inf, None]), [0.0, 1.5, math.inf, None])
    with pytest.raises(pr.PyRustError, match="negative"):
        column(f.sqrt("a"), [-1.0])


@pytest.mark.parametrize("y", [1.0, -1.0, 0.0])
def test_two_sides_make_an_angle(y):
    assert column(f.atan2("a", -2.0), [y, None]) == [math.atan2(y, -2.0), None]


def test_the_base_of_a_logarithm_is_given():
    assert column(f.log("a", 2), [8.0, None]) == [3.0, None]
    assert column(pr.col("a").log(pr.col("a")), [8.0]) == [1.0]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.5, 0, 3.0), (-2.5, 0, -3.0), (1.25, 1, 1.3), (1.005, 2, 1.0), (150000.0, -5, 200000.0), (1e300, 10, 1e300),
        (-1e305, 5, -1e305), (1.5, 400, 1.5), (1.5, -400, 0.0), (12345.678, 20, 12345.678), (math.inf, 3, math.inf),
        (0.1, 30, 0.1), (None, 2, None),
    ],
)  # fmt: skip
def test_rounding_neither_overflows_nor_adds_digits(value, decimals, expected):
    assert column(f.round("a", decimals), [value], pa.float64()) == [expected]


def test_rounding_keeps_the_type():
    assert column(f.round("a", -1), [15, -15, 14, None]) == [20, -20, 10, None]
    assert column(f.round("a", 1), [Decimal("1.25"), Decimal("-1.25")]) == [Decimal("1.3"), Decimal("-1.3")]
    assert column(f.round("a", 1), [1.25], pa.float32()) == [pytest.approx(1.3)]
    with pytest.raises(pr.PyRustError, match=r"[Oo]verflow"):
        column(f.round("a", -1), [255], pa.uint8())


def test_cutting_decimals_goes_towards_zero():
    assert column(f.trunc("a", 1), [1.79, -1.79, 1e300, None]) == [1.7, -1.7, 1e300, None]
    assert column(f.trunc("a", -1), [19.5, -19.5]) == [10.0, -10.0]
    assert column(f.trunc("a", -2), [1999, -1999]) == [1900, -1900]


@pytest.mark.parametrize("function", [f.floor, f.ceil, f.trunc, lambda a: f.nanvl(a, 0)])
@pytest.mark.parametrize(("value", "dtype"), [(2**53 + 1, pa.int64()), (2**64 - 1, pa.uint64()), (-5, pa.int8())])
def test_an_int_stays_exact_where_there_is_nothing_to_do(function, value, dtype):
    assert column(function("a"), [value, None], dtype) == [value, None]


@pytest.mark.parametrize(("a", "b"), [(12, 8), (-12, 8), (0, 5), (0, 0), (7, 13), (2**62, 6)])
def test_common_divisors_and_multiples_are_pythons(a, b):
    assert column(f.gcd("a", b), [a, None]) == [math.gcd(a, b), None]
    if math.lcm(a, b) < 2**63:
        assert column(f.lcm("a", b), [a, None]) == [math.lcm(a, b), None]


def test_factorials_are_pythons_up_to_20():
    assert column(f.factorial("a"), [*range(21), None]) == [*map(math.factorial, range(21)), None]


@pytest.mark.parametrize(
    "expr",
    [
        f.abs(pr.lit(-(2**63)) + pr.col("a")),
        f.factorial(pr.col("a") + 21),
        f.factorial(pr.col("a") - 1),
        f.lcm(pr.col("a") + 3, 2**62),
        f.gcd(pr.lit(-(2**63)) + pr.col("a"), 0),
    ],
)
def test_a_result_that_does_not_fit_is_an_error(expr):
    with pytest.raises(pr.PyRustError):
        column(expr, [0])


def test_questions_about_floats():
    assert column(f.is_finite("a"), FLOATS) == [None if v is None else math.isfinite(v) for v in FLOATS]
    assert column(f.is_infinite("a"), FLOATS) == [None if v is None else math.isinf(v) for v in FLOATS]
    assert column(f.isnan("a"), FLOATS) == [None if v is None else math.isnan(v) for v in FLOATS]
    assert column(f.iszero("a"), FLOATS) == [None if v is None else v == 0 for v in FLOATS]


@pytest.mark.parametrize("values", [[-(2**63), None], [Decimal("-1.25"), None]])
def test_every_number_can_be_asked_whether_it_is_finite(values):
    assert column(f.is_finite("a"), values) == [True, None]
    assert column(f.is_infinite("a"), values) == [False, None]


def test_nan_is_filled_and_null_is_not():
    assert column(pr.col("a").fill_nan(0.0), [1.0, math.nan, None]) == [1.0, 0.0, None]


def test_powers_are_floats():
    assert column(pr.col("a").pow(3), [2, -3, None]) == [8.0, -27.0, None]
    assert column(f.power("a", -1), [2]) == [0.5]
    assert column(f.power("a", 70), [2]) == [2.0**70]


def test_numbers_as_text():
    assert column(f.to_hex("a"), [255, 0, -1, None]) == ["ff", "0", "f" * 16, None]
    assert column(f.chr("a"), [65, 0x1F600, None]) == ["A", "😀", None]
    assert column(pr.col("a").cot(), [1.0]) == [pytest.approx(1 / math.tan(1.0))]
