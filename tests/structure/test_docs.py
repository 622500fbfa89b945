"""What the documentation shows is true: its examples run, and so does the last column of its comparison."""

import doctest
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

Under = Callable[..., dict[Path, str]]


def test_examples_in_the_pages_are_true(under: Under, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrust as pr

    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    runner, parser, report, count = doctest.DocTestRunner(optionflags=flags), doctest.DocTestParser(), io.StringIO(), 0
    for path, text in under("docs", endings=(".md",)).items():
        # a fence right after an output would be read as part of it
        page = parser.get_doctest(re.sub(r"^ *```.*$", "", text, flags=re.M), {"pr": pr}, str(path), str(path), 0)
        count += len(page.examples)
        runner.run(page, out=report.write)
    assert count > 0
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()


def _compared(text: str) -> list[str]:
    """The code in the last column of every table row."""
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| |")]
    return [re.findall(r"`([^`]+)`", re.split(r"(?<!\\)\|", row)[-2])[0].replace("\\|", "|") for row in rows]


def test_the_comparison_with_other_tools_runs(under: Under, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrust as pr

    monkeypatch.chdir(tmp_path)
    [page] = [text for path, text in under("docs", endings=(".md",)).items() if path.name == "coming-from.md"]
    lines = _compared(page)
    assert len(lines) > 40
    data = {
        "a": [1, 2, 3],
        "b": [1, None, 3],
        "k": ["x", "y", "x"],
        "s": ["p", "q", "r"],
        "flag": [True, False, None],
        "t": [datetime(2024, 1, day) for day in (1, 2, 3)],
        "items": [[1, 2], [], [3]],
        "p": [{"x": 1}, {"x": 2}, {"x": 3}],
    }
    df = pr.DataFrame(data)
    df.write_parquet("p.parquet")
    other = pr.DataFrame({"k": ["x", "z"], "a": [1, 4]})
    names = {"pr": pr, "df": df, "other": other, "col": pr.col, "f": pr.functions}
    names |= {"UTC": UTC, "date": date, "datetime": datetime, "timedelta": timedelta}
    plain = pr.DataFrame({name: data[name] for name in ("a", "b", "k", "s")})
    for line in lines:
        # figures of every column are asked of columns that have figures
        scope = names | ({"df": plain} if re.search(r"describe|fill_null\(0|pivot", line) else {})
        result = eval(line, scope)
        if isinstance(result, pr.Expr):
            result = df.select(x=result)
        if isinstance(result, pr.DataFrame):
            result.collect()
    pr.deregister("t")


def test_no_page_names_a_file_that_is_not_there(checkout: Path, files: list[Path]) -> None:
    """A wrong map is worse than none. In docs/upstream a path may be one of DataFusion's."""
    named = re.compile(r"`((?:engine/src|engine/tests|src|pyrust|tests|js/src|\.ci)/[\w./-]+)`")
    pages = [path for path in files if path.suffix == ".md" and path != Path("CHANGELOG.md")]
    seen, lost = 0, []
    for page in pages:
        for name in named.findall((checkout / page).read_text(encoding="utf-8")):
            of_ours = "upstream" not in page.parts or name.startswith(("engine/", "tests/", "pyrust/"))
            seen += 1
            lost += [f"{page}: {name}"] if of_ours and not (checkout / name).exists() else []
    assert seen > 50
    assert lost == []
