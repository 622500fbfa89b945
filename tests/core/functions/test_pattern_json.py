"""JSON in strings, and all groups of a pattern, beside polars and Python's json."""

import json

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

TEXTS = ['{"a": {"b": [1, "x", null]}, "c d": true}', "{}", None, '{"a": null}', "[1, 2]", "no json", '"text"']


@pytest.fixture
def frame():
    column = pa.chunked_array([TEXTS[:3], TEXTS[3:]])
    return pr.DataFrame(pa.table({"s": column}))


def one(frame, expr):
    return frame.select(x=expr).to_dict()["x"]


@pytest.mark.parametrize("path", ["$.a.b[1]", "$.a.b[0]", "$.a", "$['c d']", "$.a.b[2]", "$[0]", "$.nowhere"])
def test_a_path_finds_what_it_finds_in_polars(frame, path):
    found = one(frame, pr.col("s").str.json_path_match(path))
    expected = pl.Series(["{}" if text == "no json" else text for text in TEXTS]).str.json_path_match(path).to_list()
    assert [text and text.replace(" ", "") for text in found] == [text and text.replace(" ", "") for text in expected]


def test_a_path_takes_the_whole_value_and_what_is_not_json_is_null(frame):
    assert one(frame, pr.col("s").str.json_path_match("$"))[4:] == ["[1,2]", None, "text"]
    with pytest.raises(ValueError, match=r"the path a\.b cannot be read"):
        pr.col("s").str.json_path_match("a.b")


def test_json_is_decoded_to_a_type():
    texts = ['{"n": 1, "l": ["x", null], "o": {"f": 1.5}, "more": 1}', "null", None, "{}", '{"n": null, "l": []}']
    frame = pr.DataFrame({"s": texts})
    found = one(frame, pr.col("s").str.json_decode("struct<n: int64, l: list<string>, o: struct<f: float64>>"))
    beside = pl.Series(texts).str.json_decode(
        pl.Struct({"n": pl.Int64, "l": pl.List(pl.String), "o": pl.Struct({"f": pl.Float64})})
    )
    assert found == beside.to_list()
    assert one(pr.DataFrame({"s": ["[1, 2]", "[]", None]}), pr.col("s").str.json_decode("list<int64>")) == [
        [1, 2],
        [],
        None,
    ]
    assert one(pr.DataFrame({"s": ["1", "2"]}), pr.col("s").str.json_decode(int)) == [1, 2]
    assert one(frame.head(0), pr.col("s").str.json_decode("list<int64>")) == []


def test_large_numbers_keep_their_digits():
    frame = pr.DataFrame({"s": ["9007199254740993", str(2**63 - 1)]})
    assert one(frame, pr.col("s").str.json_decode("int64")) == [9007199254740993, 2**63 - 1]


@pytest.mark.parametrize("text", ["{", "", "{} {}", '1}\n{"value": 2', "nul"])
def test_what_is_not_one_json_value_is_an_error(text):
    with pytest.raises(ValueError, match="is not JSON"):
        one(pr.DataFrame({"s": [text]}), pr.col("s").str.json_decode("int64"))


def test_a_value_of_another_type_is_an_error():
    with pytest.raises(ValueError, match="does not fit int64"):
        one(pr.DataFrame({"s": ['"x"']}), pr.col("s").str.json_decode("int64"))
    with pytest.raises(pr.PyRustError, match="expected strings"):
        one(pr.DataFrame({"s": [1]}), pr.col("s").str.json_decode("int64"))


def test_a_struct_is_written_as_json():
    rows = [{"a": 1, "b": None, "c": ["x", 'q"'], "d": {"e": 1.5}}, None, {"a": None, "b": "ü\n", "c": [], "d": None}]
    kind = pa.array(rows).type
    column = pa.chunked_array([pa.array(rows[:1], kind), pa.array(rows[1:], kind)])
    frame = pr.DataFrame(pa.table({"s": column}))
    found = one(frame, pr.col("s").struct.json_encode())
    assert [text and json.loads(text) for text in found] == rows
    assert found[0] == '{"a":1,"b":null,"c":["x","q\\""],"d":{"e":1.5}}'
    back = one(frame, pr.col("s").struct.json_encode().str.json_decode("struct<a: int64, c: list<string>>"))
    assert back[0] == {"a": 1, "c": ["x", 'q"']}


def test_all_groups_of_a_pattern_are_a_struct():
    texts = ["123 bla 45 asd", "xyz", None, "7 é"]
    pattern = r"(?P<n>\d+) (\w+)"
    frame = pr.DataFrame({"s": texts})
    found = one(frame, pr.col("s").str.extract_groups(pattern))
    expected = pl.Series("s", texts).to_frame().select(pl.col("s").str.extract_groups(pattern))["s"].to_list()
    assert found == expected
    with pytest.raises(ValueError, match="has no group"):
        pr.col("s").str.extract_groups("x")
    with pytest.raises(ValueError, match="cannot be read"):
        pr.col("s").str.extract_groups("(")
