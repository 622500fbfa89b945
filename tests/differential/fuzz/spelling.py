"""Expressions of a tree as pr.Expr, as far as verbs have them."""

from __future__ import annotations

import datetime
from typing import Any

from differential.fuzz import tree as t

import pyrust as pr
from pyrust import functions as f


class Inexpressible(Exception):  # noqa: N818 - no error, but an outcome
    """What verbs do not have, or mean otherwise (division of integers, for one)."""


TYPES = {
    "BIGINT": "int64",
    "INTEGER": "int32",
    "SMALLINT": "int16",
    "DOUBLE": "float64",
    "VARCHAR": "string",
    "BOOLEAN": "bool",
    "DATE": "date",
    "TIMESTAMP": "timestamp[us]",
    "DECIMAL(12, 2)": "decimal(12,2)",
    "DECIMAL(18, 4)": "decimal(18,4)",
    "TIMESTAMP WITH TIME ZONE": "timestamp[us, UTC]",
    "TIME": "time",
    "BYTEA": "binary",
}
BY_NAME = {
    "abs": f.abs,
    "floor": f.floor,
    "ceil": f.ceil,
    "upper": f.upper,
    "lower": f.lower,
    "reverse": f.reverse,
    "left": f.left,
    "right": f.right,
    "substr": f.substr,
    "replace": f.replace,
    "trim": f.btrim,
    "length": f.character_length,
    "coalesce": f.coalesce,
    "nullif": f.nullif,
    "regexp_like": f.regexp_like,
    "regexp_replace": f.regexp_replace,
    "lpad": f.lpad,
    "rpad": f.rpad,
}
# their counts and positions are plain ints
COUNTED = ("left", "right", "substr", "lpad", "rpad")
AGGREGATES = {
    "sum": f.sum,
    "avg": f.mean,
    "min": f.min,
    "max": f.max,
    "count": f.count,
    "corr": f.corr,
    "var_samp": f.var,
    "var_pop": f.var_pop,
    "stddev_samp": f.std,
    "stddev_pop": f.stddev_pop,
    "bool_and": f.bool_and,
    "bool_or": f.bool_or,
}
WINDOWS = {
    "row_number": f.row_number,
    "rank": f.rank,
    "dense_rank": f.dense_rank,
    "percent_rank": f.percent_rank,
    "cume_dist": f.cume_dist,
    "ntile": f.ntile,
    "lead": f.lead,
    "lag": f.lag,
    "first_value": f.first,
    "last_value": f.last,
    "nth_value": f.nth_value,
}
SPANS = {"1 day": 1440, "2 days": 2880, "90 minutes": 90}
BOUNDS = {"UNBOUNDED PRECEDING": None, "UNBOUNDED FOLLOWING": None, "CURRENT ROW": 0}


def spelled(e: t.Expression, given: dict[t.Expression, pr.Expr] | None = None) -> pr.Expr:
    """An expression; `given` are those that are columns by now, as what GROUP BY has computed."""
    if given and e in given:
        return given[e]

    def of(part: t.Expression) -> pr.Expr:
        return spelled(part, given)

    match e:
        case t.Column():
            return pr.col(f"{e.table}.{e.name}" if e.table else e.name)
        case t.Literal():
            return constant(e)
        case t.Operation():
            return operation(e, of)
        case t.Prefix():
            return ~of(e.of) if e.operator == "NOT" else -of(e.of)
        case t.Is():
            return {
                "NULL": lambda x: x.is_null(),
                "NOT NULL": lambda x: x.is_not_null(),
                "TRUE": lambda x: x.eq_missing(True),
                "NOT TRUE": lambda x: x.ne_missing(True),
                "FALSE": lambda x: x.eq_missing(False),
                "NOT FALSE": lambda x: x.ne_missing(False),
            }[e.what](of(e.of))
        case t.Between():
            inside = of(e.of).between(of(e.low), of(e.high))
            return ~inside if e.negated else inside
        case t.InList():
            if not all(isinstance(item, t.Literal) and item.value is not None for item in e.items):
                raise Inexpressible("is_in takes values, none of them null")
            values = [item.value for item in e.items if isinstance(item, t.Literal)]
            return of(e.of).is_not_in(values) if e.negated else of(e.of).is_in(values)
        case t.Like() if not e.escape:
            like = of(e.of).like(of(e.pattern), ignore_case=e.insensitive)
            return ~like if e.negated else like
        case t.Case():
            return case(e, of)
        case t.Cast():
            return of(e.of).try_cast(TYPES[e.type]) if e.gentle else of(e.of).cast(TYPES[e.type])
        case t.Call():
            if e.name == "date_trunc":
                assert isinstance(e.arguments[0], t.Literal)
                return f.date_trunc(e.arguments[0].value, of(e.arguments[1]))
            if e.name in COUNTED and not all(isinstance(a, t.Literal) for a in e.arguments if a.kind == "int"):
                raise Inexpressible("counts that are columns")
            arguments = [
                a.value if at and isinstance(a, t.Literal) and a.kind == "int" and e.name in COUNTED else of(a)
                for at, a in enumerate(e.arguments)
            ]
            return BY_NAME[e.name](*arguments)
        case t.Extract():
            return f.date_part(e.part.lower(), of(e.of)).cast("int64")
        case t.Aggregate():
            return aggregate(e, of)
        case t.Window():
            return window(e, of)
    raise Inexpressible(type(e).__name__)


