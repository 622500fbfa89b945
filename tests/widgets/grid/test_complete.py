"""What a condition is offered to go on with: what is replaced, what comes first, whose values may stand there."""

from __future__ import annotations

from typing import Any

import pytest
from widgets.conftest import RecordingComm, ask

import pyrust as pr
from pyrust.widgets import Grid
from pyrust.widgets.grid.complete import completed, written

FRAME = pr.DataFrame(
    {"price": [1.5], "Part no": ["x"], "order": ["it's"], "prices": [2], "day": ["2024-01-01"], 'a"b': [True]}
).cast({"day": "date"})


def first(text: str, count: int = 1) -> list[str]:
    return [item["text"] for item in completed(FRAME, text)["items"]][:count]


@pytest.mark.parametrize(
    ("text", "prefix", "offered"),
    [
        ("", "", ["price", '"Part no"']),
        ("pri", "pri", ["price", "prices"]),
        ("PRI", "PRI", ["price", "prices"]),
        ("price > 3 AND p", "p", ["price", '"Part no"']),
        ("(o", "o", ['"order"']),
        ("price ", "", ["AND", "OR"]),
        ("price i", "i", ["IN (", "ILIKE"]),
        ("price is not null a", "a", ["AND"]),
        ("price > 3 -- the price\nor pr", "pr", ["price", "prices"]),
        ('"Par', '"Par', ['"Part no"']),
        ('"a', '"a', ['"a""b"']),
        ("price > (1 + 2) o", "o", ["OR"]),
        ("low", "low", ["lower"]),
        ("'abc' ", "", ["AND", "OR"]),
        ("price between 1 an", "an", ["AND"]),
        ("not", "not", ["NOT"]),
    ],
)
def test_what_comes_first(text: str, prefix: str, offered: list[str]) -> None:
    found = completed(FRAME, text)
    assert found["prefix"] == prefix
    assert [item["text"] for item in found["items"]][: len(offered)] == offered


@pytest.mark.parametrize(
    ("text", "prefix", "values"),
    [
        ('"Part no" = \'', "'", (1, True, "")),
        ("\"Part no\" = 'it''s", "'it''s", (1, True, "it's")),
        ("\"order\" in ('a', 'b", "'b", (2, True, "b")),
        ('"order" not in (', "", (2, True, "")),
        ('"order" not like ', "", (2, True, "")),
        ("price = 12", "12", (0, False, "12")),
        ("PRICE <> ", "", (0, False, "")),
        ("day >= '2024", "'2024", (4, True, "2024")),
        ('lower("order") = \'', "'", None),
        ("price + 1 = ", "", None),
        ("price > 1 and 'x", "'x", None),
        ("coalesce(price, ", "", None),
        ("'", "'", None),
    ],
)
def test_whose_values_may_stand_there(text: str, prefix: str, values: tuple[int, bool, str] | None) -> None:
    found = completed(FRAME, text)
    wanted = None if values is None else dict(zip(("column", "quoted", "search"), values, strict=True))
    assert (found["prefix"], found["values"]) == (prefix, wanted)


@pytest.mark.parametrize("name", ["price", "Part no", "order", 'a"b', "Date", "größe", "1st", ""])
def test_a_name_that_is_written_means_the_column(name: str) -> None:
    frame = pr.DataFrame({name: [1, 2]})
    assert frame.filter(pr.sql_expr(f"{written(name)} = 2")).count() == 1


def test_everything_that_is_offered_at_the_beginning_of_a_value_can_be_read() -> None:
    names = [item["text"] for item in completed(FRAME, "")["items"] if item["kind"] == "column"]
    assert len(names) == len(FRAME.columns)
    for name in names:
        FRAME.filter(pr.sql_expr(f"{name} is not null"))


def test_a_thousand_columns_are_offered_in_part() -> None:
    frame = pr.DataFrame({f"c{at}": [at] for at in range(1_000)})
    assert len(completed(frame, "c")["items"]) == 100
    assert completed(frame, "c999")["items"] == [{"text": "c999", "kind": "column", "about": "int64"}]


def test_a_page_is_answered_without_any_rows(comms: list[RecordingComm]) -> None:
    grid = Grid(FRAME)
    [comm] = comms
    found: dict[str, Any] = ask(comm, grid, "complete", text="pric")
    assert [item["text"] for item in found["items"]][:2] == ["price", "prices"]
    assert ask(comm, grid, "complete", text=7)["error"]["type"] == "ValueError"
    ask(comm, grid, "change", spec={"where": "price > 100"})
    under, all_rows = (
        ask(comm, grid, "values", column=0, search="", offset=0, limit=9, filtered=each) for each in (True, False)
    )
    assert (under["distinct"], all_rows["distinct"]) == (0, 1)
