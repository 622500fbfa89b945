"""A view: pages of formatted cells, by number."""

import struct

import pytest
from waiting import until

import pyrust as pr
from pyrust._core import View


def cells(page: bytes) -> list[list[str]]:
    """The texts of a page, column by column (docs/protocol.md)."""
    magic, rows, columns, _flags, _first, _size = struct.unpack_from("<IIIIQQ", page)
    assert magic == 0x31505250
    count = rows * columns
    start = 32 + (count + 3) // 4 * 4
    offsets = struct.unpack_from(f"<{count + 1}I", page, start)
    text = page[start + 4 * (count + 1) :]
    flat = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    return [flat[c * rows : (c + 1) * rows] for c in range(columns)]


def test_pages_of_a_billion_rows():
    view = View(pr.range(1_000_000_000))
    assert cells(view.page(999_999_998, 10, [0])) == [["999999998", "999999999"]]
    status = view.status()
    assert status["rows"] == 1_000_000_000
    assert status["exact"] is True
    assert status["error"] is None


def test_columns_say_what_they_are(sales):
    described = [
        {"name": "Shop", "type": "string", "kind": "text", "nullable": True},
        {"name": "price", "type": "float64", "kind": "number", "nullable": True},
        {"name": "n", "type": "int64", "kind": "number", "nullable": True},
    ]
    assert View.columns(sales, 0, 200) == described
    assert View.columns(sales, 1, 1) == described[1:2]
    assert View.columns(sales, 7, 1) == []
    assert View(sales).frame_id == sales.frame_id


def test_columns_are_windowed_too(sales):
    view = View(sales)
    assert cells(view.page(1, 2, [2, 0])) == [["2", "3"], ["y", "x"]]


def test_a_name_that_is_too_long_for_a_page_is_cut():
    [column] = View.columns(pr.DataFrame({"ü" * 10_000: [1]}), 0, 1)
    assert column["name"] == "ü" * 200
    assert len(column["label"]) < 300


def test_a_page_is_bounded_in_bytes_and_says_so():
    frame = pr.range(60_000).select(*(pr.lit("x" * 190).alias(f"c{at}") for at in range(8)))
    page = View(frame).page(0, 60_000, list(range(8)))
    rows, flags = int.from_bytes(page[4:8], "little"), int.from_bytes(page[12:16], "little")
    assert 1_000 < rows < 60_000
    assert flags == 1
    assert len(page) <= 4 << 20
    small = View(frame).page(0, 10, [0])
    assert int.from_bytes(small[12:16], "little") == 0


def test_rows_that_are_computed_anew_have_another_epoch():
    frame = pr.range(1000).filter(pr.col("value") % 2 == 0)
    first, shared = View(frame), View(frame)
    before = first.status()["epoch"]
    assert shared.status()["epoch"] == before
    del first, shared
    assert View(frame).status()["epoch"] != before
    assert View(pr.range(5)).status()["epoch"] == View(pr.range(7)).status()["epoch"] == 0


def test_a_query_runs_once_for_all_views():
    frame = pr.range(1000).filter(pr.col("value") % 2 == 0).select(r=pr.functions.sqrt(pr.col("value") * 1.0))
    one, two = View(frame), View(frame)
    assert one.page(0, 10, [0]) == two.page(0, 10, [0])


def test_a_cell_and_the_clipboard():
    view = View(pr.DataFrame({"s": ["tab\there", "x" * 3_000_000, None], "n": [1, 2, 3]}))
    assert view.cell(0, 0)["text"] == "tab\there"
    long = view.cell(1, 0)
    assert len(long["text"]) == 1 << 20
    assert long["cut"] is True
    assert view.copy(0, 1, [1, 0]) == '1\t"tab\there"\n'
    # Whole or not at all: nobody would notice that the end of it is missing.
    assert view.copy(1, 1, [0, 1]) == "x" * 3_000_000 + "\t2\n"
    with pytest.raises(ValueError, match=r"more than 32 MB.*\n?.*select less"):
        View(pr.sql("select repeat('x', 1000000) as s from t", t=pr.range(50))).copy(0, 50, [0])
    with pytest.raises(ValueError, match="cells"):
        View(pr.range(1_000_000)).copy(0, 200_000, [0])
    with pytest.raises(ValueError):
        view.cell(99, 0)
    with pytest.raises(pr.PyRustError):
        view.page(0, 1, [7])


def test_rows_of_a_frame_do_not_depend_on_who_stopped_looking_at_it():
    many = pr.sql("select a.value as v from t a, t b where a.value % 2 = 0", t=pr.range(100_000))
    view = View(many)
    view.page(0, 1, [0])
    view.cancel()
    # Further than what may still come before the run has stopped.
    beyond = view.status()["rows"] + 3_000_000
    with pytest.raises(pr.CancelledError):
        view.page(beyond, 1, [0])
    assert many.row(beyond)[0] % 2 == 0
    # A new look is a new run.
    assert len(cells(View(many).page(beyond, 1, [0]))[0]) == 1


