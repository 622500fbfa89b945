"""Whether a file of JSON was read as lines or as a list is shown in the plan and in an error."""

import json

import pytest

import pyrust as pr

ROWS = [{"a": number} for number in range(3)]
LINES = "\n".join(map(json.dumps, ROWS)).encode()
LIST = json.dumps(ROWS).encode()


def test_the_plan_says_what_was_found(tmp_path):
    (tmp_path / "lines.json").write_bytes(LINES)
    (tmp_path / "list.json").write_bytes(LIST)
    assert "form=lines" in pr.read_json(LINES).explain()
    assert "form=a list" in pr.read_json(LIST).explain()
    assert "form: a list" in pr.read_json(LIST).explain("tree")
    assert "form=lines and lists" in pr.read_json(tmp_path).explain()
    assert "form=" not in pr.read_csv(b"a\n1\n").explain()


def test_with_a_schema_nothing_was_read_before_the_run():
    frame = pr.read_json(LIST, schema={"a": "int64"})
    assert "form=not read yet" in frame.explain()
    assert frame.to_dict() == {"a": [0, 1, 2]}
    assert "form=a list" in frame.explain()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'{"a": 1}\n{"a": ', "read as lines, line 2: it ends in the middle of a row"),
        (b'[{"a": 1},\n{"a": 2},\n3]', "read as a list, line 3: "),
        (b'[{"a": 1},\n{"a": 2}', "it ends in the middle of its list of rows"),
    ],
)
def test_an_error_names_the_form(content, what):
    with pytest.raises(pr.ReadError, match=f"^read_json: bytes cannot be read as JSON: {what}"):
        pr.read_json(content)
