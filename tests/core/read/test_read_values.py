"""JSON lines and Arrow IPC files hold the values they hold: nothing is cut, rounded, dropped, or taken for another."""

import base64
import decimal
import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pytest

import pyrust as pr

FILES = Path(__file__).parent / "files"


def lines(*rows):
    return "".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def late(row, count=1001):
    """Rows of which the last is not like those before."""
    return b'{"a": 1}\n' * count + json.dumps(row).encode() + b"\n"


# JSON lines


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"a": 1.5}, 'column "a": 1.5 is not a valid int64'),
        ({"a": 2**63}, 'column "a": 9223372036854775808 is not a valid int64'),
        ({"a": "1"}, 'column "a": expected int64, found "1"'),
        ({"a": True}, 'column "a": expected int64, found true'),
        ({"a": [1]}, r'column "a": expected int64, found \[1\]'),
        ({"a": {"b": 1}}, 'column "a": expected int64, found {"b": 1}'),
        ({"a": 1, "b": 2}, 'the key "b" was not there when the columns were found'),
    ],
)
def test_a_late_value_of_another_type_is_an_error_that_says_where(tmp_path, row, what):
    path = tmp_path / "t.json"
    path.write_bytes(late(row))
    with pytest.raises(pr.ReadError, match=f"{path}: line 1002: {what}") as refused:
        pr.read_json(path).collect()
    assert "infer_rows" in refused.value.hint
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("first", "then", "what"),
    [
        ({"a": {"x": [1]}}, {"a": {"x": [1, 2.5]}}, 'column "a.x": 2.5 is not a valid int64'),
        ({"a": {"x": 1}}, {"a": {"x": 1, "y": 2}}, 'column "a": the key "y" was not there'),
        ({"a": [{"x": True}]}, {"a": [{"x": 1}]}, 'column "a.x": expected bool, found 1'),
        ({"a": None}, {"a": 5}, 'column "a": expected null, found 5'),
        ({"a": "x"}, {"a": 5}, 'column "a": expected string, found 5'),
        ({"a": 1.5}, {"a": 2**53 + 1}, "9007199254740993 would be rounded to a float"),
        ({"a": 1.5}, {"a": 10**400}, "would be rounded to a float"),
    ],
)
def test_nested_and_mixed_values_are_held_to_their_types(first, then, what):
    with pytest.raises(pr.ReadError, match="bytes: line 3: ") as refused:
        pr.read_json(lines(first, "\n", first, "\n", then, "\n"), infer_rows=2).collect()
    assert what in str(refused.value)


def test_whole_numbers_are_exact():
    big, odd = 2**64 - 1, 2**53 + 1
    assert pr.read_json(lines({"a": big}, "\n", {"a": odd})).to_dict() == {"a": [big, odd]}
    frame = pr.read_json(lines({"a": big}, "\n", {"a": -odd}))
    assert frame.to_dict() == {"a": [decimal.Decimal(big), decimal.Decimal(-odd)]}
    assert pr.read_json(lines({"a": odd}, "\n", {"a": -odd})).to_dict() == {"a": [odd, -odd]}
    assert pr.read_json(lines({"a": [odd, -1]}, "\n", {"a": [big]})).to_dict()["a"][1] == [decimal.Decimal(big)]
    assert pr.read_json(b'{"a": 1}\n{"a": 1.0}\n{"a": 1e3}\n').to_dict() == {"a": [1.0, 1.0, 1000.0]}
    assert pr.read_json(b'{"a": 1}\n{"a": 1.0}\n{"a": 1e3}\n', schema={"a": "int64"}).to_dict() == {"a": [1, 1, 1000]}
    with pytest.raises(pr.ReadError, match="rounded"):
        pr.read_json(lines({"a": odd}, "\n", {"a": 0.5})).collect()


def test_what_is_said_of_the_types_holds():
    text = b'{"a": 1, "b": 2}\n{"a": 18446744073709551615, "c": 3}\n'
    assert pr.read_json(text, schema={"a": "uint64"}).to_dict() == {"a": [1, 2**64 - 1]}
    assert pr.read_json(text, schema={"a": "float64"}).to_dict() == {"a": [1.0, 2.0**64]}
    assert pr.read_json(text, schema_overrides={"a": "string"}).to_dict()["a"] == ["1", "18446744073709551615"]
    with pytest.raises(pr.ReadError, match='line 2: column "a": 18446744073709551615 is not a valid int32'):
        pr.read_json(text, schema={"a": "int32"}).collect()
    assert pr.read_json(b'{"a": "12"}\n{"a": 3}', schema={"a": "int8"}).to_dict() == {"a": [12, 3]}
    assert pr.read_json(b'{"a": 1.25}', schema={"a": "decimal(5,2)"}).to_dict() == {"a": [decimal.Decimal("1.25")]}
    with pytest.raises(pr.ReadError, match=r"1\.255 has more than 2 digits after the point"):
        pr.read_json(b'{"a": 1.255}', schema={"a": "decimal(5,2)"}).collect()
    with pytest.raises(pr.ReadError, match=r"1\.5 is not a valid int64"):
        pr.read_json(b'{"a": 1.5}', schema={"a": "int64"}).collect()


