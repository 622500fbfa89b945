"""Text that a magic shows: printed as it is, in a notebook and in a terminal."""

from __future__ import annotations


class Text:
    """Lines that show themselves without quotes."""

    def __init__(self, text: str) -> None:
        """Take the lines."""
        self._text = text

    @classmethod
    def table(cls, rows: list[tuple[str, str]]) -> Text:
        """Set names in one column and what is said of them in another."""
        wide = max(len(name) for name, _ in rows)
        return cls("\n".join(f"{name.ljust(wide)}  {text}" for name, text in rows))

    def __repr__(self) -> str:
        """Show the lines."""
        return self._text