def test_frames_are_found_among_values_by_their_type_alone():
    from pyrust._core import frames_among

    class Lazy:
        @property
        def __class__(self):  # type: ignore[override]
            raise AssertionError("looked at")

    frame = pr.range(3)
    assert frames_among({"a": frame, 2: frame, "b": Lazy(), "c": None}) == [("a", frame.frame_id), (2, frame.frame_id)]


def test_static_tables():
    view = View(pr.DataFrame({"a": [1, None]}))
    assert "<table" in view.html()
    assert "int64" in view.text(rows=2, width=80)


def test_a_failing_query_says_so_and_nothing_else_breaks():
    frame = pr.DataFrame({"a": ["1", "x"]}).select(b=pr.col("a").cast(int))
    with pytest.raises(pr.PyRustError):
        View(frame).page(0, 10, [0])
    assert View(pr.range(3)).status()["rows"] == 3


def test_the_static_table_shows_the_rows_of_the_first_page_and_reads_none(tmp_path):
    path = tmp_path / "numbers.parquet"
    columns = {f"c{at}": list(range(100)) for at in range(45)}
    pr.DataFrame(columns).write_parquet(path)
    frame = pr.read_parquet(path)
    html, text = View(frame).html(5), View(frame).text(5, 80)
    view = View(frame)
    page = view.page(0, 40, list(range(45)))
    path.unlink()
    assert (view.html(5), view.text(5, 80)) == (html, text)
    assert view.page(0, 40, list(range(45))) == page
    assert view.page(0, 3, [7])[4:8] == (3).to_bytes(4, "little")
    with pytest.raises(pr.PyRustError):
        view.page(0, 41, [7])


WIDE = "select value, repeat('x', 4000) as s from t"


def test_a_row_far_beyond_what_is_shown_leaves_the_result_as_it_is():
    frame = pr.sql(WIDE, t=pr.range(300_000))
    view = View(frame)
    view.page(0, 1, [0])
    until(lambda: view.status()["paused"], 60)
    rows = view.status()["rows"]
    assert frame.row(rows + 100_000)[0] == rows + 100_000
    assert frame.row(10)[0] == 10
    assert view.status()["rows"] == rows
    with pytest.raises(pr.RowNotFoundError):
        frame.row(10**9)
    assert view.status()["rows"] == rows


def test_a_query_that_paused_ends_after_a_while_and_goes_on_when_it_is_wanted():
    frame = pr.sql(WIDE, t=pr.range(200_000))
    view = View(frame)
    with pr.options.display(paused_seconds=1):
        until(lambda: view.status()["stopped"], 60)
    before = view.status()
    assert (before["state"], before["paused"], before["exact"]) == ("waiting", True, False)
    until(lambda: not [run for run in pr.runs(ended=False) if run.what == "show"])
    # Reading past them is wanting more.
    assert cells(view.page(before["rows"] - 1, 5, [0]))[0][0] == str(before["rows"] - 1)
    view.resume(before["rows"] + 1)
    until(lambda: view.status()["rows"] > before["rows"], 60)
    assert view.status()["epoch"] == before["epoch"]
    last = view.status()["rows"] - 1
    assert cells(view.page(last, 1, [0])) == [[str(last)]]


def test_rows_that_change_while_nobody_computes_them_are_others(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,s\n" + "".join(f"{n},{'x' * 1000}\n" for n in range(400_000)), encoding="utf-8")
    view = View(pr.read_csv(path))
    with pr.options.display(paused_seconds=1):
        until(lambda: view.status()["stopped"], 60)
    before = view.status()
    path.write_text("a,s\n" + "".join(f"{n},{'y' * 1000}\n" for n in range(400_000)), encoding="utf-8")
    view.resume(before["rows"] + 1)
    until(lambda: view.status()["epoch"] != before["epoch"] and view.status()["rows"] > 0, 60)
    assert cells(view.page(0, 1, [1]))[0][0].startswith("yyy")


def test_a_window_of_a_wide_result_on_disk_is_what_the_query_returns():
    columns = [(pr.col("value") * at).alias(f"c{at}") for at in range(1_000)]
    frame = pr.range(60_000).select(*columns)
    view = View(frame)
    view.resume(60_001)
    until(lambda: view.status()["exact"], 120)
    for row in (0, 9_000, 30_000, 59_990):
        expected = [[str(at * (row + n)) for n in range(10)] for at in (3, 997)]
        assert cells(view.page(row, 10, [3, 997])) == expected


def test_a_text_shows_as_many_rows_as_it_has_room_for():
    view = View(pr.DataFrame({"a": range(50)}))
    whole = view.text(50, 80)
    for most in (2_000, 300, 120):
        text = view.text(50, 80, most)
        assert len(text.encode()) <= most
        assert text.splitlines()[3].strip() == "0"
        assert whole.splitlines()[:4] == text.splitlines()[:4]
    assert len(view.text(50, 80, 20).encode()) <= 20
