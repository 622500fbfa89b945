"""Readers of objects: what has `read` is read from where it stands to its end, and bytes as they are."""

import io

import pytest

import pyrust as pr


def test_a_file_object_is_read_from_where_it_stands():
    stream = io.BytesIO(b"skipped\na\n1\n2\n")
    stream.readline()
    assert pr.read_csv(stream).to_dict() == {"a": [1, 2]}
    assert stream.read() == b""


@pytest.mark.parametrize("data", [b"a\n1\n", bytearray(b"a\n1\n"), memoryview(b"a\n1\n"), io.StringIO("a\n1\n")])
def test_bytes_and_texts_are_read_as_they_are(data):
    assert pr.read_csv(data).to_dict() == {"a": [1]}


def test_what_a_file_object_raises_comes_out():
    class Broken:
        def read(self, _size: int) -> bytes:
            raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        pr.read_csv(Broken())
