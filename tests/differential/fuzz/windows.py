"""Window functions, with frames, and with an order that leaves nothing to chance."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.aggregates import Aggregates
from differential.fuzz.kinds import COMPUTED, constant, literal
from differential.fuzz.scope import Scope

UNITS = ("ROWS", "RANGE", "GROUPS")
RANKS = ("rank", "dense_rank", "percent_rank", "cume_dist")
VALUES = ("first_value", "last_value", "nth_value", "lead", "lag")


class Windows(Aggregates):
    """A function over the rows around."""

    def last(self, scope: Scope) -> list[t.Column]:
        """The keys that leave nothing to chance."""
        return sorted((c for c in scope.identity if c.kind != "span"), key=lambda c: c.kind == "wild")

    def sort(self, by: t.Expression | int) -> t.Sort:
        return t.Sort(by, self.chance(0.4), self.pick((True, False, None)))

    def window(self, kind: str, scope: Scope) -> t.Expression:
        """A window function of a kind over a scope without grouping."""
        unit, nulls = self.take("frame"), self.take("ignore nulls")
        keys = [c for c in scope.columns if c.kind != "span"]
        partition = tuple(self.random.sample(keys, self.pick((0, 1, 1, 2)))) if len(keys) > 2 else ()
        # -0.0 comes before 0.0 here and beside it in DuckDB: such a key is the last one, and never alone
        plain = [c for c in keys if c.kind != "wild"]
        order = tuple(self.sort(c) for c in (self.random.sample(plain, 1) if plain else ()))
        total = (*order, *map(self.sort, self.last(scope)))
        if nulls or (unit is None and self.chance(0.35)):
            return self.neighbour(kind, scope, partition, total, nulls)
        if unit is None and kind in ("int", "float") and self.chance(0.4):
            return self.rank(kind, partition, order, total)
        return self.framed(kind, scope, partition, order, total, unit)

    def rank(
        self, kind: str, partition: tuple[t.Expression, ...], order: tuple[t.Sort, ...], total: tuple[t.Sort, ...]
    ) -> t.Expression:
        if kind == "float":
            return t.Window("float", t.Aggregate("float", self.pick(RANKS[2:]), ()), partition, order or total)
        name = self.pick(("row_number", "rank", "dense_rank", "ntile"))
        arguments = (literal(self.pick((2, 3)), "int"),) if name == "ntile" else ()
        by = total if name in ("row_number", "ntile") or not order else order
        return t.Window("int", t.Aggregate("int", name, arguments), partition, by)

    def neighbour(
        self,
        kind: str,
        scope: Scope,
        partition: tuple[t.Expression, ...],
        total: tuple[t.Sort, ...],
        nulls: bool | None,
    ) -> t.Expression:
        """A value of another row."""
        if nulls and scope.of("text") and self.chance(0.4):
            # a dictionary has nulls of two kinds
            kind = "text"
        name, of = self.pick((*VALUES, *VALUES[3:])), self.leaf(kind, scope)
        arguments: tuple[t.Expression, ...] = (of,)
        if name == "nth_value":
            arguments = (of, literal(self.pick((1, 2, 3)), "int"))
        elif name in ("lead", "lag") and self.chance(0.7):
            arguments = (of, literal(self.pick((0, 1, 2, 2, 3)), "int"))
            if self.chance(0.3):
                arguments = (*arguments, self.exact(kind))
        ignore = bool(nulls) or self.chance(0.25)
        if ignore and name in ("lead", "lag"):
            # with 0, no row before or after, engines differ in whether a null is left out
            arguments = (of, literal(self.pick((1, 2, 2, 3)), "int"))
        frame = None
        if name in VALUES[:3] and self.chance(0.6):
            frame = self.frame("ROWS")
        return t.Window(kind, t.Aggregate(kind, name, arguments), partition, total, frame, ignore)

    def exact(self, kind: str) -> t.Expression:
        """A default for rows that are not there: of the value's own type, as engines differ in which of two wins."""
        return t.Literal(kind, "NULL") if kind not in ("text", "bool") else constant(self.random, kind)

    def framed(
        self,
        kind: str,
        scope: Scope,
        partition: tuple[t.Expression, ...],
        order: tuple[t.Sort, ...],
        total: tuple[t.Sort, ...],
        unit: str | None,
    ) -> t.Expression:
        """An aggregate over a frame."""
        function = self.aggregate(kind, scope)
        if not isinstance(function, t.Aggregate) or function.name in ("string_agg", "corr"):
            function = t.Aggregate("int", "count", ())
        function = t.replace(function, distinct=False)
        unit = unit or (self.pick(UNITS) if self.chance(0.7) else None)
        floats = scope.of("float")
        if unit == "ROWS" and floats and (self.take("variance") or self.chance(0.2)):
            # what goes out of the frame leaves nothing behind
            of = t.Cast("float", self.pick(floats), "DOUBLE")
            function = t.Aggregate("float", self.pick(("var_samp", "var_pop", "stddev_samp")), (of,))
        if unit is None:
            return t.Window(function.kind, function, partition, order if self.chance(0.6) else ())
        if unit == "RANGE":
            days = [c for c in scope.of("date", "timestamp") if c.name != "o"]
            if days and self.chance(0.3):
                frame = self.frame("ROWS", "INTERVAL '1 day'", "INTERVAL '31 days'")
                return t.Window(
                    function.kind, function, partition, (self.sort(self.pick(days)),), t.replace(frame, unit=unit)
                )
            numbers = [c for c in scope.of("int", "float", "decimal") if c.name != "n"] or scope.of("int")
            if not numbers:
                return t.Window(
                    function.kind, function, partition, order, t.Frame("RANGE", "UNBOUNDED PRECEDING", "CURRENT ROW")
                )
            key: t.Expression = self.pick(numbers)
            # of 32 bits or 64: engines differ, and so in what is so near to a large number
            key = t.Cast("float", key, "DOUBLE") if key.kind == "float" else self.wide(key)
            return t.Window(function.kind, function, partition, (self.sort(key),), self.frame(unit))
        return t.Window(
            function.kind, function, partition, (total if unit == "ROWS" else order) or total, self.frame(unit)
        )

    def frame(self, unit: str, near: str = "1", far: str = "2") -> t.Frame:
        """A frame whose end is not before its start."""
        before, after = [f"{far} PRECEDING", f"{near} PRECEDING"], [f"{near} FOLLOWING", f"{far} FOLLOWING"]
        bounds = ["UNBOUNDED PRECEDING", *before, "CURRENT ROW", *after, "UNBOUNDED FOLLOWING"]
        start, end = sorted(self.random.sample(range(7), 2) if self.chance(0.9) else [self.pick(range(1, 6))] * 2)
        return t.Frame(unit, bounds[start], bounds[end])

    def windowed(self, scope: Scope) -> t.Expression:
        """A window function of a kind that the scope has."""
        return self.window(self.familiar(scope, COMPUTED), scope)
