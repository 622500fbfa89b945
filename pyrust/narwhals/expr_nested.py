"""`nw.col("a").list`, `.struct` and `.map`: values inside of values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import LazyExprNamespace, ListNamespace, MapNamespace, StructNamespace
from pyrust.narwhals.sql import Sql, call, case, literal

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrust.narwhals.expr import PyRustExpr


def length(expr: Sql) -> Sql:
    """Count the elements of a list: DataFusion counts none in an empty one as null."""
    return case(expr.is_not_null(), call("coalesce", call("array_length", expr), 0).cast("BIGINT"))


class PyRustListNamespace(LazyExprNamespace["PyRustExpr"], ListNamespace["PyRustExpr"]):
    """Functions of lists."""

    def len(self) -> PyRustExpr:
        return self.compliant._with_elementwise(length)

    def unique(self, *, maintain_order: bool) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("array_distinct", expr))

    def contains(self, item: Any) -> PyRustExpr:
        def build(expr: Sql, kind: pa.DataType) -> Sql:
            if item is None:
                return length(expr) > length(call("array_compact", expr))
            sought = literal(item)
            if isinstance(item, Decimal):
                sought = sought.arrow_cast(f"Decimal128({kind.value_type.precision}, {kind.value_type.scale})")
            return case(expr.is_not_null(), call("coalesce", call("array_has", expr, sought), False))

        return self.compliant._with_type(build)

    def get(self, index: int) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("array_element", expr, index + 1))

    def min(self) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("array_min", expr))

    def max(self) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("array_max", expr))

    def mean(self) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("array_avg", call("array_compact", expr)))

    def sum(self) -> PyRustExpr:
        def build(expr: Sql) -> Sql:
            return case(expr.is_not_null(), call("coalesce", call("array_sum", call("array_compact", expr)), 0))

        return self.compliant._with_elementwise(build)

    def median(self) -> PyRustExpr:
        def build(expr: Sql) -> Sql:
            values = call("array_sort", call("array_compact", expr))
            size = length(values)
            low = call("array_element", values, (size + 1).binary("/", 2))
            high = call("array_element", values, size.binary("/", 2) + 1)
            return (low + high) / 2

        return self.compliant._with_elementwise(build)

    def sort(self, *, descending: bool, nulls_last: bool) -> PyRustExpr:
        order = "DESC" if descending else "ASC"
        nulls = "NULLS LAST" if nulls_last else "NULLS FIRST"
        return self.compliant._with_elementwise(lambda expr: call("array_sort", expr, order, nulls))


class PyRustStructNamespace(LazyExprNamespace["PyRustExpr"], StructNamespace["PyRustExpr"]):
    """Functions of structs."""

    def field(self, name: str) -> PyRustExpr:
        return self.compliant._with_elementwise(lambda expr: call("get_field", expr, name)).alias(name)


class PyRustMapNamespace(LazyExprNamespace["PyRustExpr"], MapNamespace["PyRustExpr"]):
    """Functions of maps."""

    def get(self, key: Any) -> PyRustExpr:
        return self.compliant._with_elementwise(
            lambda expr: call("array_element", call("map_extract", expr, literal(key)), 1)
        )
