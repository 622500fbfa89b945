"""Frames that are collected in the background."""

import asyncio
import gc
import os
import threading
import time

import pytest
from waiting import until

import pyrust as pr


def endless():
    """Make a query that never comes to an end."""
    numbers = pr.range(1_000_000_000)
    return numbers.join(numbers, how="cross").filter(pr.col("value") == -1)


def test_a_task_gives_the_rows_as_often_as_one_likes():
    task = pr.range(1_000).filter(pr.col("value") > 997).submit()
    first, second = task.result(), task.result(timeout=10)
    assert first.to_dict() == second.to_dict() == {"value": [998, 999]}
    assert task.done()
    assert task.run.state == "done"
    assert repr(task) == f"<Task {task.run.id}: done>"


def test_the_caller_goes_on_while_a_task_runs():
    started = time.monotonic()
    task = endless().submit()
    assert time.monotonic() - started < 5
    assert not task.done()
    with pytest.raises(pr.RunTimeoutError, match=r"has not ended after 0\.05 s; it goes on"):
        task.result(timeout=0.05)
    assert task.run.state in ("queued", "planning", "running")
    task.cancel()
    with pytest.raises(pr.CancelledError):
        task.result()


def test_the_result_outlives_its_task_and_its_frame():
    task = pr.DataFrame({"a": [3, 1, 2]}).sort("a").submit()
    rows = task.result()
    del task
    gc.collect()
    assert rows.to_dict() == {"a": [1, 2, 3]}


def test_dropping_the_last_reference_cancels():
    task = endless().submit()
    run = task.run
    until(lambda: run.state == "running")
    del task
    gc.collect()
    assert run.wait(20)
    assert run.state == "cancelled"


def test_an_error_that_nobody_fetches_stays_with_the_run():
    task = pr.range(3).select(pr.lit(1) // pr.col("value")).submit()
    run = task.run
    assert run.wait(10)
    del task
    assert run.state == "failed"
    assert "the divisor is 0" in str(run.error)
    failing = pr.range(3).select(pr.lit(1) // pr.col("value")).submit()
    for _ in range(2):
        with pytest.raises(pr.PyRustError, match="the divisor is 0"):
            failing.result()


def test_one_task_of_a_session_runs_and_the_others_wait_their_turn():
    tasks = [endless().submit() for _ in range(4)]
    assert [task.run.state for task in tasks[1:]] == ["queued"] * 3
    queued = tasks[-1]
    assert queued.run.progress.phase == "waiting for its turn, behind 3 runs"
    queued.cancel()
    assert queued.run.wait(5)
    assert queued.run.seconds == 0
    for task in tasks:
        task.cancel()
    assert all(task.run.wait(20) for task in tasks)


def test_a_task_that_somebody_waits_for_does_not_queue():
    ahead = [endless().submit() for _ in range(2)]
    assert pr.range(10).filter(pr.col("value") > 7).submit().result(timeout=20).height == 2

    async def awaited():
        return await pr.range(10).filter(pr.col("value") > 6).submit()

    assert asyncio.run(awaited()).height == 3
    assert ahead[1].run.state == "queued"
    for other in ahead:
        other.cancel()


def test_a_timeout_counts_from_the_turn_of_a_task():
    ahead = endless().submit()
    task = pr.range(10).filter(pr.col("value") > 7).submit(timeout=0.3)
    time.sleep(0.6)
    assert task.run.state == "queued"
    ahead.cancel()
    assert task.result().height == 2


def test_ten_thousand_tasks_all_end():
    frame = pr.range(10).filter(pr.col("value") > 7)
    tasks = [frame.submit() for _ in range(10_000)]
    assert all(task.result().height == 2 for task in tasks)
    assert len(pr.runs()) <= 100 + len(pr.runs(ended=False))


def test_a_user_function_may_submit_and_wait():
    @pr.udf(returns="int64")
    def nested(values):
        heights = (pr.range(value).filter(pr.col("value") >= 0).submit().result().height for value in values.to_list())
        return list(heights)

    tasks = [pr.range(3).select(n=nested("value")).submit() for _ in range((os.cpu_count() or 1) + 2)]
    assert all(task.result().to_dict() == {"n": [0, 1, 2]} for task in tasks)


def test_many_threads_may_wait_for_one_task():
    task = pr.range(2_000_000).sort(-pr.col("value")).submit()
    heights = []
    threads = [threading.Thread(target=lambda: heights.append(task.result().height)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert heights == [2_000_000] * 8


def test_a_task_can_be_awaited_and_others_go_on():
    async def main():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        ticker = asyncio.create_task(tick())
        task = pr.range(2_000_000).sort(-pr.col("value")).submit()
        rows = await task
        again = await task
        ticker.cancel()
        return rows.height, again.height, ticks

    first, second, ticks = asyncio.run(main())
    assert first == second == 2_000_000
    assert ticks > 10


def test_cancelling_the_wait_cancels_the_run():
    async def main():
        query = endless()
        waiting = asyncio.ensure_future(query.collect_async())
        await asyncio.sleep(0.2)
        (run,) = [run for run in pr.runs(ended=False) if run.what == "collect"]
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return run

    run = asyncio.run(main())
    assert run.wait(20)
    assert run.state == "cancelled"


def test_errors_come_out_of_await():
    async def main():
        with pytest.raises(pr.PyRustError, match="the divisor is 0"):
            await pr.range(3).select(pr.lit(1) // pr.col("value")).collect_async()
        with pytest.raises(pr.RunTimeoutError):
            await endless().collect_async(timeout=0.1)

    asyncio.run(main())


def test_without_a_loop_await_is_refused():
    task = pr.range(3).submit()
    with pytest.raises(RuntimeError, match="no running event loop"):
        task.__await__()


def test_batches_come_one_by_one_in_a_loop():
    async def main():
        return [batch.height async for batch in pr.range(100_000).filter(pr.col("value") >= 0).iter_batches()]

    assert sum(asyncio.run(main())) == 100_000


def test_a_loop_that_is_closed_before_the_end_does_no_harm():
    async def main():
        return asyncio.ensure_future(endless().collect_async())

    asyncio.run(main())
    until(lambda: pr.runs(ended=False) == [])
