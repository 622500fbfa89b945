"""Whole queries: what SELECT gives, and WITH and WITH RECURSIVE before it."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.kinds import literal
from differential.fuzz.scope import Output, Scope
from differential.fuzz.selects import Selects


class Queries(Selects):
    """The grower that is complete."""

    def top(self) -> tuple[t.Query, list[Output]]:
        """A query to ask."""
        if "with" in self.wanted or self.chance(0.1):
            return self.with_()
        return self.query(None, 2, None, top=True)

    def with_(self) -> tuple[t.Query, list[Output]]:
        """Common table expressions, one of them recursive if that is asked for."""
        how = self.take("with") or ("recursive" if self.chance(0.25) else "plain")
        ctes = []
        for _ in range(self.pick((1, 1, 2))):
            name = self.name("w")
            if how == "recursive":
                query, outputs = self.recursive(name)
                columns = tuple(n for n, _ in outputs)
            else:
                before, self.shared = self.shared, {**dict(list(self.shared.items())[:1])} if self.chance(0.4) else {}
                query, outputs = self.query(None, 1, None)
                self.shared, columns = before, ()
                if self.chance(0.35) or any(not n for n, _ in outputs):
                    outputs = [(self.name("d"), kind) for _, kind in outputs]
                    columns = tuple(n for n, _ in outputs)
            ctes.append(t.Cte(name, query, columns))
            self.shared[name] = outputs
        body, outputs = self.query(None, 2, None, top=True)
        return t.With(ctes=tuple(ctes), body=body, recursive=how == "recursive"), outputs

    def recursive(self, name: str) -> tuple[t.Query, list[Output]]:
        """A number that grows to an end, and another column that is carried or computed."""
        kind = self.pick(("int", "text", "int"))
        number, carried = self.name("d"), self.name("d")
        source, scope = self.table()
        start: t.Expression = self.pick(scope.of("int")) if scope.of("int") and self.chance(0.5) else literal(1, "int")
        # an unsigned column and a number are a decimal, which is no type for the first term's column
        if isinstance(start, t.Column):
            start = t.Cast("int", start, "BIGINT")
        elif self.chance(0.4):
            start = t.Cast("int", start, self.pick(("INTEGER", "BIGINT", "SMALLINT")))
        other = self.leaf(kind, scope) if kind == "int" else t.Cast("text", self.leaf(kind, scope), "VARCHAR")
        first = t.Select(
            items=(t.Item(start, number), t.Item(other, carried)),
            source=source,
            where=t.Operation("bool", "<", scope.identity[0], literal(3, "int")) if scope.identity else None,
        )
        alias = self.name("a")
        n, c = t.Column("int", number, alias), t.Column(kind, carried, alias)
        following: t.Source = t.Table(name, alias)
        then: t.Expression = t.Operation("text", "||", c, literal("x", "text")) if kind == "text" else c
        if self.chance(0.3):
            table, inner = self.table()
            found = self.pair(Scope((n,)), inner)
            # a table of many rows would be joined to itself once for each step
            small = isinstance(table, t.Table) and table.name != self.world.tall
            if small and found is not None and len(inner.identity) == 1 and inner.identity[0].name == "n":
                following = t.Join("INNER", following, table, t.Operation("bool", "=", *found))
                same = inner.of(kind)
                then = self.pick(same) if same and self.chance(0.5) else c
        if kind == "int" and self.chance(0.12):
            # an error here by design: the first term has the types for all
            then = t.Operation("float", "+", c, literal(0.5, "float"))
        step: t.Expression = t.Operation("int", "+", n, literal(1, "int"))
        end = t.Operation("bool", "<", n, literal(self.pick((3, 4, 5)), "int"))
        second = t.Select(items=(t.Item(step, ""), t.Item(then, "")), source=following, where=end)
        return t.SetOperation(operator="UNION", every=self.chance(0.75), left=first, right=second), [
            (number, "int"),
            (carried, kind),
        ]
