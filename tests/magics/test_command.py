"""The line magic."""

from __future__ import annotations

from pathlib import Path

import pytest
from magics.conftest import Cells

import pyrust as pr
from pyrust.magics.commands import WORDS


def test_alone_it_says_what_is_loaded(cells: Cells) -> None:
    text = cells.run("%pyrust")
    assert cells.result.result is None
    assert pr.__version__ in text
    for word in ("kernel", "display", "tables", "frames", "queries", "%pyrust help"):
        assert word in text


@pytest.mark.parametrize("word", ["mem", "inspect"])
def test_mem_shows_the_figures_where_there_is_no_notebook(cells: Cells, word: str) -> None:
    text = cells.run(f"import pyrust as pr\nheld = pr.DataFrame({{'a': [1, 2, 3]}})\n%pyrust {word}")
    assert "held" in text
    assert "rust " in text


def test_tables_lists_the_sessions_and_the_variables_with_their_figures(cells: Cells) -> None:
    cells.run("import pyrust as pr\nmine = pr.range(4)\nother = pr.Session()")
    cells.run("other.register('theirs', mine.select(x='value'))")
    cells.run("pr.register('shared', {'a': [1, 2], 'b': [3, 4]})")
    rows = {line.split()[0]: line for line in cells.run("%pyrust tables").splitlines()}
    pr.deregister("shared")
    assert "variable" in rows["mine"]
    assert "4" in rows["mine"]
    assert "session other" in rows["theirs"]
    assert rows["shared"].split()[1:4] == ["session", "2", "2"]


def test_tables_lists_the_columns_of_one(cells: Cells, tmp_path: Path) -> None:
    cells.run("import pyrust as pr\nmine = pr.DataFrame({'a': [1], 'b': ['x']})")
    assert "b          string" in cells.run("%pyrust tables mine")
    (tmp_path / "f.csv").write_text("n,s\n1,x\n")
    assert "int64" in cells.run(f"%pyrust tables {tmp_path / 'f.csv'}")
    text = cells.run("%pyrust tables nothing")
    assert isinstance(cells.error, pr.TableNotFoundError)
    assert "Traceback" not in text


def test_queries_and_cancel_without_any(cells: Cells) -> None:
    assert "nothing is running" in cells.run("%pyrust queries --running")
    assert "cancelled 0 queries" in cells.run("%pyrust cancel")


def test_queries_lists_what_has_ended_and_runs_it_again(cells: Cells) -> None:
    cells.run("%%pyrust\n\nselect 7 * 6\n  as answer")
    run = [run for run in pr.runs() if run.sql is not None][-1]
    assert run.text == "select 7 * 6"
    assert "select 7 * 6 as answer" in cells.run("%pyrust queries")
    assert "\n  as answer" in cells.run(f"%pyrust queries {run.id}")
    assert "42" in cells.run(f"%pyrust queries --rerun {run.id}")
    cells.run("import pyrust as pr\npr.range(9).filter(pr.col('value') > 3).collect()")
    of_python = pr.runs()[-1].id
    text = cells.run(f"%pyrust queries --rerun {of_python}")
    assert type(cells.error).__name__ == "UsageError"
    assert "Python" in text


def test_a_query_that_failed_has_its_error(cells: Cells) -> None:
    cells.run("%%pyrust\nselect cast(s as int) as n from (values ('1'), ('x')) as v(s)")
    run = [run for run in pr.runs() if run.sql is not None][-1]
    assert run.state == "failed"
    assert "'x'" in cells.run(f"%pyrust queries {run.id}") or "x" in str(run.error)


