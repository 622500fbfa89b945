"""Two words for one thing: the second is the same function as the first."""

import pytest

import pyrust as pr


@pytest.mark.parametrize(
    ("owner", "pairs"),
    [
        (pr.DataFrame, "unique=distinct to_arrow=to_pyarrow to_dicts=to_list write_ndjson=write_json"),
        (pr.Array, "to_arrow=to_pyarrow"),
        (type(pr.col("a").list), "len=length unique=distinct"),
        (
            type(pr.col("a").str),
            "to_uppercase=upper to_lowercase=lower to_titlecase=initcap title=initcap strip=strip_chars "
            "lstrip=strip_chars_start rstrip=strip_chars_end",
        ),
        (pr.Session, "scan_parquet=read_parquet scan_csv=read_csv scan_ndjson=read_json scan_ipc=read_ipc"),
        (pr, "scan_parquet=read_parquet scan_csv=read_csv scan_avro=read_avro scan_ipc=read_ipc read_ndjson=read_json"),
    ],
)
def test_a_second_name_is_the_same_function(owner, pairs):
    for pair in pairs.split():
        second, first = pair.split("=")
        assert getattr(owner, second) is getattr(owner, first), pair
        assert second in dir(owner)


def test_second_names_do_what_they_say(tmp_path):
    df = pr.DataFrame({"k": ["x", "x", None], "l": [[1, 1], [], None]})
    assert df.unique("k").height == df.distinct(subset="k").count() == 2
    assert df.to_dicts() == df.to_list()
    assert df.to_arrow().equals(df.to_pyarrow())
    assert df.select(u=pr.col("k").str.to_uppercase(), n=pr.col("l").list.len()).to_dict() == {
        "u": ["X", "X", None],
        "n": [2, 0, None],
    }
    df.write_ndjson(tmp_path / "t.json")
    assert pr.read_ndjson(tmp_path / "t.json").equals(pr.scan_ndjson(tmp_path / "t.json"))


@pytest.mark.parametrize(
    "frame",
    [pr.DataFrame({"a": [1, None, 3], "b": ["x", "y", "z"]}), pr.range(0), pr.range(1_000_000_000)],
    ids=["memory", "empty", "range"],
)
def test_height_and_shape_are_the_numbers_of_rows_and_columns(frame):
    assert frame.height == frame.count()
    assert frame.shape == (frame.count(), frame.width)


def test_height_counts_what_only_a_query_knows():
    query = pr.range(10).filter(pr.col("value") > 3)
    assert (query.height, query.shape) == (6, (6, 1))
    with pytest.raises(pr.InvalidValueError, match="x"):
        _ = pr.DataFrame({"s": ["x"]}).filter(pr.col("s").cast(int) > 1).height
