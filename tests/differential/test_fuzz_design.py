"""What differs from DuckDB by design: each entry of differential/fuzz/design.py, shown to differ as it says."""

import datetime
import math
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from differential.fuzz.design import AVOIDED, ERRORS

import pyrust as pr


def ours(text: str, **tables: Any) -> list[tuple[Any, ...]]:
    return pr.sql(text, **tables).rows()


def theirs(text: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(text).fetchall()


TESTS: dict[str, tuple[str, str, Any, Any]] = {
    # what is asked of us, of DuckDB, and the two answers
    "division": ("select 7 / 2", "select 7 / 2", [(3,)], [(3.5,)]),
    "rounding": ("select cast(2.5e0 as bigint)", "select cast(3.5e0 as bigint)", [(2,)], [(4,)]),
    "midnight": (
        "select date '2024-01-01' + interval '1 day'",
        "select date '2024-01-01' + interval '1 day'",
        [(datetime.date(2024, 1, 2),)],
        [(datetime.datetime(2024, 1, 2),)],
    ),
    "decimals": (
        "select avg(x) from (values (cast(1 as decimal(9, 2))), (cast(2 as decimal(9, 2)))) as v(x)",
        "select avg(x) from (values (cast(1 as decimal(9, 2))), (cast(2 as decimal(9, 2)))) as v(x)",
        [(Decimal("1.5"),)],
        [(1.5,)],
    ),
    "literals": ("select arrow_typeof(1.5)", "select typeof(1.5)", [("Float64",)], [("DECIMAL(2,1)",)]),
}


@pytest.mark.parametrize("entry", TESTS)
def test_the_engines_differ_as_is_said(entry: str) -> None:
    asked, others, mine, expected = TESTS[entry]
    assert ours(asked) == mine
    found = theirs(others)
    assert found == expected
    assert [*map(type, found[0])] == [*map(type, expected[0])]


def test_names_that_two_columns_share() -> None:
    table = pr.DataFrame({"k": [1]})
    frame = pr.sql("select * from t as a, t as b", t=table)
    assert frame.width == 2
    assert len(set(frame.columns)) == 2


def test_rows_of_which_any_are_right() -> None:
    table = pr.DataFrame({"k": [1, 2, 3]})
    assert ours("select k from t limit 1", t=table)[0] in [(1,), (2,), (3,)]


def test_a_comma_before_a_join() -> None:
    table = pr.DataFrame({"x": [1, 2]})
    with pytest.raises(pr.PyRustError):
        ours("select 1 from t as a, t as b join t as c on a.x = c.x", t=table)
    values = "(values (1), (2)) as"
    assert theirs(f"select count(*) from {values} a(x), {values} b(x) join {values} c(x) on a.x = c.x") == [(4,)]


def test_the_pair_of_using_beside_a_third_column_of_its_name() -> None:
    table = pr.DataFrame({"k": [1]})
    with pytest.raises(pr.PyRustError, match="more than one table"):
        ours("select 1 from t as a join t as b using (k) join t as c on k = c.k", t=table)
    values = "(values (1)) as"
    assert theirs(f"select 1 from {values} a(k) join {values} b(k) using (k) join {values} c(k) on k = c.k") == [(1,)]


def test_a_recursive_term_of_another_type() -> None:
    query = (
        "with recursive w(n) as (select k from t union all select n + 1 from w where n < 3) select n from w order by n"
    )
    with pytest.raises(pr.PyRustError, match="cast"):
        ours(query, t=pr.DataFrame({"k": pr.Array([1], "uint64")}))
    assert theirs(query.replace("from t ", "from (values (1::ubigint)) as t(k) ")) == [(1,), (2,), (3,)]


def test_where_ignore_nulls_stands() -> None:
    table = pr.DataFrame({"x": [1, None, 3], "n": [1, 2, 3]})
    asked = "select lead(x{}){} over (order by n) from {} order by n"
    expected = [(3,), (3,), (None,)]
    assert ours(asked.format("", " ignore nulls", "t"), t=table) == expected
    assert theirs(asked.format(" ignore nulls", "", "(values (1, 1), (null, 2), (3, 3)) as t(x, n)")) == expected
    with pytest.raises(duckdb.ParserException):
        theirs("select lead(1) ignore nulls over ()")


def test_a_choice_of_unsigned_and_signed_integers_is_a_decimal() -> None:
    table = pr.DataFrame({"u": pr.Array([1], "uint64"), "i": [3]})
    assert ours("select coalesce(u, i) / 2 from t", t=table) == [(Decimal("0.5"),)]
    assert theirs("select coalesce(u, i) // 2 from (values (1::ubigint, 3::bigint)) as t(u, i)") == [(0,)]


def test_minus_zero_in_an_order() -> None:
    table = pr.DataFrame({"x": [0.0, -0.0], "n": [1, 2]})
    assert ours("select n from t order by x, n", t=table) == [(2,), (1,)]
    assert theirs("select n from (values (0.0e0, 1), (-0.0e0, 2)) as t(x, n) order by x, n") == [(1,), (2,)]


def test_what_is_left_of_floats_of_32_bits() -> None:
    table = pr.DataFrame({"x": pr.Array([2.5], "float32")})
    assert ours("select arrow_typeof(nullif(x, 1.0e0)) from t", t=table) == [("Float64",)]
    assert theirs("select typeof(nullif(x, 1.0e0)) from (values (2.5::float)) as t(x)") == [("FLOAT",)]


def test_the_correlation_of_what_does_not_vary() -> None:
    asked = "select corr(x, n) from {}"
    assert ours(asked.format("t"), t=pr.DataFrame({"x": [1.0, 1.0], "n": [1.0, 2.0]})) == [(None,)]
    assert math.isnan(theirs(asked.format("(values (1e0, 1e0), (1e0, 2e0)) as t(x, n)"))[0][0])


def test_integers_that_do_not_fit() -> None:
    table = pr.DataFrame({"x": [2**63 - 1, 1]})
    with pytest.raises(pr.OutOfRangeError):
        ours("select sum(x) from t", t=table)
    assert theirs(f"select sum(x) from (values ({2**63 - 1}), (1)) as v(x)") == [(2**63,)]


def test_whether_a_second_row_is_an_error_where_no_row_asks_for_it() -> None:
    """Both engines compute such a subquery before the rows, or leave it out: as their plans have it."""
    joins = "left join t b on ((select n from t) is not null) join (select n from t where n > 5) c on a.n = c.n"
    query = f"select a.n from t a {joins}"
    assert ours(query, t=pr.DataFrame({"n": [1, 2]})) == []
    values = "with t as (select 1 as n union all select 2)"
    with pytest.raises(duckdb.InvalidInputException, match="More than one row"):
        theirs(f"{values} {query}")
    # a branch that no row takes
    query = "select case when false then (select b.n from t b where b.n >= a.n) end from t a"
    assert ours(query, t=pr.DataFrame({"n": [1, 2]})) == [(None,), (None,)]
    with pytest.raises(duckdb.InvalidInputException, match="More than one row"):
        theirs(f"{values} {query}")


def test_every_entry_has_a_test() -> None:
    others = {"correlation", "names", "order", "minus zero", "comma", "nulls", "pair", "signs", "widths", "halves"}
    assert set(AVOIDED) == set(TESTS) | others
    assert set(ERRORS) == {"OutOfRangeError"}
    assert all(entry.what and entry.reason and entry.instead for entry in AVOIDED.values())
