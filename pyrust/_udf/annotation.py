"""What the annotations of a user function say: types, and the library in whose form it wants its values.

An annotation may say a type (`float`, `"decimal(15,2)"`, `pa.int64()`, `pl.Int64`, `np.int64`), a library
(`np.ndarray`, `pa.Array`, `pl.Series`, `pd.Series`), or both (`Annotated[np.ndarray, float]`, `NDArray[np.float64]`).
No library is imported to find out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

from pyrust._core import DataType

# a type, or None for whatever comes, and the library
Argument: TypeAlias = tuple[Any, str]

_LIBRARIES = ("numpy", "pyarrow", "polars", "pandas")
# how a class is written inside a nested type: list[int] is list<int64>
_NAMES = {
    "bool": "bool",
    "int": "int64",
    "float": "float64",
    "str": "string",
    "bytes": "binary",
    "date": "date",
    "datetime": "timestamp[us]",
    "time": "time",
    "timedelta": "duration[us]",
    "Decimal": "decimal(38,10)",
}
_NUMPY = (
    "bool",
    "float16",
    "float32",
    "float64",
    *(f"{sign}int{size}" for sign in ("", "u") for size in (8, 16, 32, 64)),
)


def state_of(function: Any, name: str, state: Sequence[Any] | None) -> list[Argument]:
    """Give the types of a class's state, and the forms in which `merge` wants them."""
    annotation = _plain(annotations_of(function.state).get("return"))
    if state is not None:
        types = list(state)
    elif get_origin(annotation) is tuple:
        types = [type_of(part)[0] for part in get_args(annotation)]
    else:
        types = [type_of(annotation)[0]]
    if any(part is None for part in types):
        hint = 'annotate it, def state(self) -> tuple[float, int], or say @pr.udaf(state=["float64", "int64"])'
        raise TypeError(f"udaf {name}: the types of its state are not given\nhint: {hint}")
    wanted, _ = arguments_of(function.merge, True, None)
    forms = [form for _, form in wanted] + ["pyrust"] * len(types)
    return list(zip(types, forms, strict=False))


def arguments_of(function: Callable[..., Any], bound: bool, types: Sequence[Any] | None) -> tuple[list[Argument], bool]:
    """Give type and form of each positional argument, and whether the last stands for any number."""
    import inspect  # as dear as all of pyrust to import

    try:
        parameters = list(inspect.signature(function).parameters.values())[int(bound) :]
    except ValueError:
        # a function of C that does not say what it takes
        return [(given, "pyrust") for given in types or [None]], types is None
    said_by = annotations_of(function)
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.VAR_POSITIONAL)]
    if types is not None and not any(p.kind == p.VAR_POSITIONAL for p in places):
        places = places[: len(types)]
    elif types is None:
        # what has a default is not a column, unless the types say so
        places = [p for p in places if p.default is p.empty]
    said = [type_of(said_by.get(p.name)) for p in places]
    if types is not None:
        forms = [form for _, form in said] + [said[-1][1] if said else "pyrust"] * len(types)
        return [(given, form) for given, form in zip(types, forms, strict=False)], False
    return said, bool(places) and places[-1].kind == places[-1].VAR_POSITIONAL


def annotations_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Give annotations as objects; one that is a string and not an expression of the function's module stays one."""
    found = _written(function)
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    scope = {**vars(module)} if module is not None else {}
    scope.update(getattr(function, "__globals__", {}))
    closure = getattr(function, "__closure__", None) or ()
    for name, cell in zip(getattr(getattr(function, "__code__", None), "co_freevars", ()), closure, strict=False):
        try:
            scope[name] = cell.cell_contents
        except ValueError:
            continue
    for name, annotation in found.items():
        if isinstance(annotation, str):
            try:
                found[name] = eval(annotation, scope)
            except Exception:  # whatever an expression that nobody has run yet may raise
                found[name] = annotation
    return found


def _written(function: Callable[..., Any]) -> dict[str, Any]:
    """Give annotations as they are written; a name that is none yet, from Python 3.14 on, as a string."""
    try:
        return dict(getattr(function, "__annotations__", {}))
    except Exception:  # computed only now: whatever an expression that nobody has run yet may raise
        if sys.version_info >= (3, 14):
            from annotationlib import Format, get_annotations

            found = get_annotations(function, format=Format.FORWARDREF)
            return {name: getattr(said, "__forward_arg__", said) for name, said in found.items()}
        raise


def _plain(annotation: Any) -> Any:
    """Give what an alias (`type Price = float`, numpy's `NDArray[...]`) or a `NewType` is for, and of `X | None` X."""
    kind = get_origin(annotation) or annotation
    given = get_args(annotation)
    if hasattr(kind, "__supertype__"):
        return _plain(kind.__supertype__)
    if kind is Union or kind is UnionType:
        options = [part for part in given if part is not type(None)]
        return _plain(options[0]) if len(options) == 1 else annotation
    if type(kind).__name__ != "TypeAliasType":  # of `typing` from 3.12 on, and of typing_extensions
        return annotation
    try:
        value = kind.__value__
    except Exception:  # computed only now, as above
        return annotation
    filled = dict(zip(kind.__type_params__, given, strict=False))
    holes = tuple(filled.get(hole, hole) for hole in getattr(value, "__parameters__", ()))
    return _plain(value[holes] if filled and holes else value)


def type_of(annotation: Any) -> Argument:
    """Give the type that an annotation says, or None, and the library in whose form it wants the values."""
    try:
        return _type_of(annotation)
    except RecursionError:  # `type Tree = list[Tree]` stands for no type of a column
        return None, "pyrust"


def _type_of(annotation: Any) -> Argument:
    said, form = None, "pyrust"
    annotation = _plain(annotation)
    if hasattr(annotation, "__metadata__"):
        form = _type_of(annotation.__origin__)[1]
        return next((kind for part in annotation.__metadata__ if (kind := _name(part)) is not None), None), form
    library = str(getattr(get_origin(annotation) or annotation, "__module__", "")).partition(".")[0]
    if library in _LIBRARIES and not _is_type(annotation, library):
        form = library
        if library == "numpy" and (inner := get_args(annotation)) and (kind := get_args(inner[-1])):
            numpy_name = str(getattr(kind[0], "__name__", "")).rstrip("_")
            said = numpy_name if numpy_name in _NUMPY else None
        return said, form
    return _name(annotation), form


def _is_type(annotation: Any, library: str) -> bool:
    """Check whether an annotation is a type of a library (`pa.int64()`, `pl.Int64`, `np.int64`), and not its array."""
    if hasattr(annotation, "__arrow_c_schema__"):
        return True
    kind = annotation if isinstance(annotation, type) else type(annotation)
    root = {"numpy": "generic", "polars": "DataType"}.get(library)
    return root is not None and any(base.__name__ == root for base in kind.__mro__)


def _name(annotation: Any) -> Any:
    """Give the type as `cast` takes it; None where the annotation says none."""
    annotation = _plain(annotation)
    library = str(getattr(annotation, "__module__", "")).partition(".")[0]
    if isinstance(annotation, str) or _is_type(annotation, library):
        return annotation if annotation not in ("Array", "pr.Array") else None
    inner = get_args(annotation)
    if get_origin(annotation) is list and len(inner) == 1:
        element = _name(inner[0])
        return f"list<{element}>" if isinstance(element, str | DataType) else None
    return _NAMES.get(getattr(annotation, "__name__", "")) if isinstance(annotation, type) else None
