"""The spec of a view, a value of JSON: how the rows of a grid are sorted, which pass, which text they hold.

A spec that comes from outside, be it a page or a user, is checked here for its form. Whether it fits the columns of a
frame is what the core says of it (`View.described`).
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pyrust._calls import refused
from pyrust.exceptions import InvalidTypeError, InvalidValueError

Spec = dict[str, Any]

# The fields of each test besides `column`, `test`, `negated` and `off`.
_FIELDS: dict[str, tuple[str, ...]] = {
    "between": ("low", "high"),
    "in": ("values",),
    "contains": ("text", "case"),
    "starts": ("text", "case"),
    "ends": ("text", "case"),
    "regex": ("text", "case"),
    "null": (),
    "empty": (),
    "true": (),
    "part": ("part", "values"),
}
_PARTS = ("year", "quarter", "month", "day", "weekday", "hour")
_NULLS = ("last", "first")
# A history keeps a hundred of them.
_MOST_BYTES = 1 << 18


def natural() -> Spec:
    """Make the spec of a frame as it is: all rows, in its own order."""
    return {"sort": [], "filters": [], "where": None, "search": None}


def checked(spec: Any) -> Spec:
    """Check the form of a spec and return it with every key in it, so that two that mean the same are equal.

    Args:
        spec: A dict of `sort`, `filters`, `where` and `search`, any of which may be missing.

    Raises:
        InvalidTypeError: something in it has the wrong type.
        InvalidValueError: a key or a word in it does not exist, or it is too large.

    >>> checked({"sort": [{"column": "a"}], "search": ""})["sort"]
    [{'column': 'a', 'descending': False, 'nulls': 'last'}]
    >>> checked({"filters": [{"column": "a", "test": "between", "low": 3}]})["filters"][0]["low"]
    '3'
    >>> checked({"order": []})
    Traceback (most recent call last):
        ...
    pyrust.InvalidValueError: view: a spec has no key "order"
    hint: its keys are sort, filters, where, search
    """
    _keys(spec, "a spec", tuple(natural()), ())
    found = {
        "sort": [_key(each) for each in _items(spec, "sort")],
        "filters": [_filter(each) for each in _items(spec, "filters")],
        "where": _text(spec.get("where"), "where"),
        "search": _text(spec.get("search"), "search"),
    }
    if len(json.dumps(found)) > _MOST_BYTES:
        raise refused(InvalidValueError, "view", f"a spec has at most {_MOST_BYTES} bytes", "join a list of values")
    return found


def _key(key: Any) -> dict[str, Any]:
    """Check one key of a sort."""
    if isinstance(key, str):
        key = {"column": key}
    _keys(key, "a sort key", ("column", "descending", "nulls"), ("column",))
    found = {"column": key["column"], "descending": key.get("descending", False), "nulls": key.get("nulls", "last")}
    _typed(found, "column", str)
    _typed(found, "descending", bool)
    _word(found, "nulls", _NULLS)
    return found


def _filter(given: Any) -> dict[str, Any]:
    """Check one filter."""
    if not isinstance(given, dict):
        raise refused(InvalidTypeError, "view", f"a filter must be a dict, got {given!r}", _FILTER)
    _word(given, "test", tuple(_FIELDS))
    fields = _FIELDS[given["test"]]
    _keys(given, f"a filter with test {given['test']!r}", ("column", "test", *fields, "negated", "off"), ("column",))
    found = {"column": given["column"], "test": given["test"]}
    _typed(found, "column", str)
    for field in fields:
        found[field] = _field(given, field)
    for flag in ("negated", "off"):
        found[flag] = given.get(flag, False)
        _typed(found, flag, bool)
    return found


_FILTER = 'as in {"column": "price", "test": "between", "low": 10, "high": 20}'


def _field(given: dict[str, Any], field: str) -> Any:
    """Check what a test takes."""
    if field in ("low", "high"):
        return _value(given.get(field))
    if field == "values":
        values = given.get("values")
        if not isinstance(values, list | tuple):
            raise refused(InvalidTypeError, "view", f"values must be a list, got {values!r}")
        return [_value(value) for value in values]
    if field == "text":
        _typed(given, "text", str)
        return given["text"]
    if field == "part":
        _word(given, "part", _PARTS)
        return given["part"]
    case = {"case": given.get("case", False)}
    _typed(case, "case", bool)
    return case["case"]


def _value(value: Any) -> str | None:
    """Write a value as the core reads it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, int | Decimal | date | time):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    message = f"a value of a filter must be a string, a number or a time, got {value!r}"
    raise refused(InvalidTypeError, "view", message, "a string is read as the column's type")


def _items(spec: Any, name: str) -> list[Any]:
    items = spec.get(name)
    if items is None:
        return []
    if not isinstance(items, list | tuple):
        raise refused(InvalidTypeError, "view", f"{name} must be a list, got {items!r}")
    return list(items)


def _keys(given: Any, what: str, known: tuple[str, ...], needed: tuple[str, ...]) -> None:
    if not isinstance(given, dict):
        raise refused(InvalidTypeError, "view", f"{what} must be a dict, got {given!r}")
    hint = f"its keys are {', '.join(known)}"
    if other := next((key for key in given if key not in known), None):
        raise refused(InvalidValueError, "view", f'{what} has no key "{other}"', hint)
    if missing := next((key for key in needed if key not in given), None):
        raise refused(InvalidValueError, "view", f'{what} needs the key "{missing}"', hint)


def _typed(given: dict[str, Any], key: str, kind: type) -> None:
    if not isinstance(given.get(key), kind):
        raise refused(InvalidTypeError, "view", f"{key} must be a {kind.__name__}, got {given.get(key)!r}")


def _word(given: dict[str, Any], key: str, words: tuple[str, ...]) -> None:
    if given.get(key) not in words:
        message = f"{key} must be one of {', '.join(words)}, got {given.get(key)!r}"
        raise refused(InvalidValueError, "view", message)


def _text(value: Any, name: str) -> str | None:
    """Check a text; one without anything in it is none."""
    if value is not None and not isinstance(value, str):
        raise refused(InvalidTypeError, "view", f"{name} must be a str or None, got {value!r}", _TEXTS[name])
    return value if value is not None and value.strip() else None


_TEXTS = {"where": "it is a condition in SQL; df.filter(...).view() takes an expression", "search": ""}
