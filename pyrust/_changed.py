"""Options that hold for a `with` block."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Generic, TypeVar

Kind = TypeVar("Kind")


def restore(options: object, values: Mapping[str, Any]) -> None:
    """Set options back to what they were; what is not an option is ignored."""
    for name, value in values.items():
        if hasattr(type(options), name):
            setattr(options, name, value)


def change(options: Kind, changes: Mapping[str, Any], before: Mapping[str, Any]) -> Changed[Kind]:
    """Set options, all of them or, where one is refused, none.

    Args:
        options: what they are set of.
        changes: the values by name.
        before: what to set back at the end.

    Returns:
        What sets them back.

    Raises:
        AttributeError, ValueError, TypeError: what setting one of them has raised.
    """
    done: dict[str, Any] = {}
    try:
        for name, value in changes.items():
            setattr(options, name, value)
            done[name] = before[name]
    except (AttributeError, ValueError, TypeError):
        restore(options, done)
        raise
    return Changed(options, before)


class Changed(Generic[Kind]):
    """Options that are set back where a `with` ends."""

    def __init__(self, options: Kind, before: Mapping[str, Any]) -> None:
        """Remember what the options were before."""
        self._options, self._before = options, before

    def __enter__(self) -> Kind:
        """Give the options."""
        return self._options

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Set them back."""
        restore(self._options, self._before)
