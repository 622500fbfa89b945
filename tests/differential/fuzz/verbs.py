"""Queries of a tree through the verbs of a frame, as far as they have them.

A column of a table is called as it is in the tree, `a1.k`, so that conditions can be taken as they stand.
"""

from __future__ import annotations

from typing import Any

from differential.fuzz import tree as t
from differential.fuzz.engines import Ours
from differential.fuzz.spelling import Inexpressible, sort, spelled

import pyrust as pr
from pyrust import functions as f

HOWS = {"INNER": "inner", "LEFT": "left", "RIGHT": "right", "FULL": "full", "SEMI": "semi", "ANTI": "anti"}


class Verbs:
    """The tables of a query, and the frames that WITH names."""

    def __init__(self, ours: Ours, sources: dict[str, str]) -> None:
        self.ours, self.sources = ours, sources
        self.shared: dict[str, pr.DataFrame] = {}

    def query(self, q: t.Query) -> pr.DataFrame:
        match q:
            case t.Select():
                made = self.select(q)
            case t.SetOperation():
                made = self.set_operation(q)
            case t.With():
                if q.recursive:
                    raise Inexpressible("recursion")
                for cte in q.ctes:
                    frame = self.query(cte.query)
                    self.shared[cte.name] = renamed(frame, cte.columns) if cte.columns else frame
                made = self.query(q.body)
            case _:
                raise Inexpressible("VALUES")
        if q.order and not (isinstance(q, t.Select) and q.distinct_on):
            made = self.ordered(made, q)
        if q.limit is not None or q.offset is not None:
            made = made.limit(2**40 if q.limit is None else q.limit, offset=q.offset or 0)
        return made

    def ordered(self, made: pr.DataFrame, q: t.Query) -> pr.DataFrame:
        if not all(isinstance(s.by, int) for s in q.order):
            raise Inexpressible("an order by what is not there")
        names = [made.columns[s.by - 1] for s in q.order if isinstance(s.by, int)]
        return made.sort(
            names, descending=[s.descending for s in q.order], nulls_last=[not s.nulls_first for s in q.order]
        )

    def set_operation(self, q: t.SetOperation) -> pr.DataFrame:
        left, right = self.query(q.left), self.query(q.right)
        right = renamed(right, tuple(left.columns))
        match q.operator:
            case "UNION":
                made = left.union(right)
                return made if q.every else made.distinct()
            case "INTERSECT":
                return left.intersect(right, all=q.every)
        return left.except_(right, all=q.every)

    def select(self, q: t.Select) -> pr.DataFrame:
        if q.source is None:
            raise Inexpressible("no source")
        made = self.source(q.source)
        if q.where is not None:
            made = made.filter(spelled(q.where))
        made = first_rows(made, q)
        given: dict[t.Expression, pr.Expr] = {}
        outputs = [item.of for item in q.items]
        found = [n for e in [*outputs, *([q.having] if q.having is not None else [])] for n in own_aggregates(e)]
        if q.group is not None or found:
            made, given = self.grouped(made, q, list(dict.fromkeys(found)))
        if q.having is not None:
            made = made.filter(spelled(q.having, given))
        names = [called(item, at) for at, item in enumerate(q.items)]
        if len(set(names)) != len(names):
            raise Inexpressible("a column twice")
        made = made.select(*(spelled(e, given).alias(name) for e, name in zip(outputs, names, strict=True)))
        return made.distinct() if q.distinct else made

    def grouped(
        self, made: pr.DataFrame, q: t.Select, found: list[t.Aggregate]
    ) -> tuple[pr.DataFrame, dict[t.Expression, pr.Expr]]:
        """The frame with a column for every aggregate and key."""
        columns: dict[str, pr.Expr] = {f"aggregate {at}": spelled(a) for at, a in enumerate(found)}
        given: dict[t.Expression, pr.Expr] = {a: pr.col(f"aggregate {at}") for at, a in enumerate(found)}
        if q.group is None:
            return made.select(**columns), given
        keys = {f"key {at}": spelled(key) for at, key in enumerate(q.group.keys)}
        given |= {key: pr.col(f"key {at}") for at, key in enumerate(q.group.keys)}
        made = made.with_columns(**keys)
        match q.group.how:
            case "":
                groups: Any = made.group_by(list(keys))
            case "ROLLUP":
                groups = made.rollup(*keys)
            case "CUBE":
                groups = made.cube(*keys)
            case _:
                groups = made.grouping_sets([[f"key {at}" for at in one] for one in q.group.sets])
        # a grouping of nothing but keys needs a figure, too
        return groups.agg(**(columns or {"rows": f.count()})), given

    def source(self, source: t.Source) -> pr.DataFrame:
        match source:
            case t.Table():
                frame = self.shared.get(source.name)
                return prefixed(
                    self.ours.frame(source.name, self.sources[source.name]) if frame is None else frame, source.alias
                )
            case t.Derived():
                if source.lateral:
                    raise Inexpressible("LATERAL")
                frame = self.query(source.query)
                return prefixed(renamed(frame, source.columns) if source.columns else frame, source.alias)
            case t.Join():
                return self.join(source)
        raise Inexpressible(type(source).__name__)

    def join(self, join: t.Join) -> pr.DataFrame:
        left, right = self.source(join.left), self.source(join.right)
        if join.how in ("CROSS", ","):
            return left.join(right, how="cross")
        if join.natural or join.using:
            return self.paired(join, left, right)
        pairs, rest = [], []
        parts = [join.on] if join.on is not None else []
        while parts:
            part = parts.pop()
            if isinstance(part, t.Operation) and part.operator == "AND":
                parts += [part.left, part.right]
            elif (pair := across(part, left, right)) is not None:
                pairs.append(pair)
            elif part is not None:
                rest.append(part)
        options: dict[str, Any] = {"coalesce": False} if join.how not in ("SEMI", "ANTI") else {}
        if pairs:
            options |= {"left_on": [a for a, _ in pairs], "right_on": [b for _, b in pairs]}
        if rest:
            condition = spelled(rest[0])
            for part in rest[1:]:
                condition = condition & spelled(part)
            options["where"] = condition
        return left.join(right, how=HOWS[join.how], **options)

    def paired(self, join: t.Join, left: pr.DataFrame, right: pr.DataFrame) -> pr.DataFrame:
        """USING and NATURAL: the pair as a column of its own, beside its two parts."""
        theirs = {name.split(".")[-1]: name for name in right.columns}
        # an unqualified column is the pair of a join before
        mine: dict[str, str] = {}
        for name in left.columns:
            short = name.split(".")[-1]
            mine[short] = name if "." not in name or short not in mine else mine[short]
        names = join.using or tuple(name for name in mine if name in theirs)
        options: dict[str, Any] = {} if join.how in ("SEMI", "ANTI") else {"coalesce": False}
        joined = left.join(
            right, left_on=[mine[n] for n in names], right_on=[theirs[n] for n in names], how=HOWS[join.how], **options
        )
        if join.how in ("SEMI", "ANTI"):
            return joined
        sides = {"INNER": ("left",), "LEFT": ("left",), "RIGHT": ("right",), "FULL": ("left", "right")}[join.how]
        merged = {n: f.coalesce(*(pr.col((mine if side == "left" else theirs)[n]) for side in sides)) for n in names}
        return joined.with_columns(**merged)


