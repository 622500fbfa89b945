"""Rows as Python values: exactly those of the other ways out, a few at a time, and the run ends with its iterator."""

import datetime as dt
import decimal
import gc
import signal
import threading
import time
import weakref

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from waiting import until

import pyrust as pr

ALL = {
    "i": [1, None, -(2**63)],
    "f": [1.5, None, float("inf")],
    "s": ["x", None, "é\0"],
    "b": [True, None, False],
    "y": [b"\0", None, b""],
    "d": [dt.date(2024, 2, 29), None, dt.date(1, 1, 1)],
    "t": [dt.datetime(2024, 2, 29, 13), None, dt.datetime(1970, 1, 1)],
    "c": [decimal.Decimal("1.50"), None, decimal.Decimal("-2.25")],
    "l": [[1, None], None, []],
    "r": [{"a": 1}, None, {"a": None}],
}


def wait_for_no_runs():
    until(lambda: pr.runs(ended=False) == [])


@pytest.fixture
def everything() -> pr.DataFrame:
    return pr.DataFrame(ALL)


def test_rows_are_those_of_polars(everything):
    theirs = pl.DataFrame(everything)
    assert everything.rows() == theirs.rows()
    assert list(everything.iter_rows()) == theirs.rows()
    assert list(everything.iter_rows(named=True)) == theirs.rows(named=True) == everything.to_list()


def test_rows_of_a_query_over_several_batches_and_partitions():
    frame = pr.range(200_000).filter(pr.col("value") % 7 == 3).select(x=pr.col("value") * 2, y=pr.col("value") / 2)
    expected = [(value * 2, value / 2) for value in range(200_000) if value % 7 == 3]
    for batch_rows in (1, 1000, 10_000_000):
        assert list(frame.iter_rows(batch_rows=batch_rows)) == expected
    assert frame.rows() == expected


@pytest.mark.parametrize("frame", [pr.DataFrame({"a": []}), pr.range(0), pr.range(9).filter(pr.col("value") > 9)])
def test_an_empty_frame_has_no_rows(frame):
    assert list(frame.iter_rows()) == frame.rows() == list(frame.iter_batches()) == []
    assert frame.is_empty()


def test_types_that_polars_lacks_come_as_by_to_list():
    texts = pa.array(["a", None, "b", "a"])
    table = pa.table(
        {
            "dictionary": texts.dictionary_encode(),
            "map": pa.array([[("k", 1)], [], None, [("k", 2), ("l", 3)]], pa.map_(pa.string(), pa.int64())),
            "fixed": pa.array([[1, 2], None, [3, 4], [5, 6]], pa.list_(pa.int32(), 2)),
            "view": texts.cast(pa.string_view()),
            "large": texts.cast(pa.large_string()),
            "null": pa.nulls(4),
            "run": pa.RunEndEncodedArray.from_arrays([1, 4], pa.array(["x", "y"])),
        }
    )
    frame = pr.DataFrame(table)
    columns = frame.to_dict()
    expected = list(zip(*columns.values(), strict=True))
    for batch_rows in (1, 3, 100):
        assert list(frame.iter_rows(batch_rows=batch_rows)) == expected
    assert frame.rows() == expected


def test_a_row_that_python_cannot_hold_ends_the_iterator():
    frame = pr.DataFrame(pa.table({"t": pa.array([0, 1_001], pa.timestamp("ns"))}))
    rows = frame.iter_rows(batch_rows=1)
    assert next(rows) == (dt.datetime(1970, 1, 1),)
    with pytest.raises(ValueError, match=r'"t".*nanoseconds'):
        next(rows)
    assert list(rows) == []


def test_a_dropped_or_closed_iterator_ends_its_run():
    endless = pr.range(10_000_000_000).filter(pr.col("value") % 2 == 0)
    for rows in (endless.iter_rows(), endless.iter_batches()):
        next(rows)
        assert [run.what for run in pr.runs(ended=False)] in (["iter_rows"], ["iter_batches"])
        rows.close()
        assert list(rows) == []
        wait_for_no_runs()
    rows = endless.iter_rows()
    next(rows)
    gone = weakref.ref(rows)
    del rows
    gc.collect()
    assert gone() is None
    wait_for_no_runs()


def test_a_run_that_fails_says_so_and_ends():
    rows = pr.DataFrame({"a": ["1", "x"]}).select(pr.col("a").cast(int)).iter_rows()
    with pytest.raises(pr.PyRustError, match="x"):
        list(rows)
    assert list(rows) == []


def test_memory_is_bounded():
    before = pr.memory().peak
    count = sum(1 for _ in pr.range(3_000_000).select(pr.col("value"), t=pr.col("value").cast("string")).iter_rows())
    assert count == 3_000_000
    assert pr.memory().peak - before < 50_000_000


