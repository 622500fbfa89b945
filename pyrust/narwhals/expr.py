"""Expressions as narwhals builds them, in SQL over one frame.

narwhals' own class for SQL backends does most of it out of functions by name; here is what DataFusion spells in another
way, and what depends on a column's type.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrust.narwhals.arithmetic import add, exclusive_or, floor_division, modulo
from pyrust.narwhals.base import (
    NO_DEFAULT,
    WindowInputs,
    extend_bool,
    require_numeric,
)
from pyrust.narwhals.dtypes import to_arrow
from pyrust.narwhals.expr_dt import PyRustDateTimeNamespace
from pyrust.narwhals.expr_nested import PyRustListNamespace, PyRustMapNamespace, PyRustStructNamespace
from pyrust.narwhals.expr_str import PyRustStringNamespace
from pyrust.narwhals.percentile import percentile
from pyrust.narwhals.sql import Sql, call, case, column, literal, ordering, rows_between, window
from pyrust.narwhals.typed import TypedExpr

if TYPE_CHECKING:
    from typing import Self

    import pyarrow as pa
    from narwhals.typing import FillNullStrategy, IntoDType, RollingInterpolationMethod

    from pyrust.narwhals.frame import PyRustLazyFrame
    from pyrust.narwhals.namespace import PyRustNamespace


class PyRustExpr(TypedExpr):
    """An expression as narwhals calls it, method by method."""

    def __narwhals_namespace__(self) -> PyRustNamespace:
        from pyrust.narwhals.namespace import PyRustNamespace

        return PyRustNamespace(version=self._version)

    @classmethod
    def from_column_names(cls, evaluate_column_names: Any, /, *, context: Any) -> Self:
        return cls(
            lambda df: [column(name) for name in evaluate_column_names(df)],
            evaluate_output_names=evaluate_column_names,
            alias_output_names=None,
            version=context._version,
        )

    @classmethod
    def from_column_indices(cls, *column_indices: int, context: Any) -> Self:
        return cls(
            lambda df: [column(df.columns[index]) for index in column_indices],
            evaluate_output_names=cls._eval_names_indices(column_indices),
            alias_output_names=None,
            version=context._version,
        )

    @classmethod
    def _alias_native(cls, expr: Sql, name: str, /) -> Sql:
        return Sql(expr.named(name))

    def broadcast(self) -> Self:
        return self.over((), ())

    # --- what narwhals' SQL classes are built on ---

    def _count_star(self) -> Sql:
        return call("count", Sql("*"))

    def _window_expression(
        self,
        expr: Sql,
        partition_by: Sequence[str | Sql] = (),
        order_by: Sequence[str | Sql] = (),
        rows_start: int | None = None,
        rows_end: int | None = None,
        *,
        descending: Sequence[bool] | None = None,
        nulls_last: Sequence[bool] | None = None,
        ignore_nulls: bool = False,
    ) -> Sql:
        flags = extend_bool(False, len(order_by))
        order = ordering(order_by, descending or flags, nulls_last or flags)
        return window(expr, partition_by, order, rows_between(rows_start, rows_end), ignore_nulls=ignore_nulls)

    def _ordered(self, function: str, expr: Sql, order_by: Sequence[str]) -> Sql:
        flags = extend_bool(False, len(order_by))
        order = ordering(order_by, flags, flags)
        return Sql(f"{function}({expr.text} {order})", ordered=(function, expr, order))

    def _first(self, expr: Sql, *order_by: str) -> Sql:
        return self._ordered("first_value", expr, order_by)

    def _last(self, expr: Sql, *order_by: str) -> Sql:
        return self._ordered("last_value", expr, order_by)

    def _any_value(self, expr: Sql, *, ignore_nulls: bool) -> Sql:
        return call("any_value" if ignore_nulls else "first_value", expr)

    def _singleton_list(self, expr: Sql) -> Sql:
        return call("make_array", expr)

    def _list_first(self, expr: Sql) -> Sql:
        return call("array_element", expr, 1)

    def __add__(self, other: Self) -> Self:
        return self._with_types(add, other)

    def __xor__(self, other: Self) -> Self:
        return self._with_types(exclusive_or, other)

    def __floordiv__(self, other: Self) -> Self:
        return self._with_types(floor_division, other)

    def __rfloordiv__(self, other: Self) -> Self:
        return other._with_types(floor_division, self).alias("literal")

    def __mod__(self, other: Self) -> Self:
        return self._with_binary(lambda expr, other: modulo(expr, other), other)

    def __rmod__(self, other: Self) -> Self:
        return self._with_binary(lambda expr, other: modulo(other, expr), other).alias("literal")

    def __invert__(self) -> Self:
        return self._with_elementwise(lambda expr: ~expr)

    def __neg__(self) -> Self:
        return self._with_elementwise(lambda expr: -expr)

    # --- aggregates ---

    def len(self) -> Self:
        return self._with_callable(lambda _expr: self._count_star())

    def null_count(self) -> Self:
        return self._aggregate(lambda expr, wrap: wrap(call("count", Sql("*"))) - wrap(call("count", expr)))

    def median(self) -> Self:
        def plain(df: PyRustLazyFrame) -> Sequence[Sql]:
            values = self(df)
            for value in values:
                require_numeric(df._arrow_type(value), "median")
            # The middle of two ints is not an int.
            return [call("median", value.cast("DOUBLE")) for value in values]

        return self._with_both(plain, None)

    def quantile(self, quantile: float, interpolation: RollingInterpolationMethod) -> Self:
        return self._aggregate(lambda expr, wrap: percentile(expr, wrap, quantile, interpolation))

    def skew(self) -> Self:
        return self._aggregate(lambda expr, wrap: wrap(call("skew", expr)))

    def kurtosis(self) -> Self:
        return self._aggregate(lambda expr, wrap: wrap(call("kurtosis", expr)))

    # --- elementwise ---

    def is_nan(self) -> Self:
        return self._with_elementwise(lambda expr: call("isnan", expr))

    def is_finite(self) -> Self:
        return self._with_elementwise(lambda expr: ~call("isnan", expr) & (call("abs", expr) < float("inf")))

    def is_in(self, other: Sequence[Any]) -> Self:
        values = [literal(value).text for value in other if value is not None]

        def build(expr: Sql) -> Sql:
            if not values:
                return case(expr.is_not_null(), literal(False))
            return Sql(f"{expr._bracketed()} IN ({', '.join(values)})", "IN")

        return self._with_elementwise(build)

    def fill_null(self, value: Self | None, strategy: FillNullStrategy | None, limit: int | None) -> Self:
        if value is not None:
            return self._with_elementwise(
                lambda expr, value: call("coalesce", expr, value), expression_args={"value": value}
            )
        forward = strategy == "forward"
        rows = (None if limit is None else -limit, 0) if forward else (0, limit)

        def windowed(df: PyRustLazyFrame, inputs: WindowInputs[Sql]) -> Sequence[Sql]:
            function = "last_value" if forward else "first_value"
            return [
                self._window_expression(
                    call(function, expr), inputs.partition_by, inputs.order_by, *rows, ignore_nulls=True
                )
                for expr in self(df)
            ]

        return self._with_window_function(windowed)

    def cast(self, dtype: IntoDType) -> Self:
        target = to_arrow(dtype, self._version)

        def build(expr: Sql, kind: pa.DataType) -> Sql:
            text = expr.arrow_cast(target)
            # DataFusion writes a time after a `T`, narwhals' other backends after a space.
            return call("regexp_replace", text, "T", " ") if target == "Utf8" and hasattr(kind, "tz") else text

        return self._with_type(build) if target == "Utf8" else self._with_elementwise(lambda e: e.arrow_cast(target))

    def replace_strict(
        self, default: Any, old: Sequence[Any], new: Sequence[Any], *, return_dtype: IntoDType | None
    ) -> Self:
        if default is NO_DEFAULT:
            message = "`replace_strict` requires an explicit value for `default` for pyrust"
            raise ValueError(message)

        def build(expr: Sql, default: Sql) -> Sql:
            result = default
            for before, after in reversed(list(zip(old, new, strict=True))):
                result = case(expr.is_null() if before is None else expr == before, after, result)
            return result if return_dtype is None else result.arrow_cast(to_arrow(return_dtype, self._version))

        return self._with_elementwise(build, expression_args={"default": default})

    # --- namespaces ---

    @property
    def str(self) -> PyRustStringNamespace:
        return PyRustStringNamespace(self)

    @property
    def dt(self) -> PyRustDateTimeNamespace:
        return PyRustDateTimeNamespace(self)

    @property
    def list(self) -> PyRustListNamespace:
        return PyRustListNamespace(self)

    @property
    def struct(self) -> PyRustStructNamespace:
        return PyRustStructNamespace(self)

    @property
    def map(self) -> PyRustMapNamespace:
        return PyRustMapNamespace(self)
