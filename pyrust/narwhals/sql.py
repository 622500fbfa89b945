"""Expressions as SQL text: what narwhals calls the native expression of this backend.

narwhals' SQL classes build expressions before they know the frame, by operators and by functions of a name. `Sql` is
the value they build: a piece of text that knows its outermost operator, so that brackets stand only where they are
needed. The parser's depth is limited, and a sum of a hundred columns must not be a hundred brackets deep.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

_NULLS = {True: "NULLS LAST", False: "NULLS FIRST"}
_DIRECTION = {True: "DESC", False: "ASC"}


class Sql:
    """A piece of SQL that stands for a value.

    Args:
        text: The SQL.
        operator: Its outermost operator, where it would need brackets beside another one.
        ordered: For an aggregate that takes the first or last value of an order: the function's name, its argument
            and the order. As a window it is written differently.
    """

    __slots__ = ("operator", "ordered", "text")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, text: str, operator: str | None = None, ordered: tuple[str, Sql, str] | None = None) -> None:
        self.text = text
        self.operator = operator
        self.ordered = ordered

    def __repr__(self) -> str:
        return f"<Sql {self.text}>"

    def _bracketed(self, beside: str | None = None) -> str:
        return self.text if self.operator is None or self.operator == beside else f"({self.text})"

    def binary(self, operator: str, other: Any) -> Sql:
        """Write both values with an operator between them."""
        # Operators of one rank are read from the left, so only the right side needs brackets of its own.
        return Sql(f"{self._bracketed(operator)} {operator} {literal(other)._bracketed()}", operator)

    def __add__(self, other: Any) -> Sql:
        return self.binary("+", other)

    def __sub__(self, other: Any) -> Sql:
        return self.binary("-", other)

    def __rsub__(self, other: Any) -> Sql:
        return literal(other).binary("-", self)

    def __mul__(self, other: Any) -> Sql:
        return self.binary("*", other)

    def __truediv__(self, other: Any) -> Sql:
        return self.cast("DOUBLE").binary("/", literal(other).cast("DOUBLE"))

    def __rtruediv__(self, other: Any) -> Sql:
        return literal(other) / self

    def __pow__(self, other: Any) -> Sql:
        return call("power", self, other)

    def __rpow__(self, other: Any) -> Sql:
        return call("power", other, self)

    def __and__(self, other: Any) -> Sql:
        return self.binary("AND", other)

    def __or__(self, other: Any) -> Sql:
        return self.binary("OR", other)

    def __eq__(self, other: object) -> Sql:  # type: ignore[override]
        return self.binary("=", other)

    def __ne__(self, other: object) -> Sql:  # type: ignore[override]
        return self.binary("<>", other)

    def __lt__(self, other: Any) -> Sql:
        return self.binary("<", other)

    def __le__(self, other: Any) -> Sql:
        return self.binary("<=", other)

    def __gt__(self, other: Any) -> Sql:
        return self.binary(">", other)

    def __ge__(self, other: Any) -> Sql:
        return self.binary(">=", other)

    def between(self, low: Any, high: Any) -> Sql:
        """Check whether the value lies between two others, both included."""
        return self.binary(">=", low).binary("AND", self.binary("<=", high))

    def __invert__(self) -> Sql:
        return Sql(f"NOT {self._bracketed()}", "NOT")

    def __neg__(self) -> Sql:
        return Sql(f"- {self._bracketed()}", "NEGATIVE")

    def __bool__(self) -> bool:
        raise TypeError(f"{self.text} has a value for each row, so it is neither true nor false")

    def cast(self, sql_type: str) -> Sql:
        """Cast to a type that SQL has a name for."""
        return Sql(f"CAST({self.text} AS {sql_type})")

    def arrow_cast(self, arrow_type: str) -> Sql:
        """Cast to any Arrow type, written as DataFusion writes it."""
        return call("arrow_cast", self, arrow_type)

    def is_null(self) -> Sql:
        """Check whether there is no value."""
        return Sql(f"{self._bracketed()} IS NULL", "IS NULL")

    def is_not_null(self) -> Sql:
        """Check whether there is a value."""
        return Sql(f"{self._bracketed()} IS NOT NULL", "IS NOT NULL")

    def named(self, name: str) -> str:
        """Write the value as an item of a SELECT."""
        return f"{self.text} AS {quote(name)}"


def quote(name: str) -> str:
    """Write a name as SQL does: capitals, dots and quotes are just characters."""
    return '"' + name.replace('"', '""') + '"'


def column(name: str, table: str | None = None) -> Sql:
    """Name a column exactly."""
    return Sql(quote(name) if table is None else f"{table}.{quote(name)}")


def call(function: str, *arguments: Any) -> Sql:
    """Call a function of DataFusion; plain Python values become constants."""
    return Sql(f"{function}({', '.join(literal(argument).text for argument in arguments)})")


def case(condition: Sql, value: Any, otherwise: Any = None) -> Sql:
    """Choose one value where the condition is true, another where it is not."""
    branch = f"CASE WHEN {condition.text} THEN {literal(value).text}"
    last = literal(otherwise)
    # A choice in the ELSE is one more branch of this one: chains stay flat.
    rest = last.text.removeprefix("CASE ") if last.text.startswith("CASE ") else f"ELSE {last.text} END"
    return Sql(f"{branch} {rest}")


def ordering(by: Sequence[str | Sql], descending: Sequence[bool], nulls_last: Sequence[bool]) -> str:
    """Write an ORDER BY, or nothing."""
    if not by:
        return ""
    keys = zip(by, descending, nulls_last, strict=True)
    return "ORDER BY " + ", ".join(f"{_key(key)} {_DIRECTION[down]} {_NULLS[last]}" for key, down, last in keys)


def window(value: Sql, partition_by: Sequence[str | Sql], order: str, rows: str, *, ignore_nulls: bool = False) -> Sql:
    """Put a function over the rows of a window."""
    text = value.text
    if value.ordered is not None:
        function, argument, order = value.ordered
        text, rows = f"{function}({argument.text})", "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    nulls = " IGNORE NULLS" if ignore_nulls else ""
    partition = f"PARTITION BY {', '.join(_key(key) for key in partition_by)}" if partition_by else ""
    over = Sql(f"{text}{nulls} OVER ({' '.join(part for part in (partition, order, rows) if part)})")
    # Ranks come unsigned, and the first row's rank less one must not be a wrapped number.
    return over.cast("BIGINT") if text.startswith(("row_number(", "rank(", "dense_rank(")) else over


def rows_between(start: int | None, end: int | None) -> str:
    """Write the rows of a window's frame, counted from the row at hand; without bounds, nothing."""
    if start is None and end is None:
        return ""

    def bound(offset: int | None, direction: str) -> str:
        if offset is None:
            return f"UNBOUNDED {direction}"
        return "CURRENT ROW" if offset == 0 else f"{abs(offset)} {'PRECEDING' if offset < 0 else 'FOLLOWING'}"

    return f"ROWS BETWEEN {bound(start, 'PRECEDING')} AND {bound(end, 'FOLLOWING')}"


