"""The pytest plugin under which narwhals' own tests run: its constructor makes pyrust frames.

Handed to pytest by `-p upstream_plugin` beside narwhals' `--use-external-constructor`. A test that asks for a frame
gets one of pyrust's; a test that asks for no frame, or for an eager one, says nothing about this plugin and is left
out. What is in `exclusions.toml` is expected to fail, each with its reason, and must fail: an entry that passes is
reported, so that the table cannot grow stale.
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import pyrust as pr

EXCLUSIONS = Path(__file__).with_name("exclusions.toml")


def pyrust_lazy_constructor(data: dict[str, Any]) -> pr.DataFrame:
    """A pyrust frame of columns, typed as pyarrow types them, as narwhals' constructor for duckdb does."""
    return pr.DataFrame(pa.table(data))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the tests of frames the one constructor."""
    if "constructor" in metafunc.fixturenames:
        metafunc.parametrize("constructor", [pyrust_lazy_constructor], ids=["pyrust"])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Keep the tests of lazy frames; mark what is excluded."""
    kept = [item for item in items if "constructor" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    table = tomllib.loads(EXCLUSIONS.read_text())
    for item in items:
        name = item.nodeid.partition("tests/")[2]
        for group in table["group"]:
            if any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in group["tests"]):
                item.add_marker(pytest.mark.xfail(reason=group["reason"], strict=True))
