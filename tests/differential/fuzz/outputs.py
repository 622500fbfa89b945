"""Which of its columns and rows a SELECT gives: stars, DISTINCT ON, QUALIFY."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.kinds import ORDERED, literal
from differential.fuzz.scope import Output, Scope
from differential.fuzz.subqueries import Subqueries

FIRSTS = ("distinct on", "qualify")
STARS = ("exclude", "replace")


class Outputs(Subqueries):
    """What is left of the columns and rows."""

    def starred(self, source: t.Source, scope: Scope, where: t.Expression | None) -> str:
        """How all columns can be asked for: not if a name is there twice, as names that are told apart differ."""
        names = [c.name for c in scope.columns]
        if len(set(names)) != len(names) or any(
            isinstance(n, t.Join) and (n.using or n.natural) for _, n in t.walk(source)
        ):
            return ""
        # TABLE t has no alias, so nothing around may name it
        return self.pick(
            ("*", "*", "from", "table") if isinstance(source, t.Table) and where is None else ("*", "*", "from")
        )

    def star(self, how: str) -> tuple[t.Query, list[Output]]:
        """All columns of a table without some of them, or with a value instead of one."""
        source, scope = self.table()
        columns, gone = list(scope.columns), []
        if how == "exclude" or self.chance(0.3):
            gone = self.random.sample(columns, min(len(columns) - 1, self.pick((1, 1, 2))))
        items = [t.Item(c) for c in columns if c not in gone]
        if how == "replace" or self.chance(0.3):
            at = self.pick(range(len(items)))
            column = items[at].of
            assert isinstance(column, t.Column)
            items[at] = t.Item(self.value(column.kind, scope, 2), column.name)
        where = self.condition(scope, 1) if self.chance(0.3) else None
        made = t.Select(
            items=tuple(items), source=source, where=where, spelled="*", excluded=tuple(c.name for c in gone)
        )
        return made, [(c.name, c.kind) for c in columns if c not in gone]

    def first_rows(self, made: t.Select, scope: Scope) -> t.Select:
        """Now and then the first rows of each key alone, in an order that leaves nothing to chance."""
        how = self.take("first") or (self.pick(FIRSTS) if self.chance(0.03) else None)
        inside = [node for item in made.items for _, node in t.walk(item)]
        # -0.0 comes before 0.0 here and beside it in DuckDB, so no key may have both
        keys = list(dict.fromkeys(c for c in scope.columns if c.kind in ORDERED and c.kind != "wild"))
        windows = any(isinstance(node, t.Window) for node in inside)
        if how is None or not keys or windows or made.order or scope.outer is not None:
            return made
        chosen = tuple(self.random.sample(keys, min(len(keys), self.pick((1, 1, 2)))))
        total = tuple(self.sort(c) for c in self.last(scope) if c not in chosen)
        if how == "distinct on":
            return t.replace(made, distinct=False, distinct_on=chosen, order=(*map(self.sort, chosen), *total))
        name = self.pick(("row_number", "row_number", "rank", "count"))
        number = t.Window("int", t.Aggregate("int", name, ()), chosen, total)
        wanted = t.Operation("bool", self.pick(("<=", "=", "<")), number, literal(self.pick((1, 2, 2, 3)), "int"))
        return t.replace(made, qualify=wanted)
