"""CSV in other encodings than UTF-8: those of browsers, and those of Python's in which a byte is a character."""

import contextlib
import encodings.aliases
import gzip
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


@pytest.mark.parametrize(
    ("charset", "names", "value"),
    [
        ("shift_jis", ["shift_jis", "sjis", "Shift-JIS", "windows-31j", "cp932", "ms932"], "表ソ能ｱ"),
        ("cp932", ["shift_jis", "cp932"], "①髙～"),
        ("euc_jp", ["euc_jp", "EUC-JP", "ujis"], "日本語ｱ丂"),
        ("iso2022_jp", ["iso2022_jp", "ISO-2022-JP"], "日本語 x"),
        ("gbk", ["gbk", "cp936", "gb2312"], "你好"),
        ("gb18030", ["gb18030"], "你好𠀀€"),
        ("big5", ["big5", "cp950", "big5hkscs"], "許功蓋"),
        ("euc_kr", ["euc_kr", "EUC-KR", "cp949", "ks_c_5601-1987"], "한국어"),
        ("cp949", ["euc_kr", "cp949", "uhc"], "뷁똠"),
    ],
)
def test_characters_of_several_bytes(charset, names, value, tmp_path):
    """Their second byte may be that of a backslash, a bar or a letter; chunks end in the middle of some of them."""
    header, rows = value[::-1], 60_000
    text = f"{header},n\n" + "".join(f'{value}{number},"{value},{value}"\n' for number in range(rows))
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(charset))
    with_gzip = tmp_path / "t.csv.gz"
    with_gzip.write_bytes(gzip.compress(path.read_bytes()))
    wanted = {header: [f"{value}{number}" for number in range(rows)], "n": [f"{value},{value}"] * rows}
    for name in names:
        assert pr.read_csv(path, encoding=name).to_dict() == wanted, name
    assert pr.read_csv(with_gzip, encoding=names[0]).to_dict() == wanted


@pytest.mark.parametrize(
    "charset", ["shift_jis", "cp932", "euc_jp", "gbk", "gb2312", "big5", "cp950", "euc_kr", "cp949"]
)
def test_nearly_every_character_is_the_one_that_python_reads(charset):
    """Browsers read a few signs otherwise, as Windows does, and the Cyrillic letters of Big5."""
    known = [chr(code) for code in range(0xA0, 0x10000) if 2 <= len(chr(code).encode(charset, "ignore")) <= 3]
    lines = "".join(f"x{one}\n" for one in ["", *known])
    read = pr.read_csv(lines.encode(charset), encoding=charset).to_dict()["x"]
    other = {one: got for one, got in zip(known, read, strict=True) if got != f"x{one}"}
    assert len(known) > 6_000
    assert len(other) <= (300 if charset in ("big5", "cp950") else 20), other
    words = [one for one in other if one.isalpha() and one >= "\u3400"]
    assert len(words) <= 10, words


@pytest.mark.parametrize(
    ("encoding", "content", "says", "replaced"),
    [
        ("utf-8", b"a,b\n1,x\n2,caf\xe9\n", "line 3.*: this is not UTF-8", "caf\ufffd"),
        ("shift_jis", b"a,b\n1,x\n2,caf\x83\n", "line 3: this is not Shift_JIS", "caf\ufffd"),
        ("gbk", b"a,b\n1,x\n2,caf\xff\n", "line 3: this is not GBK", "caf\ufffd"),
        ("euc_kr", b"a,b\n1,x\n2,caf\xc7", "line 3: this is not EUC-KR", "caf\ufffd"),
        ("utf-16", "a,b\n1,x\n2,caf".encode("utf-16") + b"\x00\xd8", "line 3: this is not UTF-16LE", "caf\ufffd"),
        ("cp1253", b"a,b\n1,x\n2,caf\xaa\n", "line 3: this is not cp1253, which has no character", "caf\ufffd"),
    ],
)
def test_what_is_no_character_is_an_error_with_its_line_or_replaced(encoding, content, says, replaced, tmp_path):
    with pytest.raises(pr.ReadError, match=says) as refusal:
        pr.read_csv(content, encoding=encoding).collect()
    assert "ignore_errors=True" in refusal.value.hint
    frame = pr.read_csv(content, encoding=encoding, ignore_errors=True)
    assert frame.to_dict() == {"a": [1, 2], "b": ["x", replaced]}
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(pr.ReadError, match=f"t.csv.*{says}"):
        pr.read_csv(path, encoding=encoding).collect()


def test_a_byte_order_mark_says_that_it_is_another_encoding():
    for encoding in ("shift_jis", "latin-1", "cp1253"):
        with pytest.raises(pr.ReadError, match=r'it is UTF-8, not .*byte order mark\nhint: encoding="utf-8" reads it'):
            pr.read_csv("a\nä\n".encode("utf-8-sig"), encoding=encoding)


def test_an_encoding_is_named_where_it_helps():
    for content in ("a,b\n1,ä\n".encode("utf-16"), "a,b\n1,ä\n".encode("latin-1")):
        with pytest.raises(pr.ReadError) as refusal:
            pr.read_csv(content)
        assert "encoding" in refusal.value.hint
    for name in ("johab", "utf-7", "no such", "base64", "hz", "x-user-defined", "\0", ""):
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
    with pytest.raises(pr.ReadError, match="line 2: this is not cp1253, which has no character for the byte 0xaa"):
        pr.read_csv(b"a\n\xaa\n", encoding="cp1253")