def interrupted(call, after=0.3):
    timer = threading.Timer(after, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        call()
    timer.join()
    wait_for_no_runs()


def test_ctrl_c_is_heard_while_waiting_for_a_row():
    never = pr.range(20_000_000_000).filter((pr.col("value") * 7) % 11 == 12)
    interrupted(lambda: next(never.iter_rows()))


def test_ctrl_c_is_heard_in_a_loop_that_is_all_in_c():
    frame = pr.range(2_000_000_000).filter(pr.col("value") >= 0)
    interrupted(lambda: sum(map(len, frame.iter_rows())))
    in_one_batch = pr.range(3_000_000).collect()
    interrupted(lambda: [sum(map(len, in_one_batch.iter_rows())) for _ in range(100)])
    interrupted(lambda: [sum(1 for _ in in_one_batch.iter_batches(batch_rows=1)) for _ in range(100)])


def test_threads_have_iterators_of_their_own():
    frame = pr.range(50_000).filter(pr.col("value") % 2 == 0)
    results = []
    threads = [threading.Thread(target=lambda: results.append(list(frame.iter_rows()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[(value,) for value in range(0, 50_000, 2)]] * 4


def test_a_second_thread_is_told_that_the_first_one_waits():
    rows = pr.range(20_000_000_000).filter((pr.col("value") * 7) % 11 == 12).iter_rows()
    ended = []

    def wait():
        try:
            next(rows)
        except pr.CancelledError:
            ended.append(True)

    thread = threading.Thread(target=wait)
    thread.start()
    while not pr.runs(ended=False):
        time.sleep(0.01)
    with pytest.raises(ValueError, match="another thread"):
        next(rows)
    for run in pr.runs(ended=False):
        run.cancel()
    thread.join()
    assert ended == [True]


def test_one_iterator_may_go_from_thread_to_thread():
    rows, lock, seen = pr.range(20_000).iter_rows(), threading.Lock(), []

    def take():
        while True:
            with lock:
                row = next(rows, None)
            if row is None:
                return
            seen.append(row)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [(value,) for value in range(20_000)]


def test_batches_are_frames_that_others_take_without_a_copy():
    table = pa.table({"a": pa.array(range(10), pa.int64())})
    (piece,) = pr.DataFrame(table).iter_batches()
    assert pa.table(piece)["a"].chunk(0).buffers()[1].address == table["a"].chunk(0).buffers()[1].address
    assert pl.DataFrame(piece)["a"].to_list() == list(range(10))
    pieces = list(pr.range(100_000).filter(pr.col("value") % 3 == 0).iter_batches(batch_rows=1000))
    assert all(0 < piece.count() <= 1000 for piece in pieces)
    assert [row for piece in pieces for row in piece.rows()] == [(value,) for value in range(0, 100_000, 3)]
    assert piece.schema == {"a": "int64"}


@pytest.mark.parametrize("call", [lambda df: df.iter_rows(batch_rows=0), lambda df: df.iter_batches(batch_rows=0)])
def test_no_row_at_a_time_is_refused(sales, call):
    with pytest.raises(ValueError, match="at least 1"):
        call(sales)


def test_a_row_by_its_number(everything, tmp_path):
    assert [everything.row(index) for index in range(3)] == everything.rows()
    assert everything.row(-3) == everything.row(0)
    assert everything.row(1, named=True) == dict.fromkeys(ALL)
    query = pr.range(1_000_000).filter(pr.col("value") % 2 == 1)
    assert query.row(100_000) == (200_001,)
    assert query.row(-1) == (999_999,)
    path = tmp_path / "t.parquet"
    pl.DataFrame({"a": range(100_000)}).write_parquet(path, row_group_size=1000)
    assert pr.read_parquet(path).row(54_321) == (54_321,)
    for index in (3, -4, 10**15):
        with pytest.raises(IndexError, match=f"no row {index}"):
            everything.row(index)


def test_a_row_is_the_one_that_a_grid_shows():
    frame = pr.range(100_000).group_by(k=pr.col("value") % 1000).agg(n=pr.functions.count())
    view = pr._core.View(frame)
    shown = view.cell(17, 0)["text"]
    assert str(frame.row(17)[0]) == shown


def test_a_single_value():
    frame = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
    assert frame.select(pr.col("a").sum()).item() == 3
    assert [frame.item(1, "a"), frame.item(-1, 0), frame.item(0, -1), frame.item(1, "b")] == [2, 2, "x", None]
    assert frame.select("b").item(0) == "x"
    assert frame.limit(1).item(column="b") == "x"
    for call, error in [
        (lambda: frame.item(), ValueError),
        (lambda: frame.item(0), ValueError),
        (lambda: frame.item(column="a"), ValueError),
        (lambda: frame.limit(0).item(column="a"), ValueError),
        (lambda: frame.item(2, "a"), IndexError),
        (lambda: frame.item(0, "c"), KeyError),
        (lambda: frame.item(0, 2), ValueError),
        (lambda: frame.item(0, 1.5), TypeError),
    ]:
        with pytest.raises(error):
            call()


def test_numpy_has_the_numbers():
    frame = pr.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
    array = frame.to_numpy()
    assert array.dtype == np.int64
    assert array.flags.writeable
    assert array.tolist() == [[1, 4], [2, 5], [3, 6]]
    assert repr(pr.DataFrame({"a": [True, None], "b": [1, 2]}).to_numpy().tolist()) == "[[1.0, 1.0], [nan, 2.0]]"
    for mixed in ({"a": [1, None], "b": [0.5, 1.5]}, {"a": [1, 2], "b": [1.5, 2.5]}, {"a": [float("nan"), None]}):
        np.testing.assert_array_equal(pr.DataFrame(mixed).to_numpy(), pl.DataFrame(mixed).to_numpy())
    assert pr.DataFrame({"a": [True, False]}).to_numpy().dtype == bool
    many = pr.range(100_000).filter(pr.col("value") % 2 == 0).select("value", x=pr.col("value") / 2)
    np.testing.assert_array_equal(many.to_numpy(), pl.DataFrame(many).to_numpy())
    assert pr.range(0).to_numpy().shape == (0, 1)
    with pytest.raises(OverflowError):
        pr.DataFrame({"a": [2**53 + 1, None]}).to_numpy()


@pytest.mark.parametrize(
    "dtype", ["int8", "int16", "int32", "uint8", "uint16", "uint32", "uint64", "float32", "float16"]
)
def test_numpy_keeps_the_type(dtype):
    array = pr.DataFrame(pa.table({"a": pa.array([0, 1, 100], pa.int64())})).select(pr.col("a").cast(dtype)).to_numpy()
    assert array.dtype == np.dtype(dtype)
    assert array.ravel().tolist() == [0, 1, 100]
