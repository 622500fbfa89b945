"""SQL cells of several statements, and what is no query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from magics.conftest import Cells

import pyrust as pr

Q15 = """
create view revenue0 (supplier_no, total_revenue) as
    select l_suppkey, sum(l_extendedprice * (1 - l_discount)) from lineitem
    where l_shipdate >= date '1996-01-01' and l_shipdate < date '1996-01-01' + interval '3' month
    group by l_suppkey;
select s_suppkey, s_name, total_revenue from supplier, revenue0
where s_suppkey = supplier_no and total_revenue = (select max(total_revenue) from revenue0)
order by s_suppkey;
drop view revenue0;
"""


@pytest.fixture(autouse=True)
def clean(cells: Cells) -> Iterator[None]:
    """Nothing of a test stays in the default session."""
    cells.run("import pyrust as pr\nt = pr.range(10)")
    yield
    for name in pr.tables():
        pr.deregister(name)
    cells.run("%%pyrust\nreset all")


def values(cells: Cells, name: str = "out") -> list[object]:
    """The values of the first column of a bound frame."""
    frame = cells.names[name]
    assert isinstance(frame, pr.DataFrame)
    return list(next(iter(frame.to_dict().values())))


def test_the_last_query_is_shown_and_what_else_was_done_is_said(cells: Cells) -> None:
    text = cells.run("%%pyrust\ncreate view v as select 41 as hidden;\nselect hidden + 1 as shown from v; drop view v")
    assert cells.error is None
    assert "created the view v" in text
    assert "dropped v" in text
    assert "42" in text
    assert cells.result.result is None
    assert pr.tables() == []


def test_tpch_15_runs_as_published(cells: Cells) -> None:
    cells.run(
        "import datetime as dt\n"
        "lineitem = pr.DataFrame({'l_suppkey': [1, 2, 1], 'l_extendedprice': [10.0, 15.0, 20.0],\n"
        "    'l_discount': [0.0, 0.0, 0.5], 'l_shipdate': [dt.date(1996, 2, 1)] * 3})\n"
        "supplier = pr.DataFrame({'s_suppkey': [1, 2], 's_name': ['one', 'two']})"
    )
    cells.run(f"%%pyrust -o out\n{Q15}")
    assert cells.error is None
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.rows() == [(1, "one", 20.0)]


def test_results_are_bound_by_their_positions(cells: Cells) -> None:
    text = cells.run(
        "%%pyrust -o a,_,b\nselect 1 as x;\nselect 2 as x;\ncreate view v as select 3 as x;\nselect x from v"
    )
    assert cells.error is None
    assert (values(cells, "a"), values(cells, "b")) == ([1], [3])
    assert "2" not in text
    cells.run("%%pyrust -o last\nselect 1 as x; select 2 as x")
    assert values(cells, "last") == [2]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("-o a,b", "select 1"),
        ("-o a,b", "select 1; select 2; select 3"),
        ("-o a", "create or replace view untouched as select 1 as x"),
        ("-o a,a", "select 1; select 2"),
        ("-o a,In", "select 1; select 2"),
        ("--explain", "create or replace view untouched as select 1 as x; select 1"),
        ("--analyze --explain", "select 1"),
        ("--as pandas", "select 1"),
        ("--as excel -o a", "select 1"),
        ("--timeout -1", "select 1"),
        ("--set batch", "select 1"),
        ("--session t", "select 1"),
        ("--session nothing", "select 1"),
    ],
)
def test_options_that_do_not_fit_are_one_line_and_nothing_is_done(cells: Cells, line: str, body: str) -> None:
    text = cells.run(f"%%pyrust {line}\n{body}")
    assert type(cells.error).__name__ == "UsageError"
    assert "Traceback" not in text
    assert pr.tables() == []
    assert "a" not in cells.names


def test_what_was_done_before_a_failure_stays_and_is_said(cells: Cells) -> None:
    body = "create view one as select 1 as x;\ncreate table two as select 2 as x;\nselect y from one;\ndrop view one"
    text = cells.run(f"%%pyrust\n{body}")
    assert isinstance(cells.error, pr.ColumnNotFoundError)
    assert "statements 1 and 2 of 4 are done" in text
    assert "3 | select y from one" in text
    assert pr.tables() == ["one", "two"]


def test_nothing_is_done_if_a_statement_cannot_be_read(cells: Cells) -> None:
    text = cells.run("%%pyrust\ncreate view one as select 1 as x;\nselect 1 +")
    assert isinstance(cells.error, pr.SqlError)
    assert "2 | select 1 +" in text
    assert pr.tables() == []


def test_rows_that_fail_leave_the_other_statements_done(cells: Cells) -> None:
    body = "select cast(s as int) as n from (values ('x')) as v(s); create view one as select 1 as x"
    text = cells.run(f"%%pyrust\n{body}")
    assert isinstance(cells.error, pr.PyRustError)
    assert "the other statements of the cell are done" in text
    assert pr.tables() == ["one"]


def test_a_table_keeps_its_rows_and_a_view_its_query(cells: Cells) -> None:
    cells.run(
        "%%pyrust -q\ncreate table kept as select value, random() as r from t; create view again as select * from t"
    )
    assert cells.error is None
    first = pr.sql("select sum(r) as s from kept").item()
    cells.run("t = pr.range(3)")
    assert pr.sql("select sum(r) as s from kept").item() == first
    assert pr.sql("select count(*) as n from again").item() == 10


def test_a_view_keeps_the_functions_that_it_calls(cells: Cells) -> None:
    cells.run("double = pr.udf(lambda x: x.to_numpy() * 2, args=['int64'], returns='int64')")
    cells.run("%%pyrust\ncreate view doubled as select double(value) as x from t")
    cells.run("del double\nimport gc; _ = gc.collect()")
    cells.run("%%pyrust -o out\nselect sum(x) as s from doubled")
    assert cells.error is None
    assert values(cells) == [90]


def test_copy_writes_a_file_as_a_whole_with_the_options_of_the_writer(cells: Cells, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    cells.names["sep"] = ";"
    text = cells.run(
        f"%%pyrust\ncopy (select value, 'x' as y from t where value < 2) to '{target}' options (delimiter ';')"
    )
    assert cells.error is None
    assert "wrote 2 rows to" in text
    assert target.read_text() == "value;y\n0;x\n1;x\n"
    text = cells.run(f"%%pyrust\ncopy (select value / (value - 1) as q from t) to '{target}'")
    assert cells.error is not None
    assert target.read_text() == "value;y\n0;x\n1;x\n"
    cells.run(
        f"%%pyrust\ncopy (select *, value as v from t) to '{tmp_path / 'folder'}' stored as parquet partitioned by (v)"
    )
    assert len(list((tmp_path / "folder").iterdir())) == 10
    cells.run(f"%%pyrust\ncopy t to '{tmp_path / 'odd'}' stored as csv options (delimitr ';')")
    assert "delimiter" in str(cells.error)


def test_an_external_table_has_the_columns_and_options_that_are_declared(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("1;a\n2;b\n")
    body = (
        f"create external table x (n bigint, s varchar) stored as csv location '{tmp_path / 'x.csv'}' "
        "options (delimiter ';', has_header false);\nselect * from x"
    )
    cells.run(f"%%pyrust -o out\n{body}")
    assert cells.error is None
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.to_dict() == {"n": [1, 2], "s": ["a", "b"]}


def test_readers_are_tables_with_their_options(cells: Cells, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("n;s\n1;-\n2;b\n")
    cells.names["path"], cells.names["nothing"] = str(path), ["-"]
    call = "read_csv($path, delimiter => ';', null_values => $nothing)"
    cells.run(f"%%pyrust -o out\nselect count(s) as c, sum(n) as t from {call}")
    assert cells.error is None
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.rows() == [(1, 3)]
    text = cells.run("%%pyrust\nselect *\nfrom read_csv($path, delimitr => ';')")
    assert isinstance(cells.error, pr.PyRustError)
    assert "delimiter" in text
    assert "2 | from read_csv($path" in text
    text = cells.run("%%pyrust\nselect * from read_csv('no such file.csv')")
    assert isinstance(cells.error, FileNotFoundError)
    assert "Traceback" not in text


def test_a_folder_is_a_table_of_its_files(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    for number in range(3):
        pr.range(number, number + 2).write_parquet(tmp_path / "orders" / f"{number}.parquet")
    cells.run(f"%%pyrust -o out\nselect count(*) as n from '{tmp_path}/orders/'")
    assert values(cells) == [6]
    (tmp_path / "orders" / "x.csv").write_text("value\n1\n")
    text = cells.run(f"%%pyrust\nselect count(*) as n from '{tmp_path}/orders/'")
    assert "several formats" in text


def test_set_is_the_sessions_and_the_option_the_cells(cells: Cells) -> None:
    name = "datafusion.execution.batch_size"
    first = pr.session().settings[name]
    cells.run(f"%%pyrust --set {name}=77 -o out\nselect * from t")
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert (frame.session.settings[name], pr.session().settings[name]) == ("77", first)
    text = cells.run(f"%%pyrust\nset {name} = 99")
    assert f"set {name} to 99" in text
    assert pr.session().settings[name] == "99"
    assert frame.session.settings[name] == "77"
    cells.run(f"%%pyrust\nreset {name}")
    assert pr.session().settings[name] == first
    text = cells.run("%%pyrust\nset datafusion.execution.batchsize = 1")
    assert "batch_size" in text
    assert "^" in text
    text = cells.run("%%pyrust --set datafusion.optimizer.max_passes=1\nselect 1 as x")
    assert "cannot be changed" in text


@pytest.mark.parametrize(
    "statement",
    ["copy t to 'x.csv'", "create view v as select 1 as a", "create table v as select 1 as a", "drop table t",
     "create external table v stored as csv location 'x.csv'", "set datafusion.execution.batch_size = 1", "reset all"],
)  # fmt: skip
def test_a_read_only_cell_and_session_refuse_all_but_queries(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.chdir(tmp_path)
    pr.register("t", pr.range(3))
    text = cells.run(f"%%pyrust --read-only\nselect 1 as x;\n{statement}")
    assert "is refused" in text
    assert "2 | " in text
    session = pr.Session()
    session.read_only = True
    with pytest.raises(pr.SqlError, match="is refused"):
        session.sql(statement)
    assert (pr.tables(), list(tmp_path.glob("*.csv"))) == (["t"], [])
    cells.run("%%pyrust --read-only\nselect 1 as x; explain select 1; show tables")
    assert cells.error is None


def test_the_chosen_session_is_used(cells: Cells) -> None:
    cells.run("mine = pr.Session()\nmine.register('own', pr.range(5))")
    cells.run("%%pyrust --session mine -o out\nselect count(*) as n from own; create view also as select 1 as a")
    assert values(cells) == [5]
    assert pr.tables() == []


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_name_is_a_table_of_the_chosen_library(cells: Cells, library: str) -> None:
    cells.run(f"%%pyrust --as {library} -o out\nselect value from t where value > 7")
    assert cells.error is None
    found = cells.names["out"]
    assert type(found).__module__.split(".")[0] == library
    assert len(found) == 2  # type: ignore[arg-type]


def test_no_display_shows_nothing_and_cache_computes_once(cells: Cells) -> None:
    assert cells.run("%%pyrust --no-display -o out\nselect 1 as x") == ""
    cells.run("%%pyrust -q --cache -o out\nselect random() as r from t")
    assert values(cells) == values(cells)


def test_analyze_runs_the_query_and_says_what_its_operators_took(cells: Cells) -> None:
    text = cells.run("%%pyrust --analyze\nselect count(*) as n from t where value > 3")
    assert cells.error is None
    assert "Filter" in text or "Aggregate" in text


def test_a_cell_that_takes_longer_than_it_may_is_stopped(cells: Cells) -> None:
    endless = "range(100000000) a, range(1000000) b where a.value * b.value % 7 = 9"
    text = cells.run(f"%%pyrust --timeout 0.2\nselect count(*) as n from {endless}")
    assert isinstance(cells.error, pr.RunTimeoutError)
    assert "0.2 s" in text
    assert pr.session().timeout is None


@pytest.mark.parametrize("body", ["", "\n", "  \n \n", "-- nothing\n/* here */", ";;"])
def test_a_cell_without_a_statement_says_so(cells: Cells, body: str) -> None:
    text = cells.run(f"%%pyrust\n{body}")
    assert isinstance(cells.error, pr.SqlError)
    assert "there is no statement" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("cell", ["%%pyrust --help", "%%pyrust -h\n", "%%pyrust --help\n\n"])
def test_help_needs_no_body(cells: Cells, cell: str) -> None:
    assert "--read-only" in cells.run(cell)
    assert cells.error is None


def test_a_script_in_python_gives_the_last_query_or_what_was_done() -> None:
    assert pr.sql("create view v as select 5 as a; select a from v; drop view v").item() == 5
    done = pr.sql("create table w as select * from range(3); drop table w")
    assert done.to_dict() == {"statement": ["CREATE TABLE", "DROP"], "name": ["w", "w"], "rows": [3, None]}
    with pytest.raises(pr.TableNotFoundError, match="statement 1 of 2 is done"):
        pr.sql("create view v as select 5 as a; select * from missing_table")


@pytest.mark.parametrize("name", ['x"; drop table t; --', "x y", "select", "X'Y"])
def test_names_are_never_read_as_sql(cells: Cells, name: str) -> None:
    pr.register("t", pr.range(3))
    cells.run("%%pyrust\nselect 1 as x")
    cells.shell.run_line_magic("pyrust", f"save {name!r}")
    assert sorted(pr.tables()) == sorted(["t", name])
