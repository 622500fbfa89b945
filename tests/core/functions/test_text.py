"""Functions of texts and bytes against Python's own str, bytes, re and hashlib."""

import base64
import hashlib
import re

import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

TEXTS = ["", "a", "Héllo Wörld", "straße", "a😀b", "tab\tx", "ab-cd-ef", "  pad  ", "x1y22", None]
ENCODINGS = {
    "string": pa.array(TEXTS),
    "large_string": pa.array(TEXTS, pa.large_string()),
    "string_view": pa.array(TEXTS, pa.string_view()),
    "dictionary": pa.array(TEXTS).dictionary_encode(),
}
text = pr.col("a").str

CASES = {
    "upper": (text.upper(), str.upper),
    "lower": (text.lower(), str.lower),
    "length": (text.length(), len),
    "len_chars": (text.len_chars(), len),
    "len_bytes": (text.len_bytes(), lambda s: len(s.encode())),
    "bit_length": (text.bit_length(), lambda s: 8 * len(s.encode())),
    "ascii": (text.ascii(), lambda s: ord(s[0]) if s else 0),
    "reverse": (text.reverse(), lambda s: s[::-1]),
    "trim": (text.trim(), lambda s: s.strip(" ")),
    "trim of characters": (text.trim("ax "), lambda s: s.strip("ax ")),
    "ltrim": (text.ltrim(), lambda s: s.lstrip(" ")),
    "rtrim": (text.rtrim(" d"), lambda s: s.rstrip(" d")),
    "left": (text.left(3), lambda s: s[:3]),
    "left, below 0": (text.left(-2), lambda s: s[:-2]),
    "right": (text.right(3), lambda s: s[-3:]),
    "right, below 0": (text.right(-2), lambda s: s[2:]),
    "[0]": (text[0], lambda s: s[0] if s else None),
    "[3]": (text[3], lambda s: s[3] if len(s) > 3 else None),
    "[-1]": (text[-1], lambda s: s[-1] if s else None),
    "[-3]": (text[-3], lambda s: s[-3] if len(s) >= 3 else None),
    "[:]": (text[:], lambda s: s[:]),
    "[2:]": (text[2:], lambda s: s[2:]),
    "[:2]": (text[:2], lambda s: s[:2]),
    "[1:3]": (text[1:3], lambda s: s[1:3]),
    "[3:1]": (text[3:1], lambda s: s[3:1]),
    "[-3:]": (text[-3:], lambda s: s[-3:]),
    "[:-2]": (text[:-2], lambda s: s[:-2]),
    "[1:-1]": (text[1:-1], lambda s: s[1:-1]),
    "[-3:-1]": (text[-3:-1], lambda s: s[-3:-1]),
    "[-1:-3]": (text[-1:-3], lambda s: s[-1:-3]),
    "lpad": (text.lpad(8, "*"), lambda s: s[:8].rjust(8, "*")),
    "lpad of several": (text.lpad(6, "äb"), lambda s: ("äbäbäb"[: max(0, 6 - len(s))] + s)[:6]),
    "rpad": (text.rpad(8), lambda s: s[:8].ljust(8)),
    "pad_start": (text.pad_start(8, "é"), lambda s: s.rjust(8, "é")),
    "pad_end": (text.pad_end(8), lambda s: s.ljust(8)),
    "pad_start of 0": (text.pad_start(0), lambda s: s),
    "zfill": (text.zfill(4), lambda s: s.zfill(4)),
    "strip_chars": (text.strip_chars(), str.strip),
    "strip_chars of characters": (text.strip_chars("ax "), lambda s: s.strip("ax ")),
    "strip_chars_start": (text.strip_chars_start(), str.lstrip),
    "strip_chars_end": (text.strip_chars_end("d "), lambda s: s.rstrip("d ")),
    "strip": (text.strip(), str.strip),
    "title": (pr.lit("ab").str.title() + text.lower(), lambda s: "Ab" + s.lower()),
    "repeat": (text.repeat(3), lambda s: s * 3),
    "repeat, below 0": (text.repeat(-1), lambda s: s * -1),
    "contains": (text.contains("a"), lambda s: "a" in s),
    "contains %": (text.contains("%"), lambda s: "%" in s),
    "starts_with": (text.starts_with("a"), lambda s: s.startswith("a")),
    "ends_with": (text.ends_with(""), lambda s: s.endswith("")),
    "replace": (text.replace("l", "LL"), lambda s: s.replace("l", "LL")),
    "strip_prefix": (text.strip_prefix("ab"), lambda s: s.removeprefix("ab")),
    "strip_suffix": (text.strip_suffix("b"), lambda s: s.removesuffix("b")),
    "strpos": (text.strpos("b"), lambda s: s.find("b") + 1),
    "substr": (text.substr(2, 3), lambda s: s[1:4]),
    "slice": (text.slice(1, 3), lambda s: s[1:4]),
    "slice to the end": (text.slice(2), lambda s: s[2:]),
    "slice from the end": (text.slice(-3), lambda s: s[-3:]),
    "slice from the end, bounded": (text.slice(-3, 2), lambda s: s[-3:][:2]),
    "slice from before the start": (text.slice(-99, 2), lambda s: s[:2]),
    "split": (text.split("-"), lambda s: s.split("-")),
    "split at more than a character": (text.split("ab"), lambda s: s.split("ab")),
    "split_part": (text.split_part("-", 2), lambda s: [*s.split("-"), ""][1]),
    "split_part from the end": (text.split_part("-", -1), lambda s: s.split("-")[-1]),
    "translate": (text.translate("aé", "X"), lambda s: s.translate(str.maketrans({"a": "X", "é": None}))),
    "overlay": (text.overlay("##", 2, 1), lambda s: s[:1] + "##" + s[2:]),
    "find_in_set": (text.find_in_set("x,a,b"), lambda s: (["x", "a", "b"].index(s) + 1) if s in "xab" and s else 0),
    "substr_index": (text.substr_index("-", 2), lambda s: "-".join(s.split("-")[:2])),
    "substr_index from the end": (text.substr_index("-", -1), lambda s: s.split("-")[-1]),
    "string_to_array": (text.string_to_array("-"), lambda s: s.split("-") if s else []),
    "count_matches": (text.count_matches("[a-d]"), lambda s: len(re.findall("[a-d]", s))),
    "count_matches from": (text.count_matches("[a-d]", 3), lambda s: len(re.findall("[a-d]", s[2:]))),
    "count_matches of nothing": (
        text.count_matches("x*"),
        lambda s: len(re.findall("x*", s)) - len(re.findall("x+", s)),
    ),
    "extract": (text.extract("([a-z])([0-9]+)", 2), lambda s: (re.search("([a-z])([0-9]+)", s) or [None] * 3)[2]),
    "extract all of it": (text.extract("l+", 0), lambda s: (re.search("l+", s) or [None])[0]),
    "extract of an absent group": (text.extract("(h)?(.)", 1), lambda s: (re.search("(h)?(.)", s) or [None] * 2)[1]),
    "extract_all": (text.extract_all("[0-9]+"), lambda s: re.findall("[0-9]+", s)),
    "regexp_split": (text.regexp_split("[- ]+"), lambda s: re.split("[- ]+", s)),
    "regexp_like": (text.regexp_like("^.ö?.*[a-d]$"), lambda s: re.search("^.ö?.*[a-d]$", s) is not None),
    "regexp_like, any case": (text.regexp_like("^hÉ", "i"), lambda s: re.search("^hÉ", s, re.I) is not None),
    "regexp_replace": (text.regexp_replace("[0-9]", "#"), lambda s: re.sub("[0-9]", "#", s, count=1)),
    "regexp_replace, all": (text.regexp_replace("([0-9])", r"<\1>", "g"), lambda s: re.sub("([0-9])", r"<\1>", s)),
    "regexp_instr": (text.regexp_instr("[b-d]"), lambda s: m.start() + 1 if (m := re.search("[b-d]", s)) else 0),
    "regexp_instr, 2nd": (
        text.regexp_instr("[a-d]", n=2),
        lambda s: m[1].start() + 1 if len(m := list(re.finditer("[a-d]", s))) > 1 else 0,
    ),
    "md5": (pr.col("a").bin.md5(), lambda s: hashlib.md5(s.encode()).hexdigest()),
    "sha224": (pr.col("a").bin.sha224(), lambda s: hashlib.sha224(s.encode()).digest()),
    "sha256": (pr.col("a").bin.sha256(), lambda s: hashlib.sha256(s.encode()).digest()),
    "sha384": (pr.col("a").bin.sha384(), lambda s: hashlib.sha384(s.encode()).digest()),
    "sha512": (pr.col("a").bin.sha512(), lambda s: hashlib.sha512(s.encode()).digest()),
    "blake2b": (pr.col("a").bin.digest("blake2b"), lambda s: hashlib.blake2b(s.encode()).digest()),
    "hex": (pr.col("a").bin.encode("hex"), lambda s: s.encode().hex()),
    "base64pad": (pr.col("a").bin.encode("base64pad"), lambda s: base64.b64encode(s.encode()).decode()),
    "there and back": (pr.col("a").bin.encode("base64").str.decode("base64"), str.encode),
}


