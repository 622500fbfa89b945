"""The libraries that draw and compute take a frame as it is."""

import numpy as np
import pandas as pd
import pytest

import pyrust as pr

ROWS = 60
DATA = {
    "x": [float(number) for number in range(ROWS)],
    "y": [2.0 * number + (-1) ** number for number in range(ROWS)],
    "kind": ["ab"[number % 2] for number in range(ROWS)],
}


@pytest.fixture
def frame() -> pr.DataFrame:
    return pr.DataFrame(DATA)


@pytest.fixture
def axes():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    yield axes
    pyplot.close(figure)


def test_matplotlib_draws_columns_by_name_and_a_whole_frame(frame, axes) -> None:
    [line] = axes.plot("x", "y", data=frame)
    np.testing.assert_array_equal(line.get_ydata().ravel(), DATA["y"])
    assert len(axes.plot(frame.select("x", "y"))) == 2
    dots = axes.scatter("x", "y", data=frame)
    np.testing.assert_array_equal(dots.get_offsets()[:, 1], DATA["y"])
    counts, _, _ = axes.hist(frame["x"], bins=6)
    assert counts.tolist() == [10.0] * 6
    axes.bar(frame["kind"].limit(2).to_numpy().ravel(), [1, 2])
    dates = pr.date_range(pd.Timestamp("2024-01-01").date(), pd.Timestamp("2024-01-03").date())
    axes.figure.clear()
    fresh = axes.figure.add_subplot()
    [line] = fresh.plot("date", "n", data=dates.with_columns(n=pr.lit(1)).collect())
    assert len(line.get_xdata()) == 3
    axes.figure.canvas.draw()


def test_seaborn_draws_a_frame(frame, axes) -> None:
    seaborn = pytest.importorskip("seaborn")
    drawn = seaborn.scatterplot(frame, x="x", y="y", hue="kind", ax=axes)
    assert drawn.get_xlabel() == "x"
    np.testing.assert_array_equal(drawn.collections[0].get_offsets()[:, 1], DATA["y"])
    assert sorted(text.get_text() for text in drawn.get_legend().get_texts()) == ["a", "b"]
    from seaborn import objects

    plot = objects.Plot(frame, x="x", y="y").add(objects.Line()).plot()
    assert plot is not None


def test_scikit_learn_fits_a_frame_and_knows_its_names(frame) -> None:
    pytest.importorskip("sklearn")
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    features, target = frame.select("x"), frame.select("y")
    model = LinearRegression().fit(features, target)
    assert model.coef_.ravel()[0] == pytest.approx(2.0, abs=0.01)
    assert model.predict(features).shape == (ROWS, 1)
    scaled = StandardScaler().fit_transform(frame.select("x", "y"))
    np.testing.assert_allclose(scaled, StandardScaler().fit_transform(pd.DataFrame(DATA)[["x", "y"]].to_numpy()))
    parts = train_test_split(np.asarray(frame.select("x", "y")), test_size=0.25, random_state=1)
    assert [part.shape for part in parts] == [(45, 2), (15, 2)]
    with pytest.raises(ValueError, match="could not convert string to float"):
        LinearRegression().fit(frame.select("kind"), target)


def test_statsmodels_fits_a_frame(frame) -> None:
    pytest.importorskip("statsmodels")
    from statsmodels.regression.linear_model import OLS

    # it asks for `len(df)`, which a query cannot answer
    features = frame.select(one=pr.lit(1.0), x=pr.col("x"))
    model = OLS(np.asarray(frame["y"]), np.asarray(features)).fit()
    wanted = OLS(np.array(DATA["y"]), np.column_stack([np.ones(ROWS), DATA["x"]])).fit()
    np.testing.assert_allclose(model.params, wanted.params)
    from statsmodels.formula import api

    formula = api.ols("y ~ x + kind", data=frame.to_pandas()).fit()
    assert formula.params["x"] == pytest.approx(2.0, abs=0.01)


def test_scipy_takes_columns(frame) -> None:
    stats = pytest.importorskip("scipy.stats")
    fitted = stats.linregress(np.ravel(frame["x"]), np.ravel(frame["y"]))
    assert fitted.slope == pytest.approx(2.0, abs=0.01)
