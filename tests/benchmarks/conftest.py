"""What the benchmarks share: one report, printed at the end, and the browser of the UI tests.

A benchmark asserts that what it times is right, then times it. A target that is missed is printed as such and fails
nothing: the machine may be busy, the reader decides.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ui.conftest import browser, notebook, page, server  # noqa: F401
from ui.files import long_file


class Report:
    """The figures of one run, by section, in the order in which they were measured."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}

    def add(self, section: str, name: str, value: float, unit: str, most: float | None = None, note: str = "") -> None:
        """Note a figure; `most` is what it should not be over."""
        verdict = "" if most is None else f"  target {most:g} {unit}: {'met' if value <= most else 'MISSED'}"
        self.say(section, f"  {name:<44} {value:>10.4g} {unit:<6}{verdict}{'  ' + note if note else ''}")

    def say(self, section: str, text: str) -> None:
        """Note a line of words."""
        self.lines.setdefault(section, []).append(text)


REPORT = Report()


@pytest.fixture(scope="session")
def report() -> Report:
    """The one report."""
    return REPORT


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the report."""
    for section, lines in REPORT.lines.items():
        terminalreporter.write_line("")
        terminalreporter.write_line(section)
        for line in lines:
            terminalreporter.write_line(line)
    terminalreporter.write_line("")


@pytest.fixture(scope="session")
def sixty_million(cache: Path) -> Path:
    """TPC-H lineitem at scale factor 10 if `make data SF=10` was run, else a narrow file of as many rows."""
    lineitem = Path(os.environ.get("PYRUST_DATA") or cache / "data") / "sf10" / "lineitem.parquet"
    return lineitem if lineitem.exists() else long_file(cache)


@pytest.fixture
def gigabyte() -> object:
    """A pyarrow table of eight columns of 16 Mi floats: 1 GiB."""
    import numpy as np
    import pyarrow as pa

    values = np.random.default_rng(7).random(16 << 20)
    return pa.table({f"c{column}": values + column for column in range(8)})


def median(call: Callable[[], float], times: int = 9) -> float:
    """The median of several runs."""
    return statistics.median(call() for _ in range(times))


def milliseconds(call: Callable[[], object], times: int = 101) -> float:
    """The median of many calls; the first ones are not counted."""

    def once() -> float:
        started = time.perf_counter()
        call()
        return (time.perf_counter() - started) * 1_000

    for _ in range(3):
        call()
    return median(once, times)


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]
