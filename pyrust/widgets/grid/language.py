"""What a language must have words for, so that the code of a view can be written in it."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from pyrust._core import DataType


class Language(ABC):
    """A way to write expressions over the columns of a frame."""

    equal: ClassVar[str] = "=="

    def __init__(self, types: dict[str, DataType]) -> None:
        """Write for columns of these types."""
        self.types = types

    @abstractmethod
    def column(self, name: str) -> str:
        """Write a column."""

    @abstractmethod
    def string(self, text: str) -> str:
        """Write a string."""

    @abstractmethod
    def boolean(self, value: bool) -> str:
        """Write a condition that all rows pass, or none."""

    @abstractmethod
    def special(self, text: str) -> str:
        """Write a float that is no number: `nan`, `inf` or `-inf`."""

    @abstractmethod
    def typed(self, text: str, kind: DataType) -> str:
        """Write a decimal, a date, a time or a timestamp."""

    @abstractmethod
    def both(self, conditions: list[str]) -> str:
        """Join conditions by AND."""

    @abstractmethod
    def either(self, conditions: Iterable[str]) -> str:
        """Join conditions by OR."""

    @abstractmethod
    def negated(self, condition: str) -> str:
        """Write the opposite of a condition; a null stays one."""

    @abstractmethod
    def certain(self, condition: str) -> str:
        """Write a condition that is false where it was null."""

    @abstractmethod
    def is_null(self, value: str) -> str:
        """Write that a value is null."""

    @abstractmethod
    def is_in(self, value: str, known: list[str], kind: DataType) -> str:
        """Write that a value is one of these literals."""

    @abstractmethod
    def is_without_items(self, value: str, kind: DataType) -> str:
        """Write that a list, or a value of bytes, is empty."""

    @abstractmethod
    def as_string(self, name: str) -> str:
        """Write the text of a column's values."""

    @abstractmethod
    def lower(self, value: str) -> str:
        """Write a string in small letters."""

    @abstractmethod
    def holds(self, test: str, value: str, text: str) -> str:
        """Write that a string contains, starts or ends with another, or matches a regular expression."""

    @abstractmethod
    def part(self, part: str, value: str) -> str:
        """Write a part of a date or time."""

    @abstractmethod
    def condition(self, text: str) -> str:
        """Write a condition that is given in SQL."""

    @abstractmethod
    def chain(self, conditions: list[str], sort: list[dict[str, Any]]) -> str:
        """Write all of it, over the frame `df`."""

    def literal(self, text: str, kind: DataType) -> str:
        """Write a value that is given as text, as one of a column of this type."""
        if kind.kind in ("string", "categorical"):
            return self.string(text)
        plain = text.strip()
        if kind.kind == "boolean":
            return self.boolean(plain.lower() in ("true", "t", "yes", "y", "on", "1"))
        if kind.kind == "float":
            return repr(float(plain)) if math.isfinite(float(plain)) else self.special(repr(float(plain)))
        if kind.kind == "integer":
            # "+7" and "007" are no literals of Python's
            return str(int(plain)) if "." not in plain else repr(float(plain))
        return self.typed(plain, kind)

    def named(self, types: list[str]) -> list[str]:
        """List the columns whose type is one of these."""
        return [name for name, kind in self.types.items() if kind.kind in types]


def digits(text: str, kind: DataType) -> tuple[int, int]:
    """Find a precision and a scale that hold a number as it is written and the values of its column."""
    scale = max(len(text.partition(".")[2]), kind.scale or 0)
    return 38 if scale <= 38 else 76, scale
