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
