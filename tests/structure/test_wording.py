"""Texts of DataFusion, arrow and the parser are matched in one file of the engine, whose tests provoke each of them."""

import re
from collections.abc import Callable
from pathlib import Path

Under = Callable[..., dict[Path, str]]
HOME = Path("engine/src/error/wording")
MATCHES = re.compile(
    r"\b(?:said|message|reason|error|why|words)(?:\.\w+\(\))*\s*"
    r"\.(?:contains|starts_with|ends_with|strip_prefix|strip_suffix|trim_start_matches|trim_end_matches"
    r"|split_once|rsplit_once|split|rsplit|find|match_indices)\("
)


def test_messages_of_other_libraries_are_matched_in_one_file(under: Under, shipped: Callable[[str], str]) -> None:
    found: dict[Path, list[str]] = {}
    for path, text in under("engine/src", "src", endings=(".rs",)).items():
        if "tests" not in (*path.parts, path.stem) and (matches := MATCHES.findall(shipped(text))):
            found[path] = matches
    at_home = [match for path in list(found) if path.is_relative_to(HOME) for match in found.pop(path)]
    assert len(at_home) > 30, "this rule looks for another form than that of wording"
    assert found == {}, f"a pattern of a message belongs into {HOME}, with a test that provokes it"


def test_each_pattern_is_provoked(checkout: Path) -> None:
    functions = re.findall(r"pub\(crate\) fn (\w+)", (checkout / HOME / "mod.rs").read_text())
    tests = (checkout / HOME / "tests.rs").read_text()
    assert len(functions) > 30
    assert [name for name in functions if not re.search(rf"\b{name}\b", tests)] == []
    for file in ("consumers", "csv"):
        source, its_tests = (checkout / HOME / f"{file}.rs").read_text().split("#[cfg(test)]")
        names = re.findall(r"pub\(crate\) fn (\w+)", source)
        assert len(names) > 2
        assert [name for name in names if not re.search(rf"\b{name}\b", its_tests)] == []
