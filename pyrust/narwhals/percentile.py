"""Percentiles in the ways that DataFusion has no function for, made of those that it has.

They take a value and a function that puts a window around one aggregate: inside `over(...)` every part needs its own.
"""

from __future__ import annotations

from collections.abc import Callable

from pyrust.narwhals.sql import Sql, call

Wrap = Callable[[Sql], Sql]


def percentile(expr: Sql, wrap: Wrap, share: float, interpolation: str) -> Sql:
    """Give the value below which a share of the values lies.

    DataFusion interpolates between the two values next to that place; the other ways take one of the two, or their
    middle, from the sorted values.
    """
    if interpolation == "linear":
        return wrap(call("percentile_cont", expr.cast("DOUBLE"), share))
    place = (wrap(call("count", expr)) - 1) * share
    if interpolation == "nearest":
        return _sorted_value(expr, wrap, call("round", place))
    low, high = (_sorted_value(expr, wrap, call(side, place)) for side in ("floor", "ceil"))
    return {"lower": low, "higher": high}.get(interpolation, (low + high) / 2)


def _sorted_value(expr: Sql, wrap: Wrap, place: Sql) -> Sql:
    values = call("array_sort", call("array_compact", wrap(call("array_agg", expr))))
    return call("array_element", values, place.cast("BIGINT") + 1)
