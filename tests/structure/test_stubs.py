"""Editors show what `help()` shows: the stubs have the docstrings of the native module, each of them and no other."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest


def _documented(nodes: list[ast.stmt], owner: object, name: str) -> Iterator[tuple[str, str | None, str]]:
    """The public definitions of a stub: name, the stub's docstring and the module's."""
    for node in nodes:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        thing = vars(owner)[node.name] if isinstance(owner, type) else getattr(owner, node.name)
        own = inspect.getdoc(getattr(thing, "__func__", thing)) or ""
        yield f"{name}.{node.name}", ast.get_docstring(node), own
        if isinstance(node, ast.ClassDef):
            yield from _documented(node.body, thing, f"{name}.{node.name}")


@pytest.mark.parametrize("stub", ["_core", "functions", "selectors"])
def test_stubs_have_the_docstrings_of_the_module(checkout: Path, stub: str) -> None:
    tree = ast.parse((checkout / f"pyrust/{stub}.pyi").read_text(encoding="utf-8"))
    found = list(_documented(tree.body, importlib.import_module(f"pyrust.{stub}"), stub))
    assert len(found) > 20
    assert len([name for name, _, own in found if own]) > len(found) * 0.9
    # how lines end is the formatter's
    plain = {name: (_lines(text or ""), _lines(own)) for name, text, own in found}
    stale = [name for name, (text, own) in plain.items() if text != own]
    assert stale == [], "`make stubs` writes them"


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
