"""The order of joins, and what scans read: plans as `explain` shows them, and rows as operators count them."""

import re
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pyrust as pr

LINES, ORDERS, PEOPLE = 200_000, 20_000, 500


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pr.DataFrame]:
    """Lines of orders of people, in files: each larger than the next."""
    folder = tmp_path_factory.mktemp("tables")
    made = {
        "lines": {
            "order_id": [n // 10 for n in range(LINES)],
            "part": [n % 1000 for n in range(LINES)],
            "x": [1.5] * LINES,
        },
        "orders": {"id": list(range(ORDERS)), "person": [n % PEOPLE for n in range(ORDERS)]},
        "people": {"id": list(range(PEOPLE)), "name": [f"name {n}" for n in range(PEOPLE)]},
    }
    for name, columns in made.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet", row_group_size=20_000)
    return {name: pr.read_parquet(Path(folder) / f"{name}.parquet") for name in made}


def joins(plan: str) -> list[str]:
    """The names of the files, as the plan reads them from top to bottom: of each join, the hash table's side first."""
    return re.findall(r"(\w+)\.parquet", plan.split("physical_plan")[-1])


def rows_of(plan: str, operator: str) -> list[int]:
    """How many rows each operator of that name gave."""
    units = {"": 1, "K": 1_000, "M": 1_000_000}
    found = re.findall(rf"{operator}.*?output_rows=([\d.]+) ?([KM]?)", plan)
    return [round(float(number) * units[unit]) for number, unit in found]


@pytest.mark.parametrize("order", ["lines, orders, people", "people, orders, lines", "orders, lines, people"])
def test_the_order_of_joins_does_not_depend_on_how_they_are_written(tables, order):
    where = "order_id = orders.id and person = people.id and name = 'name 7'"
    query = pr.sql(f"select part, sum(x) from {order} where {where} group by part", **tables)
    assert joins(query.explain()) == ["people", "orders", "lines"]


def test_the_hash_table_is_made_of_the_smaller_side(tables):
    for left, right in [("lines", "orders"), ("orders", "lines")]:
        query = pr.sql(f"select x, person from {left} join {right} on order_id = orders.id", **tables)
        assert joins(query.explain()) == ["orders", "lines"]
    outer = pr.sql("select x, person from lines left join orders on order_id = orders.id", **tables)
    assert "join_type=Right" in outer.explain()
    assert joins(outer.explain()) == ["orders", "lines"]


def test_a_subquery_that_filters_goes_below_the_join(tables):
    few = "select order_id from lines group by order_id having sum(x) > 1000"
    query = pr.sql(
        f"""select name, x from people, orders, lines
            where person = people.id and order_id = orders.id and orders.id in ({few})""",
        **tables,
    )
    plan = query.explain().split("physical_plan")[-1]
    assert plan.index("join_type=Inner") < plan.index("Semi")
    assert query.count() == 0


def test_keys_of_a_join_reach_a_scan_through_an_aggregate(tables):
    sums = "select order_id, sum(x) as total from lines group by order_id"
    query = pr.sql(f"select total from orders, ({sums}) where id = order_id and person = 3", **tables)
    assert query.to_dict()["total"] == [15.0] * (ORDERS // PEOPLE)
    scanned = rows_of(query.explain(analyze=True), r"DataSourceExec[^\n]*lines\.parquet")
    assert scanned == [ORDERS // PEOPLE * 10]


def test_a_filter_that_leaves_most_rows_is_not_applied_twice(tables):
    query = pr.sql("select x, person from lines join orders on order_id = orders.id", **tables)
    assert set(re.findall(r"pushdown_rows_matched=(\w+)", query.explain(analyze=True))) == {"0"}
    assert query.count() == LINES


def test_a_join_of_many_tables_is_planned(tables):
    people = tables["people"]
    names = [f"p{at}" for at in range(16)]
    where = " and ".join(f"{left}.id = {right}.id" for left, right in pairwise(names))
    query = pr.sql(f"select p0.name from {', '.join(names)} where {where}", **dict.fromkeys(names, people))
    assert query.count() == PEOPLE


def test_a_condition_that_changes_with_each_look_keeps_its_place(tables):
    query = pr.sql("select x from lines join orders on order_id = orders.id and x * random() < person", **tables)
    assert 0 < query.count() <= LINES


def test_a_late_scan_gives_what_an_early_one_does(tmp_path):
    """Wide rows of which a condition leaves few: in folders that are a column, one of the files without a column."""
    wide = {f"c{at}": [f"{at} {n}" for n in range(1000)] for at in range(8)}
    for year in (2023, 2024):
        folder = tmp_path / f"year={year}"
        folder.mkdir()
        columns = {"n": list(range(1000)), "nested": [{"k": n} for n in range(1000)], **wide}
        if year == 2024:
            columns["late"] = [None if n % 2 else n for n in range(1000)]
        pq.write_table(pa.table(columns), folder / "part.parquet", row_group_size=100)
    frame = pr.read_parquet(tmp_path)
    kept = frame.filter(pr.col("n") == 7)
    assert rows_of(kept.explain(analyze=True), r"DataSourceExec[^\n]*part\.parquet") == [2]
    assert [(row["n"], row["late"], row["year"]) for row in kept.to_list()] == [(7, None, 2023), (7, None, 2024)]
    assert frame.filter((pr.col("n") == 8) & pr.col("late").is_null()).select("year", "n").rows() == [(2023, 8)]
    assert frame.filter((pr.col("n") == 8) & (pr.col("year") == 2024)).select("late").rows() == [(8,)]
    assert frame.filter(pr.col("n") >= 995).limit(2, offset=3).select("n", "c3").rows() == [
        (998, "3 998"),
        (999, "3 999"),
    ]
    assert frame.filter((pr.col("n") == 9) & (pr.col("nested").struct.field("k") == 9)).count() == 2
