"""Aggregates of a kind, with FILTER and DISTINCT."""

from __future__ import annotations

from differential.fuzz import tree as t
from differential.fuzz.kinds import STYLES, literal
from differential.fuzz.scalars import Scalars
from differential.fuzz.scope import Scope


class Aggregates(Scalars):
    """What is computed of many rows."""

    def aggregate(self, kind: str, scope: Scope) -> t.Expression:
        """An aggregate of a kind; of outer columns alone it would be one of the outer query."""
        if kind == "int" and scope.outer is not None and self.chance(0.2):
            own, around = scope.of("int"), scope.around("int")
            if own and around:
                of = t.Operation("int", self.pick("+-*"), self.wide(self.pick(own)), self.wide(self.pick(around)))
                return t.Aggregate("int", self.pick(("sum", "min", "max", "count")), (of,))
        scope = t.replace(scope, outer=None)
        filtered = self.condition(scope, 0) if self.take("filter") or self.chance(0.12) else None
        distinct = self.chance(0.15)
        match kind:
            case "int":
                match self.weighted(rows=3, count=3, sum=3, least=2):
                    case "rows":
                        return t.Aggregate("int", "count", (), False, filtered)
                    case "count":
                        return t.Aggregate(
                            "int", "count", (self.leaf(self.familiar(scope), scope),), distinct, filtered
                        )
                    case "sum":
                        return t.Aggregate("int", "sum", (self.value("int", scope, 1),), distinct, filtered)
            case "float":
                match self.weighted(sum=2, avg=2, avgint=2, var=1.5, corr=0.5, least=2):
                    case "sum" | "avg" as name:
                        return t.Aggregate("float", name, (self.value("float", scope, 1),), distinct, filtered)
                    case "avgint":
                        # an average of decimals, which unsigned and signed integers become together, is a decimal
                        of = t.Cast("float", self.value("int", scope, 1), "DOUBLE")
                        own = [c for c in scope.of("int") if c.name in STYLES]
                        of = self.pick(own) if own and self.chance(0.5) else of
                        return t.Aggregate("float", "avg", (of,), distinct, filtered)
                    case "var":
                        name = self.pick(("var_samp", "var_pop", "stddev_samp", "stddev_pop"))
                        of = self.leaf("float", scope) if self.chance(0.6) else self.leaf("int", scope)
                        return t.Aggregate("float", name, (t.Cast("float", of, "DOUBLE"),), False, filtered)
                    case "corr":
                        pair = (t.Cast("float", self.leaf(kind, scope), "DOUBLE") for kind in ("float", "int"))
                        return t.Aggregate("float", "corr", tuple(pair), False, filtered)
            case "decimal" if self.chance(0.5):
                return t.Aggregate("decimal", "sum", (self.leaf("decimal", scope),), distinct, filtered)
            case "bool":
                return t.Aggregate(
                    "bool", self.pick(("bool_and", "bool_or")), (self.condition(scope, 0),), False, filtered
                )
            case "text" if self.chance(0.2):
                of = self.leaf("text", scope)
                if isinstance(of, t.Column):
                    return t.Aggregate(
                        "text", "string_agg", (of, literal(",", "text")), distinct, filtered, (t.Sort(of),)
                    )
            case "span":
                return self.leaf("span", Scope())
        return t.Aggregate(kind, self.pick(("min", "max")), (self.leaf(kind, scope),), False, filtered)
