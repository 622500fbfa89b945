"""Queries that are wrong: what is marked in each, what is said of it, and that a cell and `pr.sql` say the same.

Each file of the folder `wrong` has cases of one kind, with an empty line between two. The lines of a query come
first, with `«»` around what is wrong. A line that begins with `!` is the message for the next of these marks, one with
`?` its hint; what ends in `…` is the beginning alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from magics.conftest import Cells

import pyrust as pr

FOLDER = Path(__file__).parent / "wrong"


@dataclass
class Case:
    """A query, and what is wrong with it."""

    text: str
    marks: list[tuple[int, int]]
    messages: list[str] = field(default_factory=list)
    hints: dict[int, str] = field(default_factory=dict)


def marked(query: str) -> Case:
    """Take the marks out of a query."""
    text, marks, start = "", [], 0
    for character in query:
        if character == "«":
            start = len(text)
        elif character == "»":
            marks.append((start, len(text)))
        else:
            text += character
    return Case(text, marks)


def cases(path: Path) -> Iterator[Case]:
    """Read the cases of a file."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        query = [line for line in lines if not line.startswith(("! ", "? "))]
        case = marked("\n".join(query))
        for line in lines[len(query) :]:
            if line.startswith("! "):
                case.messages.append(line[2:])
            else:
                case.hints[len(case.messages) - 1] = line[2:]
        assert case.messages, block
        yield case


CASES = [(path.stem, case) for path in sorted(FOLDER.glob("*.txt")) for case in cases(path)]
KINDS = sorted({kind for kind, _ in CASES})


def names() -> dict[str, Any]:
    """What a query may name."""
    orders = {
        "id": [1, 2, 3],
        "customer_id": [1, 1, 2],
        "amount": [1.5, 2.5, 3.5],
        "note": ["a", "12x", None],
        "placed": [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)],
        "tags": [[1], [2, 3], []],
    }
    return {
        "orders": pr.DataFrame(orders),
        "customers": pr.DataFrame({"id": [1, 2], "name": ["x", "y"], "City": ["a", "b"]}),
        "both_cases": pr.DataFrame({"UserID": [1], "userid": [2]}),
        "Twice": pr.range(1),
        "twice": pr.range(2),
        "numbers": [1, 2, 3],
        "five": 5,
        "thing": object(),
        "mixed": [1, "x"],
        "imaginary": 1j,
    }


def said(expected: str, found: str | None) -> bool:
    """Check a message, or its beginning."""
    return found is not None and (found.startswith(expected[:-1]) if expected.endswith("…") else found == expected)


def check(case: Case, diagnostics: Any) -> None:
    """Compare what was found with what was expected."""
    text = case.text
    diagnostics = sorted(diagnostics, key=lambda each: (each["start"] is None, each["start"]))
    found = [(text[each["start"] : each["end"]], each["message"]) for each in diagnostics if each["start"] is not None]
    expected = list(zip(((text[start:end]) for start, end in case.marks), case.messages, strict=False))
    assert len(diagnostics) == len(case.messages), f"{expected} / {found}"
    for number, (each, message) in enumerate(zip(diagnostics, case.messages, strict=True)):
        assert said(message, each["message"]), each["message"]
        if number in case.hints:
            assert said(case.hints[number], each["hint"]), each["hint"]
        if case.marks:
            assert (each["start"], each["end"]) == case.marks[number], f"{expected} / {found}"


def test_there_are_enough_cases_of_each_kind() -> None:
    assert len(CASES) >= 100
    counts = {kind: sum(kind == other for other, _ in CASES) for kind in KINDS}
    assert len(counts) >= 11
    assert min(counts.values()) >= 8, counts


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case.text}" for kind, case in CASES])
def test_what_is_wrong_is_marked_and_said(kind: str, case: Case) -> None:
    scope = names()
    with pytest.raises(pr.PyRustError) as caught:
        exec("pr.sql(query).to_list()", {"pr": pr, "query": case.text, **scope})
    if not case.marks:
        assert said(case.messages[0], str(caught.value).splitlines()[0].removeprefix("sql: "))
        return
    check(case, caught.value.diagnostics)
    lines = str(caught.value).splitlines()
    carets = [line for line in lines if line.split(" | ")[-1].strip() and not line.split(" | ")[-1].strip().strip("^")]
    assert len(carets) == min(len(case.marks), 6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_says_the_same(kind: str, cells: Cells) -> None:
    for each, case in CASES:
        if each != kind:
            continue
        cells.names.update(names())
        shown = cells.run(f"%%pyrust\n{case.text}\n")
        assert isinstance(cells.error, pr.PyRustError), case.text
        if case.marks:
            check(case, cells.error.diagnostics)
        assert "Traceback" not in shown, shown


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case.text}" for kind, case in CASES])
def test_what_is_found_without_running_is_the_same(kind: str, case: Case) -> None:
    if kind == "running" or ("thing" in case.text or "imaginary" in case.text or "mixed" in case.text):
        pytest.skip("only a value tells")
    scope = {"pr": pr, "query": case.text, **names()}
    exec("found = pr.sql_diagnose(query)", scope)
    if not case.marks or "'nowhere" in case.text or "drop" in case.text or "$orders" in case.text:
        return
    check(case, [each for each in scope["found"] if each["severity"] == "error"])
