"""`nw.col("a").dt`: parts of dates and times, durations, zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import Interval, SQLDateTimeNamespace
from pyrust.narwhals.expr_str import chrono_format
from pyrust.narwhals.sql import Sql, call, case

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrust.narwhals.expr import PyRustExpr

_UNITS = {
    "y": "year",
    "q": "quarter",
    "mo": "month",
    "d": "day",
    "h": "hour",
    "m": "minute",
    "s": "second",
    "ms": "millisecond",
    "us": "microsecond",
    "ns": "nanosecond",
}


def part(name: str, expr: Sql) -> Sql:
    """Take a part of a date or time as a whole number."""
    return call("date_part", name, expr)


class PyRustDateTimeNamespace(SQLDateTimeNamespace["PyRustExpr"]):
    """Functions of dates, times and durations."""

    def _fraction(self, per_second: int) -> PyRustExpr:
        """Take the fraction of the second, counted in so many a second."""

        def build(expr: Sql) -> Sql:
            nanoseconds = expr.arrow_cast("Timestamp(ns)").cast("BIGINT").binary("%", 1_000_000_000)
            # A moment before 1970 has a remainder below zero.
            positive = case(nanoseconds < 0, nanoseconds + 1_000_000_000, nanoseconds)
            return positive.binary("/", 1_000_000_000 // per_second)

        return self.compliant._with_elementwise(build)

    def millisecond(self) -> PyRustExpr:
        return self._fraction(1_000)

    def microsecond(self) -> PyRustExpr:
        return self._fraction(1_000_000)

    def nanosecond(self) -> PyRustExpr:
        return self._fraction(1_000_000_000)

    def weekday(self) -> PyRustExpr:
        # DataFusion counts from Sunday = 0, narwhals from Monday = 1.
        return self.compliant._with_elementwise(lambda expr: (part("dow", expr) + 6).binary("%", 7) + 1)

    def to_string(self, format: str) -> PyRustExpr:  # noqa: A002 - narwhals' own name
        return self.compliant._with_elementwise(lambda expr: call("to_char", expr, chrono_format(format)))

    def _total(self, unit: str, divisor: int = 1) -> PyRustExpr:
        def build(expr: Sql) -> Sql:
            count = expr.arrow_cast(f"Duration({unit})").cast("BIGINT")
            return count if divisor == 1 else count.binary("/", divisor)

        return self.compliant._with_elementwise(build)

    def total_minutes(self) -> PyRustExpr:
        return self._total("us", 60_000_000)

    def total_seconds(self) -> PyRustExpr:
        return self._total("us", 1_000_000)

    def total_milliseconds(self) -> PyRustExpr:
        return self._total("us", 1_000)

    def total_microseconds(self) -> PyRustExpr:
        return self._total("us")

    def total_nanoseconds(self) -> PyRustExpr:
        return self._total("ns")

    def timestamp(self, time_unit: Any) -> PyRustExpr:
        def build(expr: Sql, kind: pa.DataType) -> Sql:
            if not str(kind).startswith(("date", "timestamp")):
                raise TypeError(f"Input should be either of Date or Datetime type, got {kind}")
            zone = ', "UTC"' if getattr(kind, "tz", None) else ""
            return expr.arrow_cast(f"Timestamp({time_unit}{zone})").cast("BIGINT")

        return self.compliant._with_type(build)

    def truncate(self, every: str) -> PyRustExpr:
        interval = Interval.parse(every)
        unit, multiple = interval.unit, interval.multiple

        def build(expr: Sql, kind: pa.DataType) -> Sql:
            if unit == "ns" and multiple == 1:
                return expr
            if multiple == 1:
                truncated = call("date_trunc", _UNITS[unit], expr)
            else:
                months = {"y": 12, "q": 3, "mo": 1}.get(unit)
                step = f"{multiple * months} month" if months else f"{multiple} {_UNITS[unit]}"
                origin = Sql("'1970-01-01T00:00:00'").arrow_cast("Timestamp(ns)")
                truncated = call("date_bin", Sql(f"INTERVAL '{step}'"), expr, origin)
            return truncated.arrow_cast(engine_type(kind))

        return self.compliant._with_type(build)

    def offset_by(self, by: str) -> PyRustExpr:
        interval = Interval.parse_no_constraints(by)
        unit, multiple = interval.unit, interval.multiple
        step = f"{multiple * 3} month" if unit == "q" else f"{multiple} {_UNITS[unit]}"
        return self.compliant._with_type(
            lambda expr, kind: (expr + Sql(f"INTERVAL '{step}'")).arrow_cast(engine_type(kind))
        )

    def convert_time_zone(self, time_zone: str) -> PyRustExpr:
        def build(expr: Sql, kind: pa.DataType) -> Sql:
            instant = expr if kind.tz else expr.arrow_cast(f'Timestamp({kind.unit}, "UTC")')
            return instant.arrow_cast(f'Timestamp({kind.unit}, "{time_zone}")')

        return self.compliant._with_type(build)

    def replace_time_zone(self, time_zone: str | None) -> PyRustExpr:
        def build(expr: Sql, kind: pa.DataType) -> Sql:
            local = call("to_local_time", expr) if kind.tz else expr
            return local.arrow_cast(f'Timestamp({kind.unit}, "{time_zone}")') if time_zone else local

        return self.compliant._with_type(build)


def engine_type(kind: pa.DataType) -> str:
    """Write the type of a date or timestamp as DataFusion writes it."""
    unit = getattr(kind, "unit", None)
    if unit is None or not hasattr(kind, "tz"):
        return "Date32"
    return f'Timestamp({unit}, "{kind.tz}")' if kind.tz else f"Timestamp({unit})"
