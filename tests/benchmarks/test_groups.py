"""The db-benchmark's ten questions about groups, beside peers: 100 groups and 100,000, of strings and of integers.

The table is of the shape G1_1e7_1e2_0_0 (nothing missing, in no order), by the recipe of the benchmark's own generator
(github.com/duckdblabs/db-benchmark), read from Parquet. The random numbers are numpy's: figures are alike, not equal.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.contest import Contest
from benchmarks.generated import SIZE, chunks, generated, numbered, write
from benchmarks.suite import Suite

SUITE = Suite("groups", "db-benchmark, groups", SIZE, Path(__file__).parent / "sql" / "groups")
GROUPS = 100


def make(folder: Path, rows: int) -> None:
    """Write the table x."""
    import pyarrow as pa

    few = numbered(np.arange(1, GROUPS + 1), width=3)
    small = max(1, rows // GROUPS)
    many = numbered(np.arange(1, small + 1), width=10)

    def part(number: int, size: int) -> Any:
        random = np.random.default_rng([108, number])

        def integers(most: int) -> Any:
            return pa.array(random.integers(1, most, size, dtype=np.int32, endpoint=True))

        def strings(words: Any) -> Any:
            return words.take(pa.array(random.integers(0, len(words), size)))

        return pa.table(
            {
                "id1": strings(few),
                "id2": strings(few),
                "id3": strings(many),
                "id4": integers(GROUPS),
                "id5": integers(GROUPS),
                "id6": integers(small),
                "v1": integers(5),
                "v2": integers(15),
                "v3": random.uniform(0, 100, size).round(6),
            }
        )

    write(folder / "x.parquet", (part(number, size) for number, size in chunks(rows)))


@pytest.fixture(scope="module")
def contest(cache: Path) -> Iterator[Contest]:
    with Contest(SUITE, generated(cache, "groups", make)) as contest:
        yield contest


@pytest.mark.parametrize("question", SUITE.names())
def test_groups(contest: Contest, question: str, tmp_path: Path) -> None:
    contest.ask(question, tmp_path)
