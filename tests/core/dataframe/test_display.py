"""A frame in words, for terminals and for programs: bounded, and no query is run for it."""

import re

import pyrust as pr


def test_a_program_reads_columns_and_the_rows_that_are_known():
    frame = pr.DataFrame({"a": [3, 1, 2], "s": ["x", None, "<b>"]})
    lines = frame._repr_llm_().splitlines()
    assert lines[1:5] == ["rows: 3 (exact)", "columns: 2", "  a  int64", "  s  string"]
    assert "first rows:" in lines
    assert ["3", "x"] in [line.split() for line in lines]
    assert "rows: 1000000000 (exact)" in pr.range(10**9)._repr_llm_()


def test_of_a_query_it_says_what_is_known_and_runs_nothing():
    frame = pr.range(100).filter(pr.col("value") < 7)
    before = len(pr.runs())
    text = frame._repr_llm_()
    assert "rows: not known before its query runs" in text
    assert "first rows" not in text
    assert len(pr.runs()) == before
    cached = frame.cache()
    assert "not known" in cached._repr_llm_()
    cached.collect()
    assert "rows: 7 (exact)" in cached._repr_llm_()


def test_it_is_short_whatever_the_frame_is():
    for frame in (
        pr.DataFrame({"long name " * 100 + str(at): ["日本語" * 1000] * 9 for at in range(500)}),
        pr.DataFrame({f"c{at}": [at] for at in range(500)}),
        pr.DataFrame({}),
    ):
        text = frame._repr_llm_()
        assert 0 < len(text.encode()) <= 2048
        assert text.endswith("df.head(5).to_dict() reads rows, df.describe() statistics")
    text = pr.DataFrame({f"c{at}": [at] for at in range(500)})._repr_llm_()
    [left_out] = re.findall(r"… and (\d+) more columns", text)
    assert len(re.findall(r"^  c\d+  int64$", text, re.MULTILINE)) + int(left_out) == 500