def test_sql_is_a_query_in_one_line_with_a_frame_as_its_value(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.DataFrame({'a': ['it', \"it's\"]})\nname = \"it's\"")
    cells.run("df = %pyrust sql select count(*) as n from t where a = 'it''s' or a = $name")
    assert cells.error is None
    frame = cells.names["df"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.item() == 1
    ask = "get_ipython().run_line_magic('pyrust', 'sql select count(*) as n from local')"
    cells.run(f"def inner():\n    local = pr.range(5)\n    return {ask}")
    cells.run("within = inner()")
    within = cells.names["within"]
    assert isinstance(within, pr.DataFrame)
    assert within.item() == 5
    text = cells.run("%pyrust sql select * form t")
    assert isinstance(cells.error, pr.SqlError)
    assert "Traceback" not in text
    cells.run("%pyrust sql")
    assert type(cells.error).__name__ == "UsageError"


def test_describe_shows_figures_of_the_columns(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.range(5)")
    for table in ("t", "select value from t"):
        text = cells.run(f"%pyrust describe {table}")
        assert cells.error is None
        assert "mean" in text
        assert "50%" in text


def test_settings_are_listed_changed_and_set_back(cells: Cells) -> None:
    name = "datafusion.execution.batch_size"
    assert "null_text" in cells.run("%pyrust get null_text")
    text = cells.run(f"%pyrust get {name}")
    assert text.startswith(f"{name} = 8192")
    assert "batch" in text.splitlines()[1]
    assert "cannot be changed" in cells.run("%pyrust get datafusion.optimizer.max_passes")
    try:
        assert f"{name} = 100" in cells.run(f"%pyrust set {name} 100")
        assert "* 100" in cells.run("%pyrust get batch_size execution")
        cells.run("%pyrust set display.null_text -")
        assert pr.options.display.null_text == "-"
        cells.run("%pyrust set session.timeout 2.5")
        assert pr.session().timeout == 2.5
        cells.run("%pyrust set session.read_only true")
        assert pr.session().read_only
    finally:
        for each in (name, "display.null_text", "session.timeout", "session.read_only"):
            cells.run(f"%pyrust set {each}")
            assert cells.error is None
    assert (pr.session().settings[name], pr.session().timeout, pr.options.display.null_text) == ("8192", None, "null")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("set datafusion.execution.batchsize 1", "batch_size"),
        ("set batch_size 1", "datafusion.execution.batch_size"),
        ("set datafusion.execution.batch_size many", "cannot be"),
        ("set datafusion.optimizer.max_passes 1", "cannot be changed"),
        ("set display.null_text 1", "must be a str"),
        ("get nothing_like_it", "no setting"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_words(cells: Cells, line: str, said: str) -> None:
    text = cells.run(f"%pyrust {line}")
    assert cells.error is not None
    assert said in text
    assert "Traceback" not in text


def test_a_query_is_saved_as_a_view_and_loaded_from_its_file(cells: Cells, tmp_path: Path) -> None:
    path = tmp_path / "views.sql"
    cells.run("import pyrust as pr\nt = pr.range(10)")
    cells.run("%pyrust save few")
    assert type(cells.error).__name__ == "UsageError"
    try:
        cells.run("%%pyrust\n-- the first ones\nselect * from t where value < 3; -- done")
        assert "created the view few" in cells.run(f"%pyrust save few {path}")
        cells.run("%%pyrust\nselect * from few where value > 0")
        cells.run(f"%pyrust save fewer {path}")
        cells.run("%%pyrust\nselect * from few where value > 1")
        cells.run(f"%pyrust save fewer {path}")
        assert path.read_text().count("create or replace view") == 2
        pr.deregister("few")
        pr.deregister("fewer")
        text = cells.run(f"%pyrust load {path}")
        assert "created the view few\ncreated the view fewer" in text
        assert pr.sql("select count(*) as n from fewer").item() == 1
    finally:
        pr.deregister("few")
        pr.deregister("fewer")
    cells.run(f"%pyrust load {tmp_path / 'nothing.sql'}")
    assert type(cells.error).__name__ == "UsageError"


def test_an_alias_is_the_cell_and_goes_with_the_extension(cells: Cells) -> None:
    assert "%%sql" in cells.run("%pyrust alias sql")
    cells.run("%%sql -o out\nselect 4 as x")
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.item() == 4
    assert "extension" in cells.run("%pyrust alias time")
    assert type(cells.error).__name__ == "UsageError"
    cells.run("%unload_ext pyrust")
    assert "sql" not in cells.shell.magics_manager.magics["cell"]
    cells.run("%load_ext pyrust")


@pytest.mark.parametrize("asked", ["help", "-h", "--help"])
def test_help_lists_every_word(cells: Cells, asked: str) -> None:
    text = cells.run(f"%pyrust {asked}")
    words = [line.split()[1] for line in text.splitlines() if line.startswith("%pyrust ")]
    assert words[1:-1] == [word.name for word in WORDS[1:]]
    assert "%pyrust cancel [N]" in text
    assert "%%pyrust?" in text
    assert cells.shell.find_line_magic("pyrust").__doc__ == text.rstrip("\n")


@pytest.mark.parametrize("word", [word.name for word in WORDS])
def test_every_word_has_its_own_help(cells: Cells, word: str) -> None:
    for asked in ("-h", "--help"):
        text = cells.run(f"%pyrust {word} {asked}")
        assert cells.error is None
        assert text.startswith(f"usage: %pyrust {word}")


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "mem now",
        "cancel x",
        "cancel 999999",
        "cancel 1 2",
        "__class__",
        "queries 999999",
        "alias",
        "status '",
    ],
)
def test_a_wrong_word_is_one_line(cells: Cells, line: str) -> None:
    text = cells.run(f"%pyrust {line}")
    assert type(cells.error).__name__ == "UsageError"
    assert "Traceback" not in text


def test_loading_twice_and_unloading_leave_the_shell_as_it_was(cells: Cells) -> None:
    cells.run("%reload_ext pyrust\n%load_ext pyrust")
    cells.run("%unload_ext pyrust")
    assert "pyrust" not in cells.shell.magics_manager.magics["line"]
    assert "pyrust" not in cells.shell.magics_manager.magics["cell"]
    assert not any("pyrust" in getattr(each, "__module__", "") for each in cells.shell.input_transformers_cleanup)
    formatters = cells.shell.display_formatter
    assert formatters is not None
    assert pr.DataFrame not in formatters.mimebundle_formatter.type_printers
    assert pr.DataFrame not in formatters.formatters["text/html"].type_printers
    cells.run("%load_ext pyrust")


def test_in_a_terminal_a_frame_is_text(cells: Cells) -> None:
    cells.run("import pyrust as pr\nframe = pr.DataFrame({'a': [1, 2]})")
    assert cells.run("frame")
    assert cells.run("display(frame)")
    assert not any("widget" in kind for output in cells.shown.outputs for kind in output.data)
