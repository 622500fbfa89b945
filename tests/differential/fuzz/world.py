"""A few random tables that many queries are asked about, and each of them as memory, Parquet and CSV give it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from differential.fuzz.kinds import STYLES, Style

SOURCES = ("memory", "batches", "parquet", "files", "csv")
# the key is in nearly every table, so that tables can be joined
LIKELY = {"k": 0.95, "j": 0.5, "i": 0.55, "f": 0.4, "s": 0.5, "d": 0.3, "b": 0.25}
# what no world is without: floats at the edge, and floats
CERTAIN = {"t1": "vf", "t2": "f"}


@dataclass(frozen=True)
class Made:
    """A table, and how several files divide its rows: the first row of each, and the columns it lacks."""

    name: str
    data: pa.Table
    parts: tuple[tuple[int, frozenset[str]], ...]
    narrow: bool

    @property
    def columns(self) -> list[str]:
        return self.data.column_names


@dataclass(frozen=True)
class World:
    """Tables by name; `tall` is one of so many rows that the engine divides its work."""

    tables: dict[str, Made] = field(default_factory=dict)
    tall: str = ""

    def kind(self, column: str) -> str:
        return "int" if column == "n" else STYLES[column].kind


def values(random: Random, style: Style, rows: int) -> list[Any]:
    """Values of one column: some nulls, now and then skewed, constant, at the edge, or nothing but nulls."""
    missing = random.choice((0.0, 0.0, 0.15, 0.15, 0.3))
    pool = list(style.values)
    shape = random.random()
    if shape < 0.04:
        missing = 1.0
    elif shape < 0.12:
        pool = [random.choice(pool)]
    elif shape < 0.25:
        pool = [random.choice(pool)] * 8 + pool
    if style.edge and random.random() < (0.7 if style.kind == "wild" else 0.35):
        pool += random.choices(style.edge, k=3)
    return [None if random.random() < missing else random.choice(pool) for _ in range(rows)]


def fitting(random: Random, style: Style, column: list[Any]) -> pa.Array:
    """The column in one of its types that hold all of its values."""
    for of in random.sample(style.types, len(style.types)):
        try:
            if pa.types.is_dictionary(of) and random.random() < 0.7:
                return with_a_null(column, of)
            return pa.array(column, of)
        except (pa.ArrowInvalid, OverflowError, pa.ArrowNotImplementedError):
            continue
    return pa.array([None if v is None else v % 100 for v in column], style.types[0])


def with_a_null(column: list[Any], of: pa.DictionaryType) -> pa.Array:
    """A dictionary whose null is one of its values."""
    found = list(dict.fromkeys(column))
    keys = pa.array([found.index(value) for value in column], of.index_type)
    return pa.DictionaryArray.from_arrays(keys, pa.array(found, of.value_type))


def table(random: Random, name: str, rows: int | None = None) -> Made:
    """A table of some of the columns; as many rows as are said, or up to 30."""
    tall = rows is not None
    if rows is None:
        rows = random.choice((0, 1, 3, 5, 8, 8, 12, 12, 20, 30)) if random.random() < 0.9 else 2
    rest = [c for c in STYLES if random.random() < LIKELY.get(c, 0.15) or c in CERTAIN.get(name, "")]
    random.shuffle(rest)
    columns = {c: values(random, STYLES[c], rows) for c in rest or ["k"]}
    if tall and "k" in columns:
        columns["k"] = [None if v is None else random.choice((v, random.randrange(rows))) for v in columns["k"]]
    cuts = sorted({0, *(random.randrange(rows) for _ in range(random.choice((1, 2, 3)) if rows else 0))})
    parts = []
    for at, first in enumerate(cuts):
        lost = frozenset(c for c in columns if random.random() < 0.25) if random.random() < 0.4 else frozenset()
        last = cuts[at + 1] if at + 1 < len(cuts) else rows
        if len(lost) == len(columns):
            lost = frozenset()
        for c in lost:
            columns[c][first:last] = [None] * (last - first)
        parts.append((first, lost))
    arrays = {c: fitting(random, STYLES[c], column) for c, column in columns.items()}
    # a number of its own for every row: what orders rows that are otherwise the same
    arrays["n"] = pa.array(random.sample(range(rows), rows), pa.int64())
    return Made(name, pa.table(arrays), tuple(parts), random.random() < 0.3)


def world(seed: str) -> World:
    """The tables of a seed."""
    random = Random(seed)
    tall = random.random() < 0.06
    return World(
        {f"t{at}": table(random, f"t{at}", 9_000 if tall and at == 0 else None) for at in range(4)},
        "t0" if tall else "",
    )


def batches(made: Made, random: Random) -> pa.Table:
    """The same rows in several batches, some of them empty."""
    rows = made.data.num_rows
    cuts = sorted([0, rows, *(random.randint(0, rows) for _ in range(3))])
    pieces = [made.data.slice(a, b - a) for a, b in pairwise(cuts)]
    return pa.concat_tables(pieces)


def narrower(of: pa.DataType, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column in a narrower type if one holds it."""
    candidates = {pa.int64(): pa.int16(), pa.int32(): pa.int8(), pa.float64(): pa.float32()}
    try:
        return column.cast(candidates[of]) if of in candidates else column
    except pa.ArrowInvalid:
        return column


