"""One engine in a process of its own, so that time, processor time and peak memory are its alone.

    python engine.py NAME FOLDER

The tables are the Parquet files of FOLDER, by their names. Each line of the input is a turn, {"query": SQL, "result": a
file or null}; each is answered by a line of the output: what the turn cost, or why the engine cannot. {} is answered
once the tables are there. The process stays between turns, as a notebook's kernel does, so the first turn is the cold
one; it waits while others have theirs.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def tables_in(folder: Path) -> dict[str, str]:
    """The tables of a folder, each a Parquet file, by their names."""
    return {path.stem: str(path) for path in sorted(folder.glob("*.parquet"))}


def pyrust(files: dict[str, str]) -> Callable[[str], Any]:
    """This project."""
    import pyrust as pr

    session = pr.Session()
    for name, path in files.items():
        session.register(name, session.read_parquet(path))
    return lambda query: session.sql(query).to_pyarrow()


def datafusion(files: dict[str, str]) -> Callable[[str], Any]:
    """The stock wheel of the engine."""
    from datafusion import SessionContext

    context = SessionContext()
    for name, path in files.items():
        context.register_parquet(name, path)
    return lambda query: context.sql(query).to_arrow_table()


def duckdb(files: dict[str, str]) -> Callable[[str], Any]:
    """DuckDB over views."""
    from duckdb import connect

    connection = connect()
    for name, path in files.items():
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    return lambda query: connection.sql(query).to_arrow_table()


def polars(files: dict[str, str]) -> Callable[[str], Any]:
    """Polars' own SQL over lazy scans."""
    from polars import CompatLevel, SQLContext, scan_parquet

    context = SQLContext({name: scan_parquet(path) for name, path in files.items()})
    # the newest level hands its strings out as they are, which the others do too
    return lambda query: context.execute(query, eager=True).to_arrow(compat_level=CompatLevel.newest())


ENGINES = {engine.__name__: engine for engine in (pyrust, datafusion, duckdb, polars)}


def _forget_peak() -> None:
    """Start the kernel's account of the most memory this process had anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """The most bytes that were resident since then; getrusage's figure would include the process that started this."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _turn(execute: Callable[[str], Any], query: str, result: str | None) -> dict[str, Any]:
    """Run the query once; its rows are written down after the clock has stopped."""
    import pyarrow as pa

    _forget_peak()
    spent, started = _processor(), time.perf_counter()
    table = execute(query)
    seconds = time.perf_counter() - started
    cost = {"seconds": seconds, "processor": _processor() - spent, "peak": _peak(), "rows": table.num_rows}
    if result:
        table = _unshared(table)
        with pa.OSFile(result, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    return cost


def _unshared(table: Any) -> Any:
    """The table with plain texts for views: pyarrow writes all texts that a batch's views share, with each batch."""
    import pyarrow as pa

    views = pa.string_view()
    fields = [field.with_type(pa.large_string()) if field.type == views else field for field in table.schema]
    return table.cast(pa.schema(fields))


def main() -> None:
    """Answer turns until the input ends."""
    name, folder = sys.argv[1:]
    files = tables_in(Path(folder))
    # an engine that prints must not be taken for an answer
    answers, sys.stdout = sys.stdout, sys.stderr
    execute = ENGINES[name](files)
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            answer = _turn(execute, **asked) if asked else {}
        except BaseException as error:  # a panic that crosses the boundary is no Exception
            said = str(error).strip().splitlines() or [""]
            answer = {"cannot": f"{type(error).__name__}: {said[0]}"[:300]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
