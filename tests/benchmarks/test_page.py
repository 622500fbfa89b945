"""What was measured becomes tables and plots, and parts of a suite add up in its file."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from benchmarks import figures, page, record
from benchmarks.figures import Cost, Costs
from benchmarks.suite import Suite

SUITE = Suite("tpch", "TPC-H", "sf7", Path(__file__).parent)


def cost(seconds: float, peak: int) -> Cost:
    return {"seconds": [seconds * 2, seconds, seconds * 4], "processor": [9, seconds * 2, 9], "peak": [1, peak, 2]}


QUESTIONS: dict[str, Costs] = {
    "q01": {"pyrust": cost(1, 400), "datafusion": {"cannot": "over 300 s | `x`"}, "duckdb": cost(2, 100)},
    "q02": {"pyrust": cost(2, 100), "datafusion": cost(8, 100), "duckdb": cost(1, 100), "polars": cost(1, 50)},
}


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(record, "FOLDER", tmp_path / "bench")
    monkeypatch.setattr(page, "FOLDER", tmp_path / "bench")
    monkeypatch.setattr(page, "PROFILES", tmp_path / "bench" / "profiles")
    monkeypatch.setattr(page, "DOCS", tmp_path)
    (tmp_path / "performance.md").write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n", encoding="utf-8")
    return tmp_path


def test_the_figures_of_a_cost() -> None:
    found = cost(1.5, 7)
    assert (figures.best(found), figures.median(found), figures.processor(found), figures.peak(found)) == (1.5, 3, 3, 7)
    assert figures.standing(QUESTIONS, "pyrust", figures.best) == figures.Standing(1.0, 2.0, "q02")
    assert figures.standing(QUESTIONS, "polars", figures.peak) == figures.Standing(0.5, 0.5, "q02")
    assert figures.standing({}, "polars", figures.peak) is None


def test_parts_of_a_suite_add_up(docs: Path) -> None:
    for name in ("q02", "q01"):
        record.Record(SUITE).keep(name, QUESTIONS[name])
    assert list(record.Record(SUITE).questions) == ["q01", "q02"]
    [path] = (docs / "bench").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace(record.machine(), "another machine"), encoding="utf-8")
    assert record.Record(SUITE).questions == {}


def test_tables_and_plots(docs: Path) -> None:
    for name, costs in QUESTIONS.items():
        record.Record(SUITE).keep(name, costs)
    page.main()
    page.main()
    summary = (docs / "performance.md").read_text(encoding="utf-8")
    assert summary.startswith("before\n")
    assert summary.endswith("after\n")
    assert "old" not in summary
    means = "**1.00** | 8.00 (1 of 2) | 1.00 (1 of 2) | 2.00 (q02) | **2.00** | 1.00 (1 of 2) | 0.50 (1 of 2)"
    order = [name for name in page.ENGINES if name != page.REFERENCE]
    assert order == ["pyrust", "datafusion", "polars"]
    assert summary.count(f"| TPC-H SF7, 2 queries | {means} |") == 1
    assert summary.count("](plots/tpch-sf7.svg)") == 1
    details = (docs / "measurements.md").read_text(encoding="utf-8")
    assert "| q01 | 1.000 (2.000) | cannot | 2.000 (4.000) |  | 0.50x |" in details
    assert "](plots/tpch-sf7.svg)" in details
    assert "- q01, datafusion: `over 300 s | 'x'`" in details
    picture = ElementTree.parse(docs / "plots" / "tpch-sf7.svg").getroot()
    marks = [element.get("class", "") for element in picture.iter()]
    assert sum(name.startswith("cannot") for name in marks) == 2
    assert sum(name.startswith("mark pyrust") for name in marks) == 5


def test_where_the_time_goes(docs: Path) -> None:
    record.Record(SUITE).keep("q01", QUESTIONS["q01"])
    shares = {"q01": {"Snappy": 40.4, "joins": 0.4, "the rest": 59.2, "functions": {"f": 59.2}}, "q02": {"joins": 100}}
    found = {"title": "TPC-H", "scale": "sf7", "commit": "abc", "machine": "2 cores", "questions": shares}
    (docs / "bench" / "profiles").mkdir()
    (docs / "bench" / "profiles" / "tpch-sf7.json").write_text(json.dumps(found), encoding="utf-8")
    page.main()
    details = (docs / "measurements.md").read_text(encoding="utf-8")
    assert "## TPC-H SF7: where" in details
    assert "|  | Snappy | joins | the rest |" in details
    assert "| q01 | 40 |  | 59 |" in details
    assert "| q02 |  | 100 |  |" in details


def test_nothing_measured_is_said(docs: Path) -> None:
    with pytest.raises(SystemExit, match="nothing was measured"):
        page.main()
