"""Signatures of the selectors. The docstrings are those of the Rust: `make stubs` writes them here, for editors."""

from typing import Any, TypeAlias

from pyrust._core import Selector

_Texts: TypeAlias = str | list[str] | tuple[str, ...]

__all__ = [
    "all",
    "binary",
    "boolean",
    "by_dtype",
    "by_name",
    "contains",
    "date",
    "datetime",
    "decimal",
    "duration",
    "ends_with",
    "exclude",
    "first",
    "float",
    "integer",
    "last",
    "matches",
    "nested",
    "numeric",
    "starts_with",
    "string",
    "temporal",
    "time",
]

def all() -> Selector:  # noqa: A001
    """Select every column.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2], "b": [3, None]})
        >>> df.select(pr.selectors.all().count().name.keep()).to_dict()
        {'a': [2], 'b': [1]}
    """

def binary() -> Selector:
    """Select columns of bytes.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.binary()).columns
        ['y']
    """

def boolean() -> Selector:
    """Select columns of booleans.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.boolean()).columns
        ['b']
    """

def by_dtype(*types: Any) -> Selector:
    """Select columns of these types.

    Args:
        types: Types as `cast` takes them: `pr.Int64`, names such as `"int64"`, Python's classes, or pyarrow's types.

    Returns:
        A selector.

    Raises:
        TypeError: If there is no such type.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1], "b": [0.5], "s": ["x"]}).select(pr.selectors.by_dtype(int, "string")).columns
        ['a', 's']
        >>> pr.selectors.by_dtype("number")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: by_dtype: there is no type "number"
        hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
    """

def by_name(*names: _Texts, require_all: bool = True) -> Selector:
    """Select columns of these names, in the frame's order.

    Args:
        names: Names, or lists of them.
        require_all: Whether a name that is not there is an error.

    Returns:
        A selector.

    Raises:
        TypeError: If one is not a name.
        ColumnNotFoundError: Where a frame uses it, if a column is not there.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1], "b": [2]})
        >>> df.select(~pr.selectors.by_name("a")).columns
        ['b']
        >>> df.select(pr.selectors.by_name("A"))
        Traceback (most recent call last):
            ...
        pyrust.ColumnNotFoundError: select: there is no column "A"
        hint: did you mean a?
    """

def contains(*texts: _Texts) -> Selector:
    """Select columns whose name contains one of these strings.

    Args:
        texts: Strings, or lists of them; the case matters.

    Returns:
        A selector.

    Raises:
        TypeError: If one is not a string.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"net_price": [1], "price_net": [2], "y": [3]}).select(pr.selectors.contains("price")).columns
        ['net_price', 'price_net']
        >>> pr.selectors.contains(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: contains: 1 is not a column name
    """

def date() -> Selector:
    """Select columns of dates.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.date()).columns
        ['d']
    """

def datetime() -> Selector:
    """Select columns of timestamps, with a zone or without.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.datetime()).columns
        ['t']
    """

def decimal() -> Selector:
    """Select columns of decimals.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.decimal()).columns
        ['n']
    """

def duration() -> Selector:
    """Select columns of durations.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.duration()).columns
        ['e']
    """

def ends_with(*texts: _Texts) -> Selector:
    """Select columns whose name ends with one of these strings.

    Args:
        texts: Strings, or lists of them; the case matters.

    Returns:
        A selector.

    Raises:
        TypeError: If one is not a string.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a_id": [1], "b_id": [2], "y": [3]}).select(pr.selectors.ends_with("_id")).columns
        ['a_id', 'b_id']
        >>> pr.selectors.ends_with(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ends_with: 1 is not a column name
    """

def exclude(*columns: Any) -> Selector:
    """Select every column but these.

    Args:
        columns: Names, types, selectors, or lists of them. A name that is not there is not an error.

    Returns:
        A selector.

    Raises:
        TypeError: If one is neither a name, a type nor a selector.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1], "b": [0.5], "s": ["x"]})
        >>> df.select(pr.selectors.exclude("a", float)).columns
        ['s']
        >>> pr.selectors.exclude(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: exclude: 1 is neither a column's name, a type nor a selector
    """

def first() -> Selector:
    """Select the first column.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1], "b": [2]}).select(pr.selectors.first()).columns
        ['a']
    """

def float() -> Selector:  # noqa: A001
    """Select columns of floats of any width.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.float()).columns
        ['f']
    """

def integer() -> Selector:
    """Select columns of integers of any width, signed or not.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.integer()).columns
        ['i']
    """

def last() -> Selector:
    """Select the last column.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1], "b": [2]}).select(pr.selectors.last()).columns
        ['b']
    """

def matches(pattern: str) -> Selector:
    r"""Select columns whose name matches a regular expression somewhere, as Python's `re.search` finds it.

    Args:
        pattern: The regular expression; `^` and `$` hold it to the ends of the name.

    Returns:
        A selector.

    Raises:
        ValueError: If it is not a valid regular expression.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"q1": [1], "q2": [2], "all": [3]}).select(pr.selectors.matches(r"^q\d$")).columns
        ['q1', 'q2']
        >>> pr.selectors.matches("q(")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: matches: "q(" is not a valid regular expression: missing ), unterminated subpattern at ...
    """

def nested() -> Selector:
    """Select columns of lists, structs, maps and unions.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.nested()).columns
        ['l']
    """

def numeric() -> Selector:
    """Select columns of numbers: integers, floats and decimals.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.numeric()).columns
        ['i', 'f', 'n']
    """

def starts_with(*texts: _Texts) -> Selector:
    """Select columns whose name starts with one of these strings.

    Args:
        texts: Strings, or lists of them; the case matters.

    Returns:
        A selector.

    Raises:
        TypeError: If one is not a string.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"x_a": [1], "x_b": [2], "y": [3]}).select(pr.selectors.starts_with("x_")).columns
        ['x_a', 'x_b']
        >>> pr.selectors.starts_with(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: starts_with: 1 is not a column name
    """

def string() -> Selector:
    """Select columns of strings, in each of their encodings.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.string()).columns
        ['s']
    """

def temporal() -> Selector:
    """Select columns of dates, times, timestamps, durations and intervals.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.temporal()).columns
        ['d', 'c', 't', 'e']
    """

def time() -> Selector:
    """Select columns of times of day.

    Returns:
        A selector.

    Example:
        >>> import pyrust as pr
        >>> from datetime import date, datetime, time, timedelta
        >>> from decimal import Decimal
        >>> df = pr.DataFrame({"i": [1], "f": [0.5], "n": [Decimal(1)], "s": ["x"], "b": [True], "y": [b"z"], "l": [[1]],
        ...     "d": [date.min], "c": [time.min], "t": [datetime.min], "e": [timedelta(1)]})
        >>> df.select(pr.selectors.time()).columns
        ['c']
    """
