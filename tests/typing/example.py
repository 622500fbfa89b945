"""A program as a user with a type checker writes it. mypy (strict) and pyright (strict) must find nothing in it.

It is also run, so that what the stubs promise is what happens.
"""

from decimal import Decimal
from typing import Any

import pyrust as pr
from pyrust import functions as f
from pyrust.typing import IntoExpr, IntoFrame, Schema


def revenue(lines: pr.DataFrame, least: float) -> pr.DataFrame:
    """The revenue of every kind of line."""
    net: pr.Expr = pr.col("price") * (1 - pr.col("discount"))
    return (
        lines.filter(pr.col("quantity") >= least, pr.col("kind").is_not_null())
        .with_columns(net=net, label=pr.col("kind").str.upper())
        .group_by("label")
        .agg(total=pr.col("net").sum(), lines=f.count())
        .sort("label", descending=False)
    )


def values(data: IntoFrame, value: IntoExpr, schema: Schema) -> pr.RowIterator[tuple[Any, ...]]:
    """The values one by one, as the only column of a schema."""
    return pr.DataFrame(data).select(value).map_batches(lambda batch: batch, schema).iter_rows()


def main() -> None:
    """Make a table, ask it, and take the answer apart."""
    lines = pr.DataFrame(
        {
            "kind": ["a", "b", None, "a"],
            "quantity": [1.0, 5.0, 2.0, 3.0],
            "price": [Decimal("1.50"), Decimal("2.00"), Decimal("9.99"), Decimal("4.00")],
            "discount": [Decimal("0.1")] * 4,
        }
    )
    result = revenue(lines, 1.0)
    columns: list[str] = result.columns
    schema: dict[str, pr.DataType] = result.schema
    count: int = result.count()
    rows = result.to_list()
    assert columns == list(schema) == ["label", "total", "lines"]
    assert count == len(rows) == 2
    assert [row["label"] for row in rows] == ["A", "B"]
    try:
        lines.select("kindd")
    except pr.ColumnNotFoundError as error:
        hint: str | None = error.hint
        assert hint is not None
    assert [value for (value,) in values(lines, "quantity", {"quantity": "float64"})] == [1.0, 5.0, 2.0, 3.0]
    parts: dict[tuple[Any, ...], pr.DataFrame] = lines.partition_by("kind", as_dict=True)
    assert [part.count() for part in parts.values()] == [key_part.count() for _, key_part in lines.group_by("kind")]
    windows: pr.DynamicGroupBy = lines.group_by_dynamic(pr.col("quantity").cast(int), every="2i", group_by=["kind"])
    assert windows.agg(n=f.count()).count() == 4
    text: str = lines.glimpse(return_as_string=True)
    size: int = lines.top_k(2, by="price", reverse=[False]).estimated_size()
    assert text.startswith("4 columns")
    assert size > 0
    session = pr.Session()
    session.register("lines", lines)
    assert session.sql("SELECT count(*) AS n FROM lines WHERE quantity > $least", least=2).to_dict() == {"n": [2]}


if __name__ == "__main__":
    main()
