"""What a test of a user's own code asks: whether a frame is what it should be, and if not, where it differs."""

from __future__ import annotations

from typing import Any

from pyrust._calls import answering
from pyrust._core import DataFrame, DataType
from pyrust.typing import IntoFrame

__all__ = ["assert_frame_equal"]

# How many differing rows a message shows.
_SHOWN = 5


@answering
def assert_frame_equal(
    left: IntoFrame,
    right: IntoFrame,
    *,
    check_row_order: bool = True,
    check_column_order: bool = True,
    check_dtypes: bool = True,
    check_exact: bool = False,
    rel_tol: float = 1e-5,
    abs_tol: float = 1e-8,
) -> None:
    """Check that two frames have the same columns, types and values; say where they differ.

    Null is equal to null, and NaN to NaN. Both frames run.

    Args:
        left: A frame, or anything that `DataFrame` takes.
        right: The frame that is expected.
        check_row_order: Whether the rows must be in the same order; if not, both are sorted by all columns first.
        check_column_order: Whether the columns must be in the same order.
        check_dtypes: Whether the types must be the same; if not, values of both are compared as they are.
        check_exact: Whether floats must be the same to the last digit.
        rel_tol: How far floats may be apart, as a fraction of the expected value.
        abs_tol: How far they may be apart in any case.

    Returns:
        Nothing, where they are equal.

    Raises:
        AssertionError: If they differ: in what, and the first rows that do.
        TypeError: If one of them is not a table.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.testing import assert_frame_equal
        >>> assert_frame_equal({"a": [1.0, None]}, {"a": [1.0 + 1e-12, None]})
        >>> assert_frame_equal({"a": [1, 2, 3]}, {"a": [1, 5, 3]})
        Traceback (most recent call last):
            ...
        AssertionError: the frames differ in 1 of 3 rows
        row 1, column "a": 2, expected 5
    """
    frames = [frame if isinstance(frame, DataFrame) else DataFrame(frame) for frame in (left, right)]
    found, expected = _same_columns(frames[0], frames[1], check_column_order)
    if check_dtypes:
        _check_dtypes(found.schema, expected.schema)
    if not check_row_order:
        found, expected = (frame.sort(*frame.columns) if frame.width else frame for frame in (found, expected))
    found, expected = found.collect(), expected.collect()
    if found.count() != expected.count():
        raise AssertionError(f"the frames differ in their number of rows: {found.count()}, expected {expected.count()}")
    if found.equals(expected):
        return
    found, expected = _as_python(found), _as_python(expected)
    tolerances = (0.0, 0.0) if check_exact else (rel_tol, abs_tol)
    differing = 0
    first: list[tuple[int, list[int], tuple[Any, ...], tuple[Any, ...]]] = []
    for number, (row, wanted) in enumerate(zip(found.iter_rows(), expected.iter_rows(), strict=True)):
        places = [
            at
            for at, (value, other) in enumerate(zip(row, wanted, strict=True))
            if not _is_same(value, other, *tolerances)
        ]
        differing += bool(places)
        if places and len(first) < _SHOWN:
            first.append((number, places, row, wanted))
    if differing:
        lines = [f"the frames differ in {differing} of {expected.count()} rows"]
        for number, places, row, wanted in first:
            lines += [
                f'row {number}, column "{expected.columns[at]}": {row[at]!r}, expected {wanted[at]!r}' for at in places
            ]
        if differing > len(first):
            lines.append(f"... and {differing - len(first)} more rows")
        raise AssertionError("\n".join(lines))


def _same_columns(found: DataFrame, expected: DataFrame, ordered: bool) -> tuple[DataFrame, DataFrame]:
    """Give both frames with the columns in the expected order."""
    missing = [name for name in expected.columns if name not in found.columns]
    extra = [name for name in found.columns if name not in expected.columns]
    if missing or extra:
        parts = [f"missing {missing}"] * bool(missing) + [f"not expected {extra}"] * bool(extra)
        raise AssertionError(f"the frames differ in their columns: {', '.join(parts)}")
    if ordered and found.columns != expected.columns:
        raise AssertionError(
            f"the frames differ in the order of columns: {found.columns}, expected {expected.columns}\n"
            "hint: check_column_order=False compares them by name"
        )
    return found.select(*expected.columns), expected


def _check_dtypes(found: dict[str, DataType], expected: dict[str, DataType]) -> None:
    lines = [
        f'column "{name}" is {found[name]}, expected {dtype}'
        for name, dtype in expected.items()
        if found[name] != dtype
    ]
    if lines:
        raise AssertionError("the frames differ in their types\n" + "\n".join(lines))


def _as_python(frame: DataFrame) -> DataFrame:
    """Give the frame with strings for what counts nanoseconds, which Python's own values cannot."""
    return frame.cast({name: "string" for name, dtype in frame.schema.items() if dtype.unit == "ns"})


def _is_same(value: Any, other: Any, rel_tol: float, abs_tol: float) -> bool:
    """Check whether two values are the same, floats within a tolerance, also inside of lists and dicts."""
    if isinstance(value, float) and isinstance(other, float):
        if value == other or (value != value and other != other):
            return True
        return abs(value - other) <= max(rel_tol * abs(other), abs_tol) and abs(other) != float("inf")
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        pairs = zip(value, other, strict=False)
        return len(value) == len(other) and all(_is_same(one, two, rel_tol, abs_tol) for one, two in pairs)
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_is_same(value[key], other[key], rel_tol, abs_tol) for key in other)
    return bool(value == other)
