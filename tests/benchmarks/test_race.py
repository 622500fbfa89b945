"""The race itself: turns are taken in order, and an engine that cannot is out, with the reason; the others go on."""

import threading
from pathlib import Path

import pytest
from benchmarks import race

ENDLESS = "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b WHERE a.range + b.range = 7"
GREEDY = "SELECT list(a.range ORDER BY hash(a.range)) FROM range(400000000) AS a"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("tables")
    pq.write_table(pa.table({"n": range(1000)}), folder / "t.parquet")
    return folder


def believe(answered: dict[str, Path]) -> dict[str, str]:
    return {}


def test_every_engine_answers_in_every_round(folder: Path, tmp_path: Path) -> None:
    queries = dict.fromkeys(("pyrust", "datafusion", "duckdb", "polars"), "SELECT sum(n) AS s FROM t")
    costs = race.race(queries, folder, 2, tmp_path, believe)
    for cost in costs.values():
        assert all(len(figures) == 2 for figures in cost.values())
        assert min(cost["peak"]) > 10_000_000
        assert 0 < min(cost["seconds"]) <= max(cost["seconds"]) < 60


def test_an_error_is_the_reason(folder: Path, tmp_path: Path) -> None:
    queries = {"pyrust": "SELECT nothing FROM t", "duckdb": "SELECT n FROM t"}
    costs = race.race(queries, folder, 2, tmp_path, believe)
    assert "nothing" in costs["pyrust"]["cannot"]
    assert len(costs["duckdb"]["seconds"]) == 2


def test_who_is_not_believed_is_out(folder: Path, tmp_path: Path) -> None:
    queries = dict.fromkeys(("duckdb", "polars"), "SELECT n FROM t")
    seen: list[dict[str, Path]] = []

    def judge(answered: dict[str, Path]) -> dict[str, str]:
        seen.append(answered)
        return {"polars": "wrong"}

    costs = race.race(queries, folder, 3, tmp_path, judge)
    assert [set(answered) for answered in seen] == [{"duckdb", "polars"}]
    assert costs["polars"] == {"cannot": "wrong"}
    assert len(costs["duckdb"]["seconds"]) == 3


@pytest.mark.parametrize(
    ("limit", "most", "query", "reason"),
    [("PATIENCE", 0.5, ENDLESS, "over 0.5 s"), ("MOST_MEMORY", 1 << 30, GREEDY, "over 1.0 GB of memory")],
)
def test_one_that_is_stopped_stops_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: float, query: str, reason: str
) -> None:
    monkeypatch.setattr(race, limit, most)
    costs = race.race({"duckdb": query, "polars": "SELECT n FROM t"}, folder, 2, tmp_path, believe)
    assert costs["duckdb"] == {"cannot": reason}
    assert len(costs["polars"]["seconds"]) == 2


def test_a_process_that_is_killed_is_named_after_its_signal(folder: Path, tmp_path: Path) -> None:
    runner = race.Runner("duckdb", folder, tmp_path / "log")
    killer = threading.Timer(1.5, runner.kill)
    killer.start()
    runner.turn(ENDLESS, None)
    assert runner.cost() == {"cannot": "SIGKILL"}
