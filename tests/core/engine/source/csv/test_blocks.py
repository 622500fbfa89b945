"""CSV files of several blocks, parsed side by side: the same rows in the same order, and errors on their lines."""

import csv
import random
from pathlib import Path

import pytest

import pyrust as pr

ROWS = 60_000


def _write(path: Path, **form: str) -> list[list[str]]:
    """Write rows whose values have line breaks, quotes and delimiters, and empty lines between them."""
    drawn = random.Random(5)
    texts = ["plain", "a,b", "two\nlines", 'a "quote"', "\r\n", "é", "x" * 40, '"', "#no comment", "7\\8"]
    rows = [[str(i), drawn.choice(texts), drawn.choice(texts), str(i % 7)] for i in range(ROWS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator=form.get("end", "\n"))
        writer.writerow(["i", "a", "b", "n"])
        for row in rows:
            writer.writerow(row)
            if drawn.random() < 0.01:
                file.write(form.get("end", "\n"))
    return rows


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_rows_come_in_order(tmp_path: Path, end: str) -> None:
    rows = _write(tmp_path / "t.csv", end=end)
    frame = pr.read_csv(tmp_path / "t.csv")
    assert frame.dtypes == ["int64", "string", "string", "int64"]
    found = frame.to_dict()
    assert found["i"] == list(range(ROWS))
    assert found["a"] == [row[1] for row in rows]
    assert found["b"] == [row[2] for row in rows]
    assert frame.count() == ROWS
    assert frame.slice(40_000, 2).to_dict()["i"] == [40_000, 40_001]


@pytest.mark.parametrize("options", [{"escape": "\\"}, {"comment": "#"}])
def test_escapes_and_comments_are_no_different(tmp_path: Path, options: dict[str, str]) -> None:
    lines = ["i,a\n"]
    for i in range(ROWS):
        text = '"a \\" quote\n"' if "escape" in options else '"a ""quote""\n"'
        lines.append(f"{i},{text}\n")
        if "comment" in options and i % 500 == 0:
            lines.append("# what's \"this\n")
    (tmp_path / "t.csv").write_text("".join(lines))
    found = pr.read_csv(tmp_path / "t.csv", **options).to_dict()
    assert found["i"] == list(range(ROWS))
    assert set(found["a"]) == {'a " quote\n' if "escape" in options else 'a "quote"\n'}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x,y,1,2", "'x'.*column \"i\" at line 50003"),
        ("1,2", "line 50003 has 2 values, and there are 4 columns"),
    ],
)
def test_an_error_is_on_its_line(tmp_path: Path, line: str, message: str) -> None:
    text = 'i,a,b,n\n0,"x\ny",z,0\n' + "1,x,y,2\n" * 49_999 + line + "\n" + "1,x,y,2\n" * 20_000
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(pr.ReadError, match=message):
        pr.read_csv(tmp_path / "t.csv").collect()
    assert pr.read_csv(tmp_path / "t.csv").head(30_000).to_dict()["n"][-1] == 2, "what precedes it can be read"


def test_a_file_without_an_end_of_its_last_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("i\n" + "\n".join(str(i) for i in range(8192 * 3)))
    assert pr.read_csv(tmp_path / "t.csv").to_dict()["i"] == list(range(8192 * 3))
    (tmp_path / "t.csv").write_text("i\n" + "1\n" * 8192)
    assert pr.read_csv(tmp_path / "t.csv").count() == 8192
