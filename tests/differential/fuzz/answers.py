"""Answers as values that can be compared across engines, whatever types they come in.

Numbers by their value (floats to nine digits, as sums in another order differ behind them), instants as nanoseconds
since 1970, -0.0 as 0.0, a date as its midnight. Without ORDER BY answers are multisets; with it the keys come in
sequence.
"""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from typing import Any

import pyarrow as pa

Row = tuple[Any, ...]
UNITS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
DAY = 86_400 * 10**9


def rounded(value: Any) -> Any:
    if isinstance(value, float | Decimal):
        number = float(value)
        if math.isnan(number):
            return "nan"
        return 0.0 if abs(number) < 1e-12 else float(f"{number:.9g}")
    return value


def whole(column: pa.ChunkedArray, to: pa.DataType, unit: int) -> list[Any]:
    """A column of instants or spans in nanoseconds."""
    return [None if v is None else v * unit for v in column.cast(to).to_pylist()]


def plain(column: pa.ChunkedArray, floats: bool) -> list[Any]:
    """The values of a column; as floats if the column it is compared with has floats."""
    of = column.type
    if pa.types.is_dictionary(of):
        return plain(pa.chunked_array([c.dictionary_decode() for c in column.chunks], of.value_type), floats)
    if pa.types.is_date32(of):
        return whole(column, pa.int32(), DAY)
    if pa.types.is_date64(of):
        return whole(column, pa.int64(), 10**6)
    if pa.types.is_timestamp(of) or pa.types.is_time64(of) or pa.types.is_duration(of):
        return whole(column, pa.int64(), UNITS[of.unit])
    if pa.types.is_time32(of):
        return whole(column, pa.int32(), UNITS[of.unit])
    if pa.types.is_interval(of):
        return [None if v is None else span(*v) for v in column.to_pylist()]
    values = column.to_pylist()
    if floats or pa.types.is_floating(of):
        return [rounded(float(v) if isinstance(v, int) and not isinstance(v, bool) else v) for v in values]
    if pa.types.is_nested(of):
        return [None if v is None else str(v) for v in values]
    return values


def span(months: int, days: int, nanoseconds: int) -> Any:
    return days * DAY + nanoseconds if not months else (months, days, nanoseconds)


def rows(table: pa.Table, other: pa.Table) -> list[Row]:
    """The rows of an answer, for comparison with the rows of another one."""
    columns = []
    for at, column in enumerate(table.columns):
        twin = other.column(at).type if at < other.num_columns else column.type
        columns.append(plain(column, pa.types.is_floating(column.type) or pa.types.is_floating(twin)))
    return list(zip(*columns, strict=True)) if columns else [()] * table.num_rows


def close(a: Any, b: Any) -> bool:
    return a == b or (isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-8, abs_tol=1e-11))


def differ(
    ours: pa.Table, theirs: pa.Table, keys: tuple[int, ...] = (), *, named: bool = False, distinct: bool = False
) -> str:
    """What is different, in words; nothing if the answers are the same. `keys` are the columns that are in order."""
    if ours.num_columns != theirs.num_columns:
        return f"{ours.num_columns} columns, not {theirs.num_columns}"
    if (
        named
        and sorted(ours.column_names) == sorted(theirs.column_names)
        and len(set(ours.column_names)) == ours.num_columns
    ):
        ours = ours.select(theirs.column_names)
    mine, others = rows(ours, theirs), rows(theirs, ours)
    if distinct and any(pa.types.is_floating(column.type) for column in theirs.columns):
        # floats that differ in their last digit are two rows to DISTINCT, and one here
        mine, others = list(dict.fromkeys(mine)), list(dict.fromkeys(others))
    if len(mine) != len(others):
        return f"{len(mine)} rows, not {len(others)}"
    if Counter(mine) != Counter(others):
        a, b = (sorted(r, key=repr) for r in (mine, others))
        if not all(all(map(close, x, y)) for x, y in zip(a, b, strict=True)):
            return "other rows"
    floats = [at for at, key in enumerate(keys) if pa.types.is_floating(theirs.column(key - 1).type)]
    if floats:
        # floats that differ in their last digit are no ties, and the keys behind them decide nothing
        keys = keys[: floats[0] + 1]
    if keys:
        for at, (x, y) in enumerate(zip(mine, others, strict=True)):
            if not all(close(x[k - 1], y[k - 1]) for k in keys):
                return f"another order at row {at}"
    return ""


def shown(table: pa.Table) -> str:
    """An answer as a person reads it."""
    few = table if table.num_rows < 100 else table.slice(0, 8)
    found = sorted(zip(*map(readable, few.columns), strict=True), key=repr)
    if not found:
        return "no rows"
    return ", ".join(map(str, found[:8])) + (f" ... {table.num_rows} rows" if table.num_rows > 8 else "")


def readable(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column, where Python has none for them as numbers or text."""
    try:
        return [v.isoformat() if hasattr(v, "isoformat") else v for v in column.to_pylist()]
    except (ValueError, OverflowError):
        return column.cast(pa.int64() if pa.types.is_timestamp(column.type) else pa.string()).to_pylist()
