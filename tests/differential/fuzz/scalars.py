"""Expressions of a kind over a scope, and conditions."""

from __future__ import annotations

from typing import Any

from differential.fuzz import tree as t
from differential.fuzz.kinds import COMPUTED, FAR, ORDERED, RELATED, STYLES, TYPES, constant, literal, nothing
from differential.fuzz.scope import Grower, Scope

COMPARISONS = ("=", "=", "<>", "<", "<=", ">", ">=")
PATTERNS = ("a%", "%b", "%a%", "_", "%", "", "a_", "%!%%", "a!_b", "%'%", "__%", "A%")
REGEXES = ("a", "^a", "b$", "a.b", "a\\.b", "a\\\\b", "^.$", "[ab]+", "^$", "(a|c)", "\\d", "\\\\", "a|b", ".*")
NUMBERS = ("int", "float", "decimal")


class Scalars(Grower):
    """What has no query of its own inside, but for what `subquery` puts there."""

    def subquery(self, scope: Scope, depth: int, kind: str) -> t.Expression | None:
        """A subquery of a kind, if there is room for one."""
        raise NotImplementedError

    def leaf(self, kind: str, scope: Scope) -> t.Expression:
        own, around = scope.of(kind), scope.around(kind)
        if around and self.chance(0.12):
            return self.pick(around)
        if own and self.chance(0.85):
            return self.pick(own)
        if scope.below is not None and self.chance(0.9):
            return self.aggregate(kind, scope.below)
        if self.chance(0.04):
            return nothing(kind)
        made = constant(self.random, kind)
        return t.replace(made, bound=True) if kind in ("int", "text", "bool", "float") and self.chance(0.06) else made

    def value(self, kind: str, scope: Scope, depth: int = 2) -> t.Expression:
        """An expression of a kind."""
        if depth <= 0 or self.chance(0.55) or kind not in COMPUTED:
            if depth > 0 and self.chance(0.12):
                return self.choice(kind, scope, depth - 1)
            return self.leaf(kind, scope)
        if self.chance(0.3):
            return self.choice(kind, scope, depth - 1)
        if self.chance(0.08) and (found := self.subquery(scope, depth - 1, kind)) is not None:
            return found
        return getattr(self, f"{kind}_value")(scope, depth - 1)

    def choice(self, kind: str, scope: Scope, depth: int) -> t.Expression:
        """What every kind has: CASE, coalesce, nullif."""
        match self.weighted(case=4, simple=1, coalesce=3, nullif=2):
            case "case":
                whens = tuple(
                    t.When(self.condition(scope, depth), self.value(kind, scope, depth))
                    for _ in range(self.pick((1, 1, 2)))
                )
                return t.Case(kind, whens, self.value(kind, scope, depth) if self.chance(0.8) else None)
            case "simple":
                of = self.pick([k for k in scope.kinds() if k in COMPUTED] or ["int"])
                whens = (t.When(constant(self.random, of), self.value(kind, scope, depth)),)
                return t.Case(kind, whens, self.value(kind, scope, depth), self.leaf(of, scope))
            case "coalesce":
                return t.Call(kind, "coalesce", (self.value(kind, scope, depth), self.value(kind, scope, 0)))
        if kind == "span":
            return self.leaf(kind, scope)
        return t.Call(kind, "nullif", (self.value(kind, scope, depth), constant(self.random, kind)))

    def wide(self, e: t.Expression, to: str = "BIGINT") -> t.Expression:
        """What arithmetic is done with: narrow and unsigned columns would overflow in one engine and not in another.

        A choice of unsigned and signed ones is a decimal here, and computed as one.
        """
        if e.kind != "int":
            return e
        is_plain = isinstance(e, t.Column) and e.name in ("i", "n") and self.chance(0.3)
        is_choice = isinstance(e, t.Case) or (isinstance(e, t.Call) and e.name in ("coalesce", "nullif"))
        return t.Cast("int", e, to) if is_choice or (isinstance(e, t.Column) and not is_plain) else e

    def int_value(self, scope: Scope, depth: int) -> t.Expression:
        match self.weighted(
            arithmetic=5, modulo=1, divide=1, length=1, part=1, absolute=1, cast=1, negative=0.5, slice=0.25, read=0.4
        ):
            case "arithmetic":
                left, right = self.wide(self.value("int", scope, depth)), self.wide(self.value("int", scope, depth))
                return t.Operation("int", self.pick("++-*"), left, right, self.chance(0.3))
            case "modulo":
                return t.Operation(
                    "int", "%", self.wide(self.value("int", scope, depth)), literal(self.pick((2, 3)), "int")
                )
            case "divide":
                return t.Operation(
                    "int", "/", self.wide(self.value("int", scope, depth)), literal(self.pick((2, 3)), "int")
                )
            case "length":
                return t.Call("int", "length", (self.value("text", scope, depth),))
            case "part":
                kind = self.pick(("date", "timestamp"))
                return t.Extract("int", self.pick(("YEAR", "MONTH", "DAY")), self.value(kind, scope, depth))
            case "absolute":
                return t.Call("int", "abs", (self.wide(self.value("int", scope, depth)),))
            case "cast":
                return t.Cast("int", self.value("bool", scope, depth), "INTEGER")
            case "read":
                return t.Cast("int", self.value("text", scope, depth), "BIGINT", gentle=True)
            case "slice":
                items = tuple(self.wide(self.leaf("int", scope)) for _ in range(3))
                start, end = self.pick(((None, 2), (2, None), (2, 3), (1, 2), (None, None)))
                return t.Sliced("int", items, start, end, self.pick((1, 2)))
        return t.Prefix("int", "-", self.wide(self.value("int", scope, depth)))

    def float_value(self, scope: Scope, depth: int) -> t.Expression:
        match self.weighted(arithmetic=4, cast=2, divide=1, call=1):
            case "arithmetic":
                # neither products nor ceil, which can be -0.0
                left, right = self.value("float", scope, depth), self.value("float", scope, depth)
                return t.Operation("float", self.pick("+-"), left, right)
            case "cast":
                return t.Cast("float", self.value("int", scope, depth), "DOUBLE")
            case "divide":
                return t.Operation(
                    "float", "/", t.Cast("float", self.value("float", scope, depth), "DOUBLE"), literal(2.0, "float")
                )
        return t.Call("float", self.pick(("abs", "floor")), (self.value("float", scope, depth),))

    def decimal_value(self, scope: Scope, depth: int) -> t.Expression:
        if self.chance(0.3):
            return t.Cast("decimal", t.Cast("int", self.value("int", scope, depth), "INTEGER"), "DECIMAL(12, 2)")
        left, right = self.value("decimal", scope, depth), self.value("decimal", scope, depth)
        return t.Operation("decimal", self.pick("+-"), left, right)

    def text_value(self, scope: Scope, depth: int) -> t.Expression:
        text = self.value("text", scope, depth)
        match self.weighted(join=3, case=2, part=2, replace=1, cast=1, trim=0.5, pattern=0.4, pad=0.4):
            case "join":
                return t.Operation("text", "||", text, self.value("text", scope, depth))
            case "case":
                return t.Call("text", self.pick(("upper", "lower", "reverse")), (text,))
            case "part":
                if self.chance(0.5):
                    return t.Call("text", self.pick(("left", "right")), (text, literal(self.pick((1, 2)), "int")))
                return t.Call(
                    "text", "substr", (text, literal(self.pick((1, 2)), "int"), literal(self.pick((1, 2)), "int"))
                )
            case "replace":
                return t.Call("text", "replace", (text, literal("a", "text"), literal(self.pick(("", "xy")), "text")))
            case "pattern":
                pattern = literal(self.pick(("a", "^a|b.*$", "^b|a.*$", "[ab]+", "a.*$", "^.*b")), "text")
                return t.Call("text", "regexp_replace", (text, pattern, literal(self.pick(("", "xy")), "text")))
            case "pad":
                own = [c for c in scope.of("int") if c.name in ("i", "j")]
                size: t.Expression = literal(self.pick((-1, 0, 2, 5)), "int")
                size = self.wide(self.pick(own), "INTEGER") if own and self.chance(0.5) else size
                return t.Call("text", self.pick(("lpad", "rpad")), (text, size, literal("xy", "text")))
            case "cast":
                return t.Cast("text", self.value(self.pick(("int", "date")), scope, depth), "VARCHAR")
        return t.Call("text", "trim", (text,))

    def bool_value(self, scope: Scope, depth: int) -> t.Expression:
        return self.condition(scope, depth)

    def date_value(self, scope: Scope, depth: int) -> t.Expression:
        if self.chance(0.5):
            return t.Cast("date", self.value("timestamp", scope, depth), "DATE")
        return t.Cast("date", self.shifted("date", scope), "DATE")

    def timestamp_value(self, scope: Scope, depth: int) -> t.Expression:
        match self.weighted(shift=2, trunc=2, cast=1):
            case "shift":
                return self.shifted("timestamp", scope)
            case "trunc":
                unit = literal(self.pick(("day", "month", "year", "hour", "minute")), "text")
                if scope.of("far") and self.chance(0.2):
                    return t.Call("timestamp", "date_trunc", (unit, self.pick(scope.of("far"))))
                return t.Cast(
                    "timestamp",
                    t.Call("timestamp", "date_trunc", (unit, self.value("timestamp", scope, depth))),
                    "TIMESTAMP",
                )
        return t.Cast("timestamp", self.value("date", scope, depth), "TIMESTAMP")

    def shifted(self, kind: str, scope: Scope) -> t.Expression:
        days = [c for c in scope.of("date") if c.name != "o"]
        if kind == "timestamp" and days and self.chance(0.05):
            # an error here by design, and no date without its hours
            return t.Operation(kind, "+", self.pick(days), t.Literal("span", "INTERVAL '90 minutes'"))
        # far dates leave the range of an engine's units, which is by design
        span = self.pick(
            ("1 day", "1 month", "2 days", "1 year") if kind == "date" else ("1 day", "1 month", "90 minutes")
        )
        own = [c for c in scope.of(kind) if c.name != "o"]
        of = self.pick(own) if own else constant(self.random, "timestamp" if kind == "timestamp" else kind)
        if isinstance(of, t.Literal) and kind == "timestamp":
            of = literal(STYLES["u"].values[0], kind)
        if isinstance(of, t.Literal) and kind == "date":
            of = literal(STYLES["o"].values[1], kind)
        return t.Operation(kind, self.pick("+-"), of, t.Literal("span", f"INTERVAL '{span}'"))

    def condition(self, scope: Scope, depth: int = 2) -> t.Expression:
        """A boolean."""
        if depth > 0 and self.chance(0.15) and (found := self.subquery(scope, depth - 1, "bool")) is not None:
            return found
        shapes: dict[str, float] = {
            "compare": 6,
            "null": 1.5,
            "between": 1,
            "list": 1.5,
            "like": 1,
            "regex": 0.7,
            "distinct": 1,
            "column": 1,
            "lists": 0.25,
        }
        if depth > 0:
            shapes |= {"both": 1.5, "either": 1.5, "not": 1.2, "truth": 0.6}
        match self.weighted(**shapes):
            case "both" | "either" as shape:
                operator = "AND" if shape == "both" else "OR"
                return t.Operation(
                    "bool",
                    operator,
                    self.condition(scope, depth - 1),
                    self.condition(scope, depth - 1),
                    self.chance(0.3),
                )
            case "not":
                return t.Prefix("bool", "NOT", self.condition(scope, depth - 1))
            case "truth":
                what = self.pick(("TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "NULL", "NOT NULL"))
                return t.Is("bool", self.condition(scope, depth - 1), what)
            case "null":
                return t.Is(
                    "bool", self.value(self.familiar(scope), scope, 0), self.pick(("NULL", "NOT NULL", "NOT NULL"))
                )
            case "column":
                return self.leaf("bool", scope)
            case "like":
                pattern = self.pick(PATTERNS)
                escape = "!" if "!" in pattern else self.pick(("", "", "!"))
                return t.Like(
                    "bool",
                    self.value("text", scope, depth - 1),
                    literal(pattern, "text"),
                    escape,
                    self.chance(0.3),
                    self.chance(0.2),
                )
            case "regex":
                of = nothing("text") if self.chance(0.06) else self.value("text", scope, depth - 1)
                pattern = nothing("text") if self.chance(0.08) else literal(self.pick(REGEXES), "text")
                return (
                    t.Operation("bool", "~", of, pattern)
                    if self.chance(0.6)
                    else t.Call("bool", "regexp_like", (of, pattern))
                )
            case "between":
                kind = self.familiar(scope, ORDERED)
                low, high = (constant(self.random, kind) for _ in range(2))
                if self.chance(0.8) and not isinstance(low.value, bytes | type(None)) and low.value > high.value:
                    low, high = high, low
                return t.Between("bool", self.value(kind, scope, depth - 1), low, high, self.chance(0.25))
            case "list":
                return self.listed(scope, depth)
            case "lists":
                # two lists about one value, which engines make one of
                first, second = self.listed(scope, 0), self.listed(scope, 0)
                if isinstance(first, t.InList) and isinstance(second, t.InList) and first.of.kind == second.of.kind:
                    second = t.replace(second, of=first.of, negated=not first.negated)
                return t.Operation("bool", self.pick(("AND", "OR")), first, second)
        kind = self.familiar(scope, ORDERED)
        left, right = self.value(kind, scope, depth - 1), self.comparable(kind, scope, depth - 1)
        if self.chance(0.15):
            operator = self.pick(("IS DISTINCT FROM", "IS NOT DISTINCT FROM"))
            return t.Operation("bool", operator, left, right, self.chance(0.3))
        return t.Operation("bool", self.pick(COMPARISONS), left, right, self.chance(0.2))

    def listed(self, scope: Scope, depth: int) -> t.Expression:
        kind = self.familiar(scope, ORDERED)
        items: list[Any] = [constant(self.random, kind) for _ in range(self.pick((1, 2, 3)))]
        if self.chance(0.15):
            items.append(t.Literal(kind, "NULL"))
        if self.chance(0.1):
            items.append(self.leaf(kind, scope))
        return t.InList("bool", self.value(kind, scope, depth - 1), tuple(items), self.chance(0.35))

    def comparable(self, kind: str, scope: Scope, depth: int) -> t.Expression:
        """Something to compare a value with: mostly a constant or a column, now and then of a related kind."""
        other = self.pick(RELATED[kind]) if kind in RELATED and self.chance(0.2) else kind
        if self.chance(0.55):
            return self.value(other, scope, depth)
        made = constant(self.random, other)
        if other == "timestamp" and self.chance(0.2):
            # compared with alone: in one column with nanoseconds there is no type for it
            made = literal(self.pick(FAR), other)
        if other in ("date", "timestamp", "far") and kind != "date" and self.chance(0.25):
            # a plain text is read as what it is compared with
            return t.replace(made, sql=f"'{made.value}'")
        return made

    def familiar(self, scope: Scope, among: Any = tuple(TYPES)) -> str:
        """A kind of which there are columns."""
        found = [c.kind for c in scope.columns if c.kind in among]
        if scope.below is not None:
            found += [k for k in ("int", "float", "text") if k in among]
        return self.pick(found or ["int"])

    def aggregate(self, kind: str, scope: Scope) -> t.Expression:
        """An aggregate of a kind."""
        raise NotImplementedError
