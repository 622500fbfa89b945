"""Runs: what a query does while it runs, and how it is stopped."""

import gc

import pytest
from waiting import until

import pyrust as pr


def test_a_run_is_listed_while_it_runs():
    session = pr.Session()
    rows = session.range(1_000_000_000).iter_rows()
    next(rows)
    (run,) = session.runs
    assert run.id in [listed.id for listed in pr.runs()]
    assert (run.what, run.state) == ("iter_rows", "running")
    assert run.rows > 0
    assert run.seconds > 0
    rows.close()
    assert session.runs == []
    assert run.id not in [listed.id for listed in pr.runs()]


def test_whoever_waits_for_a_cancelled_run_is_told():
    session = pr.Session()
    rows = session.range(1_000_000_000).iter_rows()
    next(rows)
    (run,) = session.runs
    run.cancel()
    assert run.state == "cancelled"
    with pytest.raises(pr.CancelledError, match="iter_rows: the run was cancelled"):
        for _ in rows:
            pass


def test_a_run_that_is_kept_keeps_no_rows():
    session = pr.Session()
    rows = session.range(1_000_000).iter_rows()
    next(rows)
    (run,) = session.runs
    del rows
    gc.collect()
    until(lambda: session.runs == [] and run.reserved == 0)