def storable(data: pa.Table) -> pa.Table:
    """The same with no null among the values of a dictionary, which pyarrow writes into no file."""
    for at, column in enumerate(data.schema):
        if pa.types.is_dictionary(column.type):
            data = data.set_column(at, column.name, pa.array(data[column.name].to_pylist(), column.type))
    return data


def write_files(made: Made, folder: Path, random: Random) -> pa.Schema | None:
    """One file for each part: columns missing, in another order, narrower; the schema if the reader needs one."""
    folder.mkdir(parents=True)
    rows = made.data.num_rows
    for at, (first, lost) in enumerate(made.parts):
        last = made.parts[at + 1][0] if at + 1 < len(made.parts) else rows
        piece = made.data.slice(first, last - first)
        kept = [c for c in piece.column_names if c not in lost]
        if at:
            random.shuffle(kept)
        piece = piece.select(kept)
        if made.narrow and at:
            piece = pa.table({c: narrower(piece.schema.field(c).type, piece[c]) for c in kept})
        pq.write_table(
            storable(piece), folder / f"{at}.parquet", row_group_size=max(random.choice((2, 5, 100)), rows // 4)
        )
    absent = frozenset.intersection(*(lost for _, lost in made.parts))
    return made.data.schema if made.narrow or absent else None


def in_csv(made: Made) -> bool:
    """Whether CSV holds the table: an empty text and a null are the same there, bytes and spans are not read."""
    for column in made.data.columns:
        of = column.type
        if (
            pa.types.is_binary(of)
            or pa.types.is_large_binary(of)
            or pa.types.is_duration(of)
            or pa.types.is_dictionary(of)
        ):
            return False
        if (
            pa.types.is_string(of) or pa.types.is_large_string(of) or of == pa.string_view()
        ) and "" in column.to_pylist():
            return False
    return True


def write_csv(made: Made, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(made.columns)
        for row in zip(*(c.to_pylist() for c in made.data.columns), strict=True):
            writer.writerow(["" if v is None else str(v).lower() if isinstance(v, bool) else v for v in row])


def frames(made: Made, folder: Path, seed: str) -> dict[str, Callable[[], Any]]:
    """The table in each of the sources, made when it is first asked for."""
    import pyrust as pr

    # of its own for each source, as which of them is made first depends on the queries
    def drawn(source: str) -> Random:
        return Random(f"{seed}/{made.name}/{source}")

    def parquet() -> pr.DataFrame:
        path, random = folder / f"{made.name}.parquet", drawn("parquet")
        folder.mkdir(parents=True, exist_ok=True)
        # as others write it, who say nothing of Arrow's types; spans are numbers there
        foreign = random.random() < 0.25 and "l" not in made.columns
        pq.write_table(
            storable(made.data),
            path,
            row_group_size=max(random.choice((3, 7, 100)), made.data.num_rows // 4),
            data_page_size=random.choice((1, 1000)),
            store_schema=not foreign,
            use_deprecated_int96_timestamps=foreign,
        )
        return pr.read_parquet(path)

    def files() -> pr.DataFrame:
        schema = write_files(made, folder / made.name, drawn("files"))
        frame = pr.read_parquet(folder / made.name, **({} if schema is None else {"schema": schema}))
        # the first file's columns come first
        return frame if frame.columns == made.columns else frame.select(made.columns)

    def text() -> pr.DataFrame:
        path = folder / f"{made.name}.csv"
        write_csv(made, path)
        return pr.read_csv(path, schema=made.data.schema)

    found: dict[str, Callable[[], Any]] = {
        "memory": lambda: pr.DataFrame(made.data),
        "batches": lambda: pr.DataFrame(batches(made, drawn("batches"))),
        "parquet": parquet,
        "files": files,
    }
    return found | ({"csv": text} if in_csv(made) else {})
