"""Every name of narwhals that its documentation does not promise, in one place.

Plugins are built on classes that narwhals calls private and shares with those who write backends. They come in here
and nowhere else, so that a new version of narwhals is checked against one list.
"""

from typing import Any, NoReturn

from narwhals._compliant import CompliantSelector, LazyExprNamespace, LazySelectorNamespace
from narwhals._compliant.any_namespace import ListNamespace, MapNamespace, StructNamespace
from narwhals._compliant.namespace import AlignDiagonal
from narwhals._compliant.window import WindowInputs
from narwhals._duration import Interval
from narwhals._expression_parsing import (
    combine_alias_output_names,
    combine_evaluate_output_names,
    evaluate_output_names_and_aliases,
)
from narwhals._sql.dataframe import SQLLazyFrame
from narwhals._sql.expr import SQLExpr
from narwhals._sql.expr_dt import SQLExprDateTimeNamesSpace as SQLDateTimeNamespace
from narwhals._sql.expr_str import SQLExprStringNamespace as SQLStringNamespace
from narwhals._sql.group_by import SQLGroupBy
from narwhals._sql.namespace import SQLNamespace
from narwhals._utils import (
    NO_DEFAULT,
    Implementation,
    Version,
    check_column_names_are_unique,
    extend_bool,
    generate_temporary_column_name,
    parse_columns_to_drop,
    validate_separators,
)
from narwhals._utils import _raise_not_implemented_error as _refuse
from narwhals.exceptions import InvalidOperationError


def refuse(what: str, hint: str) -> NoReturn:
    """Say in narwhals' own words that an operation is not implemented.

    Args:
        what: The operation as its user has written it.
        hint: What to do instead, or why it is missing.
    """
    _refuse(what, "pyrust", hint)
    # The line before has raised; a type checker is told so by this one.
    raise AssertionError(what)


def require_numeric(arrow: Any, operation: str) -> None:
    """Refuse values that are not numbers, where DataFusion would try to read strings as numbers.

    Args:
        arrow: The values' Arrow type.
        operation: What is to be done with them.

    Raises:
        InvalidOperationError: If they are not numbers.
    """
    import pyarrow.types as kinds

    numbers = (kinds.is_integer, kinds.is_floating, kinds.is_decimal, kinds.is_boolean, kinds.is_null)
    if not any(is_kind(arrow) for is_kind in numbers):
        raise InvalidOperationError(f"`{operation}` operation not supported for dtype `{arrow}`, expected numbers")


__all__ = [
    "NO_DEFAULT",
    "AlignDiagonal",
    "CompliantSelector",
    "Implementation",
    "Interval",
    "LazyExprNamespace",
    "LazySelectorNamespace",
    "ListNamespace",
    "MapNamespace",
    "SQLDateTimeNamespace",
    "SQLExpr",
    "SQLGroupBy",
    "SQLLazyFrame",
    "SQLNamespace",
    "SQLStringNamespace",
    "StructNamespace",
    "Version",
    "WindowInputs",
    "check_column_names_are_unique",
    "combine_alias_output_names",
    "combine_evaluate_output_names",
    "evaluate_output_names_and_aliases",
    "extend_bool",
    "generate_temporary_column_name",
    "parse_columns_to_drop",
    "refuse",
    "require_numeric",
    "validate_separators",
]
