"""Names in SQL: in any case, of objects that are no tables, and what happens to tables of other libraries."""

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {"ID": [1, 2], "Amount": [1.5, 2.5]}


@pytest.mark.parametrize(
    "query",
    [
        "select V1.c1 from (select T.ID as C1 from ORDERS T) v1",
        "with Foo as (select id as c1 from orders) select f.C1 from FOO F",
        "select o.id as c1 from oRDERS O where exists (select 1 from Orders I where i.Id = o.iD)",
        "select max(x.ID) over (partition by ID) as c1 from orders X order by Id",
        "from ORDERS |> select Id as c1",
    ],
)
def test_names_without_quotes_match_in_any_case(query):
    orders = pr.DataFrame(DATA)  # noqa: F841 - the queries name it
    assert [row[0] for row in pr.sql(query).rows()] == [1, 2]


def test_names_in_quotes_and_two_that_fit_are_exact():
    orders, Orders = pr.DataFrame(DATA), pr.range(2)  # noqa: F841, N806 - the queries name them
    assert pr.sql('select count(*) from "Orders"').item() == 2
    with pytest.raises(pr.TableNotFoundError, match='"ORDERS" fits "Orders" and "orders"'):
        pr.sql("select * from ORDERS")
    with pytest.raises(pr.ColumnNotFoundError, match='there is no column "id"'):
        pr.sql('select "id" from orders')


def test_values_come_from_variables_keywords_and_by_number():
    low = 1  # noqa: F841 - the query names it
    assert pr.sql("select $low + $high + $1 as x", 100, high=10).item() == 111
    with pytest.raises(pr.SqlError, match=r"\$2 has no value"):
        pr.sql("select $1, $2", 1)


class Broken:
    """A table of a library that fails."""

    def __arrow_c_stream__(self, requested_schema=None):
        raise RuntimeError("the connection is closed")


def test_what_a_table_raises_is_told_in_words_with_its_place():
    broken = Broken()  # noqa: F841 - the query names it
    with pytest.raises(pr.ReadError, match="broken cannot be read: RuntimeError: the connection is closed") as caught:
        pr.sql("select *\nfrom broken")
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_a_closed_relation_is_told_in_words():
    connection = duckdb.connect()
    relation = connection.sql("select 1 as a")  # noqa: F841 - the queries name it
    assert pr.sql("select a from relation").item() == 1
    connection.close()
    with pytest.raises(pr.PyRustError):
        pr.sql("select a from relation")


def test_a_reader_that_is_used_up_says_so():
    reader = pa.table({"a": [1, 2]}).to_reader()
    assert pr.sql("select sum(a) from reader").item() == 3
    with pytest.raises(pr.ReadError, match="reader is used up"):
        pr.sql("select sum(a) from reader")
    del reader


class Counted:
    """A table that counts how often it is asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __arrow_c_stream__(self, requested_schema=None):
        self.asked += 1
        return pa.table({"a": [1]}).__arrow_c_stream__(requested_schema)


def test_an_object_is_taken_over_once_for_a_text_and_anew_for_the_next():
    counted, other = Counted(), Counted()
    pr.sql("select * from counted a, counted b; select * from counted")
    assert (counted.asked, other.asked) == (1, 0)
    pr.sql("select * from counted")
    assert counted.asked == 2


def test_what_changes_between_two_queries_is_seen():
    frame = pd.DataFrame({"a": ["x", "y"]})
    assert pr.sql("select a from frame").to_dict() == {"a": ["x", "y"]}
    frame.loc[0, "a"] = "z"
    assert pr.sql("select a from frame").to_dict() == {"a": ["z", "y"]}


def test_diagnose_asks_objects_nothing_and_runs_nothing(tmp_path):
    counted = Counted()
    found = pr.sql_diagnose(f"select nope from counted; select nope from '{tmp_path}/no.parquet'; select 1 = null")
    assert [each["severity"] for each in found] == ["warning"]
    assert counted.asked == 0


@pytest.mark.parametrize("name", ["x' or '1' = '1", "$nope", "a; drop table orders", '"', "\x1b[31m", "日本"])
def test_hostile_names_and_values_stay_text(name):
    orders = pr.DataFrame({name: [1]})
    quoted = name.replace('"', '""')
    assert pr.sql(f'select "{quoted}" as x from orders where "{quoted}" = 1').item() == 1
    assert pr.sql("select $v as x from orders", v=name).item() == name
    with pytest.raises(pr.PyRustError) as caught:
        pr.sql(f'select "{quoted}!" from orders')
    assert "\x1b" not in str(caught.value)
    del orders


@pytest.mark.parametrize(
    "text", ["select " + "1 + " * 250_000 + "nope", "select " + "(" * 100_000, "'" + "x" * 1_000_000, "a" * 1_000_000]
)
def test_a_large_text_has_a_short_error(text):
    with pytest.raises(pr.PyRustError) as caught:
        pr.sql(text)
    assert len(str(caught.value)) < 2_000
    pr.sql_diagnose(text)


def test_an_error_among_ten_thousand_columns_is_short():
    wide = pr.DataFrame({f"c{at}": [at] for at in range(10_000)})  # noqa: F841 - the query names it
    with pytest.raises(pr.ColumnNotFoundError) as caught:
        pr.sql("select C1, C9999, nope from wide")
    assert len(str(caught.value)) < 2_000
    assert pr.sql("select C1, C9999 from wide").columns == ["c1", "c9999"]
