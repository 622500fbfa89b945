"""Text is as wide as the terminal."""

import pyrust as pr


def test_a_repr_fits_the_terminal(monkeypatch):
    frame = pr.DataFrame({f"column_{number}": [number * 10**9] for number in range(30)})
    widths = {}
    for columns in (60, 160):
        monkeypatch.setenv("COLUMNS", str(columns))
        widths[columns] = max(len(line) for line in repr(frame).splitlines())
    assert widths[60] <= 60 < widths[160] <= 160
