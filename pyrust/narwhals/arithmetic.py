"""Operators whose meaning depends on the types beside them, where SQL means less by them than Python does."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from pyrust.narwhals.sql import Sql, call, case

if TYPE_CHECKING:
    import pyarrow as pa


def add(left: Sql, right: Sql, left_type: pa.DataType, right_type: pa.DataType) -> Sql:
    """Add two values; of two strings, put one after the other."""
    texts = all(str(kind) in ("string", "large_string", "string_view") for kind in (left_type, right_type))
    return left.binary("||", right) if texts else left + right


def total(values: Sequence[Sql]) -> Sql:
    """Add many values up, a null counting as 0.

    In pairs, then pairs of pairs: DataFusion's time for an expression grows with the cube of its depth.
    """
    sums = [call("coalesce", value, 0) for value in values]
    while len(sums) > 1:
        sums = [reduce(operator.add, sums[at : at + 2]) for at in range(0, len(sums), 2)]
    return sums[0]


def exclusive_or(left: Sql, right: Sql, *types: pa.DataType) -> Sql:
    """Check whether either is true but not both; of two ints, bit by bit."""
    import pyarrow as pa

    if all(pa.types.is_integer(kind) for kind in types):
        return left.binary("xor", right)
    return (left | right) & ~(left & right)


def floor_division(left: Sql, right: Sql, left_type: pa.DataType, right_type: pa.DataType) -> Sql:
    """Divide and round down; null where the divisor is 0."""
    import pyarrow as pa

    if not all(pa.types.is_integer(kind) for kind in (left_type, right_type)):
        return call("floor", left / call("nullif", right, 0))
    # A constant takes the type of the column beside it, as everywhere in narwhals.
    if right.text.isdigit():
        right = right.arrow_cast(_engine_integer(left_type))
    elif left.text.isdigit():
        left = left.arrow_cast(_engine_integer(right_type))
    zero, one = (Sql(number).arrow_cast(_engine_integer(right_type)) for number in "01")
    divisor = call("nullif", right, zero)
    quotient = left.binary("/", divisor)
    if pa.types.is_unsigned_integer(left_type):
        return quotient
    # DataFusion cuts towards zero, Python rounds down.
    return case(_wrong_sign(left, right, divisor), quotient - one, quotient)


def modulo(left: Sql, right: Sql) -> Sql:
    """Give the remainder, which has the sign of the divisor; null where that is 0."""
    divisor = call("nullif", right, 0)
    remainder = left.binary("%", divisor)
    return case(_wrong_sign(left, right, divisor), remainder + right, remainder)


def _engine_integer(kind: pa.DataType) -> str:
    return {"int": "Int", "uint": "UInt"}[str(kind).rstrip("0123456789")] + str(kind).lstrip("uint")


def _wrong_sign(left: Sql, right: Sql, divisor: Sql) -> Sql:
    return (left.binary("%", divisor) != 0) & ((left < 0) != (right < 0))
