"""Queries that make rows of lists and of columns; in them the frame is called `frame`."""

from __future__ import annotations

from collections.abc import Sequence

from pyrust.narwhals.expr_nested import length
from pyrust.narwhals.sql import Sql, call, column, literal


def exploded(columns: Sequence[str], name: str, *, empty_as_null: bool, keep_nulls: bool) -> str:
    """Write the query with a row for each element of a column of lists.

    Args:
        columns: All columns of the frame.
        name: The column of lists.
        empty_as_null: Whether an empty list gives a row with null.
        keep_nulls: Whether a row without a list stays.
    """
    source, count = column(name), length(column(name))
    parts = [(call("unnest", source), count > 0)]
    # DataFusion's unnest leaves out the rows that have nothing in their list.
    lost = ((count == 0, empty_as_null), (source.is_null(), keep_nulls))
    parts += [(literal(None), condition) for condition, kept in lost if kept]
    queries = []
    for element, condition in parts:
        items = {other: element if other == name else column(other) for other in columns}
        queries.append(f"{_select(items)} WHERE {condition.text}")
    return " UNION ALL ".join(queries)


def unpivoted(names: Sequence[str], index: Sequence[str], variable_name: str, value_name: str) -> str:
    """Write the query with a row for each value of some columns.

    Args:
        names: The columns whose values become rows.
        index: The columns that are repeated beside them.
        variable_name: The new column that says which column a value is from.
        value_name: The new column of the values.
    """
    queries = []
    for name in names:
        # An element of a list of all the columns has the type that they have in common.
        value = call("array_element", call("make_array", column(name), *map(column, names)), 1)
        kept = {other: column(other) for other in index}
        queries.append(_select(kept | {variable_name: literal(name), value_name: value}))
    return " UNION ALL ".join(queries)


def _select(items: dict[str, Sql]) -> str:
    return f"SELECT {', '.join(item.named(name) for name, item in items.items())} FROM frame"
