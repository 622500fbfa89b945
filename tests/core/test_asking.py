"""The text of a cell, and how long its runs may take."""

import threading

import pytest

import pyrust as pr
from pyrust._core import Asking


def endless():
    numbers = pr.range(1_000_000_000)
    return numbers.join(numbers, how="cross").filter(pr.col("value") < 0)


def last():
    return pr.runs()[-1]


def compute():
    pr.range(10).filter(pr.col("value") > 3).collect()
    return last()


def test_runs_carry_the_text_of_the_cell_that_asks_for_them():
    with Asking("\n select 1\nfrom t"):
        run = compute()
    assert (run.sql, run.text) == ("\n select 1\nfrom t", "select 1")
    assert compute().sql is None


def test_what_is_asked_within_is_asked_until_its_end():
    with Asking("outer"):
        with Asking("inner"):
            assert compute().sql == "inner"
        assert compute().sql == "outer"
    with pytest.raises(ZeroDivisionError), Asking("failed"):
        raise ZeroDivisionError
    assert compute().sql is None


def test_other_threads_are_not_asked():
    found = []
    with Asking("here"):
        thread = threading.Thread(target=lambda: found.append(compute().sql))
        thread.start()
        thread.join()
    assert found == [None]


def test_a_run_is_stopped_after_the_time_of_its_cell():
    with pytest.raises(pr.RunTimeoutError), Asking("slow", 0.1):
        endless().count()
    with pytest.raises(pr.RunTimeoutError, match=r"0\.2 s"), Asking("slow", 60):
        endless().collect(timeout=0.2)
    with pytest.raises(ValueError, match="timeout"):
        Asking("x", -1)
