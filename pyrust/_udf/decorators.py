"""The decorators that make a Python function one of DataFusion's: `udf`, `udaf` and `udwf`.

What a function takes and gives is read from its annotations (`pyrust._udf.annotation`); the rest is native.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias, overload

from pyrust._calls import answering
from pyrust._core import UserFunction
from pyrust._udf.annotation import annotations_of, arguments_of, state_of, type_of

_Kind: TypeAlias = Literal["udf", "udaf", "udwf"]
_Decorator: TypeAlias = Callable[[Callable[..., Any]], UserFunction]


@overload
def udf(
    function: Callable[..., Any],
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction: ...
@overload
def udf(
    *, args: Sequence[Any] | None = None, returns: Any = None, name: str | None = None, pure: bool = True
) -> _Decorator: ...
@answering
def udf(
    function: Callable[..., Any] | None = None,
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction | _Decorator:
    """Make a function that queries can call of one over arrays: a value of each row.

    It is called once for a batch of rows, with one array for each column, and gives one value for each row: anything
    with an Arrow capsule, a numpy array, a list, or a single value for all rows. Nulls arrive as nulls; None is one.
    The arrays are `pr.Array` unless the annotation names a library.

    Args:
        function: The function, where this stands above it without brackets.
        args: The types of the columns, where annotations do not say them; a column that does not fit is an error, an
            int becomes a float by itself. A column without a type comes as it is.
        returns: The type of its result, where its annotation does not say it.
        name: The name in plans, messages and SQL; that of the function where none is given.
        pure: Whether equal columns always give equal values. DataFusion may then call it once where a query calls it
            twice, for constants while it plans, or for fewer rows; say False for random numbers or a clock.

    Returns:
        A `UserFunction`: called with columns it gives an expression.

    Raises:
        TypeError: If the type of its result is not given, or there is no such type.

    Example:
        >>> import pyrust as pr
        >>> import numpy as np
        >>> @pr.udf
        ... def hypotenuse(a: np.ndarray, b: np.ndarray) -> float:
        ...     return np.hypot(a, b)
        >>> df = pr.DataFrame({"a": [3.0, 5.0], "b": [4.0, 12.0]})
        >>> df.with_columns(c=hypotenuse("a", "b")).to_dict()
        {'a': [3.0, 5.0], 'b': [4.0, 12.0], 'c': [5.0, 13.0]}
        >>> pr.sql("select hypotenuse(a, b) as c from df where hypotenuse(a, b) > 5").to_dict()
        {'c': [13.0]}
        >>> @pr.udf
        ... def broken(a: float) -> float:
        ...     return [1.0]
        >>> df.select(broken("a")).collect()
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: udf broken: the result has 1 values for 2 rows, in broken(a)
        hint: give one value for each row of the batch, or a single value for all
    """
    return _decorated("udf", function, args, returns, None, name, pure)


@overload
def udaf(
    function: Callable[..., Any],
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    state: Sequence[Any] | None = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction: ...
@overload
def udaf(
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    state: Sequence[Any] | None = None,
    name: str | None = None,
    pure: bool = True,
) -> _Decorator: ...
@answering
def udaf(
    function: Callable[..., Any] | None = None,
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    state: Sequence[Any] | None = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction | _Decorator:
    """Make an aggregate of a function, or a class: one value of the rows of a group.

    A function is called once a group with one array of all its rows for each column; the rows wait in memory until
    then. A class needs no more memory than its state: `update(*arrays)` takes rows, `state()` gives what another
    partition needs (a value, or a tuple of them), `merge(*arrays)` takes such states, an array for each part, and
    `evaluate()` gives the result. Without rows, a function gets empty arrays. None is null.

    Args:
        function: The function or class, where this stands above it without brackets.
        args: The types of the columns, where annotations (of `update`) do not say them.
        returns: The type of the result, where the annotation (of `evaluate`) does not say it.
        state: The types of the parts of a class's state, where the annotation of `state` does not say them.
        name: The name in plans, messages and SQL.
        pure: Whether equal rows always give an equal value.

    Returns:
        A `UserFunction`: called with columns it gives an expression.

    Raises:
        TypeError: If a type is not given, or a method is missing.

    Example:
        >>> import pyrust as pr
        >>> import numpy as np
        >>> @pr.udaf
        ... def spread(x: np.ndarray) -> float:
        ...     return x.max() - x.min()
        >>> df = pr.DataFrame({"k": ["a", "b", "a"], "x": [1.0, 2.0, 4.5]})
        >>> df.group_by("k").agg(s=spread("x")).sort("k").to_dict()
        {'k': ['a', 'b'], 's': [3.5, 0.0]}
        >>> @pr.udaf
        ... class Mean:
        ...     def __init__(self):
        ...         self.total, self.rows = 0.0, 0
        ...     def update(self, x: float) -> None:
        ...         self.total += float(np.sum(x))
        ...         self.rows += len(x)
        ...     def state(self) -> tuple[float, int]:
        ...         return self.total, self.rows
        ...     def merge(self, total, rows):
        ...         self.total += float(np.sum(total))
        ...         self.rows += int(np.sum(rows))
        ...     def evaluate(self) -> float:
        ...         return self.total / self.rows if self.rows else None
        >>> df.select(m=Mean("x")).to_dict()
        {'m': [2.5]}
        >>> @pr.udaf
        ... def largest(x: np.ndarray):
        ...     return x.max()
        Traceback (most recent call last):
            ...
        TypeError: udaf largest: the type of its result is not given
        hint: annotate it, def largest(...) -> float, or say @pr.udaf(returns="float64")
    """
    return _decorated("udaf", function, args, returns, state, name, pure)


@overload
def udwf(
    function: Callable[..., Any],
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction: ...
@overload
def udwf(
    *, args: Sequence[Any] | None = None, returns: Any = None, name: str | None = None, pure: bool = True
) -> _Decorator: ...
@answering
def udwf(
    function: Callable[..., Any] | None = None,
    /,
    *,
    args: Sequence[Any] | None = None,
    returns: Any = None,
    name: str | None = None,
    pure: bool = True,
) -> UserFunction | _Decorator:
    """Make a window function of a function: a value of each row, from all rows of its partition.

    It is called once a partition with one array of all its rows for each column, in the order of the window, and gives
    one value for each row. A class is made anew for each partition, and its `evaluate(*arrays)` is called.

    Args:
        function: The function or class, where this stands above it without brackets.
        args: The types of the columns, where annotations do not say them.
        returns: The type of its result, where its annotation does not say it.
        name: The name in plans, messages and SQL.
        pure: Whether equal rows always give equal values.

    Returns:
        A `UserFunction`: called with columns it gives an expression over all rows; SQL's OVER says which.

    Raises:
        TypeError: If the type of its result is not given.

    Example:
        >>> import pyrust as pr
        >>> import numpy as np
        >>> @pr.udwf
        ... def smooth(x: np.ndarray) -> float:
        ...     return np.convolve(x, [0.5, 0.5], mode="same")
        >>> df = pr.DataFrame({"t": [1, 2, 3], "x": [2.0, 4.0, 8.0]})
        >>> pr.sql("select t, smooth(x) over (order by t) as s from df order by t").to_dict()
        {'t': [1, 2, 3], 's': [1.0, 3.0, 6.0]}
        >>> pr.udwf(7)
        Traceback (most recent call last):
            ...
        TypeError: udwf: 7 is not callable
        hint: put @pr.udwf above a function
    """
    return _decorated("udwf", function, args, returns, None, name, pure)


def _decorated(
    kind: _Kind,
    function: Callable[..., Any] | None,
    args: Sequence[Any] | None,
    returns: Any,
    state: Sequence[Any] | None,
    name: str | None,
    pure: bool,
) -> UserFunction | _Decorator:
    if function is None:
        return lambda function: _made(kind, function, args, returns, state, name, pure)
    return _made(kind, function, args, returns, state, name, pure)


def _made(
    kind: _Kind,
    function: Callable[..., Any],
    args: Sequence[Any] | None,
    returns: Any,
    state: Sequence[Any] | None,
    name: str | None,
    pure: bool,
) -> UserFunction:
    if not callable(function):
        raise TypeError(f"{kind}: {function!r} is not callable\nhint: put @pr.{kind} above a function")
    stateful = isinstance(function, type) and kind != "udf"
    name = name or getattr(function, "__name__", type(function).__name__).strip("<>")
    takes, gives = function, function
    if stateful:
        methods = ("update", "state", "merge", "evaluate") if kind == "udaf" else ("evaluate",)
        missing = [method for method in methods if not callable(getattr(function, method, None))]
        if missing:
            raise TypeError(f"{kind} {name}: the class has no {', '.join(missing)}()")
        takes, gives = (getattr(function, methods[0]), getattr(function, "evaluate"))  # noqa: B009 - found just now
    parts = None
    if stateful and kind == "udaf":
        parts = state_of(function, name, state)
    arguments, variadic = arguments_of(takes, stateful, args)
    if kind == "udaf" and not arguments:
        raise TypeError(f"udaf {name}: an aggregate needs a column to take")
    given = returns if returns is not None else type_of(annotations_of(gives).get("return"))[0]
    if given is None:
        hint = f'annotate it, def {name}(...) -> float, or say @pr.{kind}(returns="float64")'
        raise TypeError(f"{kind} {name}: the type of its result is not given\nhint: {hint}")
    return UserFunction(
        kind, function, name=name, arguments=arguments, variadic=variadic, returns=given, state=parts, pure=pure
    )


def of_elements(function: Callable[..., Any], returns: Any, skip_nulls: bool) -> UserFunction:
    """Make a user function over arrays of a function of one value; for `Expr.map_elements`."""

    def each(values: Any) -> list[Any]:
        return [None if skip_nulls and value is None else function(value) for value in values.to_list()]

    return _made(
        "udf", each, None, returns, None, getattr(function, "__name__", type(function).__name__).strip("<>"), True
    )