@pytest.mark.parametrize("case", CASES)
def test_functions_of_texts_are_pythons(case):
    expr, python = CASES[case]
    found = pr.DataFrame({"a": TEXTS}).select(x=expr).to_dict()["x"]
    assert found == [None if value is None else python(value) for value in TEXTS]


@pytest.mark.parametrize("encoding", list(ENCODINGS)[1:])
@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.startswith(("md5", "sha", "blake", "hex", "base"))]
)
def test_the_encoding_of_texts_makes_no_difference(encoding, case):
    plain, other = (
        pr.DataFrame(pa.table({"a": ENCODINGS[name]})).select(x=CASES[case][0]) for name in ("string", encoding)
    )
    assert other.to_dict() == plain.to_dict()


def test_an_argument_can_be_a_column():
    frame = pr.DataFrame({"a": ["ab", "cd", None, "ef"], "b": ["b", None, "x", "x"], "n": [1, 2, 3, 0]})
    assert frame.select(x=text.contains(pr.col("b"))).to_dict() == {"x": [True, None, None, False]}
    assert frame.select(x=text.left(pr.col("n"))).to_dict() == {"x": ["a", "cd", None, ""]}
    assert frame.select(x=text.levenshtein(pr.col("b"))).to_dict() == {"x": [1, None, None, 2]}
    assert frame.select(x=text.replace(pr.col("b"), "-")).to_dict() == {"x": ["a-", None, None, "ef"]}


