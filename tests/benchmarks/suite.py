"""Questions over the same tables, each as SQL: one text for all engines, or one of its own where a dialect lacks words.

A question is a file `NAME.sql`; `NAME.ENGINE.sql` beside it is what that engine is asked instead. Environment:
PYRUST_BENCH_QUERIES=q01,q18 asks those alone, PYRUST_BENCH_ENGINES=pyrust,duckdb those engines, PYRUST_BENCH_RUNS=5
in so many rounds.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engine import ENGINES
from benchmarks.race import race
from tpch.answers import difference

# what the others are compared with, in rows, time and memory
REFERENCE = "duckdb"
ROUNDS = int(os.environ.get("PYRUST_BENCH_RUNS", "3"))


def _chosen(variable: str, names: list[str]) -> list[str]:
    """Those of the names that the environment asks for: all when it says nothing."""
    asked = [name for name in os.environ.get(variable, "").split(",") if name]
    return [name for name in names if not asked or name in asked]


@dataclass(frozen=True)
class Suite:
    """The questions of one folder at one scale."""

    name: str
    title: str
    scale: str
    questions: Path

    def names(self) -> list[str]:
        """The questions to be asked."""
        every = sorted(path.stem for path in self.questions.glob("*.sql") if "." not in path.stem)
        return _chosen("PYRUST_BENCH_QUERIES", every)

    def text(self, question: str, engine: str) -> str:
        """What an engine is asked."""
        own = self.questions / f"{question}.{engine}.sql"
        return (own if own.exists() else self.questions / f"{question}.sql").read_text(encoding="utf-8")

    def ask(self, question: str, folder: Path, results: Path) -> dict[str, dict[str, Any]]:
        """What the question cost each engine over the tables of a folder, or why it cannot or is not believed."""
        texts = {engine: self.text(question, engine) for engine in _chosen("PYRUST_BENCH_ENGINES", list(ENGINES))}

        def judge(answered: dict[str, Path]) -> dict[str, str]:
            if not answered:
                return {}
            reference = REFERENCE if REFERENCE in answered else next(iter(answered))
            theirs, wrong = _rows(answered.pop(reference)), {}
            for engine, rows in answered.items():
                found = difference(_rows(rows), theirs, texts[reference])
                if found:
                    wrong[engine] = f"not {reference}'s answer: {found}"
            return wrong

        return race(texts, folder, ROUNDS, results, judge)


def _rows(path: Path) -> Any:
    """The table in a file, mapped: results may be as large as the tables."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()
