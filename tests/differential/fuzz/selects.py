"""SELECT with grouping and order, and set operations."""

from __future__ import annotations

from typing import Any

from differential.fuzz import tree as t
from differential.fuzz.kinds import COMPUTED, ORDERED, constant, literal
from differential.fuzz.scope import Output, Scope
from differential.fuzz.shapes import SHAPES, Shapes
from differential.fuzz.subqueries import KINDS, conjunction

PLACES = ("where", "select", "having", "case", "on", "order by")
GROUPINGS = ("ROLLUP", "CUBE", "GROUPING SETS")


class Selects(Shapes):
    """SELECT, and two of them as one."""

    def query(
        self, outer: Scope | None, depth: int, kinds: list[str] | None, *, top: bool = False
    ) -> tuple[t.Query, list[Output]]:
        if (top and "set" in self.wanted) or self.chance(0.14 if top else 0.07):
            return self.set_operation(outer, depth, kinds)
        return self.select(outer, depth, kinds, top=top)

    def set_operation(self, outer: Scope | None, depth: int, kinds: list[str] | None) -> tuple[t.Query, list[Output]]:
        operator, every = self.take("set") or (self.pick(("UNION", "UNION", "INTERSECT", "EXCEPT")), self.chance(0.5))
        kinds = kinds or self.random.choices(
            ("int", "int", "text", "float", "bool", "date", "decimal"), k=self.pick((1, 1, 2, 2, 3))
        )
        left, outputs = self.select(outer, depth - 1, kinds, plain=True)
        right, _ = (
            self.query(outer, depth - 1, kinds)
            if self.chance(0.2)
            else self.select(outer, depth - 1, kinds, plain=True)
        )
        if isinstance(right, t.Select) and self.chance(0.3):
            # the first query names the columns
            right = t.replace(right, items=tuple(t.replace(item, alias="") for item in right.items))
        made = t.SetOperation(operator=operator, every=every, left=left, right=right)
        return self.ordered(made, outputs), outputs

    def ordered(self, made: t.Query, outputs: list[Output]) -> Any:
        """Now and then an order, and a limit if the order leaves nothing to chance."""
        numbers = [at + 1 for at, (_, kind) in enumerate(outputs)]
        if not sortable([kind for _, kind in outputs]) or not self.chance(0.22):
            return made
        self.random.shuffle(numbers)
        # -0.0 comes before 0.0 here and beside it in DuckDB
        numbers.sort(key=lambda at: outputs[at - 1][1] == "wild")
        order = tuple(self.sort(at) for at in numbers)
        limit = self.pick((None, 1, 2, 3, 5, 10, 10))
        offset = self.pick((None, None, 1, 2)) if limit != 1 else None
        return t.replace(made, order=order, limit=limit, offset=offset)

    def select(
        self, outer: Scope | None, depth: int, kinds: list[str] | None, *, top: bool = False, plain: bool = False
    ) -> tuple[t.Query, list[Output]]:
        if top and (self.take("extremes") or (not self.wanted and self.chance(0.2))):
            return self.extremes()
        if top and (how := self.take("star")):
            return self.star(how)
        shape = self.take("shape") if top else None
        if shape or (top and not self.wanted and self.chance(0.06)):
            return self.shape(shape or self.pick(SHAPES))
        source, scope = self.source(outer, depth)
        where = self.condition(scope, 1) if self.chance(0.25) else None
        if top and "subquery" not in self.wanted and self.chance(0.1):
            self.wanted["subquery"] = (self.pick(KINDS), self.pick(PLACES))
        asked = self.wanted.get("subquery") if top else None
        if asked and asked[1] == "where":
            self.take("subquery")
            found = self.subquery_of(asked[0], scope, 2)
            if self.chance(0.3):
                found = (
                    t.Prefix("bool", "NOT", found)
                    if self.chance(0.5)
                    else t.Operation("bool", "OR", self.condition(scope, 0), found)
                )
            where = found if self.chance(0.7) else conjunction(where, found)
        elif top and self.chance(0.2):
            where = conjunction(where, self.subquery(scope, 1, "bool") or self.condition(scope, 0))
        spelled = self.starred(source, scope, where) if kinds is None and not self.wanted and self.chance(0.1) else ""
        if spelled:
            items = tuple(t.Item(c) for c in scope.columns)
            made = t.Select(items=items, source=source, where=where, spelled=spelled)
            return made, [(c.name, c.kind) for c in scope.columns]
        must = bool({"group", "filter"} & self.wanted.keys()) or bool(asked and asked[1] == "having")
        windowed = bool({"frame", "ignore nulls", "first"} & self.wanted.keys())
        if (must and top) or (not windowed and not asked and self.chance(0.25)):
            made, outputs = self.grouped(source, scope, where, kinds, asked if must else None)
        else:
            made, outputs = self.listed_items(source, scope, where, depth, kinds, top=top)
            made = self.places(made, scope, asked)
            made = made if plain else self.first_rows(made, scope)
            outputs = [(item.alias, item.of.kind) for item in made.items]
        return made if plain or made.order else self.ordered(made, outputs), outputs

    def extremes(self) -> tuple[t.Query, list[Output]]:
        """Least, greatest and count of columns of one table: what can be answered from the statistics of files."""
        edge = self.take("edge")
        source, scope = self.table()
        if edge:
            wild = [name for name, made in sorted(self.world.tables.items()) if "v" in made.columns] or ["t0"]
            source, scope = self.table(self.pick(wild))
        columns = [c for c in scope.columns if c.kind == "wild"] if edge else []
        columns = columns or [c for c in scope.columns if c.kind in ORDERED] or [constant(self.random, "int")]
        kinds = [self.pick(columns) for _ in range(self.pick((1, 2, 3)))]
        made = [
            t.Aggregate(c.kind, self.pick(("min", "max")), (c,))
            if self.chance(0.8)
            else t.Aggregate("int", "count", (c,))
            for c in kinds
        ]
        if not edge and self.chance(0.15):
            made[-1] = t.replace(made[-1], filter=self.condition(scope, 0))
        items = tuple(t.Item(of, self.name("c")) for of in made)
        where = None
        if edge and self.chance(0.5):
            # what bounds of files are compared with, and NaN is beyond
            column = self.pick(columns)
            operator = self.pick((">", ">=", "=", "<>"))
            where = t.Operation("bool", operator, column, constant(self.random, column.kind))
        elif self.chance(0.4):
            where = self.condition(t.replace(scope, columns=tuple(columns)) if edge else scope, 0)
        return t.Select(items=items, source=source, where=where), [(item.alias, item.of.kind) for item in items]

    def listed_items(
        self,
        source: t.Source,
        scope: Scope,
        where: t.Expression | None,
        depth: int,
        kinds: list[str] | None,
        *,
        top: bool,
    ) -> tuple[t.Select, list[Output]]:
        """SELECT without GROUP BY."""
        forced = bool({"frame", "ignore nulls"} & self.wanted.keys())
        free = kinds is None
        kinds = kinds or [self.familiar(scope) for _ in range(self.pick((1, 2, 2, 3, 4)))]
        items: list[t.Item] = []
        # rows that are the same throughout have no order among themselves, of which two windows could see two
        alone = any(c.name != "n" for c in scope.identity)
        for at, kind in enumerate(kinds):
            enough = alone and any(isinstance(i.of, t.Window) for i in items)
            windowed = (forced and at == 0) or (self.chance(0.1) and not enough)
            if kind in COMPUTED and scope.outer is None and windowed:
                made = self.window(kind, scope)
                of = made if made.kind == kind else self.value(kind, scope)
                if free and made.kind != kind and forced and at == 0:
                    items.append(t.Item(made, self.name("c")))
            elif self.chance(0.07) and depth > 0:
                of = self.subquery(scope, 1, kind) or self.value(kind, scope)
            elif items and kind == items[-1].of.kind and self.chance(0.1):
                of = items[-1].of  # a column twice
            else:
                of = self.value(kind, scope, min(depth, 2))
            items.append(t.Item(of, self.name("c")))
        if top and self.chance(0.05):
            twice = self.chance(0.5)
            items[0] = t.replace(items[0], alias="") if twice else items[0]
            items.append(t.replace(items[0], alias="" if twice else self.name("c")))
        outputs = [(item.alias, item.of.kind) for item in items]
        return t.Select(items=tuple(items), source=source, where=where, distinct=self.chance(0.1)), outputs

    def grouped(
        self,
        source: t.Source,
        scope: Scope,
        where: t.Expression | None,
        kinds: list[str] | None,
        asked: Any,
    ) -> tuple[t.Select, list[Output]]:
        """SELECT with GROUP BY, or with aggregates alone."""
        how = self.take("group")
        # one of each name: whether k and a.k, the pair of USING and its part, are one key, engines see differently
        columns = list({c.name: c for c in scope.columns if c.kind in ORDERED or c.kind == "bool"}.values())
        if how is None:
            how = self.pick(GROUPINGS) if self.chance(0.2) else ""
        most = min(3 if how else 2, len(columns))
        keys = (
            tuple(self.random.sample(columns, self.random.randint(1 if how or asked else 0, most))) if columns else ()
        )
        if not keys:
            how = ""
        sets: tuple[tuple[int, ...], ...] = ()
        if how == "GROUPING SETS":
            numbers = range(len(keys))
            sets = tuple(
                tuple(sorted(self.random.sample(numbers, self.random.randint(0, len(keys)))))
                for _ in range(self.pick((1, 2, 3)))
            )
            # DuckDB gives one row for several empty sets
            sets = tuple(one for at, one in enumerate(sets) if one or () not in sets[:at])
            sets = (
                (tuple(numbers), *sets) if self.chance(0.6) or len({n for s in sets for n in s}) < len(keys) else sets
            )
        if how and self.chance(0.25):
            # constant below, and NULL in some rows above
            key = self.pick(keys)
            where = conjunction(where, t.Operation("bool", "=", key, constant(self.random, key.kind)))
        level = Scope(tuple(keys), tuple(keys), scope.outer, scope, not how)
        if kinds is None:
            kinds = [k.kind for k in keys if self.chance(0.85)]
            edge = ("wild", "wild") if scope.of("wild") and self.chance(0.5) else ()
            kinds += [
                self.pick(("int", "int", "float", self.familiar(scope, COMPUTED), *edge))
                for _ in range(self.pick((1, 1, 2)))
            ]
        items = []
        for at, kind in enumerate(kinds):
            same = [k for k in keys if k.kind == kind]
            if at < len(keys) and same and self.chance(0.8):
                of: t.Expression = self.pick(same)
            elif self.chance(0.6):
                of = self.aggregate(kind, scope)
            elif not how and keys and kind in ("int", "float") and self.chance(0.1):
                of = t.Window(
                    kind,
                    t.Aggregate(kind, "sum", (t.Aggregate("int", "count", ()),))
                    if kind == "int"
                    else t.Aggregate("float", "cume_dist", ()),
                    (),
                    tuple(map(self.sort, keys)),
                )
            elif how and kind == "int" and self.chance(0.4):
                of = t.Aggregate("int", "grouping", (self.pick(keys),))
            else:
                of = self.value(kind, level, 1)
            items.append(t.Item(of, self.name("c")))
        having = self.condition(level, 1) if self.chance(0.2) else None
        if asked and asked[1] == "having":
            self.take("subquery")
            found = self.subquery_of(asked[0], level, 2)
            having = found if self.chance(0.7) else conjunction(having, found)
        if "filter" in self.wanted:
            items.append(t.Item(self.aggregate("int", scope), self.name("c")))
        group = t.Grouping(keys, how, sets) if keys else None
        if group is None and not any(isinstance(n, t.Aggregate) for i in items for _, n in t.walk(i)):
            items.append(t.Item(t.Aggregate("int", "count", ()), self.name("c")))
            if kinds is not None and len(items) > len(kinds):
                items = (
                    [*items[: len(kinds) - 1], items[-1]]
                    if kinds[-1] == "int"
                    else [t.Item(t.Aggregate(k, "min", (constant(self.random, k),)), self.name("c")) for k in kinds]
                )
        outputs = [(item.alias, item.of.kind) for item in items]
        return t.Select(items=tuple(items), source=source, where=where, group=group, having=having), outputs

    def places(self, made: t.Select, scope: Scope, asked: Any) -> t.Select:
        """The subquery that is asked for, in SELECT, CASE or ORDER BY."""
        if not asked or asked != self.wanted.get("subquery"):
            return made
        kind, place = asked
        if place == "select":
            self.take("subquery")
            found = self.subquery_of(kind, scope, 2)
            return t.replace(made, items=(*made.items, t.Item(found, self.name("c"))))
        if place == "case":
            self.take("subquery")
            case: t.Expression
            if kind == "scalar" and self.chance(0.6):
                of = self.familiar(scope, ORDERED)
                case = t.Case(
                    of,
                    (t.When(self.condition(scope, 0), t.Scalar(of, self.single(of, scope, 2))),),
                    self.leaf(of, scope),
                )
            else:
                case = t.Case("int", (t.When(self.subquery_of(kind, scope, 2), literal(1, "int")),), literal(0, "int"))
            if self.chance(0.3) and case.kind == "int":
                return t.replace(
                    made, where=conjunction(made.where, t.Operation("bool", "<=", case, constant(self.random, "int")))
                )
            return t.replace(made, items=(*made.items, t.Item(case, self.name("c"))))
        if place == "order by":
            self.take("subquery")
            found = self.subquery_of(kind, scope, 2)
            if kind == "scalar" and self.chance(0.5):
                of = self.familiar(scope, ORDERED)
                found = t.Scalar(of, self.single(of, scope, 2))
            kinds = [item.of.kind for item in made.items]
            rest = tuple(self.sort(at + 1) for at in sorted(range(len(kinds)), key=lambda at: kinds[at] == "wild"))
            whole = sortable(kinds)
            limit = self.pick((None, 2, 5)) if whole else None
            order = (self.sort(found), *(rest if whole else ()))
            return t.replace(made, distinct=False, order=order, limit=limit)
        return made


def sortable(kinds: list[str]) -> bool:
    """Whether an order by all columns leaves nothing to chance: of two with -0.0 the second could decide."""
    return "span" not in kinds and kinds.count("wild") < 2
