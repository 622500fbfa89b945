"""Several frames as one, against polars."""

import polars as pl
import pytest

import pyrust as pr

A = {"k": [3, 1, None], "a": [1, 2, 3]}
B = {"k": [1, 4, None], "b": ["x", "y", "z"]}
C = {"k": [1, 3], "a": [None, 30], "c": [True, False]}


@pytest.mark.parametrize("parts", [[A, B], [A, B, C], [A, C], [B]])
def test_aligned_frames_match_polars(parts):
    made = pr.concat(parts, how="align")
    theirs = pl.concat([pl.DataFrame(part) for part in parts], how="align")
    assert made.columns == theirs.columns
    assert sorted(map(str, made.rows())) == sorted(map(str, theirs.rows()))
    if len(parts) > 1:
        assert made.drop_nulls("k").to_dict()["k"] == theirs["k"].drop_nulls().to_list()
        assert made.rows()[-1][0] is None, "nulls come last"


def test_relaxed_ways_are_the_usual_ones():
    parts = [{"a": [1]}, {"a": [0.5]}]
    for how in ("vertical", "vertical_relaxed", "diagonal", "diagonal_relaxed"):
        assert pr.concat(parts, how=how).to_dict() == {"a": [1.0, 0.5]}, how
    wide = pl.concat([pl.DataFrame(A), pl.DataFrame(C)], how="diagonal_relaxed")
    assert pr.concat([A, C], how="diagonal_relaxed").rows() == wide.rows()


def test_stacks_are_ways_of_concat():
    frame = pr.DataFrame(A)
    assert frame.vstack(A).rows() == pl.DataFrame(A).vstack(pl.DataFrame(A)).rows()
    assert (
        frame.hstack(pr.DataFrame({"n": [7, 8, 9]})).rows()
        == pl.DataFrame(A).with_columns(n=pl.Series([7, 8, 9])).rows()
    )
    assert frame.hstack({"n": [7]}).to_dict()["n"] == [7, None, None]
    assert frame.limit(0).vstack(frame).rows() == frame.rows()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="no column in common"):
        pr.concat([{"a": [1]}, {"b": [1]}], how="align")
    with pytest.raises(ValueError, match="vertical, diagonal, horizontal, align"):
        pr.concat([A, B], how="sideways")
    with pytest.raises(pr.SchemaError, match="vstack: columns k, b do not fit k, a"):
        pr.DataFrame(A).vstack(B)
    with pytest.raises(pr.SchemaError, match='hstack: two columns would be called "k"'):
        pr.DataFrame(A).hstack(B)
