"""Python's own syntax on a frame: columns as attributes of `c`, and what could mean two things is refused."""

import copy
import pickle

import pytest

import pyrust as pr


def test_columns_are_attributes_of_c():
    frame = pr.DataFrame({"price": [1, 2], "count": [3, 4], "a b": [5, 6], "_id": [7, 8], "__x": [9, 9]})
    assert frame.filter(frame.c.price > 1, frame.c["a b"] > 0).rows() == [(2, 4, 6, 8, 9)]
    assert frame.select(frame.c._id, frame.c.count).to_dict() == {"_id": [7, 8], "count": [3, 4]}
    assert dir(frame.c) == ["_id", "count", "price"]
    assert repr(frame.c) == "<Columns price, count, a b, _id, __x>"


def test_a_column_that_is_none_names_the_nearest():
    frame = pr.DataFrame({"price": [1]})
    with pytest.raises(AttributeError, match=r"no column \"pric\"\nhint: did you mean price"):
        _ = frame.c.pric
    with pytest.raises(pr.ColumnNotFoundError, match="price"):
        _ = frame.c["pric"]
    tricky = pr.DataFrame({"_repr_png_": [1], "_ipython_display_": [1], "__array__": [1], "__deepcopy__": [1]})
    assert not any(hasattr(tricky.c, name) for name in tricky.columns)
    assert copy.deepcopy(tricky) is tricky
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(tricky.limit(1))


def test_completion_offers_columns():
    from IPython.core.completer import provisionalcompleter
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["frame"] = pr.DataFrame({"price_of_all": [1]})
    with provisionalcompleter():
        found = [completion.text for completion in shell.Completer.completions("frame.c.pri", 11)]
    assert any("price_of_all" in text for text in found)


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda df: iter(df), "iter_rows"),
        (lambda df: len(df), "count"),
        (lambda df: bool(df), "is_empty"),
        (lambda df: "n" in df, "df.columns"),
        (lambda df: df == df.limit(1), "equals"),
        (lambda df: df != None, "equals"),  # noqa: E711
        (lambda df: df < df, "equals"),
        (lambda df: df["n"] > 1, r'pr.col\("n"\) > ... for a column'),
        (lambda df: df.__setitem__("n", 1), "never changes\nhint: df = df.with_columns"),
        (lambda df: df.__delitem__("n"), "never changes\nhint: df = df.drop"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_what_means_one(sales, ask, hint):
    with pytest.raises(TypeError, match=hint):
        ask(sales)


def test_frames_can_be_keys(sales):
    other = sales.limit(1)
    names = {sales: "sales", other: "other"}
    assert names[sales] == "sales"
    assert names[other] == "other"
    assert sales in [other, sales][1:]


def test_what_never_changes_is_its_own_copy():
    for thing in (pr.range(3), pr.col("a") + 1, pr.selectors.numeric(), pr.Array([1, 2])):
        assert copy.copy(thing) is thing
        assert copy.deepcopy({"x": [thing]})["x"][0] is thing


def test_expressions_take_plus_and_no_third_argument_of_pow():
    assert pr.DataFrame({"a": [1]}).select(x=+pr.col("a")).rows() == [(1,)]
    with pytest.raises(TypeError):
        pow(pr.col("a"), 2, 5)
