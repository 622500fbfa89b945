"""`nw.col("a").str`: what narwhals' SQL class leaves to the backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import SQLStringNamespace, refuse
from pyrust.narwhals.sql import Sql, call, case

if TYPE_CHECKING:
    from pyrust.narwhals.expr import PyRustExpr

_MARK = "\x1f"
"""The separator of units, which strings do not hold."""

_FORMATS = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y%m%d%H%M%S", "%+")
"""What a time may look like whose format is not given, in DataFusion's words."""


class PyRustStringNamespace(SQLStringNamespace["PyRustExpr"]):
    """Functions of strings."""

    def strip_chars_start(self, characters: str) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("ltrim", expr, characters))

    def strip_chars_end(self, characters: str) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("rtrim", expr, characters))

    def to_titlecase(self) -> PyRustExpr:
        # DataFusion's words go on after a digit, narwhals' end there: a mark between them ends the word.
        def build(expr: Sql) -> Sql:
            marked = call("regexp_replace", expr, r"(\d)(\p{L})", f"${{1}}{_MARK}${{2}}", "g")
            return call("replace", call("initcap", marked), _MARK, "")

        return self.compliant._with_elementwise(build)

    def to_datetime(self, format: str | None) -> PyRustExpr:  # noqa: A002 - narwhals' own name
        zoned = format is not None and ("%z" in format or "%Z" in format)

        def build(expr: Sql) -> Sql:
            if format is not None:
                instant = call("to_timestamp_micros", expr, chrono_format(format))
                return instant.arrow_cast('Timestamp(us, "UTC")') if zoned else instant
            # A date alone is not a time in any format of DataFusion's, but it is one without a format.
            date = call("regexp_like", expr, r"^\d+-\d+-\d+$")
            return case(date, call("to_timestamp_micros", expr), call("to_timestamp_micros", expr, *_FORMATS))

        return self.compliant._with_elementwise(build)

    def to_date(self, format: str | None) -> PyRustExpr:  # noqa: A002 - narwhals' own name
        if format is None:
            return self.compliant._with_elementwise(lambda expr: expr.cast("DATE"))
        return self.compliant._with_elementwise(lambda expr: call("to_date", expr, format))

    def to_time(self, format: str | None) -> PyRustExpr:  # noqa: A002 - narwhals' own name
        arguments = () if format is None else (chrono_format(format),)
        return self.compliant._with_elementwise(lambda expr: call("to_time", expr, *arguments))

    def replace(self, value: Any, pattern: str, *, literal: bool, n: int) -> PyRustExpr:
        if n == -1:
            return self.replace_all(value, pattern, literal=literal)
        if n == 0:
            return self.compliant
        if n != 1:
            refuse(f"str.replace(n={n})", "One occurrence is replaced (n=1), or all of them (n=-1).")

        def build(expr: Sql, value: Sql) -> Sql:
            if not literal:
                return case(call("regexp_like", expr, pattern), call("regexp_replace", expr, pattern, value), expr)
            place = call("strpos", expr, pattern)
            before = call("substr", expr, 1, place - 1)
            after = call("substr", expr, place + len(pattern))
            return case(place > 0, before.binary("||", value).binary("||", after), expr)

        return self.compliant._with_elementwise(build, expression_args={"value": value})


def chrono_format(format: str) -> str:  # noqa: A002 - Python's word for it
    """Translate Python's format of a time into DataFusion's: `%f` counts microseconds, not nanoseconds."""
    return format.replace("%.f", ".%6f").replace(".%f", ".%6f").replace("%f", "%6f").replace(".%6f", "%.6f")
