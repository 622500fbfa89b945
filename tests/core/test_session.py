"""Sessions: catalogs of their own, and SQL over tables, files and variables."""

import re

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from waiting import until

import pyrust as pr

GLOBAL = pr.DataFrame({"a": [10]})


def test_a_catalog_of_its_own():
    session = pr.Session()
    session.register("t", {"a": [1, 2]})
    session.register("u", pl.DataFrame({"a": [3]}))
    assert session.tables == ["t", "u"]
    assert session.sql("select sum(a) as s from t").to_dict() == {"s": [3]}
    assert session.table("u").to_dict() == {"a": [3]}
    assert session.deregister("t") is True
    assert session.deregister("t") is False
    assert pr.Session().tables == []
    with pytest.raises(pr.TableNotFoundError):
        session.table("t")


def test_the_default_session_is_one():
    assert pr.session() == pr.session()
    assert pr.range(1).session == pr.session()
    assert pr.Session() != pr.Session()
    assert pr.Session().memory_limit > 0


def test_sessions_share_the_memory_of_the_process():
    session = pr.Session()
    assert session.memory_limit == pr.session().memory_limit == pr.memory().limit
    before = pr.memory()
    kept = session.range(200_000).filter(pr.col("value") > 3).cache()
    assert kept.count() == 199_996
    now = pr.memory()
    assert session.reserved > 1_500_000
    assert (now.reserved, now.limit) == (before.reserved + session.reserved, before.limit)


def test_a_session_may_have_less_memory():
    session = pr.Session(memory_limit="64 MB")
    assert session.memory_limit == 64_000_000
    assert pr.Session(memory_limit=64_000_000).memory_limit == 64_000_000
    assert pr.Session(memory_limit="50 %").memory_limit == pr.session().memory_limit // 2
    with pr.options.engine(memory_limit="50 MB"):
        assert session.memory_limit == 50_000_000
    numbers = session.range(3_000_000).select(a=pr.col("value") * 1_000_003)
    with pytest.raises(pr.ResourcesError, match="the session's memory limit of 64 MB leaves it; this run holds"):
        numbers.join(numbers, on="a").count()
    until(lambda: session.reserved == 0)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (0, "memory_limit must be at least 1.0 MB, got 0 B"),
        (-5, "memory_limit cannot be -5"),
        ("200 %", "memory_limit must be at most"),
        ("a lot", "memory_limit cannot be 'a lot'"),
    ],
)
def test_an_impossible_limit_is_refused(limit, said):
    with pytest.raises(ValueError, match=said):
        pr.Session(memory_limit=limit)
    with pytest.raises(TypeError, match="memory_limit must be an amount of bytes, got"):
        pr.Session(memory_limit=[limit])


def test_settings_are_set_for_a_session():
    session = pr.Session(
        settings={"datafusion.execution.batch_size": 100, "datafusion.optimizer.prefer_hash_join": False}
    )
    assert session.settings["datafusion.execution.batch_size"] == "100"
    assert session.settings["datafusion.optimizer.prefer_hash_join"] == "false"
    assert max(batch.height for batch in session.range(1_000).filter(pr.col("value") >= 0).iter_batches()) <= 100
    assert pr.Session().settings["datafusion.execution.batch_size"] == "8192"


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("datafusion.execution.batchsize", 1, ValueError, "hint: did you mean datafusion.execution.batch_size"),
        ("execution.batch_size", 1, ValueError, r"hint: did you mean datafusion.execution.batch_size\?"),
        ("datafusion.execution.batch_size", "many", ValueError, 'batch_size cannot be "many"'),
        ("datafusion.execution.batch_size", 0, ValueError, 'batch_size cannot be "0"'),
        ("datafusion.execution.batch_size", None, TypeError, "must be a string, a number or a bool, got None"),
        ("datafusion.sql_parser.enable_ident_normalization", True, ValueError, "cannot be changed: SQL means the same"),
        (
            "datafusion.runtime.memory_limit",
            "1G",
            ValueError,
            "hint: memory, threads and disk are set by pr.options.engine",
        ),
        (7, "1", TypeError, "7 is not the name of a setting"),
    ],
)
def test_an_impossible_setting_is_refused(name, value, error, said):
    with pytest.raises(error, match=said):
        pr.Session(settings={name: value})
    with pytest.raises(error, match=said):
        pr.range(3).with_settings({name: value})


def test_sql_sees_the_callers_variables():
    local = pr.DataFrame({"a": [1, 2]})
    theirs = pd.DataFrame({"a": [5]})
    arrow = pa.table({"a": [7]})
    assert pr.sql("select sum(a) as s from local").to_dict() == {"s": [3]}
    assert pr.sql("select a from GLOBAL").to_dict() == {"a": [10]}
    assert pr.sql("select l.a + t.a + r.a as x from local l, theirs t, arrow r order by 1").to_dict() == {"x": [13, 14]}
    assert pr.session().tables == []
    assert local.width == theirs.shape[1] == arrow.num_columns


def test_keyword_frames_come_before_session_tables_before_variables():
    session = pr.Session()
    session.register("t", {"a": [2]})
    t = pr.DataFrame({"a": [3]})
    assert session.sql("select a from t").to_dict() == {"a": [2]}
    assert session.sql("select a from t", t=pr.DataFrame({"a": [1]})).to_dict() == {"a": [1]}
    assert session.deregister("t")
    assert session.sql("select a from t").to_dict() == {"a": t.to_dict()["a"]}


