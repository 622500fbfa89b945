"""Methods of one's own on frames and expressions, below a registered name."""

import copy
import gc
import weakref
from collections.abc import Iterator

import pytest

import pyrust as pr


class Shop:
    """Made of a frame or an expression."""

    def __init__(self, of: pr.DataFrame | pr.Expr) -> None:
        self.of = of


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Take the names from the classes again."""
    yield
    for owner in (pr.DataFrame, pr.Expr):
        for name in ("shop", "basket"):
            if name in vars(owner):
                delattr(owner, name)


def test_a_frame_has_the_methods_below_the_name():
    assert pr.register_dataframe_namespace("shop")(Shop) is Shop
    frame = pr.range(3)
    assert isinstance(frame.shop, Shop)
    assert frame.shop.of is frame
    assert pr.DataFrame.shop is Shop
    assert "shop" in dir(frame)
    assert not hasattr(pr.col("a"), "shop")


def test_every_expression_has_them():
    pr.register_expr_namespace("shop")(Shop)
    for expr in (pr.col("a"), pr.selectors.all(), pr.when(pr.col("a")).then(1)):
        assert expr.shop.of is expr


def test_a_cell_that_runs_twice_replaces_the_class():
    pr.register_dataframe_namespace("shop")(Shop)
    other = pr.register_dataframe_namespace("shop")(type("Other", (Shop,), {}))
    assert type(pr.range(3).shop) is other


@pytest.mark.parametrize("name", ["select", "width", "c", "_repr_html_", "two words", "", "1a"])
def test_a_name_that_is_taken_or_none_is_refused(name):
    with pytest.raises(pr.InvalidValueError, match=r"register_dataframe_namespace: .*\nhint: choose") as refusal:
        pr.register_dataframe_namespace(name)
    assert refusal.value.hint.startswith("choose")


def test_the_namespaces_of_expressions_stay():
    for name in ("str", "dt", "list", "over"):
        with pytest.raises(ValueError, match="an Expr has an attribute"):
            pr.register_expr_namespace(name)


def test_only_a_class_is_registered_and_only_by_a_name():
    with pytest.raises(pr.InvalidTypeError, match="name must be a string"):
        pr.register_dataframe_namespace(Shop)
    with pytest.raises(pr.InvalidTypeError, match="a class must be decorated"):
        pr.register_dataframe_namespace("shop")(lambda frame: frame)


def test_an_error_within_it_is_its_own():
    pr.register_dataframe_namespace("basket")(type("Basket", (), {"__init__": lambda _, of: of / 0}))
    with pytest.raises(TypeError):
        _ = pr.range(3).basket
    pr.register_dataframe_namespace("basket")(type("Basket", (), {"__init__": lambda _, of: of.nothing}))
    with pytest.raises(AttributeError, match=r"df\.nothing: "):
        _ = pr.range(3).basket
    assert copy.copy(pr.range(3)).width == 1


def test_a_frame_is_freed_though_its_namespace_holds_it():
    pr.register_dataframe_namespace("shop")(Shop)
    frame = pr.range(3)
    assert frame.shop.of is frame
    seen = weakref.ref(frame)
    del frame
    gc.collect()
    assert seen() is None