def first_rows(made: pr.DataFrame, q: t.Select) -> pr.DataFrame:
    """The first rows of each key: DISTINCT ON, QUALIFY."""
    if q.qualify is not None:
        made = made.with_columns(qualify=spelled(q.qualify)).filter(pr.col("qualify"))
    if q.distinct_on:
        keys = {f"first {at}": spelled(key) for at, key in enumerate(q.distinct_on)}
        order = [sort(s, spelled) for s in q.order]
        made = made.with_columns(**keys).sort(order).distinct(list(keys), keep="first")
    return made


def called(item: t.Item, at: int) -> str:
    if item.alias or not isinstance(item.of, t.Column):
        return item.alias or f"c{at}"
    return item.of.name


def own_aggregates(e: t.Node) -> list[t.Aggregate]:
    """The aggregates that GROUP BY computes: not those that are window functions, but what these are made of."""
    if isinstance(e, t.Aggregate):
        return [e]
    if isinstance(e, t.Window):
        inside = [*e.function.arguments, *e.partition, *(s.by for s in e.order if isinstance(s.by, t.Expression))]
        return [a for part in inside for a in own_aggregates(part)]
    if isinstance(e, t.SUBQUERIES):
        raise Inexpressible("a subquery")
    return [a for _, part in t.inner(e) for a in own_aggregates(part)]


def across(part: t.Expression | None, left: pr.DataFrame, right: pr.DataFrame) -> tuple[str, str] | None:
    """The two columns of an equation between the sides."""
    if not (
        isinstance(part, t.Operation)
        and part.operator == "="
        and isinstance(part.left, t.Column)
        and isinstance(part.right, t.Column)
    ):
        return None
    a, b = (f"{c.table}.{c.name}" if c.table else c.name for c in (part.left, part.right))
    if a in left.columns and b in right.columns:
        return a, b
    return (b, a) if b in left.columns and a in right.columns else None


def prefixed(frame: pr.DataFrame, alias: str) -> pr.DataFrame:
    return frame.select(*(pr.col(name).alias(f"{alias}.{name}") for name in frame.columns))


def renamed(frame: pr.DataFrame, names: tuple[str, ...]) -> pr.DataFrame:
    return frame.select(*(pr.col(old).alias(new) for old, new in zip(frame.columns, names, strict=True)))
