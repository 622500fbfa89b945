"""Runs: what a query does while it runs, and how it is stopped."""

import gc
import math

import pytest
from waiting import until

import pyrust as pr


def endless(session=None):
    """Make a query that never comes to an end."""
    numbers = (session or pr).range(1_000_000_000)
    return numbers.join(numbers, how="cross").filter(pr.col("value") == -1)


def test_a_run_is_listed_while_it_runs_and_remembered_afterwards():
    session = pr.Session()
    rows = session.range(1_000_000_000).iter_rows()
    next(rows)
    (run,) = session.runs()
    assert run in pr.runs()
    assert (run.what, run.state, run.session) == ("iter_rows", "waiting", session.id)
    assert run.rows > 0
    assert run.seconds > 0
    rows.close()
    until(lambda: session.runs(ended=False) == [])
    assert session.runs() == [run]
    assert run.state == "cancelled"
    assert run not in pr.runs(ended=False)


def test_only_the_last_hundred_runs_are_remembered():
    session = pr.Session()
    query = session.range(10).filter(pr.col("value") > 3)
    for _ in range(110):
        query.collect()
    assert len([run for run in pr.runs() if run.state == "done"]) <= 100
    numbers = [run.id for run in session.runs()]
    assert numbers == sorted(numbers)


def test_whoever_waits_for_a_cancelled_run_is_told():
    session = pr.Session()
    rows = session.range(1_000_000_000).iter_rows()
    next(rows)
    (run,) = session.runs()
    run.cancel()
    assert run.state in ("cancelling", "cancelled")
    assert run.wait(10)
    assert run.state == "cancelled"
    with pytest.raises(pr.CancelledError, match="iter_rows: the run was cancelled"):
        for _ in rows:
            pass
    assert isinstance(run.error, pr.CancelledError)


def test_a_cancelled_run_gives_its_memory_back_though_nobody_asks_for_its_rows():
    session = pr.Session()
    numbers = session.range(1_000_000_000)
    groups = numbers.group_by(pr.col("value") % 1_000_003).agg(pr.col("value").sum().alias("sum"))
    task = groups.submit()
    until(lambda: task.run.reserved > 0)
    task.run.cancel()
    assert task.run.wait(20)
    assert (task.run.state, task.run.reserved, session.reserved) == ("cancelled", 0, 0)


def test_a_run_that_is_kept_keeps_no_rows():
    session = pr.Session()
    rows = session.range(1_000_000).iter_rows()
    next(rows)
    (run,) = session.runs()
    del rows
    gc.collect()
    until(lambda: session.runs(ended=False) == [] and run.reserved == 0)


def test_a_run_knows_the_line_that_asked_for_it():
    session = pr.Session()
    session.range(10).filter(pr.col("value") > 3).collect()  # this line
    run = session.runs()[-1]
    assert run.text.endswith("# this line")
    assert run.file == __file__
    assert run.cell is None


def test_waiting_has_a_limit_and_refuses_what_is_none():
    task = endless().submit()
    assert task.run.wait(0.05) is False
    for timeout in (-1, math.nan):
        with pytest.raises(pr.InvalidValueError, match="wait: timeout must be 0 or more seconds"):
            task.run.wait(timeout)
    task.cancel()
    assert task.run.wait(math.inf)


def test_a_call_and_a_session_have_a_timeout():
    with pytest.raises(pr.RunTimeoutError, match=r"collect: the run was stopped after 0\.1 s") as caught:
        endless().collect(timeout=0.1)
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, pr.CancelledError)
    session = pr.Session()
    assert session.timeout is None
    session.timeout = 0.1
    for call in ("count", "to_dict", "collect"):
        with pytest.raises(pr.RunTimeoutError):
            getattr(endless(session), call)()
    session.timeout = None
    assert session.range(3).filter(pr.col("value") > 1).count() == 1
    with pytest.raises(pr.InvalidValueError, match="timeout must be 0 or more seconds, got -2"):
        session.timeout = -2


def test_a_timeout_ends_a_user_function():
    @pr.udf(returns="int64")
    def slow(_values):
        while True:
            pass

    with pytest.raises(pr.RunTimeoutError):
        pr.range(3).select(slow("value")).collect(timeout=0.3)
    assert pr.range(3).count() == 3


def test_a_failed_run_keeps_its_error():
    session = pr.Session()
    with pytest.raises(pr.PyRustError, match="the divisor is 0"):
        session.range(3).select(pr.lit(1) // pr.col("value")).collect()
    run = session.runs()[-1]
    assert run.state == "failed"
    assert "the divisor is 0" in str(run.error)
