"""What the SQL cell costs beside the engine's own `sql`, in a notebook with many variables."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from benchmarks.conftest import Report
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import pyrust as pr

SQL = "select k, sum(a) as total from t7 where a > $least group by k order by k"
VARIABLES = 200
ROUNDS = 201


@pytest.fixture
def shell(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A notebook without a front end, with many variables: frames of ours, of pandas and of pyarrow, and values."""
    import pandas as pd
    import pyarrow as pa

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_line_magic("load_ext", "pyrust")
    data = {"k": [n % 7 for n in range(1000)], "a": list(range(1000))}
    make: list[Callable[[], object]] = [
        lambda: pr.DataFrame(data),
        lambda: pd.DataFrame(data),
        lambda: pa.table(data),
        lambda: 5,
    ]
    shell.user_ns.update({f"t{number}": make[number % 4]() for number in range(VARIABLES)})
    shell.user_ns.update(t7=pr.DataFrame(data), least=10)
    try:
        yield shell
    finally:
        shell.run_line_magic("unload_ext", "pyrust")
        InteractiveShell.clear_instance()


def median(call: Callable[[], object]) -> float:
    """The median time of a call in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def test_the_cell_over_sql(shell: InteractiveShell, report: Report) -> None:
    frame, session = shell.user_ns["t7"], pr.session()
    shell.run_cell_magic("pyrust", "-q -o out", SQL)
    expected = session.sql(SQL, t7=frame, least=10)
    assert shell.user_ns["out"].rows() == expected.rows()
    engine = median(lambda: session.sql(SQL, t7=frame, least=10))
    cell = median(lambda: shell.run_cell_magic("pyrust", "-q -o out", SQL))
    section = f"a SQL cell with {VARIABLES} variables"
    report.add(section, "pyrust      the engine's own sql", engine, "ms")
    report.add(section, "pyrust      the cell over it", cell - engine, "ms", 2.0)
