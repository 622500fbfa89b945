"""What a query has in it: found in its tree, so that what is counted is what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from differential.fuzz import tree as t
from differential.fuzz.outputs import FIRSTS, STARS
from differential.fuzz.selects import GROUPINGS, PLACES
from differential.fuzz.shapes import OUTER, SHAPES
from differential.fuzz.sources import CONSTRAINTS, HOWS, LATERALS
from differential.fuzz.subqueries import KINDS
from differential.fuzz.windows import UNITS
from differential.fuzz.world import SOURCES

THROUGH = ("aggregate", "group", "having", "limit", "offset", "distinct", "set", "window", "levels")

# every feature that a run must have asked often enough, and what a grower must be given to grow it
FEATURES: dict[str, dict[str, Any]] = {
    **{
        f"{how.lower()} join, {c}": {"join": (how, c)}
        for how in HOWS
        for c in CONSTRAINTS
        if not (how in HOWS[4:] and c == "natural")
    },
    "cross join": {"join": ("CROSS", "cross")},
    **{f"lateral join, {how.lower()}": {"join": ("LATERAL", how)} for how in LATERALS},
    **{f"{kind} in {place}": {"subquery": (kind, place)} for kind in KINDS for place in PLACES},
    **{f"correlated through {form}": {"subquery": (None, None), "through": form} for form in THROUGH},
    **{f"rows {kind}": {"subquery": (kind, None), "rows": True} for kind in ("in", "not in")},
    "correlated by inequality": {"subquery": (None, None), "correlated": "inequality"},
    **{
        f"{op} ALL" if every else op: {"set": (op, every)}
        for op in ("UNION", "INTERSECT", "EXCEPT")
        for every in (True, False)
    },
    **{f"frame of {unit}": {"frame": unit} for unit in UNITS},
    "ignore nulls": {"ignore nulls": True},
    **{how.lower(): {"group": how} for how in GROUPINGS},
    **{how: {"first": how} for how in FIRSTS},
    **{f"* {how}": {"star": how} for how in STARS},
    "filtered aggregate": {"filter": True},
    "extremes of a table": {"extremes": True, "source": "files"},
    "floats at the edge": {"extremes": True, "edge": True, "source": "parquet"},
    "variance over rows": {"frame": "ROWS", "variance": True},
    **{shape: {"shape": shape} for shape in SHAPES},
    "common table": {"with": "plain"},
    "recursive table": {"with": "recursive"},
    **{f"from {source}": {"source": source} for source in SOURCES},
}


def aliases(node: t.Node) -> set[str]:
    """The tables that a tree makes visible somewhere inside."""
    return {n.alias for _, n in t.walk(node) if isinstance(n, t.Table | t.Derived)}


def correlation(query: t.Query) -> int:
    """How many levels of queries a subquery looks past: 0 if it is not correlated."""
    own = aliases(query)
    if not any(isinstance(n, t.Column) and n.table and n.table not in own for _, n in t.walk(query)):
        return 0
    nested = [n.query for _, n in t.walk(query) if isinstance(n, t.SUBQUERIES)]
    return (
        2 if any(n.table and n.table not in own for q in nested for _, n in t.walk(q) if isinstance(n, t.Column)) else 1
    )


def through(query: t.Query) -> Iterator[str]:
    """What stands between a correlated subquery's row and its answer."""
    if isinstance(query, t.SetOperation):
        yield "correlated through set"
    if query.limit is not None:
        yield "correlated through limit"
    if query.offset is not None:
        yield "correlated through offset"
    if isinstance(query, t.Select):
        if query.distinct:
            yield "correlated through distinct"
        if query.group is not None:
            yield "correlated through group"
        if query.having is not None:
            yield "correlated through having"
        for item in query.items:
            for _, node in t.walk(item):
                if isinstance(node, t.Window):
                    yield "correlated through window"
                elif isinstance(node, t.Aggregate) and query.group is None:
                    yield "correlated through aggregate"


def named(node: t.Expression) -> str:
    match node:
        case t.Exists():
            return "not exists" if node.negated else "exists"
        case t.In():
            return "not in" if node.negated else "in"
        case t.Quantified():
            return node.quantifier.lower()
    return "scalar"