def constant(e: t.Literal) -> pr.Expr:
    if e.sql.startswith("INTERVAL"):
        span = e.sql.split("'")[1]
        if span not in SPANS:
            raise Inexpressible("months and years")
        return pr.lit(datetime.timedelta(minutes=SPANS[span]))
    if e.sql == "NULL":
        return pr.lit(None)
    made = pr.lit(e.value)
    return made.cast("decimal(12,2)") if e.kind == "decimal" else made


def operation(e: t.Operation, of: Any) -> pr.Expr:
    if e.operator in ("/", "%") and e.kind == "int":
        raise Inexpressible("division of integers is Python's in verbs")
    left, right = of(e.left), of(e.right)
    match e.operator:
        case "AND":
            return left & right
        case "OR":
            return left | right
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "+" | "||":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case "~":
            return f.regexp_like(left, right)
        case "IS DISTINCT FROM":
            return left.ne_missing(right)
        case "IS NOT DISTINCT FROM":
            return left.eq_missing(right)
    raise Inexpressible(e.operator)


def case(e: t.Case, of: Any) -> pr.Expr:
    chain: Any = pr
    for when in e.whens:
        condition = of(when.condition)
        chain = chain.when(of(e.operand) == condition if e.operand is not None else condition).then(of(when.then))
    return chain.otherwise(pr.lit(None) if e.otherwise is None else of(e.otherwise))


def aggregate(e: t.Aggregate, of: Any) -> pr.Expr:
    options: dict[str, Any] = {"filter": of(e.filter)} if e.filter is not None else {}
    options |= {"distinct": True} if e.distinct else {}
    if e.name == "string_agg":
        return f.string_agg(of(e.arguments[0]), ",", order_by=[sort(s, of) for s in e.order], **options)
    if e.name not in AGGREGATES:
        raise Inexpressible(e.name)
    return AGGREGATES[e.name](*map(of, e.arguments), **options)


def sort(s: t.Sort, of: Any) -> pr.Expr:
    assert isinstance(s.by, t.Expression)
    return of(s.by).desc(nulls_last=not s.nulls_first) if s.descending else of(s.by).asc(nulls_last=not s.nulls_first)


def window(e: t.Window, of: Any) -> pr.Expr:
    name = e.function.name
    if not e.order and (name in WINDOWS or e.frame is not None):
        raise Inexpressible("rows in no order")
    if name in WINDOWS:
        arguments = [a.value if isinstance(a, t.Literal) and at else of(a) for at, a in enumerate(e.function.arguments)]
        if name == "ntile":
            arguments = [a.value for a in e.function.arguments if isinstance(a, t.Literal)]
        made = WINDOWS[name](*arguments, **({"ignore_nulls": True} if e.ignore_nulls else {}))
    else:
        made = aggregate(e.function, of)
    options: dict[str, Any] = {}
    if e.partition:
        options["partition_by"] = [of(p) for p in e.partition]
    if e.order:
        options["order_by"] = [sort(s, of) for s in e.order]
    if e.frame is not None:
        options["frame"] = (e.frame.unit.lower(), bound(e.frame.start), bound(e.frame.end))
    return made.over(**options)


def bound(text: str) -> int | None:
    if text in BOUNDS:
        return BOUNDS[text]
    if text.startswith("INTERVAL"):
        raise Inexpressible("a span as a bound")
    number, side = text.split()
    return -int(number) if side == "PRECEDING" else int(number)
