"""The functions that narwhals' SQL classes call by name, in DataFusion's spelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrust.narwhals.sql import Sql, call, literal

_RENAMED = {
    "mean": "avg",
    "log": "ln",
    "length": "character_length",
    "regexp_matches": "regexp_like",
    "str_split": "string_to_array",
    "trim": "btrim",
}

_PARTS = {"year", "month", "day", "hour", "minute", "second"}

_BUILT: dict[str, Callable[..., Sql]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "divide": lambda left, right: left / right,
    "and": lambda left, right: left & right,
    "isnull": Sql.is_null,
    "isnotnull": Sql.is_not_null,
    "count_distinct": lambda value: Sql(f"count(DISTINCT {value.text})"),
    "dayofyear": lambda value: call("date_part", "doy", value),
    "to_date": lambda value: value.cast("DATE"),
    "regexp_replace": lambda *arguments: call("regexp_replace", *arguments, "g"),
}


def function(name: str, *arguments: Any) -> Sql:
    """Call a function by the name that narwhals has for it."""
    values = [literal(argument) for argument in arguments]
    if build := _BUILT.get(name):
        return build(*values)
    if name in _PARTS:
        return call("date_part", name, *values)
    return call(_RENAMED.get(name, name), *values)
