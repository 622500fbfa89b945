"""Each scene has its picture in light and dark, small enough for a page, and some page shows it."""

import ast
import re
import struct
from pathlib import Path

import pytest

PICTURES = Path("docs/pictures")
MOST_BYTES, MOST_PIXELS = 200_000, 2 * 1200


@pytest.fixture(scope="module")
def scenes(checkout: Path) -> set[str]:
    """The names of the scenes."""
    tree = ast.parse((checkout / "tests/pictures/scenes.py").read_text(encoding="utf-8"))
    names = {node.name.replace("_", "-") for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert len(names) >= 3
    return names


def test_each_scene_has_its_pictures(files: list[Path], scenes: set[str]) -> None:
    found = {path.name for path in files if path.parent == PICTURES}
    assert found == {f"{scene}-{theme}.png" for scene in scenes for theme in ("light", "dark")}, "`make pictures`"


def test_pictures_are_small(checkout: Path, files: list[Path]) -> None:
    pictures = [path for path in files if path.parent == PICTURES]
    assert pictures
    for path in pictures:
        data = (checkout / path).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n", path
        assert len(data) < MOST_BYTES, path
        assert struct.unpack(">I", data[16:20])[0] <= MOST_PIXELS, path


def test_pages_show_every_picture(checkout: Path, files: list[Path], scenes: set[str]) -> None:
    pages = [path for path in files if path.suffix == ".md" and path.parts[0] in ("README.md", "docs")]
    shown = {
        name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", (checkout / page).read_text("utf-8"))
    }
    assert shown == {f"{scene}-{theme}.png" for scene in scenes for theme in ("light", "dark")}
