"""Python's own syntax on a frame: attributes are columns, and what could mean two things is refused."""

import copy

import pytest

import pyrust as pr


def test_attributes_are_columns_where_no_method_is_meant():
    frame = pr.DataFrame({"price": [1, 2], "count": [3, 4], "a b": [5, 6], "_id": [7, 8], "__x": [9, 9]})
    assert frame.filter(frame.price > 1).rows() == [(2, 4, 6, 8, 9)]
    assert frame.select(frame._id).to_dict() == {"_id": [7, 8]}
    assert callable(frame.count)
    names = dir(frame)
    assert {"price", "_id", "select"} <= set(names)
    assert not {"a b", "__x"} & set(names)
    assert names.count("count") == 1


def test_an_attribute_that_is_none_names_the_nearest():
    frame = pr.DataFrame({"price": [1]})
    with pytest.raises(AttributeError, match="price"):
        _ = frame.pric
    with pytest.raises(AttributeError, match="select"):
        _ = frame.selct
    assert not hasattr(frame, "zzz")
    tricky = pr.DataFrame({"_repr_png_": [1], "_ipython_display_": [1], "__array__": [1], "__deepcopy__": [1]})
    assert not any(hasattr(tricky, name) for name in tricky.columns)
    with pytest.raises(TypeError, match="pickled"):
        copy.deepcopy(tricky)


def test_completion_offers_columns():
    from IPython.core.completer import provisionalcompleter
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["frame"] = pr.DataFrame({"price_of_all": [1]})
    with provisionalcompleter():
        found = [completion.text for completion in shell.Completer.completions("frame.pri", 9)]
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
