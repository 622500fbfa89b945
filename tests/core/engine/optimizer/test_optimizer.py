"""The order of joins, and what scans read: plans as `explain` shows them, and rows as operators count them."""

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
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
    scanned = rows_of(query.explain("text", analyze=True), r"DataSourceExec[^\n]*lines\.parquet")
    assert scanned == [ORDERS // PEOPLE * 10]


@pytest.mark.parametrize(
    "wanted", ["part = (select min(part)", "not part = (select min(part)", "part in (select min(part)"]
)
def test_keys_reach_a_scan_through_an_aggregate_whose_result_is_compared_too(tables, wanted):
    """The part of each order with the smallest number: of all orders, only those of one person are grouped."""
    query = pr.sql(
        f"""select orders.id, part from orders join lines on orders.id = order_id
            where person = 3 and {wanted} from lines where order_id = orders.id)""",
        **tables,
    )
    expected = [(order, order * 10 % 1000 + at) for order in range(3, ORDERS, PEOPLE) for at in range(10)]
    smallest = {order: min(part for one, part in expected if one == order) for order, _ in expected}
    negated = wanted.startswith("not")
    assert sorted(query.rows()) == [row for row in expected if (row[1] == smallest[row[0]]) != negated]
    if not negated:
        assert rows_of(query.explain("text", analyze=True), "mode=Partial") == [len(smallest)]


def test_a_filter_that_leaves_most_rows_is_not_applied_twice(tables):
    query = pr.sql("select x, person from lines join orders on order_id = orders.id", **tables)
    assert set(re.findall(r"pushdown_rows_matched=(\w+)", query.explain("text", analyze=True))) == {"0"}
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
    assert rows_of(kept.explain("text", analyze=True), r"DataSourceExec[^\n]*part\.parquet") == [2]
    assert [(row["n"], row["late"], row["year"]) for row in kept.to_list()] == [(7, None, 2023), (7, None, 2024)]
    assert frame.filter((pr.col("n") == 8) & pr.col("late").is_null()).select("year", "n").rows() == [(2023, 8)]
    assert frame.filter((pr.col("n") == 8) & (pr.col("year") == 2024)).select("late").rows() == [(8,)]
    assert frame.filter(pr.col("n") >= 995).limit(2, offset=3).select("n", "c3").rows() == [
        (998, "3 998"),
        (999, "3 999"),
    ]
    assert frame.filter((pr.col("n") == 9) & (pr.col("nested").struct.field("k") == 9)).count() == 2


def conditions(plan: str) -> str:
    """What the plan's filter looks at, in its order."""
    return re.findall(r"FilterExec: (.*?)(?:, projection|\n)", plan.split("physical_plan")[-1])[0]


@pytest.mark.parametrize(
    ("written", "looked_at"),
    [
        ("name like '%7%' and id > 3 and id < 90", "id@0 > 3 AND id@0 < 90 AND name@1 LIKE %7%"),
        ("id > 3 and name like '%7%'", "id@0 > 3 AND name@1 LIKE %7%"),
        (
            "name like '%7%' and 100 / id > 2 and id <> 0 and name is not null",
            "id@0 != 0 AND name@1 IS NOT NULL AND 100 / id@0 > 2 AND name@1 LIKE %7%",
        ),
        ("random() < 2 and name like '%7%' and id > 3", "random() < 2 AND name@1 LIKE %7% AND id@0 > 3"),
    ],
)
def test_a_filter_looks_at_what_costs_least_first(written, looked_at):
    people = pr.DataFrame({"id": [1, 2], "name": ["7", "8"]})
    assert conditions(pr.sql(f"select id, name from people where {written}", people=people).explain()) == looked_at


def test_conditions_in_another_order_leave_the_same_rows():
    rows = {
        "n": [None if n % 11 == 0 else n % 50 for n in range(20_000)],
        "word": [f"w{n % 13}" for n in range(20_000)],
    }
    rows["flag"] = [None if n % 17 == 0 else n % 3 == 0 for n in range(20_000)]
    kept = pr.sql(
        "select n, word, flag from t where word like '%1%' and flag and n <> 7 and n < 30 and n is not null",
        t=pr.DataFrame(rows),
    )
    expected = [
        row
        for row in zip(rows["n"], rows["word"], rows["flag"], strict=True)
        if row[0] is not None and "1" in row[1] and row[2] and row[0] != 7 and row[0] < 30
    ]
    assert list(kept.iter_rows()) == expected


def test_a_grouping_that_a_query_names_twice_is_computed_once(tables):
    seen = []

    @pr.udf
    def passing(n: int) -> int:
        seen.append(len(n))
        return n

    # the function's value is summed, so that neither place can do without it
    query = """
        with totals as (select part, sum(passing(order_id)) as total from lines group by part)
        select part, total from totals where total = (select max(total) from totals)
    """
    session = pr.Session()
    session.register_function(passing)
    found = sorted(session.sql(query, **tables).iter_rows())
    assert found == [(part, 2_009_800) for part in range(990, 1000)]
    assert sum(seen) == LINES
    # nothing is kept for the next query
    list(session.sql(query, **tables).iter_rows())
    assert sum(seen) == 2 * LINES


@pytest.mark.parametrize("condition", ["cast(part as varchar) like '1%'", "x + part > 5", "try_cast(part as int) = 7"])
def test_a_grouping_named_twice_may_look_at_columns_in_a_files_filter_alone(tables, condition):
    """The filter has gone into the scan by then, which does not give these columns on."""
    sums = f"with s as (select order_id, count(*) as n from lines where {condition} group by order_id)"
    query = pr.sql(f"{sums} select sum(a.n + b.n) from s a join s b on a.order_id = b.order_id", **tables)
    alone = pr.sql(f"select 2 * count(*) from lines where {condition}", **tables)
    assert query.item() == alone.item() > 0


def test_groupings_of_two_tables_with_the_same_columns_are_two():
    one, other = pr.DataFrame({"k": [1, 1, 2], "v": [1, 2, 3]}), pr.DataFrame({"k": [1, 1, 2], "v": [10, 20, 30]})
    totals = [frame.group_by("k").agg(pr.col("v").sum()) for frame in (one, other, one)]
    both = totals[0].union(totals[1]).union(totals[2])
    assert sorted(both.iter_rows()) == [(1, 3), (1, 3), (1, 30), (2, 3), (2, 3), (2, 30)]


def test_a_grouping_of_chance_is_made_wherever_it_is_named():
    query = """
        with r as (select k, sum(random()) as x from t group by k)
        select a.x - b.x as d from r a join r b on a.k = b.k
    """
    assert all(d != 0 for (d,) in pr.sql(query, t=pr.DataFrame({"k": [1, 2, 3]})).iter_rows())


def test_an_error_in_a_shared_grouping_is_the_querys_own():
    query = (
        "with r as (select k, sum(100 / k) as x from t group by k) select a.x + b.x as s from r a join r b on a.k = b.k"
    )
    with pytest.raises(RuntimeError, match=r"division: the divisor is 0, in 100 / k"):
        pr.sql(query, t=pr.DataFrame({"k": [0, 1, 2]})).collect()
    assert sorted(pr.sql(query, t=pr.DataFrame({"k": [1, 2, 2]})).iter_rows()) == [(200,), (200,)]


def test_many_groups_are_handed_on_in_parts():
    # more than a first stage holds, with keys in order and all over the place
    n = 1_500_000
    keys = pa.array(range(n)).cast(pa.int64())
    for of in (keys, pc.bit_wise_and(pc.multiply(keys, 2_654_435_761), (1 << 20) - 1)):
        table = pa.table({"k": of, "v": keys})
        got = pr.sql("select count(*), sum(s), sum(n) from (select k, sum(v) s, count(*) n from t group by k)", t=table)
        assert list(got.iter_rows()) == [(len(pc.unique(of)), n * (n - 1) // 2, n)]


# --- the first rows of all, and of each group --------------------------------------------------------------------


def test_the_first_rows_are_read_whole_for_few(tmp_path):
    """Wide rows in no order: what can no longer be among the first is not read beyond the column that says so."""
    rows = 200_000
    wide = {f"c{at}": [f"{at} {n}" for n in range(rows)] for at in range(4)}
    table = pa.table({"n": [n * 7919 % rows for n in range(rows)], **wide})
    pq.write_table(table, tmp_path / "wide.parquet", row_group_size=5_000)
    first = pr.read_parquet(tmp_path / "wide.parquet").sort("n").limit(100)
    assert first.to_list() == table.sort_by("n").slice(0, 100).to_pylist()
    (read,) = rows_of(first.explain("text", analyze=True), r"DataSourceExec[^\n]*wide\.parquet")
    assert read < rows / 2
    some = pr.read_parquet(tmp_path / "wide.parquet").filter(pr.col("c0").str.contains("77")).sort("n", descending=True)
    expected = [row for row in table.sort_by([("n", "descending")]).to_pylist() if "77" in row["c0"]]
    assert some.limit(5, offset=2).to_list() == expected[2:7]


@pytest.fixture(scope="module")
def grouped() -> pa.Table:
    """Groups of about 500 rows with ties, nulls and texts that begin alike, in no order."""
    random = Random(7)
    columns = {"id": range(20_000), "g": [], "h": [], "x": [], "f": [], "s": []}
    for _ in columns["id"]:
        columns["g"].append(random.choice([None, *range(40)]))
        columns["h"].append(random.choice("ab"))
        columns["x"].append(random.choice([None, *range(25)]))
        columns["f"].append(random.choice([None, float("nan"), 0.0, -0.0, random.random()]))
        columns["s"].append(f"a text of some length {random.randrange(300)}")
    return pa.table({name: list(values) for name, values in columns.items()})


@pytest.mark.parametrize("condition", ["<= 3", "< 2", "= 2", "between 2 and 4"])
@pytest.mark.parametrize("function", ["row_number", "rank"])
@pytest.mark.parametrize(
    "over",
    [
        "partition by g order by id",
        "partition by g order by x desc nulls first, id",
        "partition by g, h order by f desc, id",
        "partition by h, g order by s, x desc, id desc",
        "partition by s order by f",
        "partition by g % 7 order by x + 1, id",
    ],
)
def test_the_first_rows_of_each_group_are_those_of_the_numbers(grouped, over, function, condition):
    numbered = f"select *, {function}() over ({over}) as place from t"
    first = pr.sql(f"select * from ({numbered}) where place {condition}", t=grouped)
    assert "GroupTopKExec" in first.explain()
    low, high = {"<= 3": (1, 3), "< 2": (1, 1), "= 2": (2, 2), "between 2 and 4": (2, 4)}[condition]
    expected = [row for row in pr.sql(numbered, t=grouped).to_list() if low <= row["place"] <= high]
    # Rows that tie are numbered in any order: what they tie in is the same.
    known = [name for name in ("g", "h", "x", "f", "s", "id", "place") if name in over or name == "place"]
    assert sorted(repr([row[name] for name in known]) for row in first.to_list()) == sorted(
        repr([row[name] for name in known]) for row in expected
    )


@pytest.mark.parametrize(
    "query",
    [
        "select *, row_number() over (partition by g order by x) as place, sum(x) over (partition by g) from t",
        "select *, dense_rank() over (partition by g order by x) as place from t",
        "select *, row_number() over (partition by f order by x) as place from t",
        "select *, row_number() over (order by x) as place from t",
        "select *, row_number() over (partition by g) as place from t",
    ],
)
def test_rows_stay_where_others_than_their_numbers_depend_on_them(grouped, query):
    first = pr.sql(f"select * from ({query}) where place <= 3", t=grouped)
    assert "GroupTopKExec" not in first.explain()
    assert first.count() == sum(row["place"] <= 3 for row in pr.sql(query, t=grouped).to_list())


def test_groups_of_a_row_are_not_looked_at_for_long():
    """Where every row is the first of its group, nothing is left out: it is seen, and the rest passes at once."""
    rows = 3_000_000
    t = pr.DataFrame(pa.table({"g": pa.array(range(rows)), "x": pa.array(range(rows))}))
    first = pr.sql(
        "select * from (select *, row_number() over (partition by g order by x) as n from t) where n = 1", t=t
    )
    assert first.select(pr.col("g").sum()).item() == rows * (rows - 1) // 2


@pytest.mark.parametrize("join", ["join", "right join"])
@pytest.mark.parametrize("where", ["", "where d.k = 2", "where d.k in (2, 3)"])
def test_a_join_finds_its_keys_under_the_names_that_a_query_between_gave_them(join, where):
    tables = {"t": pa.table({"j": [1, 2, 3]}), "u": pa.table({"n": [2, 3, 5]})}
    frames = {name: pr.DataFrame(table) for name, table in tables.items()}
    query = f"select o.j, d.k from t o join (select t.j as k from t {join} u on t.j = u.n) d on o.j = d.k {where}"
    expected = [(2, 2)] if "=" in where else [(2, 2), (3, 3)]
    assert sorted(pr.sql(query, **frames).rows()) == expected


T = pr.DataFrame({"a": [5, 3, 1, 4, 2], "b": [1, 2, 3, 4, 5]})
U = pr.DataFrame({"a": [1, 1, 1, 2, 2, 2], "b": [6, 5, 4, 3, 2, 1]})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select b from (select * from t order by a offset 2) order by b", [(1,), (2,), (4,)]),
        ("select b from (select * from t offset 2) order by a", [(3,), (5,), (4,)]),
        ("select b from (select * from t order by a limit 2 offset 2) order by b", [(2,), (4,)]),
        ("select a, b from (select * from u order by a limit 3 offset 2) order by a, b", [(1, 4), (2, 2), (2, 3)]),
        ("select b, sum(a) over (order by b) as s from (select * from t order by a offset 2) order by b",
         [(1, 5), (2, 8), (4, 12)]),
        ("select a, max(b) over (partition by a order by b) m from (select * from u order by b offset 2) order by 1, 2",
         [(1, 4), (1, 5), (1, 6), (2, 3)]),
        ("select max(b) from (select b from (select * from t order by a offset 3) order by b limit 1)", [(1,)]),
    ],
)  # fmt: skip
def test_a_sort_does_not_change_which_rows_an_offset_skips(query, expected):
    found = pr.sql(query, t=T, u=U).rows()
    if "limit 3" in query:
        # which of the rows that are equal come first is open
        assert [a for a, _ in found] == [a for a, _ in expected]
        assert found == sorted(found)
    else:
        assert found == expected


def negative(batch: pa.Table) -> pa.Table:
    return batch.set_column(0, "a", pc.negate(batch["a"]))


BY_A = T.sort("a")


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (BY_A.slice(2).sort("b"), [1, 2, 4]),
        (BY_A.slice(1, 2).sort("b"), [2, 5]),
        (BY_A.slice(-3, 2).sort("b"), [2, 4]),
        (BY_A.tail(2).sort("b"), [1, 4]),
        (T.slice(2).sort("a"), [3, 5, 4]),
        (T.tail(2).sort("a"), [5, 4]),
        (T.slice(2).sort("a").slice(1), [5, 4]),
        (T.map_batches(negative).sort("a"), [1, 4, 2, 5, 3]),
        (BY_A.map_batches(negative).slice(1).sort("b").tail(2), [4, 5]),
    ],
)
def test_a_sort_changes_no_rows_that_are_counted_or_made_below_it(frame, expected):
    assert frame.to_dict()["b"] == expected
    assert frame.select("b").to_dict()["b"] == expected
