"""What the tests of the plugin share: lines at the end of the run, and a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pyrust as pr

LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def at_the_end(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """A function: the line that it is given is printed when all tests have run."""
    return pytestconfig.stash.setdefault(LINES, []).append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what tests have counted."""
    for line in config.stash.get(LINES, []):
        terminalreporter.write_line(line)


@pytest.fixture
def df() -> pr.DataFrame:
    """A small frame with everyday types, and nulls in some of them."""
    return pr.DataFrame(
        {"k": ["x", "y", "x", None], "n": [1, 2, None, 4], "v": [1.5, 2.5, -0.5, 4.0], "i": [0, 1, 2, 3]}
    )
