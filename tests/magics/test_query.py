"""The SQL cell."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path

import pytest
from magics.conftest import Cells

import pyrust as pr


def only(cells: Cells) -> object:
    """The one value of the frame that is bound to `out`."""
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    [[value]] = frame.to_dict().values()
    return value


def test_the_result_is_shown_and_the_cell_returns_none(cells: Cells) -> None:
    text = cells.run("%%pyrust\nselect 1 + 1 as two")
    assert cells.result.result is None
    assert "two" in text
    assert "2" in text


def test_a_query_that_ends_in_a_semicolon_is_shown_all_the_same(cells: Cells) -> None:
    assert "two" in cells.run("%%pyrust\nselect 2 as two;")


@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_help_says_what_the_options_are_and_runs_nothing(cells: Cells, asked: str) -> None:
    text = cells.run(f"%%pyrust -o out {asked}\nselect 1 as one")
    assert cells.error is None
    assert text.startswith("%%pyrust [-")
    for option in ("--help", "--output", "--limit N", "--explain"):
        assert option in text
    assert "out" not in cells.names


def test_variables_are_tables(cells: Cells) -> None:
    cells.run("import pyrust as pr\nnumbers = pr.DataFrame({'a': [1, 2, 3]})")
    cells.run("%%pyrust -o out\nselect sum(a) as s from numbers")
    assert only(cells) == 6


def test_arrow_data_is_a_table(cells: Cells) -> None:
    cells.run("import pyarrow\narrow = pyarrow.table({'a': [1, 2, 3, 4]})")
    cells.run("%%pyrust -o out\nselect count(*) as n from arrow")
    assert only(cells) == 4


def test_files_are_tables(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("a,b\n1,x\n2,y\n")
    cells.run(f"%%pyrust -o out\nselect count(*) as n from '{tmp_path / 'file.csv'}'")
    assert only(cells) == 2


@pytest.mark.parametrize(
    "value",
    [7, -1.5, True, "it's", dt.date(2024, 2, 29), dt.datetime(2024, 1, 2, 3, 4, 5), decimal.Decimal("12.30"), b"\x00a"],
)
def test_values_are_bound_with_their_type(cells: Cells, value: object) -> None:
    cells.names["value"] = value
    cells.run("%%pyrust -o out\nselect $value as v")
    assert cells.error is None
    assert only(cells) == value


def test_a_hostile_value_stays_a_value(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.DataFrame({'a': ['x']})\nname = \"x' or '1' = '1\"")
    cells.run("%%pyrust -o out\nselect count(*) as n from t where a = $name")
    assert only(cells) == 0


def test_a_list_is_bound_as_a_list(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.range(10)\nwanted = [2, 3, 99]")
    cells.run("%%pyrust -o out\nselect count(*) as n from t where value in ($wanted)")
    assert cells.error is None
    assert only(cells) == 2


def test_a_missing_value_is_named(cells: Cells) -> None:
    text = cells.run("%%pyrust\nselect $nowhere as v")
    assert isinstance(cells.error, pr.PyRustError)
    assert "nowhere" in text


def test_a_limit_is_for_the_eye_and_the_name_has_all_rows(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.range(100)")
    text = cells.run("%%pyrust -o out --limit 3\nselect * from t")
    assert "2" in text
    assert "3" not in text.splitlines()[-2]
    frame = cells.names["out"]
    assert isinstance(frame, pr.DataFrame)
    assert frame.count() == 100


def test_explain_shows_the_plan_and_runs_nothing(cells: Cells) -> None:
    cells.run("import pyrust as pr\nt = pr.range(100)")
    text = cells.run("%%pyrust --explain\nselect count(*) as n from t")
    assert "Aggregate" in text


def test_braces_and_dollars_are_left_alone(cells: Cells) -> None:
    cells.run("x = 'wrong'")
    cells.run("%%pyrust -o out\nselect '{x} $x' as v")
    assert only(cells) == "{x} $x"


@pytest.mark.parametrize(
    "line",
    [
        "-o not-a-name",
        "-o 1x",
        "-o class",
        "-o None",
        "-o In",
        "-o _",
        "-o _3",
        "-o get_ipython",
        "--limit many",
        "--limit -1",
        "--nonsense",
        "stray",
    ],
)
def test_a_wrong_option_is_one_line(cells: Cells, line: str) -> None:
    text = cells.run(f"%%pyrust {line}\nselect 1 as one")
    assert type(cells.error).__name__ == "UsageError"
    assert "Traceback" not in text
    assert "one" not in cells.names


def test_an_error_shows_the_line_a_caret_and_the_nearest_name_and_no_python(cells: Cells) -> None:
    cells.run("import pyrust as pr\nnumbers = pr.DataFrame({'amount': [1, 2, 3]})")
    text = cells.run("%%pyrust\nselect\n  amuont\nfrom numbers")
    assert isinstance(cells.error, pr.PyRustError)
    assert "Traceback" not in text
    assert ".py" not in text
    assert "hint:" in text
    assert "amount" in text
    lines = text.splitlines()
    caret = next(number for number, line in enumerate(lines) if "^" in line)
    assert lines[caret - 1][lines[caret].index("^") :].startswith("amuont")


def test_a_syntax_error_has_a_place(cells: Cells) -> None:
    text = cells.run("%%pyrust\nselect 1 form t")
    assert isinstance(cells.error, pr.SqlError)
    assert "^" in text
    assert "Traceback" not in text


def test_an_unknown_table_brings_the_nearest_name(cells: Cells) -> None:
    cells.run("import pyrust as pr\nlineitem = pr.range(3)")
    text = cells.run("%%pyrust\nselect * from lineitme")
    assert isinstance(cells.error, pr.TableNotFoundError)
    assert "lineitem" in text


def test_a_query_that_fails_while_it_runs_fails_the_cell(cells: Cells) -> None:
    text = cells.run("%%pyrust\nselect cast(s as int) as n from (values ('1'), ('x')) as t(s)")
    assert isinstance(cells.error, pr.PyRustError)
    assert "Traceback" not in text


def test_a_failed_query_keeps_no_rows(cells: Cells) -> None:
    before = {frame["frame"] for frame in pr.memory().frames}
    cells.run("%%pyrust\nselect cast(s as int) as n from (values ('1'), ('x')) as t(s)")
    # Without the collector's help, and while IPython keeps the error.
    assert isinstance(cells.error, pr.PyRustError)
    assert {frame["frame"] for frame in pr.memory().frames} == before


def test_variables_are_looked_through_for_a_hint_only(cells: Cells) -> None:
    looked: list[str] = []

    class Meta(type):
        def __getattribute__(cls, name: str) -> object:
            if name.startswith("__arrow"):
                looked.append(name)
            return super().__getattribute__(name)

    cells.names["odd"] = Meta("Odd", (), {})()
    assert "one" in cells.run("%%pyrust\nselect 1 as one")
    assert looked == []
    cells.run("%%pyrust\nselect * from nowhere")
    assert looked


def test_a_failed_query_binds_nothing_and_the_session_goes_on(cells: Cells) -> None:
    cells.run("%%pyrust -o out\nselect nonsense")
    assert "out" not in cells.names
    assert "one" in cells.run("%%pyrust -o out\nselect 1 as one")
