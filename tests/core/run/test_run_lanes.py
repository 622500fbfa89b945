"""Who waits for a run, and what computes first."""

import threading

import pytest
from waiting import until

import pyrust as pr
from pyrust._core import View

OTHERS = "waiting for other queries"


def few(session, rows=10**12):
    """Make a query that returns a row in a thousand."""
    return session.range(rows).filter(pr.col("value") % 1_000 == 7)


def endless(session):
    """Make a query that never comes to an end."""
    return session.range(10**12).group_by(pr.col("value") % 1_003).agg(pr.len())


@pytest.fixture
def awaited():
    """Let a thread wait for a query, until the end of the test."""
    session = pr.Session()

    def wait():
        with pytest.raises(pr.CancelledError):
            endless(session).collect()

    waiting = threading.Thread(target=wait)
    waiting.start()
    until(lambda: [run.state for run in session.runs()] == ["running"])
    (run,) = session.runs()
    until(lambda: (run.progress.phase_rows or 0) > 0)
    yield run
    run.cancel()
    waiting.join(30)
    assert not waiting.is_alive()


def test_a_task_gives_way_to_a_query_that_somebody_waits_for(awaited):
    task = few(pr.Session(), 100_000).submit()
    until(lambda: task.run.progress.phase == OTHERS)
    assert (awaited.lane, task.run.lane, task.run.progress.fraction) == ("query", "background", 0.0)
    assert awaited.state == "running"
    awaited.cancel()
    until(task.done)
    assert task.run.lane == "background"


def test_a_task_that_somebody_waits_for_does_not(awaited):
    session = pr.Session()
    tasks = [few(session, 100_000).submit() for _ in range(3)]
    until(lambda: tasks[0].run.progress.phase == OTHERS)
    assert tasks[1].result(30).shape == (100, 1)
    assert [task.run.lane for task in tasks] == ["background", "query", "background"]
    assert tasks[2].run.wait(30)
    assert (tasks[0].run.state, awaited.state) == ("running", "running")


def test_a_page_comes_while_a_query_computes_and_the_rows_after_it_do_not(awaited):
    session = pr.Session()
    view = View(few(session))
    assert len(view.page(0, 100, [0])) > 100
    (run,) = session.runs()
    until(lambda: run.progress.phase == OTHERS)
    assert run.lane == "background"
    rows = view.status()["rows"]
    assert view.status()["rows"] == rows
    view.page(rows + 1_000, 10, [0])
    assert view.status()["rows"] > rows
    until(lambda: run.lane == "background")
    assert awaited.state == "running"
    view.cancel()


def test_a_function_of_a_task_may_run_queries_and_tasks():
    session = pr.Session()

    @pr.udf(returns="int64")
    def plus_one(values):
        assert session.range(5).filter(pr.col("value") > 1).submit().result(30).shape == (3, 1)
        more = session.range(7).filter(pr.col("value") > 5).collect().shape[0]
        return [value + more for value in values]

    task = session.range(3).select(x=plus_one(pr.col("value"))).submit()
    until(task.done)
    assert task.result().to_dict() == {"x": [1, 2, 3]}
