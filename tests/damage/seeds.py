"""Whole files of every format, small, of the layouts that their readers tell apart."""

import gzip
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq


def table(rows: int = 300) -> pa.Table:
    """Columns of the layouts that files have, with nulls in each."""
    chance = random.Random(7)
    some = [None if chance.random() < 0.1 else chance.randrange(-1000, 1000) for _ in range(rows)]
    text = [None if value is None else f"text {value}" * (1 + abs(value) % 3) for value in some]
    return pa.table(
        {
            "i": pa.array(some, pa.int64()),
            "s": pa.array([value and value % 7 for value in some], pa.int16()),
            "f": pa.array([value and value / 8 for value in some], pa.float64()),
            "b": pa.array([value and value > 0 for value in some], pa.bool_()),
            "t": pa.array(text, pa.string()),
            "d": pa.array([value and value % 30 for value in some], pa.date32()),
            "m": pa.array(some, pa.timestamp("us", "UTC")),
            "l": pa.array([value and [value, None, value + 1][: value % 4] for value in some], pa.list_(pa.int32())),
            "o": pa.array([value and {"x": value, "y": str(value)} for value in some]),
            "k": pa.array(text, pa.string()).dictionary_encode(),
        }
    )


def ipc(stream: bool, compression: str | None) -> bytes:
    """An Arrow IPC file."""
    out, rows = io.BytesIO(), table()
    options = pa.ipc.IpcWriteOptions(compression=compression, emit_dictionary_deltas=not stream)
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(out, rows.schema, options=options) as writer:
        writer.write_table(rows, max_chunksize=100)
    return out.getvalue()


def parquet(**options: object) -> bytes:
    """A Parquet file of several row groups and pages."""
    out = io.BytesIO()
    pq.write_table(table(), out, row_group_size=100, data_page_size=400, write_page_index=True, **options)
    return out.getvalue()


def text(form: str) -> bytes:
    """Lines of CSV or JSON."""
    rows = table().select(["i", "f", "t"]).to_pylist()
    lines = []
    for row in rows:
        i, f, t = row["i"] or 0, row["f"] or 0.5, row["t"]
        if form == "json":
            lines.append(f'{{"i": {i}, "f": {f}, "t": "{t}", "l": [{{"x": null}}]}}\n')
        else:
            lines.append(f'{i},{f},"{t}, ""said"""\n')
    return "".join(lines if form == "json" else ["i,f,t\n", *lines]).encode()


def long(value: int) -> bytes:
    """An integer as Avro has it."""
    value, out = (value << 1) ^ (value >> 63), b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


SCHEMA = (
    b'{"type":"record","name":"r","fields":[{"name":"i","type":"long"},{"name":"t","type":["null","string"]},'
    b'{"name":"l","type":{"type":"array","items":"double"}},{"name":"e","type":{"type":"enum","name":"e",'
    b'"symbols":["x","y"]}},{"name":"m","type":{"type":"map","values":"int"}}]}'
)
SYNC = bytes(range(16))


def avro_rows(count: int) -> bytes:
    """Rows of `SCHEMA`."""
    rows = b""
    for row in range(count):
        word = f"text {row}".encode()
        rows += long(row * 7919 - 1000) + (long(0) if row % 9 == 0 else long(1) + long(len(word)) + word)
        rows += long(2) + struct.pack("<2d", row, row / 3) + long(0) + long(row % 2)
        rows += long(1) + long(1) + b"k" + long(row) + long(0)
    return rows


def avro(codec: str = "null", blocks: tuple[int, ...] = (50, 1, 100), schema: bytes = SCHEMA) -> bytes:
    """An Avro file with blocks of so many rows."""
    out = b"Obj\x01" + long(2)
    for key, value in ((b"avro.schema", schema), (b"avro.codec", codec.encode())):
        out += long(len(key)) + key + long(len(value)) + value
    out += long(0) + SYNC
    for count in blocks:
        data = avro_rows(count)
        if codec == "deflate":
            data = zlib.compress(data)[2:-4]
        elif codec == "snappy":
            data = pa.compress(data, codec="snappy", asbytes=True) + struct.pack(">I", zlib.crc32(data))
        elif codec == "zstandard":
            data = pa.compress(data, codec="zstd", asbytes=True)
        out += long(count) + long(len(data)) + data + SYNC
    return out


SEEDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "ipc file": ("ipc", lambda: ipc(False, None)),
    "ipc file lz4": ("ipc", lambda: ipc(False, "lz4")),
    "ipc file zstd": ("ipc", lambda: ipc(False, "zstd")),
    "ipc stream": ("ipc", lambda: ipc(True, None)),
    "ipc stream zstd": ("ipc", lambda: ipc(True, "zstd")),
    "parquet": ("parquet", lambda: parquet(compression="none")),
    "parquet snappy": ("parquet", lambda: parquet(compression="snappy", use_dictionary=False)),
    "parquet delta": (
        "parquet",
        lambda: parquet(
            compression="zstd",
            use_dictionary=False,
            column_encoding={"i": "DELTA_BINARY_PACKED", "t": "DELTA_BYTE_ARRAY", "f": "BYTE_STREAM_SPLIT"},
            data_page_version="2.0",
        ),
    ),
    "avro": ("avro", avro),
    "avro deflate": ("avro", lambda: avro("deflate")),
    "avro snappy": ("avro", lambda: avro("snappy")),
    "avro zstd": ("avro", lambda: avro("zstandard")),
    "csv": ("csv", lambda: text("csv")),
    "json": ("json", lambda: text("json")),
    "json list": ("json", lambda: b"[" + text("json").strip().replace(b"\n", b",\n") + b"]"),
    "csv gzip": ("csv.gz", lambda: gzip.compress(text("csv"), mtime=0)),
}


def mutants(whole: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Damaged copies without end, each with a word for the damage."""
    size = len(whole)
    while True:
        kind = chance.choice(["cut", "bytes", "bits", "length", "zeros", "tail", "swap", "doubled", "noise"])
        out, at = bytearray(whole), chance.randrange(size)
        if kind == "cut":
            out = out[:at]
        elif kind == "bytes":
            for _ in range(chance.choice([1, 1, 2, 8])):
                out[chance.randrange(size)] = chance.randrange(256)
        elif kind == "bits":
            out[at] ^= 1 << chance.randrange(8)
        elif kind == "length":
            wide = chance.choice([4, 8])
            value = chance.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32), chance.getrandbits(63)])
            out[at : at + wide] = (value % (1 << 8 * wide)).to_bytes(wide, "little")
        elif kind == "zeros":
            out[at : at + chance.randrange(1, 64)] = bytes(chance.randrange(1, 64))
        elif kind == "tail":
            place = size - 1 - chance.randrange(min(size, 1500))
            out[place] = chance.choice([0, 0xFF, 0x7F, chance.randrange(256)])
        elif kind == "swap":
            there, length = chance.randrange(size), chance.randrange(1, 200)
            out[at : at + length] = whole[there : there + length]
        elif kind == "doubled":
            out[at:at] = whole[at : at + chance.randrange(1, 200)]
        else:
            out[at : at + 40] = chance.randbytes(40)
        yield f"{kind} at {at} of {size}", bytes(out)
