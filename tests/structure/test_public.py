"""Every public name says what it is, and the examples in docstrings, native ones included, are true."""

import contextlib
import doctest
import inspect
import io
import os
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# What gives nothing.
NO_RESULT = {"BatchIterator.close", "RowIterator.close", "Run.cancel", "Session.register"}

# What takes arguments and cannot fail by them.
NEVER_FAIL = {
    "Memory": "a record that pr.memory() makes",
}


def _documented() -> Iterator[tuple[str, object]]:
    """The public functions, classes and methods, the native ones by the names that the package gives them."""
    import pyrust
    from pyrust import _core

    # what `pr.col("a").str` is: no name of the package, but its methods are what users call
    for name in sorted(name for name in dir(_core) if name.endswith("Namespace")):
        for inner, member in sorted(vars(getattr(_core, name)).items()):
            if not inner.startswith("_"):
                yield f"{name}.{inner}", member
    for name in sorted(pyrust.__all__):
        thing = getattr(pyrust, name)
        if inspect.ismodule(thing):
            public = getattr(thing, "__all__", None) or [inner for inner in dir(thing) if not inner.startswith("_")]
            for inner in public:
                function = getattr(thing, inner)
                if callable(function):
                    yield f"{name}.{inner}", function
        elif inspect.isclass(thing):
            yield name, thing
            for inner, member in sorted(vars(thing).items()):
                if not inner.startswith("_") and (callable(member) or hasattr(member, "__get__")):
                    yield f"{name}.{inner}", member
        elif callable(thing):
            yield name, thing


def _parameters(thing: object) -> list[str]:
    """What a caller can give; nothing for an exception, a property, and what has no signature."""
    if (
        inspect.isgetsetdescriptor(thing)
        or isinstance(thing, property)
        or not callable(getattr(thing, "__func__", thing))
    ):
        return []
    if isinstance(thing, type) and issubclass(thing, BaseException):
        return []
    try:
        return [name for name in inspect.signature(thing).parameters if name not in {"self", "cls"}]  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return []


def _document(thing: object) -> str:
    return inspect.getdoc(thing.__func__ if isinstance(thing, (classmethod, staticmethod)) else thing) or ""


def test_every_public_name_is_documented() -> None:
    names = dict(_documented())
    assert len([name for name in names if name.startswith("functions.")]) > 300
    assert len([name for name in names if name.startswith("selectors.")]) > 10
    assert [name for name, thing in names.items() if len(_document(thing)) < 10] == []


def _missing(name: str, text: str, parameters: list[str]) -> list[str]:
    """The parts that a docstring of a callable lacks: what it gives, an example, and where there are arguments, what
    each is, what is raised, and an example of that. A class is what it gives."""
    if re.search(r"; see `[\w.]+`\.", text):
        return []
    wanted = {"Example:": ">>>"}
    if not name.rpartition(".")[2][0].isupper() and name not in NO_RESULT:
        wanted["Returns:"] = "Returns:"
    if parameters:
        wanted |= {"Args:": "Args:", "Raises:": "Raises:", "an example that fails": "Traceback (most recent call last)"}
    return [part for part, mark in wanted.items() if mark not in text]


def test_every_callable_shows_what_it_gives_and_how_it_fails() -> None:
    lacking = {
        name: missing
        for name, thing in _documented()
        if callable(getattr(thing, "__func__", thing))
        and not (isinstance(thing, type) and issubclass(thing, BaseException))
        if (missing := _missing(name, _document(thing), _parameters(thing))) and name not in NEVER_FAIL
    }
    assert lacking == {}


def test_every_class_and_attribute_has_an_example() -> None:
    """Those of records are shown by the example of their class."""
    records = ("Run.", "Memory.", "Progress.", "Operator.", "Report.")
    lacking = [
        name
        for name, thing in _documented()
        if not callable(getattr(thing, "__func__", thing)) or isinstance(thing, type)
        if ">>>" not in _document(thing) and not name.startswith(records)
    ]
    assert lacking == []


def test_every_public_name_exists() -> None:
    import pyrust

    assert [name for name in pyrust.__all__ if not hasattr(pyrust, name)] == []
    assert len(set(pyrust.__all__)) == len(pyrust.__all__)


def test_no_public_object_hides_a_module_of_its_name() -> None:
    """Else `import pyrust.memory as m` would give the function."""
    import pyrust

    modules = {found.name for found in pkgutil.iter_modules(pyrust.__path__)}
    assert {"functions", "widgets"} <= modules
    hidden = [name for name in pyrust.__all__ if name in modules and not inspect.ismodule(getattr(pyrust, name))]
    assert hidden == []


def test_what_users_annotate_with_can_be_named() -> None:
    """Every class that a public call gives is in the package, and types of arguments are in `pyrust.typing`."""
    import pyrust as pr
    from pyrust import typing

    frame = pr.DataFrame({"a": [1]})
    given = [frame.iter_rows(), frame.iter_batches(), frame.c, pr.when(pr.col("a") > 1), frame.group_by("a")]
    assert [type(value).__name__ for value in given if getattr(pr, type(value).__name__, None) is not type(value)] == []
    assert all(hasattr(typing, name) for name in ("IntoExpr", "IntoFrame", "Schema"))
    assert isinstance("a", typing.IntoExpr)
    assert isinstance(pr.col("a"), typing.IntoExpr | None)


def _examples() -> list[doctest.DocTest]:
    """The examples of all docstrings, each once."""
    parser, tests, seen = doctest.DocTestParser(), [], set()
    for name, thing in _documented():
        text = _document(thing)
        if ">>>" in text and text not in seen:
            seen.add(text)
            tests.append(parser.get_doctest(text, {}, name, None, None))
    return tests


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Path]:
    """Examples that write files write them here."""
    with contextlib.chdir(tmp_path):
        yield tmp_path


def test_examples_in_docstrings_are_true(workplace: Path) -> None:
    import pyrust as pr

    examples = _examples()
    assert sum(len(test.examples) for test in examples) > 1500
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    report = io.StringIO()
    for test in examples:
        test.globs = {"pr": pr, "__name__": "__main__", "os": os}
        runner.run(test, out=report.write)
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()
