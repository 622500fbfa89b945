"""CSV in other encodings than UTF-8: the engine's own, and those of Python's in which a byte is a character."""

import contextlib
import encodings.aliases
import importlib

import pytest

import pyrust as pr


@pytest.mark.parametrize(
    ("charset", "names"),
    [
        ("latin-1", ["latin-1", "ISO-8859-1", "latin1"]),
        ("cp1252", ["cp1252", "windows-1252"]),
        ("utf-16", ["utf-16", "UTF16"]),
        ("utf-16-le", ["utf-16", "utf-16-le"]),
        ("utf-16-be", ["utf-16-be"]),
        ("utf-8-sig", ["utf-8", "utf-8-sig"]),
        ("iso8859-15", ["latin9", "ISO-8859-15"]),
        ("mac-roman", ["mac_roman", "macintosh"]),
        ("cp850", ["cp850", "IBM850"]),
    ],
)
def test_text_of_other_encodings(charset, names):
    text = "größe,b\n" + "".join(f"ä{number},é\n" for number in range(200_000 if charset == "utf-16" else 20))
    for name in names:
        frame = pr.read_csv(text.encode(charset), encoding=name)
        assert frame.columns == ["größe", "b"], name
        assert frame.rows()[-1][1] == "é", name
        assert frame.count() == text.count("\n") - 1


def test_an_encoding_is_named_where_it_helps():
    for content in ("a,b\n1,ä\n".encode("utf-16"), "a,b\n1,ä\n".encode("latin-1")):
        with pytest.raises(pr.ReadError) as refusal:
            pr.read_csv(content)
        assert "encoding" in refusal.value.hint
    for name in ("shift_jis", "no such", "base64", "\0", ""):
        with pytest.raises(ValueError, match=r"there is no encoding .* here\nhint: utf-8"):
            pr.read_csv(b"a\n1\n", encoding=name)


def test_every_encoding_of_a_byte_a_character_is_python_s():
    tested = 0
    for name in sorted(set(encodings.aliases.aliases.values())):
        table = ""
        with contextlib.suppress(ImportError):  # of Windows alone
            table = getattr(importlib.import_module(f"encodings.{name}"), "decoding_table", "")
        # In EBCDIC a comma and a line break are other bytes.
        if len(table) != 256 or table[44] != "," or set(table[128:]) & set('\r\n,"'):
            continue
        known = [byte for byte in range(128, 256) if table[byte] != "\ufffe"]
        text = b"a\n" + b"".join(b"x" + bytes([byte]) + b"\n" for byte in known)
        assert pr.read_csv(text, encoding=name).to_dict()["a"] == ["x" + table[byte] for byte in known], name
        tested += 1
    assert tested > 40
    with pytest.raises(pr.ReadError, match="it is not cp1253, which has no character for the byte 0xaa"):
        pr.read_csv(b"a\n\xaa\n", encoding="cp1253")
