"""What stands in FROM: tables, queries, and joins of every kind with every constraint."""

from __future__ import annotations

from collections import Counter
from typing import Any

from differential.fuzz import tree as t
from differential.fuzz.kinds import RELATED, TYPES, constant
from differential.fuzz.scope import Output, Scope
from differential.fuzz.windows import Windows

HOWS = ("INNER", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI")
CONSTRAINTS = ("on", "other", "using", "natural")
LATERALS = ("CROSS", "INNER", "LEFT")
# kinds whose columns of one name can be paired by USING in every engine
PAIRED = ("int", "text", "date", "bool", "decimal", "big")


class Sources(Windows):
    """Tables, and joins of them."""

    def query(self, outer: Scope | None, depth: int, kinds: list[str] | None) -> tuple[t.Query, list[Output]]:
        raise NotImplementedError

    def table(self, wanted: str = "") -> tuple[t.Source, Scope]:
        if self.shared and not wanted and self.chance(0.75):
            name = self.pick(sorted(self.shared))
            # used again and again, a table of the whole would be millions of rows
            outputs = self.shared.pop(name) if self.tall or self.chance(0.5) else self.shared[name]
            return self.known(t.Table(name, alias := self.name("a")), alias, outputs)
        # a table without rows makes many an answer empty: it comes seldom
        # the tall table stands in a query once, or its pairs would be millions
        names = sorted(name for name in self.world.tables if name != self.world.tall or not self.tall)
        made = self.world.tables[self.pick(names)]
        if made.data.num_rows < 2 and self.chance(0.8):
            made = self.world.tables[self.pick(names)]
        if wanted:
            made = self.world.tables[wanted]
        self.tall = self.tall or made.name == self.world.tall
        alias = self.name("a")
        columns = tuple(t.Column(self.world.kind(c), c, alias) for c in made.columns)
        return t.Table(made.name, alias), Scope(columns, tuple(c for c in columns if c.name == "n"))

    def known(self, source: t.Source, alias: str, outputs: list[Output]) -> tuple[t.Source, Scope]:
        columns = tuple(t.Column(kind, name, alias) for name, kind in outputs)
        return source, Scope(columns, columns)

    def derived(self, outer: Scope | None, depth: int, *, lateral: bool = False) -> tuple[t.Source, Scope]:
        if not lateral and self.chance(0.1):
            return self.rows()
        query, outputs = self.query(outer, depth, None)
        alias, columns = self.name("a"), ()
        if self.chance(0.2) and isinstance(query, t.Query):
            outputs = [(self.name("d"), kind) for _, kind in outputs]
            columns = tuple(name for name, _ in outputs)
        return self.known(t.Derived(query, alias, lateral, columns), alias, outputs)

    def rows(self) -> tuple[t.Source, Scope]:
        """VALUES."""
        kinds = ["int", self.pick(("int", "text", "float", "bool"))]
        rows = tuple(
            t.Row(tuple(t.Literal(k, "NULL") if at and self.chance(0.15) else constant(self.random, k) for k in kinds))
            for at in range(self.pick((1, 2, 4)))
        )
        outputs, alias = [(self.name("d"), kind) for kind in kinds], self.name("a")
        return self.known(t.Derived(t.Values(rows=rows), alias, False, tuple(n for n, _ in outputs)), alias, outputs)

    def source(self, outer: Scope | None, depth: int) -> tuple[t.Source, Scope]:
        """Something to select from."""
        made, scope = self.derived(None, depth - 1) if depth > 0 and self.chance(0.12) else self.table()
        scope = t.replace(scope, outer=outer)
        joins = self.random.choices((0, 1, 2), (5, 4, 1) if depth > 1 else (8, 2, 0))[0]
        for _ in range(max(joins, 1) if "join" in self.wanted else joins):
            made, scope = self.join(made, scope, depth)
        return made, scope

    def join(self, left: t.Source, scope: Scope, depth: int) -> tuple[t.Source, Scope]:
        wanted = self.take("join")
        if wanted is None:
            how = self.weighted(
                INNER=4, LEFT=3, RIGHT=1.5, FULL=1.5, SEMI=0.7, ANTI=0.7, CROSS=0.6, LATERAL=1 if depth > 0 else 0
            )
            constraint = self.weighted(on=5, other=1.5, using=2.5, natural=0.7)
        else:
            how, constraint = wanted
        if how == "LATERAL":
            return self.lateral(left, scope, depth, constraint if constraint in LATERALS else self.pick(LATERALS))
        if constraint == "natural" and how != "CROSS":
            return self.natural(left, scope, how)
        right, other = self.derived(None, depth - 1) if depth > 1 and self.chance(0.1) else self.table()
        if how == "CROSS":
            return t.Join(self.pick(("CROSS", ",")), left, right), self.both(scope, other)
        if constraint == "using":
            names = self.common(scope, other)
            if names:
                using = tuple(self.random.sample(names, 1 if self.chance(0.75) else min(2, len(names))))
                if "k" in names and self.chance(0.7):
                    using = ("k", *(c for c in using[1:] if c != "k"))
                return t.Join(how, left, right, using=using), self.merged(how, scope, other, using)
        on = self.on(scope, other, depth, constraint)
        return t.Join(how, left, right, on), scope if how in ("SEMI", "ANTI") else self.both(scope, other)

    def both(self, left: Scope, right: Scope, dropped: tuple[str, ...] = ()) -> Scope:
        """The columns of two sides; an unqualified one that the other side has too fits more than one table."""
        names = {c.name for c in right.columns}
        kept = tuple(c for c in left.columns if c.table or c.name not in names or c.name in dropped)
        return Scope(kept + right.columns, left.identity + right.identity, left.outer)

    def common(self, left: Scope, right: Scope) -> list[str]:
        """Names that stand once on either side, with values of one kind."""
        mine, theirs = Counter(c.name for c in left.columns), {c.name: c.kind for c in right.columns}
        bare = {c.name for c in left.columns if not c.table}
        kinds = {c.name: c.kind for c in left.columns}
        return [
            n
            for n in theirs
            if n != "n" and kinds.get(n) == theirs[n] and theirs[n] in PAIRED and (mine[n] == 1 or n in bare)
        ]

    def merged(self, how: str, left: Scope, right: Scope, using: tuple[str, ...]) -> Scope:
        """The scope behind USING: the pair is one unqualified column, and its parts stay as a.k and b.k."""
        if how in ("SEMI", "ANTI"):
            return left
        both = self.both(left, right, using)
        kinds = {c.name: c.kind for c in right.columns}
        columns = tuple(c for c in both.columns if c.table or c.name not in using)
        return t.replace(both, columns=tuple(t.Column(kinds[n], n) for n in using) * 2 + columns)

    def natural(self, left: t.Source, scope: Scope, how: str) -> tuple[t.Source, Scope]:
        """The right side has one or two names of the left one; its others are new."""
        table, other = self.table()
        names = self.common(scope, other)
        shared = self.random.sample(names, min(len(names), 1 if self.chance(0.8) else 2))
        if "k" in names and "k" not in shared and self.chance(0.7):
            shared[:1] = ["k"]
        if not shared:
            on = self.on(scope, other, 0, "on")
            return t.Join(how, left, table, on), scope if how in ("SEMI", "ANTI") else self.both(scope, other)
        alias, items, columns = self.name("a"), [], []
        for c in other.columns:
            if c.name in shared or c.name == "n" or self.chance(0.3):
                name = c.name if c.name in shared else self.name("d")
                items.append(t.Item(c, name))
                columns.append(t.Column(c.kind, name, alias))
        right = t.Derived(t.Select(items=tuple(items), source=table), alias)
        made = Scope(tuple(columns), tuple(columns))
        if any(not c.table and c.name not in shared for c in scope.columns) or how in ("SEMI", "ANTI"):
            return t.Join(how, left, right, using=tuple(shared)), self.merged(how, scope, made, tuple(shared))
        return t.Join(how, left, right, natural=True), self.merged(how, scope, made, tuple(shared))

    def lateral(self, left: t.Source, scope: Scope, depth: int, how: str) -> tuple[t.Source, Scope]:
        right, other = self.derived(scope, min(depth - 1, 1), lateral=True)
        both = self.both(scope, other)
        if how == "CROSS":
            return t.Join(self.pick(("CROSS", ",")), left, right), both
        found = self.pair(scope.seen_from(other), other) if self.chance(0.4) else None
        on = t.Operation("bool", self.pick(("=", "=", "<=", "<>")), *found) if found else t.Literal("bool", "TRUE")
        return t.Join(how, left, right, on), both

    def pair(self, left: Scope, right: Scope) -> tuple[t.Column, t.Column] | None:
        """Two columns that can be equal."""
        pairs: list[Any] = []
        for a in left.columns:
            for b in right.columns:
                if b.kind in RELATED.get(a.kind, (a.kind,)) and a.kind in TYPES and a.kind != "span":
                    close = (4 if a.name == b.name else 1) * (6 if a.name == b.name == "k" else 1)
                    pairs.append((close if a.kind == b.kind else 0.3, (a, b)))
        return self.random.choices([p for _, p in pairs], [w for w, _ in pairs])[0] if pairs else None

    def on(self, left: Scope, right: Scope, depth: int, constraint: str) -> t.Expression:
        """A condition of a join: an equation and what else there is, or anything."""
        both = self.both(left, right)
        # a name that USING made and the other side has too fits more than one table here, as in PostgreSQL
        left = left.seen_from(right)
        found = self.pair(left, right)
        place = self.wanted.get("subquery")
        if place and place[1] == "on":
            self.take("subquery")
            made = self.subquery_of(place[0], both, 1)
            pair = t.Operation("bool", "=", *found) if found else t.Literal("bool", "TRUE")
            return t.Operation("bool", "AND", pair, made)
        if found is None:
            return self.condition(both, 1)
        equal = t.Operation("bool", "=", *found)
        if constraint == "other":
            match self.weighted(less=4, distinct=1, any=2, computed=1):
                case "less":
                    return t.Operation("bool", self.pick(("<", "<=", "<>", ">")), *found)
                case "distinct":
                    return t.Operation("bool", "IS NOT DISTINCT FROM", *found)
                case "any":
                    return t.Operation("bool", "OR", equal, self.condition(both, 1))
            return self.condition(both, 1)
        if self.chance(0.35):
            more = self.condition(self.pick((both, t.replace(left, outer=None), right)), min(depth, 1))
            return t.Operation("bool", "AND", equal, more)
        if self.chance(0.1) and found[0].kind == "int":
            return t.Operation(
                "bool",
                "=",
                self.wide(found[0]),
                t.Operation("int", "+", self.wide(found[1]), constant(self.random, "int")),
            )
        return equal

    def subquery_of(self, kind: str, scope: Scope, depth: int) -> t.Expression:
        """A subquery of the kind that is asked for, as a boolean."""
        raise NotImplementedError
