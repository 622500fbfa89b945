"""Aggregates that DataFusion has no function for, made of those that it has.

Each takes a value and a function that puts a window around one aggregate: inside `over(...)` every part needs its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from pyrust.narwhals.sql import Sql, call, case

Wrap = Callable[[Sql], Sql]


def skew(expr: Sql, wrap: Wrap) -> Sql:
    """Give the population's skewness, from the raw moments."""
    count, variance, cubes, _ = _moments(expr, wrap)
    few = case(count == 1, math.nan, case(count == 2, 0.0, cubes / call("power", variance, 1.5)))
    return case(count > 0, few)


def kurtosis(expr: Sql, wrap: Wrap) -> Sql:
    """Give the population's excess kurtosis, from the raw moments."""
    count, variance, _, quartics = _moments(expr, wrap)
    return case(count > 0, case(count == 1, math.nan, quartics / (variance * variance) - 3))


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


def _moments(expr: Sql, wrap: Wrap) -> tuple[Sql, Sql, Sql, Sql]:
    """Count the values, and compute the means of their second to fourth power around the mean."""
    value = expr.cast("DOUBLE")
    first, second, third, fourth = (wrap(call("avg", call("power", value, power))) for power in (1, 2, 3, 4))
    variance = second - first * first
    cubes = third - first * second * 3 + first * first * first * 2
    quartics = fourth - first * third * 4 + first * first * second * 6 - first * first * first * first * 3
    return wrap(call("count", expr)), variance, cubes, quartics
