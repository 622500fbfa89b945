"""Tables that are generated once a size: a folder of Parquet files, the same on every machine."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

# how many rows the benchmarks' own tables have, and how many of them are made at a time
ROWS = int(float(os.environ.get("PYRUST_BENCH_ROWS", "1e7")))
CHUNK = 1_000_000
SIZE = f"{ROWS:.0e}".replace("e+0", "e") + "-rows"


def generated(cache: Path, name: str, make: Callable[[Path, int], None]) -> Path:
    """The folder with the tables that `make` writes; they appear under their name only when all are complete."""
    folder = Path(os.environ.get("PYRUST_DATA") or cache / "data") / f"{name}-{ROWS}"
    if not folder.exists():
        draft = folder.with_name(f".{folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        make(draft, ROWS)
        draft.rename(folder)
    return folder


def chunks(rows: int) -> Iterator[tuple[int, int]]:
    """The number of each part of a table and of the rows in it."""
    for number in range(-(-rows // CHUNK)):
        yield number, min(CHUNK, rows - number * CHUNK)


def write(path: Path, parts: Iterable[Any]) -> None:
    """Write a table, a row group each part."""
    import pyarrow.parquet as pq

    writer = None
    for part in parts:
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part, row_group_size=CHUNK)
    assert writer is not None
    writer.close()


def numbered(numbers: Any, width: int = 0) -> Any:
    """id1, id2, ...: numbers as the strings that the db-benchmark calls factors."""
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.cast(pa.array(numbers), pa.string())
    if width:
        digits = pc.utf8_lpad(digits, width, "0")
    return pc.binary_join_element_wise("id", digits, "")