def test_a_key_is_a_column_if_it_comes_in_time():
    text = late({"a": 1, "b": {"c": "x"}})
    assert pr.read_json(text, infer_rows=2000).to_list()[-1] == {"a": 1, "b": {"c": "x"}}
    assert pr.read_json(text, schema={"a": "int64"}).to_list()[-1] == {"a": 1}
    with pytest.raises(pr.ReadError, match='"b"'):
        pr.read_json(text).count()


def test_a_value_that_nobody_asks_for_is_no_error():
    text = b'{"a": 1, "b": 1}\n' * 1001 + b'{"a": 1.5, "b": 2}\n'
    assert pr.read_json(text).select(pr.col("b").sum()).rows() == [(1003,)]
    with pytest.raises(pr.ReadError, match="line 1002"):
        pr.read_json(text).select(pr.col("a").sum()).rows()


def test_many_files_give_all_keys_and_the_wider_numbers(tmp_path):
    rows = [{"a": 1, "s": {"x": 1}}, {"a": 1.5, "b": True}, {"c": [1], "s": {"y": "z"}}, {"c": [2.5], "a": None}]
    for number, row in enumerate(rows):
        (tmp_path / f"{number}.json").write_text(json.dumps(row))
    assert pr.read_json(tmp_path).to_list() == [
        {"a": 1.0, "s": {"x": 1, "y": None}, "b": None, "c": None},
        {"a": 1.5, "s": None, "b": True, "c": None},
        {"a": None, "s": {"x": None, "y": "z"}, "b": None, "c": [1.0]},
        {"a": None, "s": None, "b": None, "c": [2.5]},
    ]
    (tmp_path / "4.json").write_text('{"a": 18446744073709551615}')
    with pytest.raises(pr.ReadError, match=r"4\.json: line 1: .*rounded"):
        pr.read_json(tmp_path).collect()
    (tmp_path / "1.json").unlink()
    assert pr.read_json(tmp_path).to_dict()["a"] == [decimal.Decimal(1), None, None, decimal.Decimal(2**64 - 1)]
    (tmp_path / "5.json").write_text('{"a": "x"}')
    with pytest.raises(pr.SchemaError, match='"a" is'):
        pr.read_json(tmp_path)


@pytest.mark.parametrize("bad", [150_000, 400_000, 749_999])
def test_a_line_is_counted_from_the_start_of_a_file_that_is_read_in_parts(tmp_path, bad):
    path = tmp_path / "t.json"
    rows = [f'{{"a": {number}, "text": "with a \\n and {{"}}\n' for number in range(750_000)]
    path.write_text("".join(rows))
    assert path.stat().st_size > 20 << 20
    assert pr.read_json(path).select(pr.col("a").sum()).rows() == [(sum(range(750_000)),)]
    rows[bad] = rows[bad].replace(str(bad), f"{bad}.5", 1)
    path.write_text("".join(rows))
    with pytest.raises(pr.ReadError, match=rf"t\.json: line {bad + 1}: column \"a\": {bad}\.5 is not a valid int64"):
        pr.read_json(path).select(pr.col("a").sum()).rows()


