"""Questions in the manner of ClickBench, beside peers: distinct values, many groups, searched text, the top ten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.contest import Contest
from benchmarks.generated import SIZE, generated
from benchmarks.hits import make
from benchmarks.suite import Suite

SUITE = Suite("hits", "page views", SIZE, Path(__file__).parent / "sql" / "hits")


@pytest.fixture(scope="module")
def contest(cache: Path) -> Iterator[Contest]:
    with Contest(SUITE, generated(cache, "hits", make)) as contest:
        yield contest


@pytest.mark.parametrize("question", SUITE.names())
def test_hits(contest: Contest, question: str, tmp_path: Path) -> None:
    contest.ask(question, tmp_path)