def test_values_are_bound_with_their_types():
    frame = pr.DataFrame({"a": [1, 2, 3], "s": ["x", "y'; drop", "z"]})
    assert pr.sql("select a from frame where s = $s", s="y'; drop").to_dict() == {"a": [2]}
    assert pr.sql("select a from frame where a in ($wanted) order by a", wanted=[1, 3]).to_dict() == {"a": [1, 3]}
    assert pr.sql("select a from frame where a >= $low and a < $high", low=2, high=3).to_dict() == {"a": [2]}
    assert pr.sql("select $x as x", x=None).to_dict() == {"x": [None]}
    assert frame.count() == 3


def test_a_value_that_is_missing_names_it_and_its_place():
    with pytest.raises(pr.SqlError, match=r"\$low") as caught:
        pr.sql("select 1\nwhere 1 > $low")
    assert (caught.value.line, caught.value.column, caught.value.length) == (2, 11, 4)


def test_a_missing_table_names_the_nearest_variable():
    customers = pr.DataFrame({"a": [1]})
    with pytest.raises(pr.TableNotFoundError, match="customers"):
        pr.sql("select * from customer")
    assert customers.count() == 1


def test_a_missing_column_names_the_nearest():
    frame = pr.DataFrame({"price": [1]})
    with pytest.raises(pr.ColumnNotFoundError, match="price"):
        pr.sql("select pricee from frame")
    assert frame.width == 1


def test_names_keep_their_case():
    Frame = pr.DataFrame({"UserID": [1]})  # noqa: N806
    assert pr.sql("select UserID from Frame").columns == ["UserID"]
    assert Frame.width == 1


def test_a_sorted_frame_stays_sorted_in_a_query_over_it():
    df = pr.range(6).sort(pr.col("value").desc())
    doubled = pr.sql("select value * 2 as v from df where value > 1")
    assert doubled.limit(3).to_dict() == {"v": [10, 8, 6]}
    assert pr.sql("select v + 1 as w from doubled where v < 10").to_dict() == {"w": [9, 7, 5]}
    assert df.width == 1


def test_files_by_path(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": [1, 2, 3]}), path)
    assert pr.sql(f"select sum(a) as s from '{path}'").to_dict() == {"s": [6]}


def test_what_is_no_table_is_a_missing_table():
    number = 5
    with pytest.raises(pr.TableNotFoundError):
        pr.sql("select * from number")
    assert number == 5


def test_the_cells_entry_looks_into_its_scopes_for_what_it_names():
    inner, outer = {"x": 1}, {"wanted": pa.table({"a": [1]}), "x": 2}
    [frame] = pr.session()._script("select a from wanted where a = $x").run([inner, outer])
    assert frame.to_dict() == {"a": [1]}
    with pytest.raises(pr.TableNotFoundError, match="wanted"):
        pr.session()._script("select a from wante").run([inner, outer])


def test_rows_of_a_table_are_not_changed():
    session = pr.Session()
    session.register("t", pr.range(3))
    for statement in ("insert into t values (1)", "delete from t", "update t set value = 1", "alter table t add b int"):
        with pytest.raises(pr.SqlError):
            session.sql(statement)
    assert session.table("t").count() == 3


def test_a_value_is_a_variable_or_a_keyword():
    least = 2
    frame = pr.range(5)
    assert pr.sql("select count(*) as n from frame where value > $least").item() == 2
    assert pr.sql("select count(*) as n from frame where value > $least", least=3).item() == 1
    nothing = None
    assert pr.sql("select $nothing is null as x").item() is True
    assert (least, nothing, frame.count()) == (2, None, 5)


def test_the_place_of_a_value_that_is_not_given_is_that_of_the_whole_name():
    frame = pr.DataFrame({"n2": [1]})
    with pytest.raises(pr.PyRustError) as caught:
        frame.sql("select $n2 + $n from self", n2=1)
    assert caught.value.column == len("select $n2 + $")


def test_the_settings_can_be_read():
    settings = pr.Session().settings
    assert settings["datafusion.execution.perfect_hash_join_min_key_density"] == "0.05"
    assert settings["datafusion.catalog.location"] is None
    # SQL has them too, and those of the runtime
    assert settings.keys() < dict(pr.sql("show all").iter_rows()).keys()
    with pytest.raises(AttributeError):
        pr.Session().settings = {}  # type: ignore[misc]


def test_the_first_stage_of_a_grouping_hands_its_groups_on():
    """The limit knows the engine's operator by its name: where that has another one, each half gives a group once."""
    groups = 500_000
    value = pr.col("value")
    frame = pr.range(8 * groups).select(k=value // 2 % groups, v=value).collect()
    query = frame.group_by("k").agg(pr.col("v").sum(), smallest=pr.col("v").min())
    [first] = re.findall(r"mode=Partial,.*output_rows=([\d.]+) M", query.explain("text", analyze=True))
    assert float(first) * 1e6 > 3 * groups
    # a key stands at 2k, 2k + 1 and as much later by a period, four times
    assert query.sort("k").limit(2).rows() == [(k, 4 * (4 * k + 1) + 2 * 2 * groups * 6, 2 * k) for k in (0, 1)]
    assert query.count() == groups
