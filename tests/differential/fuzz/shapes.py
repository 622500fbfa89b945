"""Small queries of shapes that chance gives too seldom, each for a kind of wrong rows that was found late."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.kinds import ORDERED, constant, literal
from differential.fuzz.outputs import Outputs
from differential.fuzz.scope import Output, Scope

SHAPES = ("first groups", "floats found, in order", "constant of the other side")
OUTER = ("LEFT", "RIGHT", "FULL")


class Shapes(Outputs):
    """Queries of a shape."""

    def shape(self, name: str) -> tuple[t.Select, list[Output]]:
        match name:
            case "first groups":
                made = self.first_groups()
            case "floats found, in order":
                made = self.found_floats()
            case _:
                made = self.constant_of_the_other_side()
        return made, [(item.alias, item.of.kind) for item in made.items]

    def with_floats(self) -> tuple[t.Source, Scope]:
        """A table that has floats at the edge."""
        names = sorted(name for name, made in self.world.tables.items() if "v" in made.columns)
        return self.table(self.pick(names) if names else "")

    def first_groups(self) -> t.Select:
        """The first keys of groups, or the first of their least or greatest: by one column, whatever the others are."""
        source, scope = self.with_floats() if self.chance(0.6) else self.table()
        wild = scope.of("wild") if self.chance(0.6) else []
        columns = wild or [c for c in scope.columns if c.kind in ORDERED]
        key, of = self.pick(columns), self.pick(columns)
        distinct, least = self.chance(0.3), self.chance(0.5)
        value: t.Expression = key
        if not distinct and self.chance(0.6):
            value = t.Aggregate(of.kind, "min" if least else "max", (of,))
            key = self.pick([c for c in scope.columns if c.kind in ORDERED])
        # the heap of the first groups is only asked for in the order of the function
        order = (t.Sort(1, self.chance(0.5) if value is key else not least, self.pick((True, False, None))),)
        group = None if distinct else t.Grouping((key,))
        limit = self.pick((1, 2, 3, 5))
        return t.Select(
            items=(t.Item(value, self.name("c")),),
            source=source,
            group=group,
            distinct=distinct,
            order=order,
            limit=limit,
        )

    def found_floats(self) -> t.Select:
        """The rows whose float is among others, in an order of their own."""
        (source, scope), (other, inside) = self.with_floats(), self.with_floats()
        of = self.pick(scope.of("wild") or scope.of("float") or [constant(self.random, "wild")])
        values = inside.of("wild") or inside.of("float")
        value = self.pick(values) if values and self.chance(0.6) else constant(self.random, "wild")
        where = t.In("bool", of, t.Select(items=(t.Item(value, self.name("c")),), source=other))
        items = tuple(t.Item(c, self.name("c")) for c in scope.identity)
        order = tuple(self.sort(at + 1) for at in range(len(items)))
        return t.Select(items=items, source=source, where=where, order=order)

    def constant_of_the_other_side(self) -> t.Select:
        """An order, or a window, by a column that a condition makes constant where it is not NULL."""
        left, scope = self.table()
        table, inside = self.table()
        kinds = ("int", "int", "bool", "date", "text", "decimal")
        by = self.pick(inside.of(*kinds) or list(inside.identity))
        value = constant(self.random, by.kind)
        match self.weighted(
            between=3, equal=1, within=2 if by.kind == "int" else 0, itself=2 if by.kind == "bool" else 0
        ):
            case "between":
                where: t.Expression = t.Between("bool", by, value, value)
            case "equal":
                where = t.Operation("bool", "=", by, value)
            case "within":
                step = literal(1, "int")
                low, high = (t.Operation("int", sign, value, step) for sign in "-+")
                where = t.Operation(
                    "bool", "AND", t.Operation("bool", ">", by, low), t.Operation("bool", "<", by, high)
                )
            case _:
                where = by
        columns = dict.fromkeys((by, *inside.identity, *inside.of("int")))
        names = {c: self.name("d") for c in columns}
        alias = self.name("a")
        side = t.Derived(
            t.Select(items=tuple(t.Item(c, n) for c, n in names.items()), source=table, where=where), alias
        )
        outputs = tuple(t.Column(c.kind, n, alias) for c, n in names.items())
        identity = tuple(t.Column(c.kind, names[c], alias) for c in inside.identity)
        other = Scope(outputs, identity)
        on = self.on(scope, other, 0, "on")
        joined = t.Join(self.pick(OUTER), left, side, on)
        if self.chance(0.3):
            joined = t.Join(self.pick(OUTER), side, left, on)
        key, rest = outputs[0], (*scope.identity, *identity)
        if self.chance(0.4):
            total = (self.sort(key), *map(self.sort, rest))
            number = t.Window("int", t.Aggregate("int", "row_number", ()), (), total)
            items = (t.Item(number, self.name("c")), *(t.Item(c, self.name("c")) for c in rest))
            return t.Select(items=items, source=joined)
        items = tuple(t.Item(c, self.name("c")) for c in (key, *rest))
        return t.Select(items=items, source=joined, order=tuple(self.sort(at + 1) for at in range(len(items))))
