"""One engine, one SQL query, in a process of its own, so that time, processor time and peak memory are its alone.

    python engine.py NAME FOLDER QUERY.sql RUNS RESULT.arrow

prints the seconds of each run, the processor seconds of all of them and the peak of resident memory, as JSON, and
leaves the result of the last run in a file. The tables are the Parquet files of FOLDER, by their names.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


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
    from polars import SQLContext, scan_parquet

    context = SQLContext({name: scan_parquet(path) for name, path in files.items()})
    return lambda query: context.execute(query, eager=True).to_arrow()


ENGINES = {engine.__name__: engine for engine in (pyrust, datafusion, duckdb, polars)}


def main() -> None:
    """Run the query."""
    import pyarrow as pa

    name, folder, query, runs, result = sys.argv[1:]
    files = {path.stem: str(path) for path in sorted(Path(folder).glob("*.parquet"))}
    execute, text = ENGINES[name](files), Path(query).read_text(encoding="utf-8")
    seconds = []
    for _ in range(int(runs)):
        started = time.perf_counter()
        table = execute(text)
        seconds.append(time.perf_counter() - started)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with pa.OSFile(result, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    spent = usage.ru_utime + usage.ru_stime
    print(json.dumps({"seconds": seconds, "processor": spent, "peak": usage.ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
