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
