"""The API reference has every name that `import pyrust` gives, and its pages are those of the menu."""

import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _hook(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference(checkout: Path) -> ModuleType:
    """What makes the pages."""
    return _hook(checkout / ".ci" / "reference.py")


def _members(owner: str, thing: object) -> Iterator[str]:
    names = getattr(thing, "__all__", None) if inspect.ismodule(thing) else vars(thing)
    yield from (f"{owner}.{name}" for name in names or [] if not name.startswith("_"))


def _exposed() -> Iterator[str]:
    """Every public name, with the members of classes and modules."""
    import pyrust
    from pyrust import _core

    for name in pyrust.__all__:
        thing = getattr(pyrust, name)
        # the exceptions are names of the package too
        if name.startswith("__") or name == "exceptions":
            continue
        # a module of functions is no page of its own, its members are
        yield from [name] if name != "functions" else []
        if inspect.ismodule(thing) or (inspect.isclass(thing) and not issubclass(thing, BaseException)):
            yield from _members(name, thing)
    for name in dir(_core):
        if name.endswith("Namespace"):
            yield from _members(name, getattr(_core, name))


def test_every_public_name_is_on_a_page(reference: ModuleType) -> None:
    exposed = set(_exposed())
    assert len(exposed) > 800
    assert exposed - set(reference.covered()) == set(), "mkdocstrings reads the stubs: is it in them?"


def test_a_name_that_no_page_lists_finds_one(reference: ModuleType) -> None:
    import pyrust

    placed = [name for page in reference.pages().values() for name in page.names]
    assert len(placed) == len(set(placed)), "a name is on two pages"
    modules = {"functions", "exceptions", "__version__"}
    assert set(pyrust.__all__) - modules - set(placed) == set()


def test_the_menu_has_every_page(reference: ModuleType, checkout: Path) -> None:
    def paths(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            for value in entry.values() if isinstance(entry, dict) else [entry]:
                yield from [value] if isinstance(value, str) else paths(value)

    assert sorted(paths(reference.menu())) == sorted(reference.texts())
    decisions = set(paths(_hook(checkout / ".ci" / "decisions.py").menu()))
    assert decisions == {f"decisions/{path.name}" for path in (checkout / "docs" / "decisions").glob("*.md")}
    assert len(decisions) > 20
