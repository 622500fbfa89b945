"""A name that a frame, an expression or a module does not have is refused with the name to write instead."""

import copy
import importlib.machinery
import importlib.util
import inspect
import pickle
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pyrust as pr

DATA = {
    "a": [1, 2, 3],
    "b": [1, None, 3],
    "k": ["x", "y", "x"],
    "s": ["p", "q", "r"],
    "t": [datetime(2024, 1, day) for day in (1, 2, 3)],
    "items": [[1, 2], [], [3]],
    "p": [{"x": 1}, {"x": 2}, {"x": 3}],
}
# How a line of the table is reached.
FRAME = pr.DataFrame(DATA)
OWNERS = {
    "df": FRAME,
    "groups": FRAME.group_by("k"),
    "expr": pr.col("a"),
    "expr.str": pr.col("a").str,
    "expr.dt": pr.col("a").dt,
    "expr.list": pr.col("a").list,
    "pr": pr,
    "pr.testing": pr.testing,
}


@pytest.fixture(scope="module")
def df() -> pr.DataFrame:
    return FRAME


@pytest.fixture(scope="module")
def generator(checkout: Path) -> ModuleType:
    """`.ci/coming-from`, which reads the table and writes the page."""
    loader = importlib.machinery.SourceFileLoader("coming_from", str(checkout / ".ci/coming-from"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("coming_from", loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table(checkout: Path) -> str:
    return (checkout / "src/foreign_names.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def entries(generator: ModuleType, table: str) -> list[list[str]]:
    found = generator.entries(table)
    assert len(found) > 100
    return found


def _message(owner: Any, name: str) -> str:
    with pytest.raises(AttributeError) as caught:
        getattr(owner, name)
    assert caught.value.name == name
    return str(caught.value)


def test_each_name_of_the_table_is_answered_with_ours(entries):
    asked = 0
    for of, names, ours, example in entries:
        if of.endswith("()"):
            continue
        owner = OWNERS[of]
        for name in names.split(", "):
            message = _message(owner, name)
            assert not hasattr(owner, name), name
            assert name not in dir(owner), name
            assert message.endswith(f"\nhint: for example {example}"), message
            assert f".{name}: " in message
            assert (ours if " " in ours else f"pyrust calls it {message.split('.')[0]}") in message
            asked += 1
        assert " " in ours or hasattr(owner, ours), f"{of}.{ours} is not there"
    assert asked > 150


def test_each_keyword_of_the_table_is_answered_with_ours(entries):
    asked = 0
    for of, names, ours, example in entries:
        if not of.endswith("()"):
            continue
        owner, _, method = of[:-2].rpartition(".")
        # `items` is a column, which filter would answer for.
        called = getattr(FRAME.drop("items") if owner == "df" else OWNERS[owner], method)
        signature = inspect.signature(called).parameters
        parameters = {name for name, parameter in signature.items() if parameter.kind is not parameter.VAR_POSITIONAL}
        assert " " in ours or ours in parameters, f"{of} takes no {ours}"
        for name in names.split(", "):
            assert name not in parameters, f"{of} takes {name}"
            with pytest.raises(pr.InvalidTypeError) as caught:
                called(**{name: "x"})
            wanted = ours if " " in ours else f"pyrust calls it {ours}"
            assert str(caught.value) == f"{method}: {name}: {wanted}\nhint: for example {example}"
            asked += 1
    assert asked > 200


def test_the_examples_of_the_table_are_true(df, entries, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    times = {"UTC": UTC, "date": date, "datetime": datetime, "timedelta": timedelta}
    scope = {"pr": pr, "df": df, "other": pr.DataFrame({"k": ["x", "z"], "a": [1, 4]}), **times}
    for *_, example in entries:
        made = eval(example, scope)
        if isinstance(made, pr.Expr):
            made = df.select(x=made)
        if isinstance(made, pr.DataFrame):
            made.collect()
    pr.deregister("t")


def test_the_page_has_the_table(generator, table, checkout):
    page = (checkout / "docs/coming-from.md").read_text(encoding="utf-8")
    assert generator.with_names(page, table) == page, "`make coming-from` writes it"


def test_no_name_is_listed_twice(entries):
    listed = [(of, name) for of, names, *_ in entries for name in names.split(", ")]
    assert len(set(listed)) == len(listed)
    assert not any(name.startswith("_") for _, name in listed)


def test_ours_is_named_with_its_arguments(df):
    assert _message(df, "sort_values") == (
        "df.sort_values: pyrust calls it df.sort(*by, descending=None, nulls_last=None)\n"
        'hint: for example df.sort("a", descending=True)'
    )
    assert "pyrust calls it df.shape\n" in _message(df, "ndim")
    assert "pyrust calls it df.is_empty()\n" in _message(df, "isEmpty")
    assert "pyrust calls it expr.is_in(" in _message(pr.col("a"), "isin")
    assert "pyrust calls it df.group_by(...).n_unique()\n" in _message(df.group_by("k"), "nunique")
    assert "pyrust calls it pr.DataFrame(data" in _message(pr, "from_dicts")


def test_a_column_is_named_where_it_is():
    df = pr.DataFrame({"price": [1], "groupby": [2], "Count": [3]})
    assert _message(df, "price") == (
        'df.price: a column is not an attribute of a frame\nhint: write df.c.price, or pr.col("price")'
    )
    assert "write df.c.groupby" in _message(df, "groupby")
    assert _message(df, "prise").endswith("\nhint: did you mean df.c.price, df.pipe?")
    assert "df.group_by(...).price: a column" in _message(df.group_by("price"), "price")
    assert 'write .agg(pr.col("price").sum())' in _message(df.group_by("price"), "price")


@pytest.mark.parametrize(
    ("owner", "name", "hint"),
    [
        ("df", "grup_by", "df.group_by"),
        ("expr", "upper", "expr.str.upper"),
        ("expr.str", "year", "expr.dt.year"),
        ("expr.dt", "is_null", "expr.is_null"),
        ("expr", "get_categories", "expr.cat.get_categories"),
        ("pr", "concatt", "pr.concat"),
        ("pr", "row_number", "pr.functions.row_number"),
    ],
)
def test_other_names_get_the_nearest(owner, name, hint):
    assert re.search(rf"has no attribute of this name\nhint: did you mean .*{hint}", _message(OWNERS[owner], name))


@pytest.mark.parametrize(
    ("owner", "name", "hint"),
    [
        (pr.selectors.all(), "upper", "did you mean expr.str.upper"),
        (pr.col("a").name, "suffixes", "did you mean expr.name.suffix"),
        (pr.functions, "sumn", "did you mean pr.functions.sum"),
        (pr.selectors, "numerics", "did you mean pr.selectors.numeric"),
        (pr.functions, "zzzz", "dir(pr.functions) lists"),
    ],
)
def test_selectors_names_and_modules_too(owner, name, hint):
    assert f"\nhint: {hint}" in _message(owner, name)


def test_every_namespace_of_an_expression_answers_and_is_looked_into():
    """Each has its words for itself, and a name of its own that is asked of the expression is found there."""
    classes = {name: found for name, found in vars(pr.Expr).items() if type(found).__name__ == "getset_descriptor"}
    spaces = [name for name in classes if type(getattr(pr.col("a"), name)).__name__.endswith("Namespace")]
    assert {"str", "dt", "list", "struct", "map", "bin", "cat", "name"} <= set(spaces)
    for name in spaces:
        space = getattr(pr.col("a"), name)
        assert _message(space, "zzzz").startswith(f"expr.{name}.zzzz: the namespace of "), name
    assert _message(pr.col("a").cat, "upper").endswith("\nhint: did you mean expr.str.upper?")
    assert _message(pr.col("a").cat, "code").endswith("\nhint: did you mean expr.cat.codes?")


def test_protocols_are_refused_in_a_word(df):
    for thing in (df, df.group_by("k"), pr.col("a"), pr.col("a").str, pr.selectors.all()):
        for name in ("_repr_png_", "_ipython_canary_method_should_not_exist_", "__array_interface__", "_groupby"):
            assert not hasattr(thing, name)
            message = _message(thing, name)
            assert re.fullmatch(rf"'\w+' object has no attribute '{name}'", message), message
    assert copy.copy(df) is copy.deepcopy(df) is df
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(pr.col("a"))
    assert not hasattr(df, "\ud800")


def test_a_keyword_that_nobody_has_gets_the_nearest(df):
    with pytest.raises(TypeError, match='sort: there is no argument "descendng"\nhint: did you mean descending'):
        df.sort("a", descendng=True)
    with pytest.raises(TypeError, match='rename: there is no argument "zzz"\nhint: the arguments are names'):
        df.rename(zzz={})
    with pytest.raises(TypeError, match=r'filter: "k" is a column, .*\nhint: df.filter\(pr.col\("k"\) == \'x\'\)'):
        df.filter(k="x")


def test_readers_of_a_session_answer_too(tmp_path):
    with pytest.raises(TypeError, match=r"read_csv: sep: pyrust calls it delimiter\nhint: for example"):
        pr.Session().read_csv(tmp_path / "t.csv", sep=";")
    with pytest.raises(TypeError, match="read_json: lines: rows that follow each other"):
        pr.read_ndjson(b"{}", lines=True)
    assert "sep" not in str(inspect.signature(pr.read_csv))


def test_numpy_asks_with_its_own_keywords():
    numpy = pytest.importorskip("numpy")
    for function in (numpy.mean, numpy.sum, numpy.max, numpy.min, numpy.std, numpy.var):
        with pytest.raises(TypeError, match=rf"{function.__name__}: axis: .* has no options: it computes every column"):
            function(FRAME)


def test_a_key_is_not_given_by_a_keyword_of_others(df):
    with pytest.raises(
        TypeError, match=r'group_by: by: group_by takes keys alone, .*\nhint: for example df\.group_by\("k"\)'
    ):
        df.group_by(by="k")
    with pytest.raises(TypeError, match="group_by: as_index: "):
        df.group_by("k", as_index=False)
    assert df.group_by(by=pr.col("k")).len().columns == ["by", "len"]
    with pytest.raises(TypeError, match="sort: by: sort takes its keys without a keyword"):
        df.sort(by="k")


def test_what_looks_at_every_attribute_is_not_disturbed(df):
    """IPython's completion and `inspect.getmembers` ask for the names that `dir` lists, and for no other."""
    assert {"group_by", "unique", "shape"} <= set(dir(df))
    assert not {"groupby", "price", "iloc"} & set(dir(df))
    assert all(hasattr(df, name) for name in dir(df))
