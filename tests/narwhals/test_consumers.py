"""Libraries written against narwhals take a pyrust frame."""

from __future__ import annotations

import json
import subprocess
import sys

import altair as alt
import plotly.express as px
import pytest

import pyrust as pr


@pytest.fixture
def measured() -> pr.DataFrame:
    return pr.DataFrame({"day": [1, 2, 3, 4], "value": [2.5, 4.0, 3.0, 5.5], "kind": ["a", "b", "a", "b"]})


def test_altair_draws_a_frame(measured: pr.DataFrame) -> None:
    chart = alt.Chart(measured).mark_line().encode(x="day", y="value", color="kind")
    document = chart.to_dict()
    [rows] = document["datasets"].values()
    assert rows == measured.to_list()
    assert document["encoding"]["x"]["type"] == "quantitative"
    assert document["encoding"]["color"]["type"] == "nominal"


def test_plotly_draws_a_frame(measured: pr.DataFrame) -> None:
    figure = px.scatter(measured, x="day", y="value", color="kind")
    points = {trace.name: (list(trace.x), list(trace.y)) for trace in figure.data}
    assert points == {"a": ([1, 3], [2.5, 3.0]), "b": ([2, 4], [4.0, 5.5])}
    assert json.loads(figure.to_json())["layout"]["xaxis"]["title"]["text"] == "day"


def test_pyrust_alone_loads_no_narwhals() -> None:
    code = "import sys, pyrust; pyrust.DataFrame({'a': [1]}).to_dict(); print('narwhals' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
