"""Tab and Shift+Tab in SQL cells, by the requests that JupyterLab and Notebook send to a real kernel."""

from __future__ import annotations

from typing import Any

import pytest
from kernel.front_end import FrontEnd

SETUP = """
tab = pr.DataFrame({"price": [1], "a b": [2], "<b>bold</b>": [3]})
wide = pr.DataFrame({f"column_{n}": [n] for n in range(10_000)})
low = 5
"""


@pytest.fixture
def ask(kernel: FrontEnd):
    """A function: a request about a cell in which `|` is the cursor, and the kernel's answer."""
    kernel.good(SETUP)

    def request(kind: str, code: str) -> dict[str, Any]:
        at = code.index("|")
        content: dict[str, Any] = {"code": code[:at] + code[at + 1 :], "cursor_pos": at}
        if kind == "inspect_request":
            content["detail_level"] = 0
        message = kernel.client.session.msg(kind, content)
        kernel.client.shell_channel.send(message)
        reply = kernel.wait(
            lambda a: a.parent == message["header"]["msg_id"] and a.kind == kind.replace("request", "reply")
        )
        assert reply.content["status"] == "ok"
        return reply.content

    return request


def test_tab_completes_columns_in_place(ask) -> None:
    found = ask("complete_request", "%%pyrust\nselect pri|, 1 from tab")
    assert (found["matches"], found["cursor_start"], found["cursor_end"]) == (["price"], 16, 19)
    [item] = found["metadata"]["_jupyter_types_experimental"]
    assert (item["type"], item["signature"]) == ("column", "int64")


def test_tab_replaces_a_closed_quote(ask) -> None:
    found = ask("complete_request", '%%pyrust\nselect "a|" from tab')
    assert (found["matches"], found["cursor_start"], found["cursor_end"]) == (['"a b"'], 16, 19)


def test_tab_knows_values_and_options(ask) -> None:
    assert ask("complete_request", "%%pyrust\nselect $lo|")["matches"] == ["$low"]
    assert "--limit" in ask("complete_request", "%%pyrust --|\nselect 1")["matches"]
    assert "status" in ask("complete_request", "%pyrust |")["matches"]


def test_python_is_completed_as_ever_and_not_in_sql(ask) -> None:
    assert "tab" in ask("complete_request", "ta|")["matches"]
    assert ask("complete_request", "%%pyrust\nselect prin| from tab")["matches"] == []


def test_the_answer_is_a_few_of_ten_thousand_columns(ask) -> None:
    found = ask("complete_request", "%%pyrust\nselect | from wide")
    assert len(found["matches"]) == 300
    assert found["matches"][0] == "column_0"


def test_shift_tab_says_how_a_function_is_called(ask) -> None:
    found = ask("inspect_request", "%%pyrust\nselect substr|(a, 1) from tab")
    assert found["found"]
    assert found["data"]["text/plain"].startswith("substr(")
    assert "<code>substr(" in found["data"]["text/html"]


def test_shift_tab_lists_the_columns_of_a_table_as_text(ask) -> None:
    found = ask("inspect_request", "%%pyrust\nselect * from ta|b")
    assert "price" in found["data"]["text/plain"]
    html = found["data"]["text/html"]
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>" not in html


def test_shift_tab_says_nothing_of_words_that_mean_nothing_in_sql(ask) -> None:
    found = ask("inspect_request", "%%pyrust\nsel|ect 1")
    assert (found["found"], found["data"]) == (False, {})


def test_shift_tab_is_pythons_elsewhere(ask) -> None:
    assert (
        "Print" in ask("inspect_request", "print|")["data"]["text/plain"] or ask("inspect_request", "print|")["found"]
    )


def test_unloading_gives_both_back(kernel: FrontEnd, ask) -> None:
    kernel.good("%unload_ext pyrust")
    assert "price" not in ask("complete_request", "%%pyrust\nselect pri| from tab")["matches"]
    assert not ask("inspect_request", "%%pyrust\nselect substr|(a, 1)")["found"]
    kernel.good("%load_ext pyrust")
    assert ask("complete_request", "%%pyrust\nselect pri| from tab")["matches"] == ["price"]
