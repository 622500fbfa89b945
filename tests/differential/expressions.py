"""Expressions that three engines understand: each node can be written for pyrust, for polars and as DuckDB's SQL.

Only what the three agree on by their own documents is here: what differs by design (integer division, the name of a
column, NaN in a comparison) is decided in docs/conversions.md and tested where that page is.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl
from hypothesis import strategies as st

import pyrust as pr
from pyrust import functions as f


@dataclass(frozen=True)
class Node:
    """An expression in three languages, and the kind of its values."""

    kind: str
    ours: pr.Expr
    polars: pl.Expr
    sql: str

    def __repr__(self) -> str:
        return self.sql


def column(name: str, kind: str) -> Node:
    return Node(kind, pr.col(name), pl.col(name), f'"{name}"')


def literal(value: Any, kind: str) -> Node:
    if value is None:
        sql = "NULL"
    elif isinstance(value, str):
        sql = "'" + value.replace("'", "''") + "'"
    else:
        sql = str(value).lower() if isinstance(value, bool) else repr(value)
    return Node(kind, pr.lit(value), pl.lit(value), sql)


def arithmetic(operator: str, a: Node, b: Node) -> Node:
    kind = "float" if "float" in (a.kind, b.kind) else "int"
    # SQL's narrow integers are added in their own width: DuckDB refuses what overflows it, polars wraps
    left, right = (f"CAST({n.sql} AS {'DOUBLE' if n.kind == 'float' else 'BIGINT'})" for n in (a, b))
    ours, theirs = wide(a), wide(b)
    combine = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y}[operator]
    return Node(kind, combine(ours[0], theirs[0]), combine(ours[1], theirs[1]), f"({left} {operator} {right})")


def wide(node: Node) -> tuple[pr.Expr, pl.Expr]:
    """The node in the widest type of its kind."""
    if node.kind == "float":
        return node.ours.cast("float64"), node.polars.cast(pl.Float64)
    return node.ours.cast("int64"), node.polars.cast(pl.Int64)


def comparison(operator: str, a: Node, b: Node) -> Node:
    compare = {
        "=": lambda x, y: x == y,
        "<>": lambda x, y: x != y,
        "<": lambda x, y: x < y,
        "<=": lambda x, y: x <= y,
    }[operator]
    return Node("bool", compare(a.ours, b.ours), compare(a.polars, b.polars), f"({a.sql} {operator} {b.sql})")


def both(operator: str, a: Node, b: Node) -> Node:
    if operator == "AND":
        return Node("bool", a.ours & b.ours, a.polars & b.polars, f"({a.sql} AND {b.sql})")
    return Node("bool", a.ours | b.ours, a.polars | b.polars, f"({a.sql} OR {b.sql})")


def negation(a: Node) -> Node:
    return Node("bool", ~a.ours, ~a.polars, f"(NOT {a.sql})")


def missing(a: Node) -> Node:
    return Node("bool", a.ours.is_null(), a.polars.is_null(), f"({a.sql} IS NULL)")


def one_of(a: Node, values: list[Any]) -> Node:
    listed = ", ".join(literal(value, a.kind).sql for value in values)
    return Node("bool", a.ours.is_in(values), a.polars.is_in(values), f"({a.sql} IN ({listed}))")


def either(condition: Node, a: Node, b: Node) -> Node:
    ours = f.when(condition.ours).then(a.ours).otherwise(b.ours)
    theirs = pl.when(condition.polars).then(a.polars).otherwise(b.polars)
    return Node(a.kind, ours, theirs, f"(CASE WHEN {condition.sql} THEN {a.sql} ELSE {b.sql} END)")


def filled(a: Node, b: Node) -> Node:
    return Node(a.kind, f.coalesce(a.ours, b.ours), pl.coalesce(a.polars, b.polars), f"coalesce({a.sql}, {b.sql})")


def upper(a: Node) -> Node:
    return Node("str", a.ours.str.upper(), a.polars.str.to_uppercase(), f"upper({a.sql})")


def joined(a: Node, b: Node) -> Node:
    return Node("str", a.ours + b.ours, a.polars + b.polars, f"({a.sql} || {b.sql})")


def length(a: Node) -> Node:
    return Node("int", a.ours.str.length(), a.polars.str.len_chars(), f"length({a.sql})")


LITERALS = {
    "int": st.integers(-50, 50),
    "float": st.sampled_from([-1.5, 0.0, 0.25, 3.0, 100.0]),
    "str": st.sampled_from(["", "a", "B", "ab", "it's", "a%", "ÄÖ"]),
    "bool": st.booleans(),
}


@st.composite
def expressions(draw: st.DrawFn, columns: dict[str, str], kind: str, depth: int = 2) -> Node:
    """An expression of a kind over some columns."""
    names = [name for name, of in columns.items() if of == kind]
    leaf = depth == 0 or draw(st.integers(0, 2)) == 0
    if leaf:
        if names and draw(st.integers(0, 3)):
            return column(draw(st.sampled_from(names)), kind)
        return literal(draw(LITERALS[kind]), kind)

    def inner(of: str) -> Node:
        return draw(expressions(columns, of, depth - 1))

    if kind == "bool":
        shape = draw(st.sampled_from(["compare", "and", "or", "not", "null", "in"]))
        if shape == "compare":
            of = draw(st.sampled_from(["int", "float", "str"]))
            return comparison(draw(st.sampled_from(["=", "<>", "<", "<="])), inner(of), inner(of))
        if shape in ("and", "or"):
            return both(shape.upper(), inner("bool"), inner("bool"))
        if shape == "not":
            return negation(inner("bool"))
        of = draw(st.sampled_from(["int", "str"]))
        if shape == "null":
            return missing(inner(of))
        return one_of(inner(of), draw(st.lists(LITERALS[of], min_size=1, max_size=4)))
    shape = draw(st.sampled_from(["own", "case", "coalesce"]))
    if shape == "case":
        return either(inner("bool"), inner(kind), inner(kind))
    if shape == "coalesce":
        return filled(inner(kind), inner(kind))
    if kind == "str":
        return upper(inner("str")) if draw(st.booleans()) else joined(inner("str"), inner("str"))
    if kind == "int" and draw(st.integers(0, 3)) == 0:
        return length(inner("str"))
    return arithmetic(draw(st.sampled_from("+-*")), inner(kind), inner(kind))
