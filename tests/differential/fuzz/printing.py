"""Trees as SQL. One text for all engines, but for what they spell differently with the same meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from differential.fuzz import tree as t

LEVELS = {"OR": 1, "AND": 2, "=": 5, "<>": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "+": 7, "-": 7, "*": 8, "%": 8, "/": 8}
LEVELS |= {"IS DISTINCT FROM": 4, "IS NOT DISTINCT FROM": 4}
# the same function by its name in each engine
NAMES = {
    "duckdb": {"regexp_like": "regexp_matches"},
    "pyrust": {"len": "length"},
    "sqlite": {"var_samp": "var_samp"},
}


@dataclass
class Printer:
    """Writes for one engine; `bound` are the values that the text names with $p0, $p1 ..."""

    dialect: str
    bound: dict[str, Any] = field(default_factory=dict)

    def query(self, q: t.Query) -> str:
        match q:
            case t.Select():
                text = self.select(q)
            case t.SetOperation():
                every = " ALL" if q.every else ""
                text = f"{self.operand(q.left)} {q.operator}{every} {self.operand(q.right)}"
            case t.Values():
                rows = (f"({', '.join(map(self.of, row.values))})" for row in q.rows)
                return f"VALUES {', '.join(rows)}"
            case t.With():
                return self.with_(q)
        return text + self.tail(q)

    def operand(self, q: t.Query) -> str:
        plain = isinstance(q, t.Select) and not q.order and q.limit is None and q.offset is None
        if plain or self.dialect == "sqlite":
            return self.query(q) if plain else f"SELECT * FROM ({self.query(q)})"
        return f"({self.query(q)})"

    def with_(self, q: t.With) -> str:
        parts = []
        for cte in q.ctes:
            columns = f"({', '.join(cte.columns)})" if cte.columns else ""
            parts.append(f"{cte.name}{columns} AS ({self.query(cte.query)})")
        recursive = "RECURSIVE " if q.recursive else ""
        return f"WITH {recursive}{', '.join(parts)} {self.query(q.body)}" + self.tail(q)

    def tail(self, q: t.Query) -> str:
        text = f" ORDER BY {self.sorts(q.order)}" if q.order else ""
        text += "" if q.limit is None else f" LIMIT {q.limit}"
        if q.offset is not None and q.limit is None and self.dialect == "sqlite":
            text += " LIMIT -1"
        return text + ("" if q.offset is None else f" OFFSET {q.offset}")

    def sorts(self, sorts: tuple[t.Sort, ...]) -> str:
        return ", ".join(
            f"{s.by if isinstance(s.by, int) else self.of(s.by)}{' DESC' if s.descending else ''}{self.nulls(s)}"
            for s in sorts
        )

    def nulls(self, s: t.Sort) -> str:
        if s.nulls_first is None:
            return " NULLS LAST" if self.dialect == "sqlite" else ""
        return f" NULLS {'FIRST' if s.nulls_first else 'LAST'}"

    def select(self, q: t.Select) -> str:
        columns = ", ".join(self.of(item.of) + (f" AS {item.alias}" if item.alias else "") for item in q.items)
        source = "" if q.source is None else f" FROM {self.source(q.source)}"
        if q.spelled == "table" and isinstance(q.source, t.Table):
            return f"TABLE {q.source.name}"
        where = "" if q.where is None else f" WHERE {self.of(q.where)}"
        if q.spelled == "from":
            return source.strip() + where
        if q.spelled == "*":
            columns = self.star(q)
        distinct = "DISTINCT " if q.distinct else ""
        if q.distinct_on:
            distinct = f"DISTINCT ON ({', '.join(map(self.of, q.distinct_on))}) "
        text = f"SELECT {distinct}{columns}{source}{where}"
        if q.group is not None:
            text += f" GROUP BY {self.grouping(q.group)}"
        text += "" if q.having is None else f" HAVING {self.of(q.having)}"
        return text + ("" if q.qualify is None else f" QUALIFY {self.of(q.qualify)}")

    def star(self, q: t.Select) -> str:
        instead = [f"{self.of(item.of)} AS {item.alias}" for item in q.items if item.alias]
        excluded = f" EXCLUDE ({', '.join(q.excluded)})" if q.excluded else ""
        return f"*{excluded}" + (f" REPLACE ({', '.join(instead)})" if instead else "")

    def grouping(self, group: t.Grouping) -> str:
        keys = [self.of(key) for key in group.keys]
        if group.how == "GROUPING SETS":
            sets = (f"({', '.join(keys[at] for at in one if at < len(keys))})" for one in group.sets)
            return f"GROUPING SETS ({', '.join(sets)})"
        return f"{group.how}({', '.join(keys)})" if group.how else ", ".join(keys)

    def source(self, source: t.Source) -> str:
        match source:
            case t.Table():
                return f"{source.name} AS {source.alias}"
            case t.Derived():
                columns = f"({', '.join(source.columns)})" if source.columns else ""
                lateral = "LATERAL " if source.lateral else ""
                return f"{lateral}({self.query(source.query)}) AS {source.alias}{columns}"
            case t.Sample():
                return f"{self.source(source.of)} TABLESAMPLE RESERVOIR {source.share} REPEATABLE ({source.seed})"
            case t.Join():
                left, right = self.source(source.left), self.source(source.right)
                if isinstance(source.left, t.Join) and source.left.how == ",":
                    # a comma binds weaker than JOIN in most dialects, but not in DuckDB's
                    left = self.source(t.replace(source.left, how="CROSS"))
                if isinstance(source.right, t.Join):
                    right = f"({right})"
                if source.how == ",":
                    return f"{left}, {right}"
                text = f"{left} {'NATURAL ' if source.natural else ''}{source.how} JOIN {right}"
                if source.using:
                    return f"{text} USING ({', '.join(source.using)})"
                return text if source.on is None else f"{text} ON {self.of(source.on)}"
        raise TypeError(source)

    def of(self, e: t.Expression) -> str:
        """An expression."""
        negated = "NOT " if getattr(e, "negated", False) else ""
        match e:
            case t.Column():
                return f"{e.table}.{e.name}" if e.table else e.name
            case t.Literal():
                if e.bound and self.dialect == "pyrust":
                    name = f"p{len(self.bound)}"
                    self.bound[name] = e.value
                    return f"${name}"
                return e.sql
            case t.Operation():
                return self.operation(e)
            case t.Prefix():
                return f"({e.operator} {self.of(e.of)})"
            case t.Is():
                return f"({self.of(e.of)} IS {e.what})"
            case t.Between():
                return f"({self.of(e.of)} {negated}BETWEEN {self.of(e.low)} AND {self.of(e.high)})"
            case t.InList():
                return f"({self.of(e.of)} {negated}IN ({', '.join(map(self.of, e.items))}))"
            case t.Like():
                escape = f" ESCAPE '{e.escape}'" if e.escape else ""
                return f"({self.of(e.of)} {negated}{'I' if e.insensitive else ''}LIKE {self.of(e.pattern)}{escape})"
            case t.Case():
                operand = "" if e.operand is None else f" {self.of(e.operand)}"
                whens = " ".join(f"WHEN {self.of(w.condition)} THEN {self.of(w.then)}" for w in e.whens)
                otherwise = "" if e.otherwise is None else f" ELSE {self.of(e.otherwise)}"
                return f"CASE{operand} {whens}{otherwise} END"
            case t.Cast():
                return f"{'TRY_' if e.gentle else ''}CAST({self.of(e.of)} AS {e.type})"
            case t.Call():
                name = NAMES[self.dialect].get(e.name, e.name)
                return f"{name}({', '.join(map(self.of, e.arguments))})"
            case t.Sliced():
                start, end = ("" if bound is None else str(bound) for bound in (e.start, e.end))
                return f"([{', '.join(map(self.of, e.items))}][{start}:{end}])[{e.index}]"
            case t.RowValue():
                return f"({', '.join(map(self.of, e.parts))})"
            case t.Extract():
                # DuckDB forgets the unit of a timestamp below ROLLUP and CUBE
                of = f"CAST({self.of(e.of)} AS TIMESTAMP)" if self.dialect == "duckdb" else self.of(e.of)
                return f"EXTRACT({e.part} FROM {of})"
            case t.Aggregate():
                return self.aggregate(e)
            case t.Window():
                return self.window(e)
            case t.Exists():
                return f"({negated}EXISTS ({self.query(e.query)}))"
            case t.In():
                return f"({self.of(e.of)} {negated}IN ({self.query(e.query)}))"
            case t.Scalar():
                return f"({self.query(e.query)})"
            case t.Quantified():
                return f"({self.of(e.of)} {e.operator} {e.quantifier} ({self.query(e.query)}))"
        raise TypeError(e)

    def operation(self, e: t.Operation) -> str:
        operator = "//" if e.operator == "/" and self.dialect == "duckdb" and e.kind == "int" else e.operator
        parts = []
        for at, part in enumerate((e.left, e.right)):
            text = self.of(part)
            if e.bare and isinstance(part, t.Operation) and text.startswith("("):
                above, below = LEVELS.get(e.operator, 9), LEVELS.get(part.operator, 0)
                chain = at == 0 and below == above and below in (1, 2, 7)
                # IS DISTINCT FROM and comparisons stand beside each other only in parentheses
                if (below > above or chain) and not (above == 4 and below == 5):
                    text = text[1:-1]
            parts.append(text)
        return f"({parts[0]} {operator} {parts[1]})"

    def aggregate(self, e: t.Aggregate, inside: str = "") -> str:
        arguments = ", ".join(map(self.of, e.arguments)) or ("*" if e.name == "count" else "")
        order = f" ORDER BY {self.sorts(e.order)}" if e.order else ""
        text = f"{e.name}({'DISTINCT ' if e.distinct else ''}{arguments}{order}{inside})"
        text += "" if e.filter is None else f" FILTER (WHERE {self.of(e.filter)})"
        return f"nullif({text}, 'nan')" if e.name == "corr" and self.dialect == "duckdb" else text

    def window(self, e: t.Window) -> str:
        parts = [f"PARTITION BY {', '.join(map(self.of, e.partition))}"] if e.partition else []
        parts += [f"ORDER BY {self.sorts(e.order)}"] if e.order else []
        if e.frame is not None:
            parts.append(f"{e.frame.unit} BETWEEN {e.frame.start} AND {e.frame.end}")
        nulls = " IGNORE NULLS" if e.ignore_nulls else ""
        if self.dialect == "duckdb":
            return f"{self.aggregate(e.function, nulls)} OVER ({' '.join(parts)})"
        return f"{self.aggregate(e.function)}{nulls} OVER ({' '.join(parts)})"
