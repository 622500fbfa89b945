"""What a cell that shows a frame publishes, and what becomes of its grid when the cell runs again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from kernel.front_end import Arrival, FrontEnd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def _defaults(kernel: FrontEnd) -> Iterator[None]:
    yield
    kernel.good("pr.options.display.two_outputs = 'auto'; pr.options.display.live = True")


def errors(published: list[Arrival]) -> list[str]:
    """The error outputs of a cell, each as its text without colours."""
    texts = ["\n".join(a.content["traceback"]) for a in published if a.kind == "error"]
    return [re.sub(r"\x1b\[[\d;]*m", "", text) for text in texts]


def status(published: list[Arrival]) -> str:
    """What the kernel says of the cell as a whole: this is what stops "Run All" and nbconvert."""
    [reply] = [a.content["status"] for a in published if a.kind == "execute_reply"]
    return str(reply)


def bundles(published: list[Arrival]) -> list[tuple[str, dict[str, object]]]:
    """The outputs of a cell, each with its kind."""
    return [(a.kind, a.content["data"]) for a in published if a.kind in ("display_data", "execute_result")]


def closed(kernel: FrontEnd, comm: str) -> bool:
    """Whether the kernel has closed a comm."""
    return any(kernel.all(lambda a: a.kind == "comm_close" and a.content["comm_id"] == comm))


def test_in_a_notebook_the_static_table_comes_first_and_the_grid_is_the_result(kernel: FrontEnd) -> None:
    kernel.good("import os\nos.environ['JPY_SESSION_NAME'] = 'notes.ipynb'")
    published = kernel.good("pr.range(5)")
    kernel.good("del os.environ['JPY_SESSION_NAME']")
    (first, static), (second, live) = bundles(published)
    assert (first, second) == ("display_data", "execute_result")
    assert set(static) == {"text/plain", "text/html"}
    assert 'class="pyrust-static"' in str(static["text/html"])
    assert set(live) == {"text/plain", WIDGET}
    assert live["text/plain"] == ""


@pytest.mark.parametrize("name", ["notes-jvsc-0a1b.ipynb", ""])
def test_elsewhere_one_bundle_holds_both(kernel: FrontEnd, name: str) -> None:
    kernel.good(f"import os\nos.environ['JPY_SESSION_NAME'] = {name!r}")
    published = kernel.good("pr.range(5)")
    kernel.good("del os.environ['JPY_SESSION_NAME']")
    [(kind, bundle)] = bundles(published)
    assert kind == "execute_result"
    assert set(bundle) == {"text/plain", "text/html", WIDGET}
    assert "<style" not in str(bundle["text/html"])


def test_where_nobody_watches_there_is_a_static_table_and_no_widget(kernel: FrontEnd) -> None:
    published = kernel.run("pr.range(5)", stdin=False)
    [(_, bundle)] = bundles(published)
    assert set(bundle) == {"text/plain", "text/html"}
    # nbclient writes every comm that opens into the notebook's metadata, page and code and all.
    assert not [arrival for arrival in published if arrival.kind.startswith("comm_")]


@pytest.mark.parametrize("code", ["bad", "display(bad)\n'and more'", "pr.view(bad)", "%%pyrust\nselect * from bad"])
@pytest.mark.parametrize("stdin", [True, False], ids=["watched", "unwatched"])
def test_a_frame_that_cannot_be_shown_fails_its_cell_once_in_its_own_words(
    kernel: FrontEnd, code: str, stdin: bool
) -> None:
    kernel.good("bad = pr.DataFrame({'n': ['1', 'x']}).select(pr.col('n').cast('int8'))")
    published = kernel.run(code, cell="fails", stdin=stdin)
    assert status(published) == "error"
    [error] = errors(published)
    assert 'cast: "x" is not a valid int8, in n (string)' in error
    if "view" not in code:
        assert "Traceback" not in error
    assert bundles(published) == []
    assert not [arrival for arrival in published if arrival.opens_widget]
    # And the next one is shown as ever.
    assert len(bundles(kernel.good("pr.range(3)", cell="fails"))) == 1


def test_an_error_of_a_users_own_function_keeps_its_python(kernel: FrontEnd) -> None:
    kernel.good(
        "@pr.udf(returns='int64')\ndef own(x: int) -> int:\n    return 1 // 0\nodd = pr.range(3).select(y=own('value'))"
    )
    [error] = errors(kernel.run("odd"))
    assert "ZeroDivisionError" in error
    assert "1 // 0" in error


def test_a_notebook_that_shows_an_error_is_not_executed_well(tmp_path: Path) -> None:
    cells = ["import pyrust as pr\n%load_ext pyrust", "pr.range(1_000).select(pr.col('value').cast('int8'))", "1"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    with pytest.raises(CellExecutionError, match="cast"):
        NotebookClient(book, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert book.cells[2].execution_count is None


def test_other_objects_fail_as_ipython_has_it(kernel: FrontEnd) -> None:
    kernel.good("class Odd:\n    def _repr_html_(self):\n        raise ValueError('not ours')")
    published = kernel.run("Odd()")
    assert "not ours" in errors(published)[0]
    assert len(bundles(published)) == 1


def test_a_failing_query_keeps_nothing_of_it(kernel: FrontEnd) -> None:
    count = "import gc; gc.collect(); print(len(pr.memory().frames))"
    before = int(kernel.said(count))
    for _ in range(3):
        kernel.run("%%pyrust\nselect cast(s as int) as n from (values ('1'), ('x')) as t(s)")
        kernel.run("pr.DataFrame({'n': ['1', 'x']}).select(pr.col('n').cast('int8'))")
    # Of the last one IPython itself keeps the error, and with it what the failing line held.
    assert int(kernel.said(count)) <= before + 2


def test_what_is_not_published_at_once_is_one_bundle(kernel: FrontEnd) -> None:
    kernel.good("pr.options.display.two_outputs = 'always'")
    published = kernel.good("import ipywidgets\nout = ipywidgets.Output()\nout.append_display_data(pr.range(3))")
    assert bundles(published) == []
    assert kernel.said("print(sorted(out.outputs[0]['data']))") == str(sorted(["text/plain", "text/html", WIDGET]))
    assert len(bundles(kernel.good("display(pr.range(3))"))) == 2
    # An output that is to be replaced cannot have a second one beside it.
    assert len(bundles(kernel.good("shown = display(pr.range(3), display_id='x')"))) == 1
    assert [a.kind for a in kernel.good("shown.update(pr.range(4))") if "data" in a.kind] == ["update_display_data"]


def test_grids_can_be_switched_off(kernel: FrontEnd, listens: bool) -> None:
    old = kernel.opened(kernel.good("pr.range(9)", cell="off")).content
    view = old["data"]["state"]["grid"]["view"]
    kernel.good("pr.options.display.live = False")
    published = kernel.good("pr.range(5)")
    [(_, bundle)] = bundles(published)
    assert set(bundle) == {"text/plain", "text/html"}
    assert not [arrival for arrival in published if arrival.kind.startswith("comm_")]
    # What is on screen already is answered, as any widget is: after the cell.
    execution = kernel.start("time.sleep(0.6)")
    kernel.began(execution)
    rid = kernel.ask(old["comm_id"], view, "rows", first=0, count=5, columns=[0, 1])
    assert kernel.reply(rid).at > kernel.ended(execution).at - 0.05
    kernel.good("pr.options.display.live = True")
    assert WIDGET in bundles(kernel.good("pr.range(5)"))[0][1]


def test_a_panel_ends_with_the_cell_that_showed_it(kernel: FrontEnd) -> None:
    first = kernel.opened(kernel.good("pr.inspect()", cell="panel")).content["comm_id"]
    second = kernel.opened(kernel.good("%pyrust inspect", cell="panel")).content["comm_id"]
    assert closed(kernel, first)
    assert not closed(kernel, second)
    kernel.good("kept = pr.inspect(); kept", cell="panel")
    assert closed(kernel, second)
    kernel.good("kept", cell="another")
    kernel.good("1", cell="panel")
    assert kernel.said("print(kept.comm is not None)") == "True"
    kernel.good("1", cell="another")
    assert kernel.said("print(kept.comm is not None)") == "False"


@pytest.mark.parametrize(("choice", "outputs"), [("always", 2), ("never", 1)])
def test_an_option_forces_either(kernel: FrontEnd, choice: str, outputs: int) -> None:
    kernel.good(f"pr.options.display.two_outputs = {choice!r}")
    assert len(bundles(kernel.good("pr.range(5)"))) == outputs
    assert len(bundles(kernel.good("display(pr.range(5))"))) == outputs
    assert len(bundles(kernel.good("pr.view(pr.range(5))"))) == outputs


def test_the_result_is_the_frame(kernel: FrontEnd) -> None:
    kernel.good("pr.options.display.two_outputs = 'always'")
    kernel.good("pr.range(5)")
    assert kernel.said("print(_.count())") == "5"


def test_running_a_cell_again_replaces_its_grid_and_keeps_the_place(kernel: FrontEnd) -> None:
    first = kernel.opened(kernel.good("pr.range(900)", cell="again")).content
    ui = {"row": 400, "left": 0, "widths": {"value": 90}, "cell": None}
    kernel.send(first["comm_id"], {"method": "update", "state": {"ui": ui}, "buffer_paths": []})
    second = kernel.opened(kernel.good("pr.range(900)", cell="again")).content
    assert second["data"]["state"]["ui"] == ui
    assert closed(kernel, first["comm_id"])
    third = kernel.opened(kernel.good("pr.range(900).select(pr.col('value').alias('other'))", cell="again")).content
    assert third["data"]["state"]["ui"] == {}
    kernel.good("'no frame any more'", cell="again")
    assert closed(kernel, third["comm_id"])


def test_a_grid_is_called_by_the_number_of_its_cell(kernel: FrontEnd) -> None:
    published = kernel.good("numbered = pr.range(3).select(b=pr.col('value') * 2)\nnumbered")
    [count] = [a.content["execution_count"] for a in published if a.kind == "execute_result"]
    assert f"grid [{count}]" in kernel.said("print(pr.memory())")


def test_another_cell_leaves_a_grid_alone(kernel: FrontEnd) -> None:
    first = kernel.opened(kernel.good("pr.range(7)", cell="one")).content
    kernel.good("pr.range(8)", cell="two")
    assert not closed(kernel, first["comm_id"])
    view = first["data"]["state"]["grid"]["view"]
    assert (
        kernel.reply(kernel.ask(first["comm_id"], view, "rows", first=0, count=9, columns=[0, 1])).custom["count"] == 7
    )


def test_grids_beyond_the_budget_drop_their_rows_and_open_again(kernel: FrontEnd) -> None:
    kernel.good("pr.options.display.grids_with_data = 2")
    opened = kernel.opened(kernel.good("oldest = pr.view(pr.range(70)); oldest")).content
    kernel.good("newer = [pr.view(pr.range(3)) for _ in range(3)]")
    assert kernel.said("print(oldest.has_data)") == "False"
    view = opened["data"]["state"]["grid"]["view"]
    reply = kernel.reply(kernel.ask(opened["comm_id"], view, "rows", first=60, count=20, columns=[0, 1])).custom
    assert (reply["ok"], reply["count"]) == (True, 10)
    kernel.good("pr.options.display.grids_with_data = 32\noldest.close()\n[each.close() for each in newer]")


def test_the_extension_takes_exactly_its_own_things_away(kernel: FrontEnd) -> None:
    kernel.good("%unload_ext pyrust")
    [(_, bundle)] = bundles(kernel.good("pr.range(5)"))
    assert set(bundle) == {"text/plain", "text/html"}
    assert [a for a in kernel.run("%pyrust") if a.kind == "error" or "not found" in a.content.get("text", "")]
    kernel.good("%load_ext pyrust")
    kernel.good("%load_ext pyrust\n%reload_ext pyrust")
    [(_, bundle)] = bundles(kernel.good("pr.range(5)"))
    assert WIDGET in bundle
