"""What a page may ask for: numbers and windows, checked and kept within bounds, as they come from outside."""

from __future__ import annotations

from typing import Any


def whole(name: str, value: Any, most: int | None = None) -> int:
    """Check a number from the page: Rust would say it less clearly.

    >>> whole("first", 7, most=5)
    5
    >>> whole("first", -1)
    Traceback (most recent call last):
        ...
    ValueError: first must be a whole number from 0 on, got -1
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be a whole number from 0 on, got {value!r}")
    return value if most is None else min(value, most)


def window(columns: Any, total: int) -> tuple[int, int]:
    """Check a range of columns from the page.

    >>> window([3, 12], total=10)
    (3, 10)
    >>> window("all", total=10)
    Traceback (most recent call last):
        ...
    ValueError: columns must be [start, stop], got 'all'
    """
    if not isinstance(columns, (list, tuple)) or len(columns) != 2:
        raise ValueError(f"columns must be [start, stop], got {columns!r}")
    start, stop = whole("columns[0]", columns[0], total), whole("columns[1]", columns[1], total)
    return start, max(start, stop)


def shortened(text: str, most: int = 10_000) -> str:
    """Cut a text that a message would be too large with, and say so.

    >>> shortened("abcdef", most=3)
    'abc… (the first 3 of 6 characters)'
    """
    return text if len(text) <= most else f"{text[:most]}… (the first {most} of {len(text)} characters)"
