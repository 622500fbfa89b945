"""`make pictures`: plays every scene, or those that are named, in light and in dark, and writes docs/pictures."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from pictures.scenes import SCENES
from pictures.studio import THEMES, opened

CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Take the pictures."""
    table = Path(os.environ["PYRUST_DATA"]) / "sf10" / "lineitem.parquet"
    folder = CHECKOUT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    chromium = os.environ.get("PYRUST_CHROMIUM") or shutil.which("chromium")
    names = sys.argv[1:] or list(SCENES)
    if not table.exists() or not chromium:
        raise SystemExit("no table of sixty million rows or no Chromium: `make pictures` brings both")
    if unknown := set(names) - SCENES.keys():
        raise SystemExit(f"no such scene: {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    with (
        tempfile.TemporaryDirectory() as work,
        opened(Path(work), Path(os.environ["PYRUST_CACHE"]), table, folder, chromium) as play,
    ):
        for name in names:
            for theme in THEMES:
                play(SCENES[name], theme)


if __name__ == "__main__":
    main()
