"""Help for whoever writes SQL: `pr.sql_complete` and `pr.sql_help`, over the variables of the code that calls."""

from __future__ import annotations

import sys
from typing import Any

from pyrust import _core
from pyrust._calls import answering, refused
from pyrust._names import Names
from pyrust.exceptions import InvalidTypeError, InvalidValueError


@answering
def sql_complete(
    text: str,
    cursor: int | None = None,
    *,
    session: _core.Session | None = None,
    names: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Say what may be written at a cursor in SQL that need not be finished, the best first.

    Nothing runs, and no data is read: of tables the names of their columns are looked at, of Parquet and Arrow files
    the footer. Columns of subqueries and of `WITH` are found by planning these alone, within some hundredths of a
    second.

    Args:
        text: The SQL, one statement or several.
        cursor: How many characters are before the cursor; None is the end of the text.
        session: Whose tables and functions there are; None is the default session.
        names: The variables that the query can name, as a dict; None is those of the code that calls.

    Returns:
        At most 300 dicts: `text` replaces the characters from `start` to `end`; `kind` is what it is (`"column"`,
        `"table"`, `"keyword"`, `"function"` ...), `type` the type of its values or how a function is called, `doc`
        what is known about it. Names that need quotes have them. The list is empty in comments, in numbers, and where
        only a new name can stand.

    Raises:
        TypeError: If the text is not a string, or the names are not a dict.
        ValueError: If the cursor is not in the text.

    Example:
        >>> import pyrust as pr
        >>> sales = pr.DataFrame({"amount": [1], "Order Date": ["x"]})
        >>> [item["text"] for item in pr.sql_complete("select s.am from sales s", 11)]
        ['amount']
        >>> [item["text"] for item in pr.sql_complete("select * from sales where ord")][:1]
        ['"Order Date"']
        >>> pr.sql_complete("select", 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: sql_complete: the cursor is at 7, and the text has 6 characters
    """
    scope = _scope("sql_complete", names)
    cursor = _checked("sql_complete", text, cursor)
    return _core.sql_items(_core.session() if session is None else session, text, cursor, scope)


@answering
def sql_help(
    text: str,
    cursor: int | None = None,
    *,
    session: _core.Session | None = None,
    names: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """Say what the word at a cursor in SQL means: a function, a table, a column, a value, a setting.

    Nothing runs, and no data is read, as for `sql_complete`. Within the arguments of a function, what means nothing
    stands for the function.

    Args:
        text: The SQL, which need not be finished.
        cursor: How many characters are before the cursor; None is the end of the text.
        session: Whose tables and functions there are; None is the default session.
        names: The variables that the query can name, as a dict; None is those of the code that calls.

    Returns:
        A dict, or None: `name`; `kind`; `type`, which is how a function is called or the type of a column; `doc`;
        `parts`, which are the columns of a table with their types, or the arguments of a function with what they are;
        `example`; the word is the characters from `start` to `end`.

    Raises:
        TypeError: If the text is not a string, or the names are not a dict.
        ValueError: If the cursor is not in the text.

    Example:
        >>> import pyrust as pr
        >>> sales = pr.DataFrame({"amount": [1]})
        >>> found = pr.sql_help("select * from sales")
        >>> found["kind"], found["parts"]
        ('variable', [('amount', 'int64')])
        >>> pr.sql_help("select 1", 99)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: sql_help: the cursor is at 99, and the text has 8 characters
    """
    scope = _scope("sql_help", names)
    cursor = _checked("sql_help", text, cursor)
    return _core.sql_meaning(_core.session() if session is None else session, text, cursor, scope)


def _scope(operation: str, names: dict[str, Any] | None) -> Names:
    if names is None:
        # of this function, of the one that asks, and of what answers for wrong arguments
        caller = sys._getframe(3)
        return Names(dict(caller.f_locals), caller.f_globals)
    if not isinstance(names, dict):
        raise refused(InvalidTypeError, operation, f"names must be a dict, got {type(names).__name__}")
    return Names(names)


def _checked(operation: str, text: str, cursor: int | None) -> int:
    """Check what every door takes."""
    if not isinstance(text, str):
        raise refused(InvalidTypeError, operation, f"text must be a string, got {type(text).__name__}")
    if cursor is None:
        return len(text)
    if not isinstance(cursor, int) or isinstance(cursor, bool):
        raise refused(InvalidTypeError, operation, f"cursor must be an integer, got {type(cursor).__name__}")
    if not 0 <= cursor <= len(text):
        raise refused(
            InvalidValueError, operation, f"the cursor is at {cursor}, and the text has {len(text)} characters"
        )
    return cursor
