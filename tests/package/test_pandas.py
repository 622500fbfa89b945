"""A frame as one of pandas': what pyarrow makes of the same table, in parts that an interrupt ends between."""

import signal
import threading
import time
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest

import pyrust as pr

ROWS = 100_000


def columns() -> pa.Table:
    numbers = range(ROWS)
    return pa.table(
        {
            "list": pa.array([[n, None] if n % 3 else None for n in numbers], pa.list_(pa.int64())),
            "n": pa.array(numbers),
            "decimal": pa.array([Decimal(n) / 100 for n in numbers], pa.decimal128(12, 2)),
            "text": pa.array([str(n) if n % 7 else None for n in numbers]),
            "maybe": pa.array([n % 2 == 0 if n % 5 else None for n in numbers]),
            "category": pa.array([f"c{n % 9}" for n in numbers]).dictionary_encode(),
            "day": pa.array([date(2000, 1, 1) + timedelta(days=n % 9999) for n in numbers]),
            "at": pa.array([n * 1_000_000 for n in numbers], pa.timestamp("us", "Europe/Berlin")),
            "time": pa.array([n % 86_400 for n in numbers], pa.time32("s")),
            "struct": pa.array([{"a": n, "b": None} for n in numbers]),
            "bytes": pa.array([b"x" * (n % 4) for n in numbers]),
            "nothing": pa.nulls(ROWS),
        }
    )


def test_it_is_what_pyarrow_makes():
    frame = pr.DataFrame(columns())
    pd.testing.assert_frame_equal(frame.to_pandas(), frame.to_pyarrow().to_pandas())


def test_one_kind_of_columns_alone():
    table = columns()
    for names in (["list", "day"], ["n", "maybe"]):
        frame = pr.DataFrame(table.select(names))
        pd.testing.assert_frame_equal(frame.to_pandas(), frame.to_pyarrow().to_pandas())


def test_more_columns_of_objects_than_pandas_likes():
    table = pa.table({f"c{number}": pa.array([b"x"] * ROWS) for number in range(120)})
    assert pr.DataFrame(table).to_pandas().shape == (ROWS, 120)


def test_off_the_main_thread():
    frame, made = pr.range(ROWS), []
    thread = threading.Thread(target=lambda: made.append(frame.to_pandas()))
    thread.start()
    thread.join()
    assert made[0]["value"].sum() == ROWS * (ROWS - 1) // 2


def test_an_interrupt_ends_it():
    days = pr.range(2_000_000).select(day=pr.lit(date(2000, 1, 1)), at=pr.col("value").cast("time")).collect()
    began = time.monotonic()
    days.to_pandas()
    whole = time.monotonic() - began
    timer = threading.Timer(whole / 8, lambda: signal.raise_signal(signal.SIGINT))
    began = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        days.to_pandas()
    assert time.monotonic() - began < whole * 0.8
