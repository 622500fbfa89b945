"""The selectors, as `pyrust.selectors`: `numeric`, `by_name`, `matches`, `exclude` ...

A selector stands for columns of a frame wherever a verb takes columns. They are made in Rust, where each has its
docstring and its example; this module gives them a name to import from.
"""

from __future__ import annotations

from typing import Any

from pyrust._core import selectors as _native

__all__ = [name for name in dir(_native) if not name.startswith("_")]

globals().update({name: getattr(_native, name) for name in __all__})


def __getattr__(name: str) -> Any:
    """Refuse a name that no selector has, and say where the list is."""
    raise AttributeError(f"pyrust.selectors has no selector {name!r}; dir(pyrust.selectors) lists them")
