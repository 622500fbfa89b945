"""The functions over expressions, as `pyrust.functions`: `sum`, `mean`, `lower`, `year`, `when` ...

They are made in Rust, where each has its docstring and its example; this module gives them a name to import from, and
`functions.pyi` beside it has their signatures.
"""

from __future__ import annotations

import sys
from typing import Any

from pyrust._core import functions as _native
from pyrust._core import unknown_name

__all__ = [name for name in dir(_native) if not name.startswith("_")]

# Into the module itself, so that a call costs no look-up of ours.
globals().update({name: getattr(_native, name) for name in __all__})


def __getattr__(name: str) -> Any:
    """Refuse a name that no function has, with the nearest ones."""
    raise unknown_name(sys.modules[__name__], name)
