"""A grid over sixty million rows of Parquet, sorted and filtered: the first screen, the whole order, any jump."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conftest import Report, milliseconds, p95

import pyrust as pr
from pyrust._core import View

SECTION = "A view of sixty million rows of Parquet, sorted and filtered"
ROWS, COLUMNS = 40, 9


@pytest.fixture(scope="module")
def frame(sixty_million: Path) -> pr.DataFrame:
    return pr.read_parquet(sixty_million)


def _key(frame: pr.DataFrame) -> str:
    """A column whose values are in no order."""
    return "l_extendedprice" if "l_extendedprice" in frame.columns else frame.columns[-1]


def _arranged(view: View, **spec: Any) -> View:
    return view.arranged(json.dumps(spec))


def _complete(view: View) -> int:
    while not (status := view.status())["exact"]:
        assert status["error"] is None, status
        time.sleep(0.002)
    return status["rows"]


def _jumps(view: View, width: int, rows: int, times: int = 60) -> list[float]:
    chance, taken = random.Random(1), []
    for _ in range(times):
        first = chance.randrange(rows - ROWS)
        began = time.perf_counter()
        view.page(first, ROWS, list(range(min(COLUMNS, width))))
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def test_the_first_sorted_screen_and_the_whole_order(report: Report, frame: pr.DataFrame) -> None:
    key, view = _key(frame), View(frame)
    best = frame.sort(key, descending=True).head(ROWS).select(key).to_dict()[key]
    spec = {"sort": [{"column": key, "descending": True}]}
    shown = View.derived(frame, json.dumps(spec)).head(ROWS).select(key).to_dict()[key]
    assert shown == best
    top = milliseconds(lambda: frame.sort(key, descending=True).head(ROWS).collect(), 5)

    def first() -> None:
        _arranged(view, **spec).page(0, ROWS, list(range(min(COLUMNS, frame.width))))

    report.add(SECTION, "the engine's own top 40", top, "ms")
    report.add(SECTION, "the first screen, sorted", milliseconds(first, 5), "ms", round(top * 1.2, 1))
    began = time.perf_counter()
    sorted_view = _arranged(view, **spec)
    rows = _complete(sorted_view)
    report.add(SECTION, "the whole order", time.perf_counter() - began, "s")
    for name, shown_view in {"as it is": view, "sorted": sorted_view}.items():
        taken = _jumps(shown_view, frame.width, rows)
        report.add(SECTION, f"a jump, {name}, p95", p95(taken), "ms", 100)


def test_a_count_under_a_filter(report: Report, frame: pr.DataFrame) -> None:
    key, view = _key(frame), View(frame)
    low, high = frame.select(low=pr.col(key).min(), high=pr.col(key).max()).row(0)
    condition = f'"{key}" < {low} + ({high} - {low}) / 50'
    counted = frame.filter(pr.sql_expr(condition)).count()
    plain = milliseconds(lambda: frame.filter(pr.sql_expr(condition)).count(), 5)

    def exact() -> None:
        assert _complete(_arranged(view, where=condition)) == counted

    report.add(SECTION, "count(*) where ...", plain, "ms")
    report.add(SECTION, "the exact count of a filtered view", milliseconds(exact, 5), "ms", round(plain * 1.2, 1))
    filtered = _arranged(view, where=condition)
    taken = _jumps(filtered, frame.width, _complete(filtered))
    report.add(SECTION, "a jump, filtered, p95", p95(taken), "ms", 100)
