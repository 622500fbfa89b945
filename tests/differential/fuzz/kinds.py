"""The kinds of values: their Arrow types, what a table holds of them, and their constants in SQL.

Few values each, so that keys meet; floats are sums of powers of two near each other, so that every order of adding
gives the same sum. What is extreme has columns of its own, which are compared and ordered but never summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
from differential.fuzz.tree import Cast, Literal

TYPES: dict[str, str] = {
    "int": "BIGINT",
    "float": "DOUBLE",
    "decimal": "DECIMAL(18, 4)",
    "text": "VARCHAR",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "moment": "TIMESTAMP WITH TIME ZONE",
    "time": "TIME",
    "bytes": "BYTEA",
    "big": "BIGINT",
    "wild": "DOUBLE",
    "far": "TIMESTAMP",
    "span": "INTERVAL",
}
# kinds that are computed with; the others are compared, grouped, ordered and carried
COMPUTED = ("int", "float", "decimal", "text", "bool", "date", "timestamp")
# what a kind is compared with besides itself
RELATED = {
    "int": ("int", "big", "float", "decimal"),
    "big": ("big", "int"),
    "float": ("float", "int", "wild"),
    "wild": ("wild", "float"),
    "decimal": ("decimal", "int"),
    "timestamp": ("timestamp", "far", "date"),
    "far": ("far", "timestamp"),
    "date": ("date", "timestamp"),
}
# the same family of types: one of them can stand where the other is asked for
ORDERED = tuple(kind for kind in TYPES if kind not in ("bool", "span"))

INT = {f"{sign}int{bits}": getattr(pa, f"{sign}int{bits}")() for sign in ("", "u") for bits in (8, 16, 32, 64)}
ZONE = "UTC"


@dataclass(frozen=True)
class Style:
    """What a column of some name may be: its kind, its Arrow types, its values, and values at the edge."""

    kind: str
    types: tuple[pa.DataType, ...]
    values: tuple[Any, ...]
    edge: tuple[Any, ...] = ()


def moments(zone: bool) -> tuple[datetime, ...]:
    made = [
        datetime(2024, 1, d, h, m, s) for d, h, m, s in ((1, 0, 0, 0), (1, 12, 30, 0), (2, 0, 0, 0), (31, 23, 59, 59))
    ]
    made += [datetime(2023, 12, 31, 23, 0, 0), datetime(1969, 7, 20, 20, 17, 40)]
    return tuple(m.replace(tzinfo=UTC) if zone else m for m in made)


TEXTS = ("a", "b", "B", "ab", "abc", "b", "ba", "c")
# the types of keys that dictionaries have
KEYS = (pa.int8(), pa.uint16())
# pyarrow's units that hold whole seconds alike
UNITS = ("s", "ms", "us", "ns")
STYLES: dict[str, Style] = {
    "k": Style("int", tuple(INT.values()), (0, 1, 1, 2, 2, 3, 4)),
    "j": Style("int", (pa.int8(), pa.int32(), pa.int64(), pa.uint64()), (0, 1, 2)),
    "i": Style("int", (pa.int8(), pa.int16(), pa.int32(), pa.int64()), (-5, -1, 0, 1, 2, 3, 7, 12), (127, -128)),
    "h": Style(
        "big",
        (pa.int64(), pa.uint64(), pa.int32(), pa.uint32(), pa.int16()),
        (0, 1, 2, 5),
        (-(2**63), 2**63 - 1, 2**31, 2**53 + 1),
    ),
    "f": Style(
        "float", (pa.float64(), pa.float64(), pa.float32()), (0.0, 0.25, 0.5, -1.5, 1.0, 2.0, 3.0, 64.0), (2.0**30,)
    ),
    "v": Style(
        "wild",
        (pa.float64(), pa.float32()),
        (0.0, 1.0, 1.0, 2.5, -2.0),
        (float("nan"), float("inf"), float("-inf"), -0.0, -float("nan")),
    ),
    "d": Style(
        "decimal",
        (pa.decimal128(9, 2), pa.decimal128(12, 2), pa.decimal128(18, 4)),
        tuple(Decimal(n) / 4 for n in (-6, 0, 1, 2, 4, 8, 10)),
    ),
    "s": Style(
        "text",
        (pa.string(), pa.string_view(), pa.large_string(), *(pa.dictionary(key, pa.string()) for key in KEYS)),
        TEXTS,
    ),
    "z": Style(
        "text",
        (pa.string(), pa.large_string(), pa.string_view()),
        ("", "a", "it's", "a%b", "a_b", "a\\b", "Ä", "日本", "a.b", " a ", "a text that no view holds inline"),
        ("😀", '"', "''"),
    ),
    "b": Style("bool", (pa.bool_(),), (True, False)),
    "o": Style(
        "date",
        (pa.date32(), pa.date64()),
        (*(date(2024, 1, d) for d in (1, 2, 15, 31)), date(2023, 12, 31), date(1969, 7, 20)),
        (date(1, 1, 1), date(9999, 12, 31)),
    ),
    "u": Style(
        "timestamp", tuple(pa.timestamp(u) for u in UNITS), moments(False), (datetime(1900, 1, 1), datetime(2200, 1, 1))
    ),
    "w": Style(
        "far",
        (pa.timestamp("us"), pa.timestamp("ms"), pa.timestamp("s")),
        moments(False),
        (datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)),
    ),
    "m": Style("moment", (pa.timestamp("us", ZONE),), moments(True)),
    "c": Style("time", (pa.time64("us"), pa.time32("s"), pa.time32("ms")), (time(0), time(10, 30), time(23, 59, 59))),
    "y": Style("bytes", (pa.binary(), pa.large_binary()), (b"", b"a", b"\x00\xff", b"ab")),
    "l": Style(
        "span", (pa.duration("us"),), (timedelta(0), timedelta(days=1), timedelta(seconds=90), timedelta(days=-1))
    ),
}


def literal(value: Any, kind: str) -> Literal:
    """A constant as SQL that every engine reads as the same type."""
    if value is None:
        return Literal(kind, "NULL", None)
    if kind == "bool":
        return Literal(kind, str(value).upper(), value)
    if kind in ("float", "wild"):
        return Literal(
            kind, f"{value!r}e0" if value == value and abs(value) < 1e300 else f"CAST('{value}' AS DOUBLE)", value
        )
    if kind == "decimal":
        return Literal(kind, f"CAST({value} AS DECIMAL(12, 2))", value)
    if kind == "date":
        return Literal(kind, f"DATE '{value}'", value)
    if kind in ("timestamp", "far"):
        return Literal(kind, f"TIMESTAMP '{value}'", value)
    if kind == "moment":
        return Literal(kind, f"TIMESTAMP WITH TIME ZONE '{value}'", value)
    if kind == "time":
        return Literal(kind, f"TIME '{value}'", value)
    if kind == "text":
        return Literal(kind, "'" + value.replace("'", "''") + "'", value)
    return Literal(kind, str(value), value)


def nothing(kind: str) -> Cast:
    """A null of a kind."""
    return Cast(kind, Literal(kind, "NULL"), TYPES[kind])


NUMBERS = (0, 1, 2, 2, 3, 5, -1)
FAR = (datetime(3000, 1, 1), datetime(1066, 10, 14), datetime(2300, 1, 1))


def constant(random: Random, kind: str) -> Literal:
    """A constant of a kind, one that tables have."""
    match kind:
        case "int":
            return literal(random.choice(NUMBERS), kind)
        case "float":
            return literal(random.choice((0.0, 0.5, 1.0, 2.0, -1.5)), kind)
        case "text":
            return literal(random.choice(STYLES["z"].values if random.random() < 0.3 else TEXTS), kind)
        case "bool":
            return literal(random.random() < 0.5, kind)
        case "bytes":
            return Literal(kind, "CAST('a' AS BYTEA)", b"a")
        case "span":
            return Literal(kind, "INTERVAL '1 day'", timedelta(days=1))
    styles = [style for style in STYLES.values() if style.kind == kind]
    style = random.choice(styles)
    return literal(random.choice(style.edge if style.edge and random.random() < 0.2 else style.values), kind)
