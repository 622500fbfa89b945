"""Files that are cut off, damaged, or changed while they are read: an error that says so, and no wrong row."""

import contextlib
import io
import json
import os
import random
import struct
import threading

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from damage.child import READERS
from damage.seeds import SEEDS, SYNC, avro, avro_rows, ipc, long, mutants

import pyrust as pr

BINARY = [name for name, (form, _) in SEEDS.items() if form in ("ipc", "parquet", "avro")]


def reader(name):
    return READERS[SEEDS[name][0].split(".")[0]]


def is_fair(read, path):
    """Whether a file is read, or refused in the words of a reader."""
    try:
        read(path).collect()
    except (pr.ReadError, pr.SchemaError, pr.ResourcesError) as error:
        return not any(word in str(error) for word in ("panic", "report", "Internal", "task "))
    return True


@pytest.mark.parametrize("name", SEEDS)
def test_whole_files_are_read(name):
    options = {"compression": "gzip"} if name == "csv gzip" else {}
    assert reader(name)(SEEDS[name][1](), **options).collect().count() in (300, 151)


@pytest.mark.parametrize("name", [name for name in BINARY if "stream" not in name])
def test_a_file_that_is_cut_off_is_an_error_wherever(name):
    whole = SEEDS[name][1]()
    for at in random.Random(1).sample(range(1, len(whole)), 40):
        # An Avro file has no end of its own: one that is cut between two blocks is whole.
        if name.startswith("avro") and whole[:at].endswith(SYNC):
            continue
        with pytest.raises(pr.ReadError):
            reader(name)(whole[:at]).collect()


@pytest.mark.parametrize("name", [name for name in BINARY if "stream" in name])
def test_a_stream_that_is_cut_off_gives_whole_batches_or_an_error(name):
    whole = SEEDS[name][1]()
    for at in random.Random(1).sample(range(1, len(whole)), 40):
        with contextlib.suppress(pr.ReadError):
            assert reader(name)(whole[:at]).collect().count() % 100 == 0


@pytest.mark.parametrize("name", SEEDS)
def test_damage_is_an_error_of_the_reader_or_other_values(name, tmp_path):
    form, make = SEEDS[name]
    path = tmp_path / f"x.{form.replace('ipc', 'arrow')}"
    damaged = mutants(make(), random.Random(5))
    for _ in range(60):
        what, content = next(damaged)
        path.write_bytes(content)
        assert is_fair(reader(name), path), what


# Arrow IPC


@pytest.mark.parametrize("compression", ["lz4", "zstd"])
def test_a_buffer_unpacks_to_no_more_than_its_bytes_bear(compression):
    content = bytearray(ipc(False, compression))
    size = struct.pack("<q", 8 * 100)
    at = content.index(size)
    for claimed in (1 << 40, 1 << 62, -7, 801):
        content[at : at + 8] = struct.pack("<q", claimed)
        with pytest.raises(pr.ReadError, match=r"lengths that make no sense|[Ll]ength|size"):
            pr.read_ipc(bytes(content)).collect()


def test_a_footer_names_batches_that_are_there(tmp_path):
    content = ipc(False, None)
    path = tmp_path / "x.arrow"
    for back in range(10, 400, 3):
        damaged = bytearray(content)
        damaged[len(content) - back] ^= 0xFF
        path.write_bytes(damaged)
        assert is_fair(pr.read_ipc, path), back


def test_a_stream_says_no_length_that_the_file_has_not():
    content = ipc(True, None)
    schema = 8 + struct.unpack_from("<i", content, 4)[0]
    for claimed in (0x7FFFFFF0, 1 << 20):
        damaged = bytearray(content)
        struct.pack_into("<i", damaged, schema + 4, claimed)
        with pytest.raises(pr.ReadError, match=r"cut off|length"):
            pr.read_ipc(bytes(damaged)).collect()


# Avro


def test_avro_rows_are_those_that_the_blocks_announce():
    assert pr.read_avro(avro()).count() == 151
    assert pr.read_avro(avro()).select("t").to_dict()["t"][:2] == [None, "text 1"]
    head = avro(blocks=())
    for count, data in (
        (49, avro_rows(50)),
        (51, avro_rows(50)),
        (5, b""),
        (0, avro_rows(1)),
        (3, avro_rows(3) + b"\0" * 9),
    ):
        with pytest.raises(pr.ReadError, match=r"number of rows|no rows"):
            pr.read_avro(head + long(count) + long(len(data)) + data + SYNC).collect()
    with pytest.raises(pr.ReadError, match="does not end where it says"):
        pr.read_avro(head + long(1) + long(len(avro_rows(1))) + avro_rows(1) + bytes(16)).collect()
    for lengths in (long(1 << 40) + long(4), long(1) + long(1 << 40), long(-1) + long(4), b"\xff" * 12):
        with pytest.raises(pr.ReadError, match=r"lengths|cut off|does not end"):
            pr.read_avro(head + lengths + bytes(30)).collect()
    assert pr.read_avro(head).count() == 0


