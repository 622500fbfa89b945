"""What the operators of a run took."""

import pyrust as pr


def operators(operator):
    """List an operator and all below it."""
    return [operator, *(found for source in operator.inputs for found in operators(source))]


def test_a_report_stays_when_the_rows_are_gone(tmp_path):
    pr.range(100_000).with_columns(k=pr.col("value") % 7).write_parquet(tmp_path / "n.parquet")
    frame = pr.read_parquet(tmp_path / "n.parquet").group_by("k").agg(pr.col("value").sum())
    report = frame.explain(analyze=True)
    names = [operator.name for operator in operators(report.root)]
    assert "Aggregate" in names
    assert names[-1] == "DataSource"
    scan = operators(report.root)[-1]
    assert (scan.rows, scan.expected, scan.inputs) == (100_000, 100_000, [])
    assert int(scan.figures["bytes_scanned"].split()[0].split(".")[0]) > 0
    assert "n.parquet" in scan.detail
    assert report.root.rows == 7


def test_a_wrong_estimate_is_marked():
    numbers = pr.range(100_000)
    assert "not the rows expected" in str(numbers.filter(pr.col("value") % 1000 == 1).explain(analyze=True))


def test_html_is_text_and_never_markup():
    frame = pr.DataFrame({"<img src=x>": [3, 1, 2]}).sort("<img src=x>")
    html = frame.explain(analyze=True)._repr_html_()
    assert "&lt;img" in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_running_query_has_a_report_too():
    numbers = pr.range(1_000_000_000)
    task = numbers.sort(-pr.col("value")).submit()
    while task.run.report is None:
        pass
    assert "Sort" in [operator.name for operator in operators(task.run.report.root)]
    task.cancel()
    assert task.run.wait(20)


def test_a_short_run_has_numbers_and_no_words():
    pr.range(10).filter(pr.col("value") > 6).collect()
    root = pr.runs()[-1].report.root
    assert (root.name, root.rows, root.detail, root.expected, root.figures) == ("Filter", 3, "", None, {})
