"""The verbs of a narwhals lazy frame over pyrust: they run nothing, and give what they give elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import narwhals as nw
import narwhals.stable.v1 as nw_v1
import narwhals.stable.v2 as nw_v2
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from narwhals.exceptions import ColumnNotFoundError, InvalidOperationError

import pyrust as pr


def rows(frame: nw.LazyFrame) -> dict[str, list[object]]:
    return frame.collect("pyarrow").to_native().to_pydict()


def test_a_frame_is_a_lazy_frame_and_comes_back_as_it_was(df: pr.DataFrame) -> None:
    lazy = nw.from_native(df)
    assert isinstance(lazy, nw.LazyFrame)
    assert lazy.to_native() is df
    assert nw.to_native(lazy.select("n")).to_dict() == {"n": [1, 2, None, 4]}


def test_the_second_stable_api_takes_a_lazy_frame_too(df: pr.DataFrame) -> None:
    lazy = nw_v2.from_native(df)
    assert isinstance(lazy, nw_v2.LazyFrame)
    assert lazy.select(nw_v2.col("i").sum()).collect().item() == 6


def test_the_first_stable_api_takes_an_eager_frame_that_is_collected_when_rows_are_needed(df: pr.DataFrame) -> None:
    # The cast fails for any row, so the types alone must not run the query.
    eager = nw_v1.from_native(df.with_columns(bad=pr.col("k").cast(int)), eager_only=True)
    assert eager.schema["bad"] == nw_v1.Int64
    assert eager["bad"].dtype == nw_v1.Int64
    with pytest.raises(pr.PyRustError, match=r'"[^"]*" is not a valid int64, in k'):
        eager["bad"].to_list()
    eager = nw_v1.from_native(df, eager_only=True)
    assert eager["i"].to_list() == [0, 1, 2, 3]
    assert eager.select(nw_v1.col("i") * 2).rows() == [(0,), (2,), (4,), (6,)]
    assert isinstance(eager.lazy().to_native(), pr.DataFrame)


def test_a_frame_is_refused_where_rows_at_hand_are_asked_for(df: pr.DataFrame) -> None:
    with pytest.raises(TypeError, match="eager_only"):
        nw.from_native(df, eager_only=True)


def test_verbs_run_nothing(df: pr.DataFrame) -> None:
    # The cast fails for any row, so a verb that ran the query would fail here.
    lazy = nw.from_native(df).with_columns(bad=nw.col("k").cast(nw.Int64)).filter(nw.col("bad") > 1)
    plan = lazy.group_by("k").agg(nw.col("bad").sum()).sort("k")
    assert plan.collect_schema() == {"k": nw.String(), "bad": nw.Int64()}
    with pytest.raises(pr.PyRustError, match=r'"[^"]*" is not a valid int64, in k'):
        plan.collect()


def test_collect_gives_what_is_asked_for(df: pr.DataFrame) -> None:
    lazy = nw.from_native(df).select("i", "k")
    assert isinstance(lazy.collect().to_native(), pa.Table)
    assert isinstance(lazy.collect("pandas").to_native(), pd.DataFrame)
    assert isinstance(lazy.collect("polars").to_native(), pl.DataFrame)


@nw.narwhalify
def _summary(frame: nw.LazyFrame) -> nw.LazyFrame:
    kept = frame.filter(nw.col("v") > 0).with_columns(double=nw.col("n") * 2)
    return kept.group_by("k").agg(nw.col("double").sum(), nw.len(), last=nw.col("v").max()).sort("k", nulls_last=True)


def test_a_function_written_for_narwhals_gives_the_same_over_every_library(df: pr.DataFrame) -> None:
    expected = pl.from_arrow(df.to_pyarrow())
    assert isinstance(expected, pl.DataFrame)
    summary = _summary(df)
    assert isinstance(summary, pr.DataFrame)
    assert summary.to_dict() == _summary(expected.lazy()).collect().to_dict(as_series=False)


def test_the_order_of_a_sort_lasts_through_selections(df: pr.DataFrame) -> None:
    lazy = nw.from_native(df).sort("v", descending=True).with_columns(w=nw.col("v") * 2).filter(nw.col("v") < 4)
    assert rows(lazy.select("w").head(2)) == {"w": [5.0, 3.0]}


def test_joins_keep_and_drop_keys_as_polars_does() -> None:
    left, right = {"k": [1, 2, None], "a": ["x", "y", "z"]}, {"j": [2, 3, None], "a": ["p", "q", "r"]}
    hows = ("inner", "left", "full", "semi", "anti", "cross")
    for how in hows:
        keys = {} if how == "cross" else {"left_on": "k", "right_on": "j"}
        ours = nw.from_native(pr.DataFrame(left)).join(nw.from_native(pr.DataFrame(right)), how=how, **keys)
        theirs = nw.from_native(pl.LazyFrame(left)).join(nw.from_native(pl.LazyFrame(right)), how=how, **keys)
        assert ours.columns == theirs.collect_schema().names(), how
        expected = theirs.collect().to_native()
        result = ours.collect("polars").to_native()
        assert result.sort(result.columns).equals(expected.sort(expected.columns)), how


def test_columns_of_any_name_work() -> None:
    names = ['a "b"', "A.b", "select", "Ümlaut", "frame"]
    lazy = nw.from_native(pr.DataFrame({name: [1, 2] for name in names}))
    doubled = lazy.select((nw.col(name) * 2).name.suffix("!") for name in names)
    assert rows(doubled) == {f"{name}!": [2, 4] for name in names}
    assert rows(lazy.group_by(names[0]).agg(nw.col(names[1]).sum()).sort(names[0]))[names[1]] == [1, 2]


def test_wide_expressions_are_no_deep_ones() -> None:
    frame = pr.DataFrame({f"c{i}": [i, None] for i in range(300)})
    lazy = nw.from_native(frame)
    assert rows(lazy.select(total=nw.sum_horizontal(nw.all()))) == {"total": [sum(range(300)), 0]}
    assert rows(lazy.filter(nw.all_horizontal(nw.all().is_null(), ignore_nulls=False)).select("c1")) == {"c1": [None]}


def test_a_missing_column_is_named_with_those_that_exist(df: pr.DataFrame) -> None:
    with pytest.raises(ColumnNotFoundError, match=r"\['nn'\][\s\S]*\['k', 'n', 'v', 'i'\]"):
        nw.from_native(df).select(nw.col("nn") + 1)


def test_an_operation_on_a_wrong_type_is_found_before_the_query_runs(df: pr.DataFrame) -> None:
    with pytest.raises(InvalidOperationError, match="median"):
        nw.from_native(df).select(nw.col("k").median())


def test_what_is_missing_says_so_in_the_words_of_narwhals(df: pr.DataFrame) -> None:
    with pytest.raises(NotImplementedError, match=r"mode\(keep='all'\)"):
        nw.from_native(df).select(nw.col("n").mode(keep="all"))
    with pytest.raises(NotImplementedError, match=r"cast\(Int128\)"):
        nw.from_native(df).select(nw.col("n").cast(nw.Int128))


def test_files_are_scanned_by_the_name_of_the_plugin_and_by_the_module(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [1, 2, 3]}), path)
    for backend in ("pyrust", pr):
        lazy = nw.scan_parquet(str(path), backend=backend)
        assert isinstance(lazy.to_native(), pr.DataFrame)
        assert lazy.select(nw.col("a").sum()).collect().item() == 6


def test_parquet_is_written_from_the_stream(df: pr.DataFrame) -> None:
    file = io.BytesIO()
    nw.from_native(df).filter(nw.col("i") > 1).sink_parquet(file)
    assert pq.read_table(file).column("i").to_pylist() == [2, 3]