def test_avro_of_nothing_but_nulls():
    schema = b'{"type":"record","name":"r","fields":[{"name":"n","type":"null"}]}'
    content = avro(blocks=(), schema=schema) + long(5) + long(0) + SYNC
    assert pr.read_avro(content).to_dict() == {"n": [None] * 5}


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy", "zstandard"])
def test_avro_of_many_blocks_in_order(codec):
    content = avro(codec, blocks=(7,) * 300)
    frame = pr.read_avro(content)
    rows = frame.to_dict()
    assert rows["i"] == [row * 7919 - 1000 for row in range(7)] * 300
    assert frame.select("e", "i").rows()[:2] == [("x", -1000), ("y", 6919)]
    assert pr.sql("select count(*), max(i) from t", t=frame).rows() == [(2100, 46514)]


# files that change


@pytest.mark.parametrize("form", ["parquet", "csv", "json", "ipc"])
def test_a_file_that_is_replaced_while_it_is_read_is_the_old_one_or_the_new_one(tmp_path, form):
    path = tmp_path / f"x.{form}"
    stop = threading.Event()

    def rewrite():
        value = 1
        while not stop.is_set():
            value = 3 - value
            getattr(pr.range(60_000).select(pr.lit(value).alias("v")), f"write_{form}")(path)

    getattr(pr.range(60_000).select(pr.lit(1).alias("v")), f"write_{form}")(path)
    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(25):
            frame = getattr(pr, f"read_{form}")(path)
            seen = pr.sql("select min(v), max(v), count(v) from t", t=frame).rows()
            assert seen in ([(1, 1, 60_000)], [(2, 2, 60_000)])
    finally:
        stop.set()
        writer.join()


@pytest.mark.parametrize("form", ["parquet", "json", "csv"])
def test_a_file_that_is_cut_in_place_is_an_error(tmp_path, form):
    path = tmp_path / f"x.{form}"
    rows = 3_000_000
    getattr(pr.range(rows), f"write_{form}")(path)
    reader = pa.RecordBatchReader.from_stream(getattr(pr, f"read_{form}")(path))
    first = reader.read_next_batch()
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(Exception, match=r"cut short|was changed|middle of a row") as seen:
        reader.read_all()
    assert first.num_rows > 0
    assert path.name in str(seen.value)


def test_a_file_that_grows_while_it_is_read_is_what_it_was(tmp_path):
    path = tmp_path / "x.csv"
    pr.range(2_000_000).write_csv(path)
    reader = pa.RecordBatchReader.from_stream(pr.read_csv(path))
    count = reader.read_next_batch().num_rows
    with path.open("a") as out:
        out.write("7\n" * 1000)
    assert count + reader.read_all().num_rows == 2_000_000
    assert pr.read_csv(path).count() == 2_001_000


# text


def test_a_quote_that_is_not_closed_is_named_with_its_line(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("wb") as out:
        out.write(b'a,b\n1,"two\nlines"\n2,"open\n')
        for _ in range(150):
            out.write(b"3,4\n" * (1 << 18))
    for read in (lambda: pr.read_csv(path), lambda: pr.read_csv(path, schema={"a": "int64", "b": "string"}).collect()):
        with pytest.raises(pr.ReadError, match="line 4 begins a row that has no end") as refusal:
            read()
        assert "quote" in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "options", "what"),
    [
        (b"a,b\n1,x\nz,y\n", {"infer_rows": 1}, 'column "a" at line 3'),
        (b'a,b\n1,"x\ny"\n\n2,"\n"\nz,y\n', {"infer_rows": 2}, 'column "a" at line 7'),
        (b"x\ny\na,b\n1,x\nz,y\n", {"infer_rows": 1, "skip_rows": 2}, 'column "a" at line 5'),
        (b"# what\na,b\n#\n1,x\nz,y\n", {"infer_rows": 1, "comment": "#"}, 'column "a" at line 5'),
        (b"1,x\nz,y\n", {"infer_rows": 1, "has_header": False}, 'column "column_1" at line 2'),
        (b'a,b\n1,"x\ny"\n2\n', {}, "line 4 has 1 values, and there are 2 columns"),
        (b'a,b\n1,"x\ny"\n2,3,4\n', {"infer_rows": 1}, "line 4 has (3|more than 2) values, and there are 2 columns"),
        (b"a,b\n1,x\n2,caf\xe9\n", {}, "line 3.* not UTF-8"),
        (b"a,b\n1,x\n2,caf\xe9\n", {"infer_rows": 1}, 'line 3, column "b": this is not UTF-8'),
    ],
)
def test_lines_of_csv_are_those_of_the_file(text, options, what):
    with pytest.raises(pr.ReadError, match=what) as seen:
        pr.read_csv(text, **options).collect()
    assert "\n" not in str(seen.value).split("\nhint:")[0]


