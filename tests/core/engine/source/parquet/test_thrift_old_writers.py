"""Parquet files of writers whose footers say what the format has no name for: they are read as pyarrow reads them.

A footer is changed byte by byte: `c` is the number of a Thrift type for structs, `5` that for integers, and a number is
written as its double.
"""

import struct

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pyrust as pr

TABLE = pa.table(
    {"a": pa.array([1, 2, None], pa.int8()), "t": pa.array([1, None, 3], pa.timestamp("us")), "s": ["x", "y", None]}
)
# The old name of the type of `a` (INT_8, the 15th), then its new one: a struct of the width and whether it has a sign.
INT8 = bytes.fromhex("251e4cac130811 00 00".replace(" ", ""))
STRING = bytes.fromhex("25004c1c00 00".replace(" ", ""))


def changed(path, old, new, *, times=1):
    """The file with a footer in which `old` is `new`."""
    data = path.read_bytes()
    (length,) = struct.unpack("<I", data[-8:-4])
    body, footer = data[: -8 - length], data[-8 - length : -8]
    assert footer.count(old) == times
    footer = footer.replace(old, new)
    path.write_bytes(body + footer + struct.pack("<I", len(footer)) + b"PAR1")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "old.parquet"
    pq.write_table(TABLE, path, store_schema=False)
    return path


CHANGES = {
    # ConvertedType 24, by which pyarrow called columns of nulls up to version 3.
    "an old name of its own": (INT8, INT8.replace(b"\x25\x1e", b"\x25\x30")),
    # The same field of a union twice, the second time with its number written out.
    "a union's field twice": (STRING, bytes.fromhex("25004c1c00" + "0c0200" + "00")),
    "a field in a struct without fields": (STRING, bytes.fromhex("25004c1c" + "1502" + "00" + "00")),
    # Field 25 of the column, which nobody knows.
    "a field that is not known": (STRING + b"\x00", STRING + b"\xf5\x02" + b"\x00"),
}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_what_the_format_has_no_name_for_is_passed_over(file, change):
    changed(file, *CHANGES[change])
    assert pr.read_parquet(file).to_dict() == TABLE.to_pydict()
    assert pr.sql(f"select max(a) as a, count(s) as n from '{file}' where a > 0").to_dict() == {"a": [2], "n": [2]}


def test_a_name_that_nobody_ever_used_is_refused(file):
    # Without a new name beside it nobody knows what the values are.
    changed(file, INT8, b"\x25\x60")
    with pytest.raises(pr.ReadError):
        pr.read_parquet(file).collect()


def test_a_column_of_nulls_by_its_old_name(tmp_path):
    path = tmp_path / "nulls.parquet"
    pq.write_table(pa.table({"a": [1, 2], "n": pa.nulls(2)}), path, store_schema=False)
    # Field 10, a struct of field 11: "unknown".
    changed(path, bytes.fromhex("6cbc0000"), bytes.fromhex("2530"))
    assert pr.read_parquet(path).to_dict() == {"a": [1, 2], "n": [None, None]}


def test_an_index_of_pages_that_makes_no_sense_is_not_needed(tmp_path):
    path = tmp_path / "index.parquet"
    pq.write_table(pa.table({"a": range(1000)}), path, write_page_index=True, data_page_size=100, row_group_size=500)
    data = bytearray(path.read_bytes())
    (length,) = struct.unpack("<I", data[-8:-4])
    # The indexes lie between the pages and the footer.
    data[-8 - length - 40 : -8 - length] = b"\xff" * 40
    path.write_bytes(data)
    assert pr.read_parquet(path).filter(pr.col("a") > 900).count() == 99
