"""What a cell that shows a frame publishes, and what becomes of its grid when the cell runs again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kernel.front_end import Arrival, FrontEnd

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def _defaults(kernel: FrontEnd) -> Iterator[None]:
    yield
    kernel.good("pr.options.display.two_outputs = 'auto'")


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


def test_where_nobody_watches_an_error_is_the_table(kernel: FrontEnd) -> None:
    kernel.good("bad = pr.DataFrame({'n': ['1', 'x']}).select(pr.col('n').cast('int8'))")
    [(_, bundle)] = bundles(kernel.run("bad", stdin=False))
    assert 'cast: "x" is no int8, in n (string)' in bundle["text/plain"]
    assert bundle["text/html"].startswith("<pre>")


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


def test_a_frame_that_fails_is_shown_as_its_error_once(kernel: FrontEnd, tmp_path: object) -> None:
    kernel.good(f"import shutil\nbad = {str(tmp_path) + '/bad.csv'!r}\nopen(bad, 'w').write('a\\n1\\n2\\n')")
    kernel.good("frame = pr.read_csv(bad)\nopen(bad, 'w').write('a\\n1\\nword\\n')")
    published = kernel.good("frame")
    [(_, bundle)] = bundles(published)
    state = kernel.opened(published).content["data"]["state"]
    assert state["grid"]["status"]["state"] == "failed"
    assert state["grid"]["error"]["message"]
    assert "<pre>" in str(bundle["text/html"])
    assert state["grid"]["error"]["message"].splitlines()[0] in str(bundle["text/plain"])


def test_the_extension_takes_exactly_its_own_things_away(kernel: FrontEnd) -> None:
    kernel.good("%unload_ext pyrust")
    [(_, bundle)] = bundles(kernel.good("pr.range(5)"))
    assert set(bundle) == {"text/plain", "text/html"}
    assert [a for a in kernel.run("%pyrust") if a.kind == "error" or "not found" in a.content.get("text", "")]
    kernel.good("%load_ext pyrust")
    kernel.good("%load_ext pyrust\n%reload_ext pyrust")
    [(_, bundle)] = bundles(kernel.good("pr.range(5)"))
    assert WIDGET in bundle
