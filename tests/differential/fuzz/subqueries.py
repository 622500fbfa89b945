"""Subqueries: EXISTS, IN, scalar, ANY and ALL, correlated in all the ways that there are."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.kinds import COMPUTED, ORDERED, RELATED, constant
from differential.fuzz.scope import Scope
from differential.fuzz.sources import Sources

FORMS = (
    "plain",
    "aggregate",
    "group",
    "having",
    "limit",
    "offset",
    "distinct",
    "set",
    "window",
    "levels",
    "outer",
    "rollup",
    "always",
)
KINDS = ("exists", "not exists", "in", "not in", "scalar", "any", "all")
OPERATORS = ("=", "<>", "<", "<=", ">", ">=")


class Subqueries(Sources):
    """What has a query inside."""

    def subquery(self, scope: Scope, depth: int, kind: str) -> t.Expression | None:
        if depth < 0 or not scope.columns:
            return None
        if kind == "bool":
            return self.subquery_of(self.pick(KINDS), scope, depth)
        return t.Scalar(kind, self.single(kind, scope, depth)) if kind in ORDERED or kind == "bool" else None

    def subquery_of(self, kind: str, scope: Scope, depth: int) -> t.Expression:
        if kind in ("exists", "not exists"):
            return t.Exists("bool", self.inside(None, scope, depth), kind != "exists")
        of = self.familiar(scope, ORDERED)
        if kind == "scalar":
            left, right = self.value(of, scope, 0), t.Scalar(of, self.single(of, scope, depth))
            if self.chance(0.3):
                return t.Is("bool", right, self.pick(("NULL", "NOT NULL")))
            return t.Operation("bool", self.pick(OPERATORS), left, right)
        if kind in ("in", "not in") and (self.take("rows") or self.chance(0.05)):
            return self.of_rows(kind, scope, depth)
        left = self.tested(of, scope)
        query = self.inside(of, scope, depth)
        if kind in ("in", "not in"):
            return t.In("bool", left, query, kind == "not in")
        return t.Quantified("bool", left, self.pick(OPERATORS), kind.upper(), query)

    def of_rows(self, kind: str, scope: Scope, depth: int) -> t.Expression:
        """IN of several values at once; DuckDB takes it without a correlation alone."""
        source, own = self.source(None, min(depth - 1, 1))
        found = [pair for _ in range(self.pick((2, 2, 3))) if (pair := self.pair(scope.seen_from(own), own))]
        if len(found) < 2:
            return self.condition(scope, 0)
        where = self.condition(own, 1) if self.chance(0.5) else None
        query = t.Select(items=tuple(t.Item(inner, self.name("c")) for _, inner in found), source=source, where=where)
        return t.In("bool", t.RowValue("row", tuple(outer for outer, _ in found)), query, kind == "not in")

    def tested(self, kind: str, scope: Scope) -> t.Expression:
        """What stands before IN: a column, a constant, a null, an expression."""
        if self.chance(0.6):
            return self.leaf(kind, scope)
        if self.chance(0.15):
            return t.Literal(kind, "NULL", None, bound=self.chance(0.5))
        return constant(self.random, kind) if self.chance(0.4) else self.value(kind, scope, 1)

    def single(self, kind: str, scope: Scope, depth: int) -> t.Query:
        """A query of one column that gives one row at most (now and then it may give more, which is an error)."""
        if self.chance(0.05):
            return self.inside(kind, scope, depth, "plain")
        form = self.take("through") or self.pick(
            (
                "always",
                "always",
                "always",
                "aggregate",
                "aggregate",
                "limit",
                "offset",
                "set",
                "window",
                "levels",
                "outer",
                "having",
                "distinct",
            )
        )
        query = self.inside(kind, scope, depth, form)
        certain = (
            isinstance(query, t.Select) and query.group is None and (form in ("always", "aggregate", "outer", "having"))
        )
        if certain and isinstance(query, t.Select) and aggregated(query.items[0].of):
            return query
        return t.replace(query, order=(self.sort(1),), limit=1)

    def inside(self, kind: str | None, scope: Scope, depth: int, form: str = "") -> t.Query:
        """The query of a subquery: of one column of a kind, or of any for EXISTS."""
        form = form or self.take("through") or self.pick(FORMS)
        if form == "set":
            of = kind or "int"
            left, right = (self.inside(of, scope, depth - 1, self.pick(("plain", "plain", "always"))) for _ in range(2))
            return t.SetOperation(
                operator=self.pick(("UNION", "UNION", "EXCEPT", "INTERSECT")),
                every=self.chance(0.5),
                left=left,
                right=right,
            )
        source, own = self.source(None, min(depth - 1, 1))
        own = t.replace(own, outer=scope)
        where = self.correlation(own, scope) if self.chance(0.85) or form in ("limit", "offset", "levels") else None
        if self.chance(0.3):
            where = conjunction(where, self.condition(t.replace(own, outer=scope if self.chance(0.3) else None), 0))
        if form == "levels" and depth >= 0:
            # one level deeper, with a look past this query
            deeper = self.subquery_of(self.pick(KINDS), t.replace(own, columns=own.columns), depth - 2)
            where = conjunction(where, self.past(deeper, own, scope))
        made = t.Select(items=(t.Item(self.shown(kind, own, form)),), source=source, where=where)
        return self.shaped(made, kind, own, scope, form)

    def past(self, deeper: t.Expression, own: Scope, scope: Scope) -> t.Expression:
        """The innermost query with a condition on the outermost one."""
        for path, node in t.walk(deeper):
            if isinstance(node, t.Select) and node.group is None and isinstance(node.source, t.Table) and scope.columns:
                made = self.world.tables.get(node.source.name)
                if made is None:
                    continue
                inner = Scope(tuple(t.Column(self.world.kind(c), c, node.source.alias) for c in made.columns))
                found = self.pair(scope.seen_from(own).seen_from(inner), inner)
                if found is not None:
                    condition = t.Operation("bool", self.pick(OPERATORS), found[1], found[0])
                    return t.put(deeper, path, t.replace(node, where=conjunction(node.where, condition)))
        return deeper

    def shown(self, kind: str | None, own: Scope, form: str) -> t.Expression:
        """The column of a subquery."""
        if kind is None:
            if form in ("aggregate", "always", "having"):
                return self.aggregate(self.pick(("int", "int", "text")), own)
            return self.pick((t.Literal("int", "1"), *own.columns[:2]))
        if form == "window":
            made = self.window(kind if kind in COMPUTED else "int", t.replace(own, outer=None))
            return (
                made
                if made.kind == kind
                else t.Aggregate(kind, "max", (self.leaf(kind, t.replace(own, outer=None)),))
                if kind != "bool"
                else self.leaf(kind, own)
            )
        if form in ("aggregate", "always", "having", "outer"):
            made = self.aggregate(kind, own)
            # a constant is no aggregate of rows
            return made if isinstance(made, t.Aggregate) else t.Aggregate(kind, "min", (made,))
        return self.value(kind, t.replace(own, outer=None), 1 if self.chance(0.4) else 0)

    def shaped(self, made: t.Select, kind: str | None, own: Scope, scope: Scope, form: str) -> t.Select:
        """What a form adds to the plain query."""
        keys = [c for c in own.columns if c.kind in ORDERED]
        match form:
            case "aggregate" if self.chance(0.3):
                return t.replace(made, where=None)
            case "outer" if kind is not None:
                # the outer row goes through the aggregate, not through WHERE
                return t.replace(made, having=self.correlated_having(own, scope))
            case "having":
                return t.replace(made, having=self.correlated_having(own, scope))
            case "group" | "rollup" if keys:
                key = self.pick([c for c in keys if c.kind == kind] or keys)
                having = self.correlated_having(own, scope) if self.chance(0.5) else None
                item = key if kind == key.kind or kind is None else self.aggregate(kind, own)
                group = t.Grouping((key,), "ROLLUP" if form == "rollup" else "")
                return t.replace(made, items=(t.Item(item),), group=group, having=having)
            case "limit" | "offset":
                order = (self.sort(1),)
                limit = self.pick((0, 1, 1, 2, 3)) if form == "limit" or self.chance(0.3) else None
                return t.replace(
                    made, order=order, limit=limit, offset=self.pick((1, 1, 2)) if form == "offset" else None
                )
            case "distinct":
                return t.replace(made, distinct=True)
        return made

    def correlated_having(self, own: Scope, scope: Scope) -> t.Expression:
        count = t.Aggregate("int", "count", ())
        outer = scope.seen_from(own).of("int")
        right: t.Expression = self.pick(outer) if outer and self.chance(0.6) else constant(self.random, "int")
        return t.Operation(
            "bool", self.pick(OPERATORS), self.aggregate("int", own) if self.chance(0.4) else count, right
        )

    def correlation(self, own: Scope, scope: Scope) -> t.Expression:
        """A condition between a row of the subquery and the row around it."""
        found = self.pair(scope.seen_from(own), own)
        if found is None:
            return self.condition(own, 0)
        outer, inner = found
        match self.take("correlated") or self.weighted(equal=5, inequality=2.5, computed=1, either=1, distinct=0.4):
            case "inequality":
                return t.Operation("bool", self.pick(OPERATORS[1:]), inner, outer)
            case "computed" if outer.kind in ("int", "float"):
                left = (
                    t.Operation(inner.kind, "+", self.wide(inner), self.wide(outer))
                    if inner.kind == outer.kind
                    else inner
                )
                return t.Operation("bool", self.pick(OPERATORS), left, constant(self.random, inner.kind))
            case "either":
                return t.Operation(
                    "bool", "OR", t.Operation("bool", "=", inner, outer), self.condition(t.replace(own, outer=scope), 0)
                )
            case "distinct":
                return t.Operation("bool", "IS NOT DISTINCT FROM", inner, outer)
        return (
            t.Operation("bool", "=", inner, outer)
            if inner.kind in RELATED.get(outer.kind, (outer.kind,))
            else self.condition(own, 0)
        )


def conjunction(left: t.Expression | None, right: t.Expression) -> t.Expression:
    return right if left is None else t.Operation("bool", "AND", left, right)


def aggregated(of: t.Expression) -> bool:
    """Whether an expression is made of aggregates alone, so that a query without GROUP BY has one row."""
    if isinstance(of, t.Window):
        return False
    return any(isinstance(node, t.Aggregate) for _, node in t.walk(of)) and not any(
        isinstance(node, t.Window) for _, node in t.walk(of)
    )
