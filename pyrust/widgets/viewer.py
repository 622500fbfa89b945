"""`pr.view`: a grid that belongs to whoever makes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyrust._calls import answering, refused
from pyrust._core import DataFrame, Expr
from pyrust.exceptions import InvalidTypeError, InvalidValueError
from pyrust.typing import IntoExpr, IntoFrame
from pyrust.widgets.grid import Grid
from pyrust.widgets.grid.described import raise_problems
from pyrust.widgets.grid.first_page import FirstPage
from pyrust.widgets.grid.spec import Spec, checked
from pyrust.widgets.grid.widget import Appearance

_DENSITIES = ("comfortable", "compact")
_MOST_HEIGHT = 1000
_Flags = bool | Iterable[bool] | None


@answering
def view(
    frame: IntoFrame,
    *,
    sort: str | dict[str, Any] | Iterable[str | dict[str, Any]] | None = None,
    descending: _Flags = None,
    nulls_last: _Flags = None,
    filters: dict[str, Any] | Iterable[dict[str, Any]] | None = None,
    where: str | None = None,
    search: str | None = None,
    columns: IntoExpr | Iterable[IntoExpr] | None = None,
    height: int | None = None,
    density: str | None = None,
) -> Grid:
    """Make a live grid that can be put into boxes with other widgets.

    What it shows at first can be changed on the page and as `grid.spec`; `grid.frame` is what it shows, `grid.code()`
    and `grid.sql` say it in pyrust, polars and SQL.

    Args:
        frame: a pyrust DataFrame, or anything `pyrust.DataFrame` takes.
        sort: the columns to sort by, most important first: names, or dicts of `column`, `descending` and `nulls`
            (`"last"` or `"first"`). Rows that are equal in all of them stay in the frame's order.
        descending: largest first, for all names or one flag a name.
        nulls_last: whether nulls come after everything else (they do, in both directions), for all names or each.
        filters: conditions on one column each, all of which a row must meet: dicts of `column`, `test` and what the
            test takes, as in `{"column": "price", "test": "between", "low": 10}` (docs/display.md lists them).
        where: one condition in SQL. For an expression there is `df.filter(...).view()`.
        search: what a string of the row must contain, in capitals or small letters.
        columns: the columns to show, names or expressions; all by default.
        height: how many rows are on screen; `pr.options.display.rows_visible` by default.
        density: `"comfortable"` (the default) or `"compact"`.

    Returns:
        The grid. It is yours: running the cell again does not close it, `close()` does.

    Raises:
        TypeError: If it is not a table, or an argument has the wrong type.
        ColumnNotFoundError: If a column does not exist.
        SqlError: If `where` cannot be read.
        ValueError: If a filter does not fit its column, or an argument is not one of its values.
        PyRustError: If its first rows cannot be computed.

    Example:
        >>> import pyrust as pr
        >>> grid = pr.view({"a": [1, 2, 3]}, sort="a", descending=True, where="a > 1")
        >>> grid.frame.to_dict()
        {'a': [3, 2]}
        >>> grid.close()
        >>> pr.view({"a": [1, 2]}, sort="b")
        Traceback (most recent call last):
            ...
        pyrust.ColumnNotFoundError: view: there is no column "b"
        hint: the columns are a
    """
    shown = frame if isinstance(frame, DataFrame) else DataFrame(frame)
    if columns is not None:
        shown = shown.select(*([columns] if isinstance(columns, str | Expr) else _listed("columns", columns)))
    look = Appearance(_height(height), _density(density))
    if isinstance(where, Expr):
        hint = "df.filter(...).view() takes an expression"
        raise refused(InvalidTypeError, "view", "where must be a condition in SQL, got an expression", hint)
    listed = [filters] if filters is None or isinstance(filters, dict) else _listed("filters", filters)
    given = {"sort": _sort(sort, descending, nulls_last), "filters": listed, "where": where, "search": search}
    spec = checked({**given, "filters": None if filters is None else listed})
    raise_problems(shown, spec)
    return Grid(shown, first=_first(shown, spec), look=look)


def _first(frame: DataFrame, spec: Spec) -> FirstPage:
    """Wait for the first page, so that the grid opens with it."""
    first = FirstPage(frame, spec)
    first.wait()
    return first


def _sort(sort: Any, descending: _Flags, nulls_last: _Flags) -> list[Any]:
    """Give each name its flags, as `df.sort` does."""
    keys = [] if sort is None else [sort] if isinstance(sort, str | dict | Expr) else _listed("sort", sort)
    if any(isinstance(key, Expr) for key in keys):
        hint = "df.with_columns(...).view(sort=...) sorts by a computed column"
        raise refused(InvalidTypeError, "view", "sort takes names of columns, got an expression", hint)
    flags = zip(
        _flags("descending", descending, False, len(keys)),
        _flags("nulls_last", nulls_last, True, len(keys)),
        strict=True,
    )
    of_name = [{"descending": down, "nulls": "last" if last else "first"} for down, last in flags]
    return [{"column": key, **of} if isinstance(key, str) else key for key, of in zip(keys, of_name, strict=True)]


def _flags(name: str, flags: _Flags, default: bool, count: int) -> list[bool]:
    if flags is None or isinstance(flags, bool):
        return [default if flags is None else flags] * count
    found = _listed(name, flags)
    if len(found) != count:
        raise refused(InvalidValueError, "view", f"{name} has {len(found)} flags for {count} keys")
    return found


def _listed(name: str, values: Any) -> list[Any]:
    if not isinstance(values, Iterable):
        raise refused(InvalidTypeError, "view", f"{name} must be one or a list, got {values!r}")
    return list(values)


def _height(height: int | None) -> int | None:
    if height is None:
        return None
    if isinstance(height, bool) or not isinstance(height, int):
        raise refused(InvalidTypeError, "view", f"height must be an integer, got {height!r}", "it is a number of rows")
    if not 1 <= height <= _MOST_HEIGHT:
        message = f"height must be from 1 to {_MOST_HEIGHT}, got {height}"
        raise refused(InvalidValueError, "view", message, "it is a number of rows")
    return height


def _density(density: str | None) -> str:
    if density is not None and density not in _DENSITIES:
        raise refused(InvalidValueError, "view", f"density must be one of {', '.join(_DENSITIES)}, got {density!r}")
    return density or _DENSITIES[0]
