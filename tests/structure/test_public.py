"""Every public name says what it is, and the examples in docstrings, native ones included, are true."""

import contextlib
import doctest
import inspect
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest


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
                if callable(function) and "pyrust" in str(getattr(function, "__module__", "pyrust")):
                    yield f"{name}.{inner}", function
        elif inspect.isclass(thing):
            yield name, thing
            for inner, member in sorted(vars(thing).items()):
                if not inner.startswith("_") and (callable(member) or hasattr(member, "__get__")):
                    yield f"{name}.{inner}", member
        elif callable(thing):
            yield name, thing


def _document(thing: object) -> str:
    return inspect.getdoc(thing.__func__ if isinstance(thing, (classmethod, staticmethod)) else thing) or ""


def test_every_public_name_is_documented() -> None:
    names = dict(_documented())
    assert len(names) > 40
    assert [name for name, thing in names.items() if len(_document(thing)) < 10] == []


def test_every_public_name_exists() -> None:
    import pyrust

    assert [name for name in pyrust.__all__ if not hasattr(pyrust, name)] == []
    assert len(set(pyrust.__all__)) == len(pyrust.__all__)


def _examples() -> list[doctest.DocTest]:
    """The examples of all docstrings, each once."""
    parser, tests = doctest.DocTestParser(), []
    for name, thing in _documented():
        text = _document(thing)
        if ">>>" in text:
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
    assert sum(len(test.examples) for test in examples) > 10
    runner = doctest.DocTestRunner(
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    )
    report = io.StringIO()
    for test in examples:
        test.globs = {"pr": pr, "__name__": "__main__", "os": os}
        runner.run(test, out=report.write)
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()