def test_a_str_after_the_column_is_a_text_even_where_a_column_has_that_name():
    frame = pr.DataFrame({"a": ["a-b"], "b": ["-"]})
    assert frame.select(x=f.contains("a", "b"), y=f.contains("b", "b")).to_dict() == {"x": [True], "y": [False]}


def test_texts_of_a_row_are_joined():
    frame = pr.DataFrame({"a": ["x", None, None], "b": ["y", "z", None]})
    assert frame.select(x=f.concat("a", "b")).to_dict() == {"x": ["xy", "z", ""]}
    assert frame.select(x=f.concat_ws("-", "a", "b")).to_dict() == {"x": ["x-y", "z", ""]}
    assert pr.DataFrame({"n": [1]}).select(x=f.concat("n", pr.lit("%"))).to_dict() == {"x": ["1%"]}


def test_distance_and_capitals():
    frame = pr.DataFrame({"a": ["kitten", "", "héllo", None]})
    assert frame.select(x=text.levenshtein("sitting")).to_dict() == {"x": [3, 7, 7, None]}
    assert frame.select(x=text.initcap()).to_dict() == {"x": ["Kitten", "", "Héllo", None]}


def test_groups_of_the_first_match():
    frame = pr.DataFrame({"a": ["k=v", "kv", None]})
    assert frame.select(x=text.regexp_match("(.)=(.)")).to_dict() == {"x": [["k", "v"], None, None]}


