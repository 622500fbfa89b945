"""The decisions in the menu of the site: every page of docs/decisions, in the order of their numbers."""

from pathlib import Path
from typing import Any

FOLDER = "decisions"


def menu() -> list[Any]:
    """List the index, then each page by its heading."""
    pages = sorted((Path(__file__).resolve().parent.parent / "docs" / FOLDER).glob("[0-9]*.md"))
    headings = [path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for path in pages]
    return [
        f"{FOLDER}/index.md",
        *({text: f"{FOLDER}/{path.name}"} for text, path in zip(headings, pages, strict=True)),
    ]


def on_config(config: Any) -> Any:
    """Put them where the menu says `decisions`."""
    for section in config.nav:
        for entries in section.values():
            for entry in entries if isinstance(entries, list) else []:
                if isinstance(entry, dict):
                    entry.update({title: menu() for title, pages in entry.items() if pages == FOLDER})
    return config
