"""The db-benchmark's five joins, beside peers: with a table of ten rows, of a thousandth of the rows, of as many rows.

The tables are of the shape J1_1e7_NA_0_0, by the recipe of the benchmark's own generator
(github.com/duckdblabs/db-benchmark), read from Parquet: nine tenths of the keys have a partner. Its random numbers are
numpy's, so figures are alike, not equal.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.contest import Contest
from benchmarks.generated import SIZE, chunks, generated, numbered, write
from benchmarks.suite import Suite

SUITE = Suite("joins", "db-benchmark, joins", SIZE, Path(__file__).parent / "sql" / "joins")


def make(folder: Path, rows: int) -> None:
    """Write the tables x, small, medium and big."""
    random = np.random.default_rng(108)
    sizes = {"small": max(10, rows // 1_000_000), "medium": max(10, rows // 1_000), "big": rows}
    left, right = {}, {}
    for key, size in zip(("id1", "id2", "id3"), sizes.values(), strict=True):
        keys = random.permutation(size * 11 // 10).astype(np.int32) + 1
        # nine tenths are common, a tenth is on one side only
        common = size * 9 // 10
        left[key], right[key] = keys[:size], np.concatenate([keys[:common], keys[size : 2 * size - common]])
    _write(folder / "x.parquet", rows, left, "v1", random)
    for number, (name, size) in enumerate(sizes.items(), 1):
        own = {key: right[key] for key in ("id1", "id2", "id3")[:number]}
        _write(folder / f"{name}.parquet", size, own, "v2", random)


def _write(path: Path, rows: int, keys: dict[str, Any], value: str, random: Any) -> None:
    """Write a table in which every key is there, and more than once where there are more rows than keys."""
    import pyarrow as pa

    drawn = {}
    for name, known in keys.items():
        drawn[name] = np.concatenate([known, random.choice(known, max(0, rows - len(known)))])
        random.shuffle(drawn[name])
    drawn[value] = random.uniform(0, 100, rows).round(6)

    def part(start: int, size: int) -> Any:
        columns = {name: pa.array(values[start : start + size]) for name, values in drawn.items()}
        names = {f"id{int(name[2]) + 3}": numbered(columns[name]) for name in keys}
        return pa.table({**{name: columns[name] for name in keys}, **names, value: columns[value]})

    starts = (sum(size for _, size in list(chunks(rows))[:number]) for number, _ in chunks(rows))
    write(path, (part(start, size) for start, (_, size) in zip(starts, chunks(rows), strict=True)))


@pytest.fixture(scope="module")
def contest(cache: Path) -> Iterator[Contest]:
    with Contest(SUITE, generated(cache, "joins", make)) as contest:
        yield contest


@pytest.mark.parametrize("question", SUITE.names())
def test_joins(contest: Contest, question: str, tmp_path: Path) -> None:
    contest.ask(question, tmp_path)