def of_subquery(node: Any, place: str) -> Iterator[str]:
    yield f"{named(node)} in {place}"
    if isinstance(node, t.In) and isinstance(node.of, t.RowValue):
        yield f"rows {named(node)}"
    levels = correlation(node.query)
    if levels:
        yield from through(node.query)
        if levels > 1:
            yield "correlated through levels"
        own = aliases(node.query)
        for _, n in t.walk(node.query):
            if isinstance(n, t.Operation) and n.operator in ("<", "<=", ">", ">=", "<>"):
                sides = [s.table in own for s in (n.left, n.right) if isinstance(s, t.Column) and s.table]
                if sorted(sides) == [False, True]:
                    yield "correlated by inequality"


def of_join(join: t.Join) -> Iterator[str]:
    if isinstance(join.right, t.Derived) and join.right.lateral:
        yield f"lateral join, {'cross' if join.how in ('CROSS', ',') else join.how.lower()}"
    elif join.how in ("CROSS", ","):
        yield "cross join"
    elif join.natural or join.using:
        yield f"{join.how.lower()} join, {'natural' if join.natural else 'using'}"
    elif join.on is not None:
        parts, equal = [join.on], False
        while parts:
            part = parts.pop()
            if isinstance(part, t.Operation) and part.operator == "AND":
                parts += [part.left, part.right]
            equal = equal or (isinstance(part, t.Operation) and part.operator == "=")
        yield f"{join.how.lower()} join, {'on' if equal else 'other'}"


def of_select(select: t.Select) -> Iterator[str]:
    if select.distinct_on:
        yield "distinct on"
    if select.qualify is not None:
        yield "qualify"
    if select.spelled == "*" and select.excluded:
        yield "* exclude"
    if select.spelled == "*" and any(item.alias for item in select.items):
        yield "* replace"


def of_shape(select: t.Select) -> Iterator[str]:
    """What the shapes are made for: see shapes.py."""
    grouped = select.distinct or (select.group is not None and len(select.group.keys) == 1 and not select.group.how)
    if grouped and select.limit and len(select.items) == len(select.order) == 1:
        yield "first groups"
    where = select.where
    if isinstance(where, t.In) and where.of.kind in ("wild", "float") and not where.negated and select.order:
        yield "floats found, in order"
    join = select.source
    if isinstance(join, t.Join) and join.how in OUTER:
        sides = [s.query for s in (join.left, join.right) if isinstance(s, t.Derived)]
        windows = any(isinstance(n, t.Window) for item in select.items for _, n in t.walk(item))
        if (select.order or windows) and any(isinstance(q, t.Select) and q.where is not None for q in sides):
            yield "constant of the other side"


def plain(e: t.Aggregate) -> bool:
    """Least, greatest or number of a column's values: what statistics answer."""
    return e.name in ("min", "max", "count") and all(isinstance(a, t.Column) for a in e.arguments)


def found(node: t.Node, place: str = "") -> Iterator[str]:
    """The features of a tree, from the top down; `place` is where in its query an expression stands."""
    if isinstance(node, t.Select):
        yield from of_select(node)
        yield from of_shape(node)
    match node:
        case t.Join():
            yield from of_join(node)
        case t.SetOperation():
            yield f"{node.operator} ALL" if node.every else node.operator
        case t.Select(source=t.Table(), group=None):
            of = [item.of for item in node.items]
            if of and all(isinstance(e, t.Aggregate) and plain(e) for e in of):
                yield "extremes of a table"
                if any(e.kind == "wild" for e in of):
                    yield "floats at the edge"
        case t.With():
            yield "recursive table" if node.recursive else "common table"
        case t.Grouping() if node.how:
            yield node.how.lower()
        case t.Window():
            if (
                node.frame is not None
                and node.frame.unit == "ROWS"
                and node.function.name.startswith(("var", "stddev"))
            ):
                yield "variance over rows"
            if node.frame is not None:
                yield f"frame of {node.frame.unit}"
            if node.ignore_nulls:
                yield "ignore nulls"
        case t.Aggregate() if node.filter is not None:
            yield "filtered aggregate"
    if isinstance(node, t.SUBQUERIES):
        yield from of_subquery(node, place)
    for path, part in t.inner(node):
        below = {"where": "where", "having": "having", "items": "select", "on": "on", "order": "order by"}.get(
            path[0], place
        )
        if isinstance(node, t.Case | t.When):
            below = "case"
        if isinstance(node, t.Window | t.Aggregate):
            below = place
        yield from found(part, below)


def features(query: t.Query) -> set[str]:
    return set(found(query))
