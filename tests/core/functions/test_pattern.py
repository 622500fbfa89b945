# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""Regular expressions and LIKE: what a constant pattern matches, a column's pattern matches too; null is unknown."""

import pyarrow as pa
import pytest

import pyrust as pr

TEXTS = ["a\\b", "ab", "a%b", "a_b", "axb", "", "a\nb", "A\\B", "foo", "foobar", "xfoo", None]

# a pattern, and the texts that it matches
MATCHED = {
    r"a\\b": ["a\\b"],
    r"^a\\b$": ["a\\b"],
    r"^a\\": ["a\\b"],
    r"\\b$": ["a\\b"],
    r"\\": ["a\\b", "A\\B"],
    r"[\\]": ["a\\b", "A\\B"],
    r"a\x5cb": ["a\\b"],
    r"a\\b|foo": ["a\\b", "foo", "foobar", "xfoo"],
    r"^(a\\b|foo)$": ["a\\b", "foo"],
    r"a%b": ["a%b"],
    r"a_b": ["a_b"],
    r"^a_b$": ["a_b"],
    r"a.b": ["a\\b", "a%b", "a_b", "axb"],
    r"(?s)a.b": ["a\\b", "a%b", "a_b", "axb", "a\nb"],
    r".*": [text for text in TEXTS if text is not None],
    r".+": [text for text in TEXTS if text],
    "": [text for text in TEXTS if text is not None],
    r"^$": [""],
    r"^foo": ["foo", "foobar"],
    r"foo$": ["foo", "xfoo"],
    r"^foo$": ["foo"],
    r"^foo|bar$": ["foo", "foobar"],
    r"^(foo|foobar)$": ["foo", "foobar"],
    r"foo|^ab$": ["ab", "foo", "foobar", "xfoo"],
}


@pytest.fixture
def texts() -> pr.DataFrame:
    return pr.DataFrame({"i": range(len(TEXTS)), "s": TEXTS})


def found(frame: pr.DataFrame, condition: str, **values) -> list:
    return pr.sql(f"select {condition} as m from frame order by i", **values).to_dict()["m"]


@pytest.mark.parametrize("pattern", MATCHED)
@pytest.mark.parametrize("kind", ["constant", "column", "folded", "bound"])
def test_a_pattern_matches_the_same_texts_wherever_it_comes_from(texts, pattern, kind):
    expected = [None if text is None else text in MATCHED[pattern] for text in TEXTS]
    frame = texts.with_columns(p=pr.lit(pattern))
    if kind == "column":
        frame = pr.DataFrame(frame.to_dict())
    quoted = pattern.replace("'", "''")
    given = {"constant": f"'{quoted}'", "column": "p", "folded": f"('{quoted[:1]}' || '{quoted[1:]}')", "bound": "$p"}[
        kind
    ]
    values = {"p": pattern} if kind == "bound" else {}
    unknown = [None if match is None else not match for match in expected]
    assert found(frame, f"s ~ {given}", **values) == expected
    assert found(frame, f"s !~ {given}", **values) == unknown
    assert found(frame, f"not (s ~ {given})", **values) == unknown
    assert found(frame, f"regexp_like(s, {given})", **values) == expected
    rows = pr.sql(f"select s from frame where s ~ {given}", **values)
    assert sorted(rows.to_dict()["s"]) == sorted(MATCHED[pattern])


@pytest.mark.parametrize("kind", ["constant", "column"])
def test_case_is_ignored_where_it_is_said(texts, kind):
    frame = pr.DataFrame(texts.with_columns(p=pr.lit(r"a\\b")).to_dict())
    given = r"'a\\b'" if kind == "constant" else "p"
    expected = [None if text is None else text in ("a\\b", "A\\B") for text in TEXTS]
    assert found(frame, f"s ~* {given}") == expected
    assert found(frame, f"s !~* {given}") == [None if match is None else not match for match in expected]
    assert found(frame, f"regexp_like(s, {given}, 'i')") == expected


@pytest.mark.parametrize("operator", ["~", "~*", "!~", "!~*"])
def test_null_on_either_side_is_unknown(texts, operator):
    frame = pr.DataFrame({"i": [0, 1], "s": ["a", None], "n": pr.Array([None, None], "string")})
    for pattern in ["'.*'", "''", "'a'", "'a.c'"]:
        assert found(frame, f"null {operator} {pattern}") == [None, None]
        assert found(frame, f"n {operator} {pattern}") == [None, None]
    for pattern in ["null", "n", "cast(null as varchar)"]:
        assert found(frame, f"s {operator} {pattern}") == [None, None]
    assert found(frame, "regexp_like(s, null)") == [None, None]
    assert found(frame, "regexp_like(s, 'a', null)") == [None, None]
    assert found(frame, "null like '%'") == [None, None]
    assert found(frame, "n like '%'") == [None, None]
    assert found(frame, "n not like '%'") == [None, None]


