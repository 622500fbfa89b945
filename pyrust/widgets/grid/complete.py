"""What a condition in SQL can go on with: columns, functions, words, and the column whose values may stand there.

It looks at the text before the cursor only, and at the names and types of a frame: no rows are read for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pyrust._core import DataFrame, View

_MOST = 100
_TOKENS = re.compile(
    r"""\s+|--[^\n]*|/\*.*?(?:\*/|$)"""
    r"""|(?P<string>'(?:[^']|'')*(?P<end>'(?!'))?)"""
    r"""|(?P<quoted>"(?:[^"]|"")*(?P<close>"(?!"))?)"""
    r"""|(?P<number>\d[\w.]*)|(?P<word>[^\W\d][\w$]*)|(?P<sign><>|!=|<=|>=|\|\||::|.)""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# What begins a value, and what goes on behind one.
_BEFORE = ("NOT", "CASE", "CAST(", "EXTRACT(", "INTERVAL", "NULL", "TRUE", "FALSE")
_BEHIND = (
    "AND",
    "OR",
    "IN (",
    "NOT IN (",
    "BETWEEN",
    "LIKE",
    "ILIKE",
    "IS NULL",
    "IS NOT NULL",
    "NOT",
    "THEN",
    "ELSE",
    "END",
)
_COMPARISONS = frozenset({"=", "<>", "!=", "<", ">", "<=", ">=", "LIKE", "ILIKE"})
_WORDS = re.compile(r"\w+")
_NAMED = frozenset(
    _WORDS.findall("AND OR NOT CASE WHEN THEN ELSE END IN IS LIKE ILIKE SIMILAR BETWEEN ESCAPE DISTINCT FROM")
)
# Words that cannot name a column without quotes, or mean something else there.
_RESERVED = frozenset(
    _WORDS.findall(
        """all and any array as asc between by case cast date desc distinct else end escape except exists extract
        false filter for from full group having ilike in inner intersect interval into is join left like limit natural
        not null offset on or order outer over partition position right select set similar some struct substring table
        then time timestamp to trim true union using values when where window with"""
    )
)
_QUOTED = frozenset({"string", "categorical", "date", "time", "timestamp"})
_BARE = frozenset({"integer", "float", "decimal", "boolean"})


class _Token(NamedTuple):
    kind: str
    text: str
    begin: int
    whole: bool


def completed(frame: DataFrame, text: str) -> dict[str, Any]:
    r"""Offer what can follow a text.

    Args:
        frame: whose columns there are.
        text: the condition up to the cursor.

    Returns:
        `items`, each with the `text` that takes the place of `prefix`, a `kind` (`column`, `function` or `keyword`)
        and `about`, which says a type; `prefix`, the end of the text that they complete; and `values`: None, or the
        index of the `column` whose values may stand here, whether they are written in quotes (`quoted`), and what
        they contain (`search`).

    >>> import pyrust as pr
    >>> frame = pr.DataFrame({"price": [1.5], "Part no": ["x"]})
    >>> [item["text"] for item in completed(frame, "pri")["items"]][:1]
    ['price']
    >>> completed(frame, "price > 3 and p")["items"][1]["text"]
    '"Part no"'
    >>> completed(frame, "\"Part no\" = '")["values"]
    {'column': 1, 'quoted': True, 'search': ''}
    >>> completed(frame, "price > 3 an")["items"][0]["text"]
    'AND'
    """
    tokens = _tokens(text)
    last = tokens[-1] if tokens else None
    if last is not None and last.kind == "string" and not last.whole:
        before, prefix = tokens[:-1], last.text
        return {"items": [], "prefix": prefix, "values": _values(frame, before, prefix[1:].replace("''", "'"))}
    is_open = (
        last is not None
        and last.begin + len(last.text) == len(text)
        and (last.kind == "word" or (last.kind == "quoted" and not last.whole) or last.kind == "number")
    )
    before = tokens[:-1] if is_open else tokens
    prefix = last.text if is_open and last is not None else ""
    if last is not None and last.kind == "number" and is_open:
        return {"items": [], "prefix": prefix, "values": _values(frame, before, prefix)}
    if _follows_a_value(before):
        return {"items": _ranked(_words(_BEHIND), prefix), "prefix": prefix, "values": None}
    columns = ({"text": written(name), "kind": "column", "about": str(kind)} for name, kind in frame.schema.items())
    functions = ({"text": name, "kind": "function"} for name in View.functions(frame))
    found = columns if prefix.startswith('"') else (*columns, *functions, *_words(_BEFORE))
    values = None if prefix else _values(frame, before, "")
    return {"items": _ranked(found, prefix), "prefix": prefix, "values": values}


