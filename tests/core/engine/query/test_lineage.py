"""Where columns come from, through every verb that changes them; what is not known is not guessed."""

import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f


@pytest.fixture
def orders(tmp_path) -> pr.DataFrame:
    pl.DataFrame({"id": [1, 2], "customer": [7, 8], "net": [1.0, 2.0], "tax": [0.1, 0.2]}).write_parquet(
        tmp_path / "orders.parquet"
    )
    return pr.read_parquet(tmp_path / "orders.parquet")


@pytest.fixture
def customers() -> pr.DataFrame:
    return pr.DataFrame({"customer": [7, 8], "name": ["x", "y"], "tags": [["a"], ["b"]]})


def of(frame, column):
    return [f"{source.rsplit('/')[-1]}.{name}" for source, name in frame.lineage()[column]]


def test_projections_filters_sorts_and_limits(orders):
    made = orders.filter(pr.col("id") > 0).sort("tax").select("id", gross=pr.col("net") + pr.col("tax"), one=pr.lit(1))
    made = made.limit(1).rename({"id": "number"}).with_columns(twice=pr.col("gross") * 2)
    assert of(made, "number") == ["orders.parquet.id"]
    assert of(made, "gross") == of(made, "twice") == ["orders.parquet.net", "orders.parquet.tax"]
    assert of(made, "one") == []


def test_aggregates_and_joins(orders, customers):
    made = orders.join(customers, on="customer").group_by("name").agg(total=pr.col("net").sum(), rows=f.count())
    assert of(made, "name") == ["memory.name"]
    assert of(made, "total") == ["orders.parquet.net"]
    assert of(made, "rows") == []
    assert [source["kind"] for source in made.sources()] == ["parquet", "memory"]
    full = orders.join(customers, on="customer", how="full")
    assert of(full, "customer") == ["orders.parquet.customer", "memory.customer"]
    assert list(orders.join(customers, on="customer", how="semi").lineage()) == orders.columns


def test_unions_distincts_and_aggregates_of_all(orders, customers):
    both = orders.select("customer").union(customers.select("customer")).distinct()
    assert of(both, "customer") == ["orders.parquet.customer", "memory.customer"]
    assert of(orders.select("net").describe(), "net") == ["orders.parquet.net"]
    assert of(orders.value_counts("id", normalize=True), "id") == ["orders.parquet.id"]


def test_sql_names_its_tables(orders, customers):
    made = pr.sql(
        """
        with big as (select customer, net, row_number() over (partition by customer order by tax) as place from orders)
        select people.name, sum(big.net) as net, max(place) as place, (select max(tax) from orders) as top,
               unnest(people.tags) as tag
        from big join people on big.customer = people.customer group by people.name, people.tags
        """,
        people=customers,
        orders=orders,
    )
    assert made.lineage()["name"] == [("people", "name")]
    assert of(made, "net") == ["orders.parquet.net"]
    assert of(made, "place") == ["orders.parquet.customer", "orders.parquet.tax"]
    assert of(made, "top") == ["orders.parquet.tax"]
    assert made.lineage()["tag"] == [("people", "tags")]


def test_tables_of_one_name_are_told_apart_and_one_table_is_one():
    left, right = pr.DataFrame({"a": [1]}), pr.DataFrame({"a": [1], "b": [2]})
    assert left.join(right, on="a").lineage() == {"a": [("memory", "a")], "b": [("memory 2", "b")]}
    assert [source["name"] for source in left.union(left).sources()] == ["memory"]
    assert pr.range(3).union(pr.range(3)).lineage() == {"value": [("range", "value"), ("range 2", "value")]}


def test_a_cache_is_seen_through(orders):
    cached = orders.select(gross=pr.col("net") + pr.col("tax")).cache()
    again = cached.join(orders.select("net"), how="cross")
    for _ in range(2):
        assert of(again, "gross") == ["orders.parquet.net", "orders.parquet.tax"]
        assert len(again.sources()) == 1
        cached.count()


def test_files_are_named_by_their_paths(tmp_path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.csv").write_text("a\n1\n")
    frame = pr.read_csv(str(folder / "*.csv"))
    (source,) = frame.sources()
    assert source == {"name": f"{folder}/*.csv", "kind": "csv", "paths": [f"{folder}/*.csv"], "columns": ["a"]}
    assert frame.lineage() == {"a": [(f"{folder}/*.csv", "a")]}


def test_what_the_plan_does_not_tell_is_none():
    made = pr.sql("with recursive t as (select 1 as n union all select n + 1 from t where n < 3) select n from t")
    assert made.lineage() == {"n": None}


def test_nothing_runs_for_it():
    assert pr.range(10**15).select(pr.col("value").sum()).sources()[0]["kind"] == "range"


def test_operators_of_our_own_are_seen_through(orders, customers):
    assert of(orders.tail(1), "net") == ["orders.parquet.net"]
    nearest = orders.sort("customer").join_asof(customers.sort("customer"), on="customer")
    assert of(nearest, "name") == ["memory.name"]
