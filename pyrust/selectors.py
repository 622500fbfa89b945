"""The selectors, as `pyrust.selectors`: `numeric`, `by_name`, `matches`, `exclude` ...

A selector stands for columns of a frame wherever a verb takes columns. They are made in Rust, where each has its
docstring and its example; this module gives them a name to import from.
"""

from __future__ import annotations

import sys
from typing import Any

from pyrust._core import selectors as _native
from pyrust._core import unknown_name

__all__ = [name for name in dir(_native) if not name.startswith("_")]

globals().update({name: getattr(_native, name) for name in __all__})


def __getattr__(name: str) -> Any:
    """Refuse a name that no selector has, with the nearest ones."""
    raise unknown_name(sys.modules[__name__], name)
