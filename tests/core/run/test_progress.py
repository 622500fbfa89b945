"""What a run says of itself while it runs."""

from waiting import until

import pyrust as pr


def test_rows_in_memory_count_as_they_are_read():
    session = pr.Session()
    rows = session.range(3_000_000).filter(pr.col("value") >= 0).iter_batches()
    seen = [0.0]
    for _ in rows:
        now = session.runs()[-1].progress
        if now.fraction is not None:
            seen.append(now.fraction)
    assert seen == sorted(seen)
    assert 0.5 < seen[-1] <= 1
    assert session.runs()[-1].progress.phase == "done"


def test_a_file_of_parquet_and_one_of_csv_count(tmp_path):
    pr.range(2_000_000).write_parquet(tmp_path / "n.parquet")
    pr.range(2_000_000).write_csv(tmp_path / "n.csv")
    for table in (pr.read_parquet(tmp_path / "n.parquet"), pr.read_csv(tmp_path / "n.csv")):
        seen = []
        for _ in table.filter(pr.col("value") >= 0).iter_batches():
            now = pr.runs()[-1].progress
            seen.append(now.fraction or 0.0)
        assert seen == sorted(seen)
        assert 0.5 < seen[-1] <= 1
        assert pr.runs()[-1].progress.bytes_read > 100_000


def test_the_operator_that_needs_all_rows_is_named():
    numbers = pr.range(1_000_000_000)
    queries = {
        "sorting": numbers.sort(-pr.col("value")),
        "grouping": numbers.group_by(pr.col("value") % 1_000_003).agg(pr.len()),
        "building the join": numbers.join(numbers.select(value=pr.col("value") * 2), on="value"),
    }
    for phase, query in queries.items():
        task = query.submit()
        until(lambda task=task, phase=phase: task.run.progress.phase == phase and task.run.progress.phase_rows > 0)
        task.cancel()
        assert task.run.wait(20)


def test_what_spills_is_counted():
    numbers = pr.DataFrame({"a": list(range(1000))})
    numbers.sort("a").collect()
    assert pr.runs()[-1].progress.spilled == 0
