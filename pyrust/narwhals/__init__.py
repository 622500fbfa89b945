"""The narwhals plugin: `narwhals.from_native(df)` takes a pyrust frame as a lazy frame.

narwhals finds this module by its entry point `pyrust` in the group `narwhals.plugins` and asks it three things: whether
an object is ours, from which package such objects come, and for the namespace that wraps them. Nothing here imports
narwhals before it has asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from pyrust._core import DataFrame

if TYPE_CHECKING:
    from narwhals.utils import Version

    from pyrust.narwhals.namespace import PyRustNamespace

__all__ = ["NATIVE_PACKAGE", "is_native"]

NATIVE_PACKAGE: Final = "pyrust"
"""The package whose objects the plugin takes."""


def is_native(native_object: object) -> TypeGuard[DataFrame]:
    """Check whether an object is a pyrust frame.

    Args:
        native_object: Any object.

    Returns:
        True for a `pyrust.DataFrame`.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.narwhals import is_native
        >>> is_native(pr.range(3)), is_native({"a": [1]})
        (True, False)
    """
    return isinstance(native_object, DataFrame)


def __narwhals_namespace__(version: Version) -> PyRustNamespace:  # noqa: N807 - the name is narwhals' own
    """Give narwhals the namespace behind its functions, for one version of its API."""
    from pyrust.narwhals.namespace import PyRustNamespace

    return PyRustNamespace(version=version)
