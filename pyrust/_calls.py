"""What a function written in Python says of what it does not take: the same as the native ones do.

Python's own words name neither what the keyword is called here nor how the function is called. The native functions
have trampolines for it (`src/trampoline.rs`); these have a decorator, over the same table and the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pyrust._core import PyRustError, refused_call

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def answering(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Decorate a function, so that it answers for keywords of other libraries and for arguments that are missing."""

    @wraps(function)
    def called(*values: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
        try:
            return function(*values, **named)
        except TypeError as error:
            # one that was raised in the function has its frame, too
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise
            answer = refused_call(_owner(function), _written(function), str(error))
            if answer is None:
                raise
        raise answer

    return called


def refused(kind: type[PyRustError], operation: str, message: str, hint: str | None = None) -> PyRustError:
    """Make an error as the core makes it."""
    error = kind(f"{operation}: {message}" + (f"\nhint: {hint}" if hint else ""))
    error.hint = hint
    return error


def _owner(function: Callable[..., object]) -> str:
    """Name the module of a function, where that is how it is called: `pr.testing`; nothing for one of the package."""
    module = function.__module__.removeprefix("pyrust.")
    return f"pr.{module}" if module.isidentifier() and not module.startswith("_") else ""


def _written(function: Callable[..., object]) -> str:
    """Write the signature as native functions have it: without types."""
    # as dear as all of pyrust to import
    from inspect import Parameter, Signature, signature

    found = signature(function)
    plain = [parameter.replace(annotation=Parameter.empty) for parameter in found.parameters.values()]
    return f"{function.__name__}{found.replace(parameters=plain, return_annotation=Signature.empty)}"
