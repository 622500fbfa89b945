"""The files the house rules speak about, as git sees them: tracked, or new and not ignored."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def files(checkout: Path) -> list[Path]:
    """Every file of the project, relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = [Path(name) for name in listed.split("\0") if name and (checkout / name).is_file()]
    assert found, "git lists no file"
    return found


@pytest.fixture(scope="session")
def under(checkout: Path, files: list[Path]) -> Callable[..., dict[Path, str]]:
    """A function: the texts of the files below some folders with some endings; it refuses to return none."""

    def read(*folders: str, endings: tuple[str, ...]) -> dict[Path, str]:
        chosen = {
            path: (checkout / path).read_text(encoding="utf-8")
            for path in files
            if path.suffix in endings and any(path.is_relative_to(folder) for folder in folders)
        }
        assert chosen, f"no {'/'.join(endings)} file under {', '.join(folders)}: this rule guards nothing"
        return chosen

    return read


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], str]:
    """A function: Rust source without comments, string contents and `#[cfg(test)]` items, its lines in place."""

    def strip(source: str) -> str:
        # one pass, so that a quote inside a comment or a slash inside a string is not taken for the other
        token = re.compile(
            r'//[^\n]*|/\*.*?\*/|b?r(#*)".*?"\1|b?"(?:\\.|[^"\\])*"|b?\'(?:\\[^\n]{1,8}|[^\'\\\n])\'', re.DOTALL
        )

        def blank(match: re.Match[str]) -> str:
            return (
                "\n" * match.group().count("\n")
                if match.group().startswith("/")
                else '"' + "\n" * match.group().count("\n") + '"'
            )

        code = token.sub(blank, source)
        while (start := code.find("#[cfg(test)]")) >= 0:
            end = _item_end(code, start)
            code = code[:start] + "\n" * code[start:end].count("\n") + code[end:]
        return code

    return strip


def _item_end(code: str, start: int) -> int:
    """Where the item after an attribute ends: at its `;`, or at the brace that closes its first one."""
    depth = 0
    for position in range(start, len(code)):
        character = code[position]
        if character == ";" and depth == 0:
            return position + 1
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return position + 1
    return len(code)