def test_flags_of_a_row_are_those_of_the_row():
    frame = pr.DataFrame({"i": [0, 1, 2, 3], "s": ["A\\B"] * 4, "p": [r"a\\b"] * 4, "f": ["i", "", None, "is"]})
    assert found(frame, "regexp_like(s, p, f)") == [True, False, None, True]
    assert found(frame, r"regexp_like(s, 'a\\b', f)") == [True, False, None, True]
    assert found(frame, r"regexp_like(s, 'a\\b', 'is')") == [True] * 4


def test_similar_to_asks_of_all_of_the_text(texts):
    frame = pr.DataFrame({"i": range(4), "s": ["abc", "b", None, "a\\c"], "p": ["b", "b|c", "b", r"a\\."]})
    assert found(frame, "s similar to 'b'") == [False, True, None, False]
    assert found(frame, "s similar to 'abc'") == [True, False, None, False]
    assert found(frame, "s similar to '.*(b|d).*'") == [True, True, None, False]
    assert found(frame, "s similar to 'a|abc|x'") == [True, False, None, False]
    assert found(frame, r"s similar to 'a\\c'") == [False, False, None, True]
    assert found(frame, "s not similar to 'b'") == [True, False, None, True]
    assert found(frame, "s similar to p") == [False, True, None, True]
    assert found(frame, "s similar to null") == [None] * 4


def test_the_verbs_read_patterns_alike(texts):
    matched = texts.filter(pr.col("s").str.regexp_like(r"a\\b")).to_dict()["s"]
    assert matched == ["a\\b"]
    assert texts.select(m=pr.col("s").str.regexp_like(".*")).to_dict()["m"] == [
        text is not None or None for text in TEXTS
    ]
    both = texts.with_columns(p=pr.lit(r"a\\") + pr.lit("b")).filter(pr.functions.regexp_like("s", pr.col("p")))
    assert both.to_dict()["s"] == ["a\\b"]


@pytest.mark.parametrize("encoding", ["large_string", "string_view", "dictionary"])
def test_every_encoding_of_texts_is_matched(texts, encoding):
    types = {"large_string": pa.large_string(), "string_view": pa.string_view()}
    column = pa.array(TEXTS, pa.string())
    column = column.dictionary_encode() if encoding == "dictionary" else column.cast(types[encoding])
    frame = pr.DataFrame(pa.table({"i": range(len(TEXTS)), "s": column})).with_columns(p=pr.lit(r"a\\b"))
    expected = [None if text is None else text == "a\\b" for text in TEXTS]
    assert found(frame, r"s ~ 'a\\b'") == expected
    assert found(frame, "s ~ concat(p, '')") == expected


def test_a_pattern_that_cannot_be_read_is_an_error(texts):
    frame = pr.DataFrame({"i": [0], "s": ["a"], "p": ["("]})
    for condition in ["s ~ '('", "s ~ p", "regexp_like(s, p)"]:
        with pytest.raises(pr.exceptions.PyRustError):
            found(frame, condition)


def test_simple_patterns_are_still_made_like(texts):
    frame = texts
    assert "LIKE foo%" in pr.sql("select * from frame where s ~ '^foo'").explain()
    assert "s@1 = foo" in pr.sql("select * from frame where s ~ '^foo$'").explain()


# LIKE's pattern, and what it matches
LIKE = {
    r"a\\b": ["a\\b"],
    r"a\%b": ["a%b"],
    r"a\_b": ["a_b"],
    r"a\%%": ["a%b"],
    "a_b": ["a\\b", "a%b", "a_b", "axb", "a\nb"],
    "a%b": ["a\\b", "ab", "a%b", "a_b", "axb", "a\nb"],
    "%": [text for text in TEXTS if text is not None],
    "%%": [text for text in TEXTS if text is not None],
    "": [""],
    "foo": ["foo"],
    r"%\\%": ["a\\b", "A\\B"],
}


@pytest.mark.parametrize("pattern", LIKE)
def test_like_means_the_same_of_a_constant_and_a_column(texts, pattern):
    frame = pr.DataFrame(texts.with_columns(p=pr.lit(pattern)).to_dict())
    expected = [None if text is None else text in LIKE[pattern] for text in TEXTS]
    for given in (f"'{pattern}'", "p"):
        assert found(frame, f"s like {given}") == expected
        assert found(frame, f"s not like {given}") == [None if match is None else not match for match in expected]
        assert sorted(pr.sql(f"select s from frame where s like {given}").to_dict()["s"]) == sorted(LIKE[pattern])


def test_a_replacement_by_alternatives_leaves_the_rest():
    frame = pr.DataFrame({"i": [0, 1], "s": ["abc", "xbc"], "p": ["^(a)|b.*$"] * 2})
    for pattern in ("'^(a)|b.*$'", "p"):
        assert found(frame, f"regexp_replace(s, {pattern}, '\\1')") == ["abc", "x"]
    assert found(frame, "regexp_replace(s, 'b', '-', '')") == ["a-c", "x-c"]
