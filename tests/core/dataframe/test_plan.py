"""A frame inside a chain: functions of one's own, and SQL over the frame itself."""

import pytest

import pyrust as pr


def test_pipe_passes_the_frame_and_the_rest(sales):
    assert sales.pipe(lambda df, n, *, column: df.select(column).limit(n), 2, column="n").rows() == [(1,), (2,)]
    with pytest.raises(ZeroDivisionError):
        sales.pipe(lambda df: df.count() / 0)


def test_sql_over_the_frame_itself(sales):
    other = pr.DataFrame({"Shop": ["x"], "city": ["Rome"]})
    query = "select city, sum(n) as n from self join other on self.Shop = other.Shop group by city"
    made = sales.sql(query, other=other)
    assert made.rows() == sales.sql(query).rows() == [("Rome", 4)]
    assert sales.sql("select n from self where n > $least", least=2).rows() == [(3,)]
    with pytest.raises(pr.ColumnNotFoundError, match="price"):
        sales.sql("select pric from self")


def test_settings_of_one_frame_leave_the_others_as_they_are():
    left = pr.DataFrame({"k": [1, 2, 3, None], "a": ["x", "y", "z", "w"]})
    right = pr.DataFrame({"k": [3, 1, 1, None], "b": [1.0, 2.0, 3.0, 4.0]})
    joined = left.join(right, on="k", how="left")
    sorting = joined.with_settings({"datafusion.optimizer.prefer_hash_join": False})
    assert "SortMergeJoin" in sorting.explain()
    assert "SortMergeJoin" not in joined.explain()
    assert sorting.sort("a", "b").rows() == joined.sort("a", "b").rows()
    assert sorting.session == joined.session
    assert "SortMergeJoin" in sorting.filter(pr.col("b") > 2).explain()
