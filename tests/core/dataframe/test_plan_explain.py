"""A plan as text: in each form, as it runs and as it was made, and without running it."""

import json
import os

import pytest

import pyrust as pr


@pytest.fixture
def frame() -> pr.DataFrame:
    return pr.range(100).filter(pr.col("value") > 5).select(x=pr.col("value") * 2)


def test_each_form_shows_the_filter(frame):
    text = frame.explain()
    assert "logical_plan" in text
    assert "FilterExec: value" in text
    assert "┌" in frame.explain("tree")
    assert "FilterExec" in frame.explain("tree")
    assert "Filter" in json.dumps(json.loads(frame.explain("json")))
    assert "digraph" in frame.explain("graphviz")
    assert not any("?table?" in frame.explain(form) for form in ("text", "tree", "json", "graphviz"))


def test_the_plan_as_the_verbs_have_made_it(frame):
    never = frame.filter(pr.lit(value=False))
    assert never.explain(optimized=False).splitlines()[-1].strip().startswith("TableScan")
    assert "TableScan" not in never.explain()
    json.loads(never.explain("json", optimized=False))
    assert "digraph" in never.explain("graphviz", optimized=False)


def test_analyze_runs_the_query(frame):
    assert "output_rows=94" in frame.explain("text", analyze=True)
    assert "94" in json.dumps(json.loads(frame.explain("json", analyze=True)))


def test_the_plan_is_the_one_that_runs():
    ordered = pr.range(1_000_000).filter(pr.col("value") > 5)
    assert "RoundRobin" not in ordered.explain()


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("dot", {}),
        ("tree", {"analyze": True}),
        ("graphviz", {"analyze": True}),
        ("tree", {"optimized": False}),
        ("text", {"analyze": True, "optimized": False}),
    ],
)
def test_what_a_form_cannot_show_is_refused(frame, form, options):
    with pytest.raises(ValueError, match="explain"):
        frame.explain(form, **options)


def test_nothing_runs_for_it():
    endless = pr.range(10**15).group_by(k=pr.col("value") % 7).agg(n=pr.functions.count())
    assert "AggregateExec" in endless.explain()


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core divides nothing")
def test_few_rows_are_not_divided_between_threads():
    def plan(rows: int) -> str:
        frame = pr.range(rows).select(k=pr.col("value") % 7, v=pr.col("value")).collect()
        return frame.group_by("k").agg(pr.col("v").sum()).sort("k").explain()

    assert "RepartitionExec" not in plan(8_192)
    assert "RepartitionExec" in plan(8_193)
    few = pr.DataFrame({"a": [1, 2]})
    several = {
        "select a from few union all select a from few": False,
        "select distinct a from few where a > (select min(a) from few)": True,
        "select few.a, count(*) from few, few as other group by few.a": True,
    }
    for query, divided in several.items():
        assert ("RepartitionExec" in pr.sql(query, few=few).explain()) == divided, query
