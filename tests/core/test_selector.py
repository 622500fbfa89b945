"""Selectors: columns by name, type and place, as sets, in every verb, and inside of expressions."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import selectors as cs


@pytest.fixture
def wide() -> pr.DataFrame:
    """One column of every family, in an order that is not the alphabet's."""
    return pr.DataFrame(
        {
            "id": [1, 2],
            "price": [1.5, 2.5],
            "cost": [Decimal("1.5"), Decimal("2.5")],
            "name": ["x", "y"],
            "flag": [True, None],
            "raw": [b"x", b"y"],
            "day": [date(2024, 1, 1)] * 2,
            "clock": [time(1)] * 2,
            "at": [datetime(2024, 1, 1)] * 2,
            "took": [timedelta(1)] * 2,
            "tags": [["a"], []],
            "part": [{"a": 1}] * 2,
        }
    )


@pytest.mark.parametrize(
    ("selector", "columns"),
    [
        (cs.numeric(), "id price cost"),
        (cs.integer(), "id"),
        (cs.float(), "price"),
        (cs.decimal(), "cost"),
        (cs.string(), "name"),
        (cs.boolean(), "flag"),
        (cs.binary(), "raw"),
        (cs.temporal(), "day clock at took"),
        (cs.date(), "day"),
        (cs.time(), "clock"),
        (cs.datetime(), "at"),
        (cs.duration(), "took"),
        (cs.nested(), "tags part"),
        (cs.first(), "id"),
        (cs.last(), "part"),
        (cs.by_name("price", ["id"]), "id price"),
        (cs.by_name("id", "nothing", require_all=False), "id"),
        (cs.by_dtype(int, "string", pa.date32()), "id name day"),
        (cs.matches("^.a"), "name raw day tags part"),
        (cs.matches("(?i)^P"), "price part"),
        (cs.starts_with("p", "n"), "price name part"),
        (cs.ends_with("e"), "price name"),
        (cs.contains("a"), "name flag raw day at tags part"),
        (cs.exclude("id", float, cs.temporal() | cs.nested()), "cost name flag raw"),
        (cs.numeric().exclude("id"), "price cost"),
        (cs.numeric() | cs.string(), "id price cost name"),
        (cs.numeric() & cs.starts_with("p"), "price"),
        (cs.numeric() - cs.float(), "id cost"),
        (cs.numeric() ^ cs.starts_with("p"), "id cost part"),
        (~(cs.numeric() | cs.nested()), "name flag raw day clock at took"),
    ],
)
def test_columns_come_in_the_order_of_the_frame(wide, selector, columns):
    assert wide.select(selector).columns == columns.split()
    assert isinstance(selector, pr.Selector)
    assert isinstance(selector, pr.Expr)


def test_encodings_are_of_the_family_of_their_values():
    table = pa.table({"d": pa.array(["x"]).dictionary_encode(), "v": pa.array(["x"], pa.string_view())})
    assert pr.DataFrame(table).select(cs.string()).columns == ["d", "v"]
    assert pr.DataFrame(table).select(cs.by_dtype(str)).columns == ["v"]


def test_every_verb_takes_them(sales):
    assert sales.drop(cs.string(), "n").columns == ["price"]
    assert sales.drop(cs.temporal()).columns == sales.columns
    assert sales.with_columns(cs.temporal()).columns == sales.columns
    assert sales.sort(cs.integer().desc()).to_dict()["n"] == [3, 2, 1, -4]
    assert sales.sort(cs.string() | cs.integer()).to_dict()["n"] == [1, 3, -4, 2]
    grouped = sales.group_by(cs.string()).agg(cs.numeric().sum()).sort("Shop")
    assert grouped.to_dict() == {"Shop": ["x", "y"], "sum(price)": [1.5, 6.0], "sum(n)": [4, -2]}
    assert sales[cs.numeric()].columns == ["price", "n"]
    assert sales.cast({cs.numeric(): "float32", cs.string(): "binary"}).dtypes == ["binary", "float32", "float32"]
    assert isinstance(cs.numeric() == 1, pr.Expr)
    assert sales.filter(cs.numeric() > 1).to_dict()["n"] == [2]


