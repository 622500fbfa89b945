"""The 22 TPC-H queries as SQL over Parquet, beside peers: `make bench-tpch SF=10` runs it alone at another scale."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.contest import Contest
from benchmarks.suite import Suite
from tpch.samples import samples

SCALE = os.environ.get("PYRUST_BENCH_SF", "1")
SUITE = Suite("tpch", "TPC-H", f"sf{SCALE}", Path(__file__).parents[1] / "tpch" / "sql")


@pytest.fixture(scope="module")
def contest(checkout: Path, cache: Path) -> Iterator[Contest]:
    with Contest(SUITE, samples(checkout, cache, SCALE)) as contest:
        yield contest


@pytest.mark.parametrize("question", SUITE.names())
def test_tpch(contest: Contest, question: str, tmp_path: Path) -> None:
    contest.ask(question, tmp_path)