def test_json_as_people_write_it(tmp_path):
    assert pr.read_json(b'\xef\xbb\xbf{"a": 1}\n\n  {"a":2}\r\n').to_dict() == {"a": [1, 2]}
    assert pr.read_json(b'{"a":\n  1,\n "b": [1,\n 2]}\n{"a": 2}').to_dict() == {"a": [1, 2], "b": [[1, 2], None]}
    assert pr.read_json(b'{"a\\u0062": 1, "\\"": 2}').to_dict() == {"ab": [1], '"': [2]}
    assert pr.read_json(b'{"a": "\\u00e4\\n\\"}{"}').to_dict() == {"a": ['ä\n"}{']}
    assert pr.read_json(gzip.compress(late({"a": 2})), compression="gzip").count() == 1002
    with pytest.raises(pr.ReadError, match="line 1002"):
        pr.read_json(gzip.compress(late({"a": 2.5})), compression="gzip").collect()
    long = json.dumps({"a": "x" * 3_000_000, "b": list(range(1000))})
    frame = pr.read_json(f"{long}\n{long}\n".encode())
    assert [len(row["a"]) + len(row["b"]) for row in frame.to_list()] == [3_001_000] * 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'{"a": 1}\n{"a": ', "line 2: it ends in the middle of a row"),
        (b'{"a": 1}\nnonsense', "line 2: this is not JSON"),
        (b'{"a": 1}\n{"a" 1}', "line 2: this is not JSON: expected ':'"),
        (b"[1, 2]", "line 1: .* an object in braces"),
        (b'{"a": ' + b"[" * 1000 + b"]" * 1000 + b"}", "nested more than 128 levels"),
        (b'{"a": {"b": 1}}\n{"a": 1}', 'line 2: column "a": a value is an object in one place and a number in another'),
    ],
)
def test_what_is_no_json_is_said_with_its_line(text, what):
    with pytest.raises(pr.ReadError, match=what):
        pr.read_json(text)


def test_json_that_breaks_after_its_first_rows_is_said_with_its_line():
    for tail, what in ((b'{"a": ', "line 1002: it ends"), (b'{"a": nul}\n', "line 1002: .*this is not JSON")):
        with pytest.raises(pr.ReadError, match=what):
            pr.read_json(b'{"a": 1}\n' * 1001 + tail).collect()


# Arrow IPC


def ipc_bytes(table, stream=False):
    out = io.BytesIO()
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    with make(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


@pytest.mark.parametrize("stream", [False, True], ids=["file", "stream"])
def test_columns_of_one_name_are_told_apart(stream):
    table = pa.Table.from_arrays([pa.array([1, 2]), pa.array(["x", "y"]), pa.array([3.5, 4.5])], ["a", "b", "a"])
    frame = pr.read_ipc(ipc_bytes(table, stream))
    assert frame.to_dict() == {"a": [1, 2], "b": ["x", "y"], "a_1": [3.5, 4.5]}
    assert pr.sql("select a_1 from t where a = 2", t=frame).rows() == [(4.5,)]
    assert pr.sql("select count(*), sum(a_1) from t", t=frame).rows() == [(2, 8.0)]


def test_files_of_both_formats_are_put_together_by_name(tmp_path):
    tables = [pa.table({"a": [1], "b": [2]}), pa.table({"b": [20], "a": [10]})]
    for number, table in enumerate(tables * 2):
        (tmp_path / f"{number}.arrow").write_bytes(ipc_bytes(table, stream=number > 1))
    frame = pr.read_ipc(tmp_path)
    assert frame.to_dict() == {"a": [1, 10, 1, 10], "b": [2, 20, 2, 20]}
    assert frame.select("b").to_dict() == {"b": [2, 20, 2, 20]}
    (tmp_path / "9.arrow").write_bytes(ipc_bytes(pa.table({"a": [1]})))
    with pytest.raises(pr.SchemaError, match="different columns"):
        pr.read_ipc(tmp_path)


def test_a_large_file_is_read_in_parts(tmp_path):
    table = pa.table({"a": range(3_000_000), "d": pa.array(["x", "y", "z"] * 1_000_000).dictionary_encode()})
    path = tmp_path / "t.arrow"
    with pa.ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=100_000)
    frame = pr.read_ipc(path)
    assert pr.sql("select sum(a), count(d), count(distinct d) from t", t=frame).rows() == [
        (sum(range(3_000_000)), 3_000_000, 3)
    ]


@pytest.mark.parametrize("name", ["big_endian.stream", "big_endian.arrow"])
def test_the_other_order_of_bytes_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(base64.b64decode((FILES / f"{name}.base64").read_text(encoding="ascii")))
    with pytest.raises(pr.ReadError, match=f"{name} .*big-endian") as refused:
        pr.read_ipc(path)
    assert "pyarrow" in refused.value.hint


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n3,4\n", b"PAR1", b"\xff" * 64, b"ARROW1\0\0", b"\x10\0\0\0" + b"x" * 16]
)
def test_what_is_no_arrow_ipc_is_refused_at_once(tmp_path, content):
    path = tmp_path / "t.arrow"
    path.write_bytes(content)
    with pytest.raises(pr.ReadError, match=r"t\.arrow cannot be read as Arrow IPC"):
        pr.read_ipc(path)