def _key(key: str | Sql) -> str:
    return quote(key) if isinstance(key, str) else key.text


def literal(value: Any) -> Sql:
    """Write a Python value as a constant of its own type; what is SQL already stays as it is."""
    match value:
        case Sql():
            return value
        case None:
            return Sql("NULL")
        case bool():
            return Sql("TRUE" if value else "FALSE")
        case int():
            return Sql(str(value)) if value >= 0 else Sql(str(value), "NEGATIVE")
        case float():
            return _float(value)
        case str():
            return Sql("'" + value.replace("'", "''") + "'")
        case bytes():
            return Sql(f"X'{value.hex()}'")
        case dt.datetime():
            return _timestamp(value)
        case dt.date():
            return Sql(f"DATE '{value.isoformat()}'")
        case dt.time():
            return literal(value.isoformat()).arrow_cast("Time64(us)")
        case dt.timedelta():
            return literal(value // dt.timedelta(microseconds=1)).arrow_cast("Duration(us)")
        case Decimal():
            return _decimal(value)
        case dict() if value:
            return call("named_struct", *(part for item in value.items() for part in item))
        case list() | tuple():
            return call("make_array", *value)
    # A scalar of numpy or of another library stands for the Python value that it holds.
    if callable(item := getattr(value, "item", None)):
        return literal(item())
    message = f"a {type(value).__name__} cannot stand in a query; give a Python value"
    raise TypeError(message)


def _float(value: float) -> Sql:
    if math.isfinite(value):
        return Sql(repr(value)) if value >= 0 else Sql(repr(value), "NEGATIVE")
    return literal(str(value)).cast("DOUBLE")


def _timestamp(value: dt.datetime) -> Sql:
    if value.tzinfo is None:
        return literal(value.isoformat()).arrow_cast("Timestamp(us)")
    zone = getattr(value.tzinfo, "key", None) or value.tzname() or "UTC"
    instant = literal(value.astimezone(dt.UTC).isoformat()).arrow_cast('Timestamp(us, "UTC")')
    return instant if zone == "UTC" else instant.arrow_cast(f'Timestamp(us, "{zone}")')


def _decimal(value: Decimal) -> Sql:
    if not value.is_finite():
        message = f"a decimal column cannot hold {value}"
        raise ValueError(message)
    _, digits, exponent = value.as_tuple()
    scale = max(-int(exponent), 0)
    precision = max(len(digits) + max(int(exponent), 0), scale, 1)
    return literal(f"{value:f}").arrow_cast(f"Decimal128({precision}, {scale})")
