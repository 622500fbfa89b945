"""The code that makes the rows of a view without a grid: verbs of pyrust or polars, or SQL.

What a spec means is written once, in the words of each language (`language`). Values are literals of their column's
type, names and strings are quoted as the language quotes them.
"""

from __future__ import annotations

from typing import Any

from pyrust._calls import refused
from pyrust._core import DataType
from pyrust.exceptions import InvalidValueError
from pyrust.widgets.grid.language import Language
from pyrust.widgets.grid.moments import next_day
from pyrust.widgets.grid.spec import Spec
from pyrust.widgets.grid.sql import sql
from pyrust.widgets.grid.verbs import polars, pyrust

LANGUAGES = {"sql": sql, "python": pyrust, "polars": polars}
# Whose values are compared as text.
_BY_TEXT = frozenset({"list", "struct", "map", "duration", "binary"})


def code(language: str, spec: Spec, types: dict[str, DataType]) -> str:
    r"""Write the code of a view over a frame that is called `df`.

    Args:
        language: `sql`, `python` (pyrust) or `polars`.
        spec: a spec in which every filter and key fits the columns and none is off.
        types: the columns of the frame.

    Raises:
        InvalidValueError: there is no such language.

    >>> spec = {"sort": [], "filters": [], "where": "a > 1", "search": None}
    >>> code("sql", spec, {"a": DataType("int64")})
    'SELECT * FROM df\nWHERE (a > 1)'
    """
    # A list from a page is in no dict.
    if language not in tuple(LANGUAGES):
        message = f"language must be one of {', '.join(LANGUAGES)}, got {language!r}"
        raise refused(InvalidValueError, "code", message)
    say = LANGUAGES[language](types)
    conditions = [_condition(say, each) for each in spec["filters"]]
    conditions += [say.condition(spec["where"])] if spec["where"] else []
    conditions += [_search(say, spec["search"])] if spec["search"] else []
    return say.chain(conditions, spec["sort"])


def _search(say: Language, text: str) -> str:
    searched = say.named(["string"]) or list(say.types)
    return say.either(
        say.holds("contains", say.lower(say.as_string(name)), say.string(text.lower())) for name in searched
    )


def _condition(say: Language, each: dict[str, Any]) -> str:
    name, test = each["column"], each["test"]
    kind, column = say.types[name], say.column(name)
    if test == "between":
        made = _between(say, column, kind, each["low"], each["high"])
    elif test == "in":
        made = _in(say, name, each["values"])
    elif test in ("contains", "starts", "ends"):
        made = _text(say, name, each)
    elif test == "regex":
        made = say.holds("regex", say.as_string(name), say.string(("" if each["case"] else "(?i)") + each["text"]))
    elif test == "null":
        made = say.is_null(column)
    elif test == "empty":
        is_string = kind.kind == "string"
        made = f"{column} {say.equal} {say.string('')}" if is_string else say.is_without_items(column, kind)
    elif test == "part":
        numbers = [str(int(value)) for value in each["values"]]
        made = say.is_in(say.part(each["part"], column), numbers, DataType("int32"))
    else:
        made = column
    return say.negated(made) if each["negated"] else made


def _between(say: Language, column: str, kind: DataType, low: str | None, high: str | None) -> str:
    bounds = [] if low is None else [f"{column} >= {say.literal(low, kind)}"]
    # A day has all its moments.
    after = next_day(high) if high is not None and kind.kind == "timestamp" else None
    if after is not None:
        bounds.append(f"{column} < {say.literal(after, kind)}")
    elif high is not None:
        bounds.append(f"{column} <= {say.literal(high, kind)}")
    return say.both(bounds)


def _in(say: Language, name: str, values: list[str | None]) -> str:
    kind = say.types[name]
    by_text = kind.kind in _BY_TEXT
    column = say.as_string(name) if by_text else say.column(name)
    written = [say.string(value) if by_text else say.literal(value, kind) for value in values if value is not None]
    if not written:
        return say.is_null(column) if values else say.boolean(False)
    known = say.is_in(column, written, kind)
    # A null is none of the values, which must not make it unknown where null may pass.
    return say.either([say.certain(known), say.is_null(column)]) if None in values else known


def _text(say: Language, name: str, each: dict[str, Any]) -> str:
    column, text = say.as_string(name), each["text"]
    if not each["case"]:
        column, text = say.lower(column), text.lower()
    return say.holds(each["test"], column, say.string(text))