def test_an_expression_is_computed_for_each_column(sales):
    assert sales.select(cs.numeric() * 2).columns == ["price * 2", "n * 2"]
    assert sales.select((cs.numeric() * 2).name.keep()).to_dict()["n"] == [2, 4, 6, -8]
    spread = sales.select(cs.integer().max() - cs.integer().min())
    assert spread.to_dict() == {"max(n) - min(n)": [7]}
    filled = sales.with_columns(cs.float().fill_null(0).name.keep())
    assert filled.to_dict()["price"] == [1.5, 2.0, 0.0, 4.0]
    assert sales.select(1 - cs.integer(), 2 & cs.integer(), cs.integer() ^ 1).to_dict() == {
        "1 - n": [0, -1, -2, 5],
        "2 & n": [0, 2, 2, 0],
        "n ^ 1": [0, 3, 2, -3],
    }


def test_windows_are_computed_for_each_column(sales):
    share = cs.numeric().sum().over("Shop").name.suffix("_total")
    made = sales.with_columns(share).sort("n")
    assert made.columns == ["Shop", "price", "n", "price_total", "n_total"]
    assert made.to_dict()["n_total"] == [-2, 4, -2, 4]


def test_one_expression_holds_one_selector(sales):
    with pytest.raises(ValueError, match=r"numeric.*string.*one expression"):
        sales.select(cs.numeric() + cs.string())
    with pytest.raises(pr.PyRustError, match='"same"'):
        sales.with_columns(cs.numeric().alias("same"))
    assert sales.select(one=cs.integer().max()).to_dict() == {"one": [3]}


def test_choosing_nothing_is_an_error_where_nothing_is_left(sales):
    none = cs.temporal()
    for verb in (sales.select, sales.sort, sales.group_by, sales.group_by("Shop").agg):
        with pytest.raises(
            pr.SchemaError, match=r"temporal\(\) chooses no column\nhint: the frame has the columns Shop"
        ):
            verb(none if verb != sales.group_by("Shop").agg else none.sum())
    assert sales.select("n", none).columns == ["n"]


def test_names_that_are_not_there_are_found(sales):
    with pytest.raises(pr.ColumnNotFoundError, match="price"):
        sales.select(cs.by_name("Price"))
    with pytest.raises(ValueError, match="regular expression"):
        cs.matches("(")
    with pytest.raises(TypeError, match="no type"):
        cs.by_dtype("integer64")
    with pytest.raises(TypeError, match="neither"):
        cs.exclude(5)
    with pytest.raises(TypeError, match="computed"):
        sales.drop(cs.numeric() * 2)


def test_they_show_what_they_choose():
    selector = (cs.numeric() | cs.by_name("a")) - ~cs.starts_with("x")
    assert repr(selector) == '<Selector ((numeric() | by_name("a")) - ~starts_with("x"))>'
    assert repr(cs.numeric().sum() * 2) == "<Expr sum(numeric()) * 2>"


def test_a_name_is_made_of_the_first_columns_name(sales):
    price = pr.col("price")
    assert sales.select(price.sum().name.suffix("_sum"), price.max().alias("top").name.keep()).columns == [
        "price_sum",
        "price",
    ]
    assert sales.select(
        (price * pr.col("n")).name.prefix("p_"),
        pr.col("Shop").name.to_lowercase(),
        (pr.lit(1) + price).name.to_uppercase(),
        price.name.suffix("_inside") + 1,
        pr.lit(1).name.keep(),
    ).columns == ["p_price", "shop", "PRICE", "price + 1", "1"]


def test_a_selector_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"pr.selectors.integers: .*\nhint: did you mean pr.selectors.integer"):
        cs.integers  # noqa: B018
