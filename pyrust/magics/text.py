"""Text that a magic shows: printed as it is, in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence


class Text:
    """Lines that show themselves without quotes."""

    def __init__(self, text: str) -> None:
        """Take the lines."""
        self._text = text

    @classmethod
    def table(cls, rows: Sequence[tuple[str, ...]], right: Sequence[int] = ()) -> Text:
        """Set texts in columns, `right` of them aligned to the right; what cannot be seen is written as Python does."""
        cells = [[legible(cell) for cell in row] for row in rows]
        wide = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
        aligned = [
            [cell.rjust(wide[at]) if at in right else cell.ljust(wide[at]) for at, cell in enumerate(row)]
            for row in cells
        ]
        return cls("\n".join("  ".join(row).rstrip() for row in aligned))

    def __repr__(self) -> str:
        """Show the lines."""
        return self._text


def legible(text: str) -> str:
    r"""Write characters that cannot be seen, or that change how others are seen, as Python writes them.

    >>> legible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def shortened(text: str, most: int) -> str:
    r"""Write a text in one line of so many characters.

    >>> shortened("select 1\n  from t", 12)
    'select 1 fr…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
