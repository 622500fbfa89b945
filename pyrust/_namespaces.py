"""Methods of one's own on frames and expressions, below a name: `df.shop.revenue()`.

The name is a descriptor on the class, so that it costs nothing where another attribute is looked up. Polars keeps the
object that it makes in the frame; here it is made at each use, as it mostly does nothing but hold the frame: what a
frame kept would keep the frame, and neither would ever be freed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pyrust._calls import answering, refused
from pyrust._core import DataFrame, Expr, InvalidTypeError, InvalidValueError

_Class = TypeVar("_Class", bound=type)


class _Namespace:
    """A registered class as an attribute: an object of it, made of the frame or the expression."""

    def __init__(self, made: type) -> None:
        self._made = made

    def __get__(self, instance: object, owner: type) -> Any:
        return self._made if instance is None else self._made(instance)


@answering
def register_dataframe_namespace(name: str) -> Callable[[_Class], _Class]:
    """Register a class whose methods are reached by `df.name`, as a decorator.

    Args:
        name: The name of the attribute. A name that is registered again is replaced, so a cell of a notebook may run
            twice.

    Returns:
        A decorator of a class that is made of a frame: `Class(df)`. `del pr.DataFrame.name` takes the name away again.

    Raises:
        TypeError: If what is decorated is not a class.
        ValueError: If a frame has an attribute of this name, or it is not one that Python takes.

    Example:
        >>> import pyrust as pr
        >>> @pr.register_dataframe_namespace("shop")
        ... class Shop:
        ...     def __init__(self, df):
        ...         self.df = df
        ...
        ...     def revenue(self):
        ...         return self.df.select(revenue=(pr.col("n") * pr.col("price")).sum())
        >>> pr.DataFrame({"n": [1, 2], "price": [3, 4]}).shop.revenue().item()
        11
        >>> del pr.DataFrame.shop
        >>> pr.register_dataframe_namespace("select")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: register_dataframe_namespace: a DataFrame has an attribute "select" already
        hint: choose another name
    """
    return _registered("register_dataframe_namespace", DataFrame, name)


@answering
def register_expr_namespace(name: str) -> Callable[[_Class], _Class]:
    """Register a class whose methods are reached by `expr.name`, as a decorator.

    Args:
        name: The name of the attribute. A name that is registered again is replaced.

    Returns:
        A decorator of a class that is made of an expression: `Class(expr)`. `del pr.Expr.name` takes the name away
        again.

    Raises:
        TypeError: If what is decorated is not a class.
        ValueError: If an expression has an attribute of this name, or it is not one that Python takes.

    Example:
        >>> import pyrust as pr
        >>> @pr.register_expr_namespace("money")
        ... class Money:
        ...     def __init__(self, expr):
        ...         self.expr = expr
        ...
        ...     def with_tax(self, rate=0.2):
        ...         return self.expr * (1 + rate)
        >>> pr.DataFrame({"net": [10.0]}).select(gross=pr.col("net").money.with_tax()).item()
        12.0
        >>> del pr.Expr.money
        >>> pr.register_expr_namespace("two words")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: register_expr_namespace: a namespace is an attribute, and "two words" cannot be one
        hint: choose a name of letters, digits and _ that does not begin with _
    """
    return _registered("register_expr_namespace", Expr, name)


def _registered(operation: str, owner: type, name: str) -> Callable[[_Class], _Class]:
    """Give the decorator, once the name is known to be free."""
    if not isinstance(name, str):
        raise refused(InvalidTypeError, operation, f"name must be a string, got {name!r}", f'@pr.{operation}("name")')
    if not name.isidentifier() or name.startswith("_"):
        message = f'a namespace is an attribute, and "{name}" cannot be one'
        raise refused(
            InvalidValueError, operation, message, "choose a name of letters, digits and _ that does not begin with _"
        )
    known = next((vars(kind)[name] for kind in owner.__mro__ if name in vars(kind)), None)
    if known is not None and not isinstance(known, _Namespace):
        article = "an" if owner is Expr else "a"
        message = f'{article} {owner.__name__} has an attribute "{name}" already'
        raise refused(InvalidValueError, operation, message, "choose another name")

    def register(made: _Class) -> _Class:
        if not isinstance(made, type):
            raise refused(InvalidTypeError, operation, f"a class must be decorated, got {made!r}", "class Shop: ...")
        setattr(owner, name, _Namespace(made))
        return made

    return register