@pytest.mark.parametrize(
    "expr",
    [
        text.repeat(2**40),
        text.lpad(2**40),
        text.split_part("-", 0),
        text.substr(1, -1),
        text.decode("hex"),
        text.regexp_like(pr.lit("(")),
    ],
)
def test_what_cannot_be_computed_is_an_error_and_no_crash(expr):
    with pytest.raises(pr.PyRustError):
        pr.DataFrame({"a": ["xyz"]}).select(x=expr).collect()


def test_bytes_are_hashed_and_spelled_out():
    frame = pr.DataFrame({"a": [b"\x00\xff", b"", None]})
    found = frame.select(h=pr.col("a").bin.encode("hex"), m=f.md5("a"), s=f.digest("a", "sha256")).to_dict()
    assert found["h"] == ["00ff", "", None]
    assert found["m"] == [hashlib.md5(b"\x00\xff").hexdigest(), hashlib.md5(b"").hexdigest(), None]
    assert found["s"][0] == hashlib.sha256(b"\x00\xff").digest()
    assert frame.select(x=pr.col("a").bin.encode("hex").str.decode("hex")).to_dict()["x"] == [b"\x00\xff", b"", None]


def test_padding_and_stripping_as_python_and_polars_do():
    import polars as pl

    values = ["7", "-7", "+7", "", "-", "12345", "é", " \t\n\u2003x\u00a0 ", None]
    frame, other = pr.DataFrame({"a": values}), pl.DataFrame({"a": values})
    for made in (
        lambda t: t.zfill(4),
        lambda t: t.pad_start(4, "*"),
        lambda t: t.pad_end(4, "*"),
        lambda t: t.strip_chars(),
        lambda t: t.strip_chars_start("-+ "),
        lambda t: t.strip_chars_end(" 7\u00a0"),
    ):
        found = frame.select(a=made(pr.col("a").str)).to_dict()["a"]
        assert found == other.select(made(pl.col("a").str))["a"].to_list()
        assert frame.limit(0).select(a=made(pr.col("a").str)).to_dict() == {"a": []}


def test_padding_needs_one_character_and_room():
    with pytest.raises(pr.InvalidValueError, match='pad_start: fill_char must be one character, got ""'):
        text.pad_start(3, "")
    with pytest.raises(pr.InvalidTypeError, match=r"zfill: expected strings, got a \(int64\)"):
        pr.DataFrame({"a": [1]}).select(text.zfill(3))
    with pytest.raises(pr.ResourcesError, match="pad_end"):
        pr.DataFrame({"a": ["x"] * 1000}).select(text.pad_end(2**32 - 1)).collect()


def test_brackets_say_what_they_take():
    for wrong, says in (
        (lambda: text["x"], r"str\[...\]: a character is taken by its index, got 'x'\nhint: as in .str\[0\]"),
        (lambda: text["x":], r"str\[...\]: the start must be an integer, got 'x'"),
        (lambda: pr.col("a").list[:1.5], r"list\[...\]: the stop must be an integer, got 1.5"),
        (lambda: pr.col("a").struct[0], r"struct\[...\]: a field is taken by its name, got 0"),
        (lambda: pr.col("a")[0], r"expression: brackets could take a character, .*\nhint: .str\[0\], .list\[0\]"),
        (lambda: pr.DataFrame({"a": [1]}).c[0], r"df.c\[...\]: a column is taken by its name, got 0"),
    ):
        with pytest.raises(pr.InvalidTypeError, match=f"^{says}"):
            wrong()
    for wrong, says in ((lambda: text[::2], "the step must be 1, got 2"), (lambda: text[-3:2], "depend on the length")):
        with pytest.raises(pr.InvalidValueError, match=says):
            wrong()
    with pytest.raises(TypeError):
        iter(text)


def test_a_part_of_a_column_replaces_it():
    df = pr.DataFrame({"a": ["xyz", ""]})
    assert df.with_columns(text[0]).to_dict() == {"a": ["x", None]}
    assert df.with_columns(text[-2:]).to_dict() == {"a": ["yz", ""]}