def test_a_type_is_one_that_the_rows_fit():
    text = (
        b"d,t,n,m\n2023-02-28,2023-01-01T00:00:00,1,2024-01-01\n"
        b"2023-02-29,2023-01-01T25:00:00,99999999999999999999,2024-02-01\n"
    )
    frame = pr.read_csv(text)
    assert list(frame.schema.values())[::3] == ["string", "date"]
    assert frame.to_dict()["d"] == ["2023-02-28", "2023-02-29"]
    assert frame.collect().count() == 2


def test_json_that_is_one_list(tmp_path):
    rows = [{"a": number, "b": ["[", "]},"], "c": {"d": None}} for number in range(30_000)]
    for text in (json.dumps(rows), json.dumps(rows, indent=1), "\ufeff " + json.dumps(rows)):
        assert pr.read_json(text.encode()).to_dict()["a"] == list(range(30_000))
    path = tmp_path / "large.json"
    path.write_text(json.dumps([{"a": number, "b": "x" * 400} for number in range(40_000)]))
    assert pr.sql("select sum(a) from t", t=pr.read_json(path, schema={"a": "int64"})).rows() == [(sum(range(40_000)),)]
    with pytest.raises(pr.ReadError, match="middle of"):
        pr.read_json(json.dumps(rows)[:-1].encode()).collect()
    with pytest.raises(pr.ReadError, match="line 3: "):
        pr.read_json(b'[{"a": 1},\n{"a": 2},\n3]')
    with pytest.raises(pr.ReadError) as refusal:
        pr.read_json(b'{"a": 1}\n{"a": ' + b"x" * 100_000)
    assert len(str(refusal.value)) < 400


def test_the_first_bytes_say_what_a_file_is(tmp_path):
    for content, word in (
        (SEEDS["parquet"][1](), "read_parquet"),
        (SEEDS["ipc file"][1](), "read_ipc"),
        (avro(), "read_avro"),
        (SEEDS["csv gzip"][1](), "gzip"),
        (b"PK\x03\x04" + bytes(range(128, 256)), "Excel"),
    ):
        path = tmp_path / "x.dat"
        path.write_bytes(content)
        for read in READERS.values():
            if word != read.__name__:
                with pytest.raises(pr.ReadError) as refusal:
                    read(path).collect()
                assert word in refusal.value.hint, (word, read.__name__)


# Parquet


def test_encrypted_files_are_refused_as_such(tmp_path):
    encryption = pytest.importorskip("pyarrow.parquet.encryption")

    class Plain(encryption.KmsClient):
        def __init__(self, _):
            super().__init__()

        def wrap_key(self, key, _):
            return key.hex()

        def unwrap_key(self, key, _):
            return bytes.fromhex(key)

    table = pa.table({"a": [1, 2], "b": ["x", "y"]})
    for number, plain in enumerate((True, False)):
        options = encryption.EncryptionConfiguration(footer_key="f", column_keys={"c": ["b"]}, plaintext_footer=plain)
        factory = encryption.CryptoFactory(Plain)
        properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), options)
        path = tmp_path / f"{number}.parquet"
        with pq.ParquetWriter(path, table.schema, encryption_properties=properties) as writer:
            writer.write_table(table)
        with pytest.raises(pr.ReadError, match="encrypted"):
            pr.read_parquet(path).collect()


def test_a_dictionary_at_place_zero_is_none(tmp_path):
    """Some old writers note 0 where there is no dictionary."""
    table = pa.table({"a": list(range(1000))})
    out = io.BytesIO()
    pq.write_table(table, out, use_dictionary=False, compression="none", write_statistics=False, store_schema=False)
    content = out.getvalue()
    length = struct.unpack("<i", content[-8:-4])[0]
    footer = content[-8 - length : -8]
    # Field 9 of a column's metadata is where its data begins, an i64 of zigzag 8: behind it comes field 11, with 0.
    place = footer.index(b"\x26\x08")
    assert place > 0
    path = tmp_path / "x.parquet"
    after = footer[place + 2] - 0x20
    changed = footer[: place + 2] + bytes([0x26, 0, after]) + footer[place + 3 :]
    path.write_bytes(content[: -8 - length] + changed + struct.pack("<i", len(changed)) + b"PAR1")
    assert pq.read_table(path).num_rows == 1000
    assert pr.read_parquet(path).to_dict() == table.to_pydict()
