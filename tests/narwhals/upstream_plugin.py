"""The pytest plugin under which narwhals' own tests run: its constructor makes pyrust frames.

Handed to pytest by `-p upstream_plugin` beside narwhals' `--use-external-constructor`. A test that asks for a frame
gets one of pyrust's; a test that asks for none, or for an eager one, says nothing about this plugin and is left out.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import pyrust as pr

EXCLUSIONS = Path(__file__).with_name("exclusions.toml")


def pyrust_lazy_constructor(data: dict[str, Any]) -> pr.DataFrame:
    """A pyrust frame of columns, typed as pyarrow types them: narwhals' constructor for duckdb does the same."""
    return pr.DataFrame(pa.table(data))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the tests of frames the one constructor."""
    if "constructor" in metafunc.fixturenames:
        metafunc.parametrize("constructor", [pyrust_lazy_constructor], ids=["pyrust"])


def matching(pattern: str) -> re.Pattern[str]:
    """A test's name in the table, where `*` stands for anything and brackets for themselves."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of lazy frames, and expect the excluded ones to fail."""
    left_out = [item for item in items if "constructor" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    names = {item.nodeid.partition("tests/")[2]: item for item in items}
    table = tomllib.loads(EXCLUSIONS.read_text(encoding="utf-8"))["group"]
    unused = []
    for group in table:
        for pattern in group["tests"]:
            found = [item for name, item in names.items() if matching(pattern).fullmatch(name)]
            unused += [] if found else [pattern]
            for item in found:
                item.add_marker(pytest.mark.xfail(reason=f"excluded: {group['reason']}", strict=True))
    if unused and not config.getoption("keyword"):
        raise pytest.UsageError(f"{EXCLUSIONS.name} names tests that narwhals does not have: {unused}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many passed, and how many of those that did not are listed in the table."""
    outcomes = {name: len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
    expected = terminalreporter.stats.get("xfailed", [])
    excluded = sum(str(report.wasxfail).startswith("excluded: ") for report in expected)
    counts = {**outcomes, "excluded": excluded, "known to narwhals": len(expected) - excluded}
    terminalreporter.write_line("counts: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