def written(name: str) -> str:
    """Write a column's name in SQL: in quotes where it needs them.

    >>> written("price"), written("Part no"), written("order")
    ('price', '"Part no"', '"order"')
    """
    is_plain = _PLAIN.fullmatch(name) is not None and name not in _RESERVED
    return name if is_plain else '"' + name.replace('"', '""') + '"'


def _tokens(text: str) -> list[_Token]:
    """Take a text apart, without white space and comments; the last token may be unfinished."""
    found = []
    for each in _TOKENS.finditer(text):
        kind = next((name for name in ("string", "quoted", "number", "word", "sign") if each[name] is not None), None)
        if kind is not None:
            whole = each["end"] is not None if kind == "string" else kind != "quoted" or each["close"] is not None
            found.append(_Token(kind, each[0], each.start(), whole))
    return found


def _follows_a_value(tokens: list[_Token]) -> bool:
    """Check whether a value stands before the cursor, so that an operator comes next."""
    if not tokens:
        return False
    kind, text = tokens[-1].kind, tokens[-1].text
    return kind in ("string", "quoted", "number") or text == ")" or (kind == "word" and text.upper() not in _NAMED)


def _values(frame: DataFrame, before: list[_Token], search: str) -> dict[str, Any] | None:
    """Find the column whose value is compared here: after `name =`, `name like`, `name in (a,`."""
    tokens = list(before)
    if tokens and tokens[-1].text in ("(", ","):
        # Back to where the list begins.
        while tokens and tokens[-1].text != "(":
            tokens.pop()
        if len(tokens) < 2 or tokens[-2].text.upper() != "IN":
            return None
        tokens = tokens[:-2]
    elif tokens and tokens[-1].text.upper() in _COMPARISONS:
        tokens.pop()
    else:
        return None
    if tokens and tokens[-1].text.upper() == "NOT":
        tokens.pop()
    name = _column(frame, tokens[-1]) if tokens else None
    kind = frame.schema[name].kind if name is not None else ""
    if name is None or kind not in _QUOTED | _BARE:
        return None
    return {"column": frame.columns.index(name), "quoted": kind in _QUOTED, "search": search}


def _column(frame: DataFrame, token: _Token) -> str | None:
    """Find the column that a token names."""
    if token.kind == "quoted":
        name = token.text[1:-1].replace('""', '"')
        return name if name in frame.schema else None
    if token.kind != "word":
        return None
    alike = [name for name in frame.schema if name.lower() == token.text.lower()]
    return next((name for name in alike if name == token.text.lower()), alike[0] if len(alike) == 1 else None)


def _words(words: Iterable[str]) -> Iterable[dict[str, str]]:
    return ({"text": word, "kind": "keyword"} for word in words)


def _ranked(items: Iterable[dict[str, str]], prefix: str) -> list[dict[str, str]]:
    """Keep what begins with the prefix, then what has it inside; in their own order."""
    wanted = prefix.strip('"').lower()

    def rank(item: dict[str, str]) -> int | None:
        text = item["text"].strip('"').lower()
        return 0 if text.startswith(wanted) else 1 if wanted in text and item["kind"] != "keyword" else None

    ranked = [(place, item) for item in items if (place := rank(item)) is not None]
    # Columns are before functions, and those before words, in either.
    kinds = ("column", "function", "keyword")
    ranked.sort(key=lambda each: (each[0], kinds.index(each[1]["kind"])))
    return [item for _, item in ranked[:_MOST]]
