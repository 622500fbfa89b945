"""The 22 TPC-H queries written with frames and expressions, as `q01(tables)` ... `q22(tables)`.

Each gives the columns of its SQL twin in `sql/`, in the same order; what SQL says with a subquery is a join here.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pyrust as pr
from pyrust import functions as f
from pyrust.functions import when

col = pr.col
REVENUE = col("l_extendedprice") * (1 - col("l_discount"))


def q01(t: SimpleNamespace) -> pr.DataFrame:
    return (
        t.lineitem.filter(col("l_shipdate") <= date(1998, 9, 2))
        .group_by("l_returnflag", "l_linestatus")
        .agg(
            sum_qty=f.sum("l_quantity"),
            sum_base_price=f.sum("l_extendedprice"),
            sum_disc_price=REVENUE.sum(),
            sum_charge=(REVENUE * (1 + col("l_tax"))).sum(),
            avg_qty=f.mean("l_quantity"),
            avg_price=f.mean("l_extendedprice"),
            avg_disc=f.mean("l_discount"),
            count_order=f.count(),
        )
        .sort("l_returnflag", "l_linestatus")
    )


def q02(t: SimpleNamespace) -> pr.DataFrame:
    european = (
        t.partsupp.join(t.supplier, left_on="ps_suppkey", right_on="s_suppkey")
        .join(t.nation, left_on="s_nationkey", right_on="n_nationkey")
        .join(t.region.filter(col("r_name") == "EUROPE"), left_on="n_regionkey", right_on="r_regionkey")
    )
    parts = t.part.filter(col("p_size") == 15, col("p_type").like("%BRASS"))
    offers = european.join(parts, left_on="ps_partkey", right_on="p_partkey")
    cheapest = offers.group_by("p_partkey").agg(ps_supplycost=f.min("ps_supplycost"))
    return (
        offers.join(cheapest, on=["p_partkey", "ps_supplycost"])
        .sort(col("s_acctbal").desc(), "n_name", "s_name", "p_partkey")
        .limit(100)
        .select("s_acctbal", "s_name", "n_name", "p_partkey", "p_mfgr", "s_address", "s_phone", "s_comment")
    )


def q03(t: SimpleNamespace) -> pr.DataFrame:
    return (
        t.customer.filter(col("c_mktsegment") == "BUILDING")
        .join(t.orders.filter(col("o_orderdate") < date(1995, 3, 15)), left_on="c_custkey", right_on="o_custkey")
        .join(t.lineitem.filter(col("l_shipdate") > date(1995, 3, 15)), left_on="o_orderkey", right_on="l_orderkey")
        .group_by("o_orderkey", "o_orderdate", "o_shippriority")
        .agg(revenue=REVENUE.sum())
        .sort(col("revenue").desc(), "o_orderdate")
        .limit(10)
        .select("revenue", "o_orderdate", "o_shippriority", l_orderkey="o_orderkey")
        .select("l_orderkey", "revenue", "o_orderdate", "o_shippriority")
    )


def q04(t: SimpleNamespace) -> pr.DataFrame:
    late = t.lineitem.filter(col("l_commitdate") < col("l_receiptdate"))
    return (
        t.orders.filter(col("o_orderdate") >= date(1993, 7, 1), col("o_orderdate") < date(1993, 10, 1))
        .join(late, left_on="o_orderkey", right_on="l_orderkey", how="semi")
        .group_by("o_orderpriority")
        .agg(order_count=f.count())
        .sort("o_orderpriority")
    )


def q05(t: SimpleNamespace) -> pr.DataFrame:
    orders = t.orders.filter(col("o_orderdate") >= date(1994, 1, 1), col("o_orderdate") < date(1995, 1, 1))
    return (
        t.region.filter(col("r_name") == "ASIA")
        .join(t.nation, left_on="r_regionkey", right_on="n_regionkey")
        .join(t.supplier, left_on="n_nationkey", right_on="s_nationkey")
        .join(t.lineitem, left_on="s_suppkey", right_on="l_suppkey")
        .join(orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(t.customer, left_on=["o_custkey", "n_nationkey"], right_on=["c_custkey", "c_nationkey"])
        .group_by("n_name")
        .agg(revenue=REVENUE.sum())
        .sort("revenue", descending=True)
    )


def q06(t: SimpleNamespace) -> pr.DataFrame:
    return t.lineitem.filter(
        (col("l_shipdate") >= date(1994, 1, 1)) & (col("l_shipdate") < date(1995, 1, 1)),
        col("l_discount").between(Decimal("0.05"), Decimal("0.07")),
        col("l_quantity") < 24,
    ).select(revenue=(col("l_extendedprice") * col("l_discount")).sum())


def q07(t: SimpleNamespace) -> pr.DataFrame:
    two = t.nation.filter(col("n_name").is_in(["FRANCE", "GERMANY"]))
    sellers = two.select(supp_nation="n_name", s_nationkey="n_nationkey")
    buyers = two.select(cust_nation="n_name", c_nationkey="n_nationkey")
    return (
        t.lineitem.filter(col("l_shipdate").between(date(1995, 1, 1), date(1996, 12, 31)))
        .join(t.supplier.join(sellers, on="s_nationkey"), left_on="l_suppkey", right_on="s_suppkey")
        .join(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(t.customer.join(buyers, on="c_nationkey"), left_on="o_custkey", right_on="c_custkey")
        .filter(col("supp_nation") != col("cust_nation"))
        .group_by("supp_nation", "cust_nation", l_year=col("l_shipdate").dt.year().cast(int))
        .agg(revenue=REVENUE.sum())
        .sort("supp_nation", "cust_nation", "l_year")
    )


def q08(t: SimpleNamespace) -> pr.DataFrame:
    american = t.nation.join(t.region.filter(col("r_name") == "AMERICA"), left_on="n_regionkey", right_on="r_regionkey")
    orders = t.orders.filter(col("o_orderdate").between(date(1995, 1, 1), date(1996, 12, 31)))
    buyers = t.customer.join(american, left_on="c_nationkey", right_on="n_nationkey", how="semi")
    sellers = t.supplier.join(
        t.nation.select("n_nationkey", nation="n_name"), left_on="s_nationkey", right_on="n_nationkey"
    )
    volume = when(col("nation") == "BRAZIL").then(REVENUE).otherwise(Decimal(0)).sum()
    return (
        t.part.filter(col("p_type") == "ECONOMY ANODIZED STEEL")
        .join(t.lineitem, left_on="p_partkey", right_on="l_partkey")
        .join(orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(buyers, left_on="o_custkey", right_on="c_custkey", how="semi")
        .join(sellers, left_on="l_suppkey", right_on="s_suppkey")
        .group_by(o_year=col("o_orderdate").dt.year().cast(int))
        .agg(mkt_share=volume.cast(float) / REVENUE.sum().cast(float))
        .sort("o_year")
    )


def q09(t: SimpleNamespace) -> pr.DataFrame:
    return (
        t.part.filter(col("p_name").str.contains("green"))
        .join(t.lineitem, left_on="p_partkey", right_on="l_partkey")
        .join(t.partsupp, left_on=["p_partkey", "l_suppkey"], right_on=["ps_partkey", "ps_suppkey"])
        .join(t.supplier, left_on="l_suppkey", right_on="s_suppkey")
        .join(t.nation, left_on="s_nationkey", right_on="n_nationkey")
        .join(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .group_by(nation="n_name", o_year=col("o_orderdate").dt.year().cast(int))
        .agg(sum_profit=(REVENUE - col("ps_supplycost") * col("l_quantity")).sum())
        .sort("nation", col("o_year").desc())
    )


def q10(t: SimpleNamespace) -> pr.DataFrame:
    orders = t.orders.filter(col("o_orderdate") >= date(1993, 10, 1), col("o_orderdate") < date(1994, 1, 1))
    return (
        t.lineitem.filter(col("l_returnflag") == "R")
        .join(orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(t.customer.rename({"c_custkey": "o_custkey"}), on="o_custkey")
        .join(t.nation, left_on="c_nationkey", right_on="n_nationkey")
        .group_by("o_custkey", "c_name", "c_acctbal", "c_phone", "n_name", "c_address", "c_comment")
        .agg(revenue=REVENUE.sum())
        .rename({"o_custkey": "c_custkey"})
        .select("c_custkey", "c_name", "revenue", "c_acctbal", "n_name", "c_address", "c_phone", "c_comment")
        .sort(col("revenue").desc(), "c_custkey")
        .limit(20)
    )


def q11(t: SimpleNamespace) -> pr.DataFrame:
    german = t.partsupp.join(t.supplier, left_on="ps_suppkey", right_on="s_suppkey").join(
        t.nation.filter(col("n_name") == "GERMANY"), left_on="s_nationkey", right_on="n_nationkey", how="semi"
    )
    value = (col("ps_supplycost") * col("ps_availqty")).sum()
    return (
        german.group_by("ps_partkey")
        .agg(value=value)
        .join(german.select(all=value), how="cross")
        .filter(col("value") > col("all") * Decimal("0.001"))
        .drop("all")
        .sort(col("value").desc(), "ps_partkey")
    )


def q12(t: SimpleNamespace) -> pr.DataFrame:
    urgent = col("o_orderpriority").is_in(["1-URGENT", "2-HIGH"])
    return (
        t.lineitem.filter(
            col("l_shipmode").is_in(["MAIL", "SHIP"]),
            col("l_commitdate") < col("l_receiptdate"),
            col("l_shipdate") < col("l_commitdate"),
            (col("l_receiptdate") >= date(1994, 1, 1)) & (col("l_receiptdate") < date(1995, 1, 1)),
        )
        .join(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .group_by("l_shipmode")
        .agg(
            high_line_count=when(urgent).then(1).otherwise(0).sum(),
            low_line_count=when(urgent).then(0).otherwise(1).sum(),
        )
        .sort("l_shipmode")
    )


def q13(t: SimpleNamespace) -> pr.DataFrame:
    ordinary = t.orders.filter(~col("o_comment").like("%special%requests%"))
    return (
        t.customer.join(ordinary, left_on="c_custkey", right_on="o_custkey", how="left")
        .group_by("c_custkey")
        .agg(c_count=col("o_orderkey").count())
        .group_by("c_count")
        .agg(custdist=f.count())
        .sort("custdist", "c_count", descending=True)
    )


def q14(t: SimpleNamespace) -> pr.DataFrame:
    promoted = when(col("p_type").str.starts_with("PROMO")).then(REVENUE).otherwise(Decimal(0)).sum()
    return (
        t.lineitem.filter(col("l_shipdate") >= date(1995, 9, 1), col("l_shipdate") < date(1995, 10, 1))
        .join(t.part, left_on="l_partkey", right_on="p_partkey")
        .select(promo_revenue=100.0 * promoted.cast(float) / REVENUE.sum().cast(float))
    )


def q15(t: SimpleNamespace) -> pr.DataFrame:
    revenue = (
        t.lineitem.filter(col("l_shipdate") >= date(1996, 1, 1), col("l_shipdate") < date(1996, 4, 1))
        .group_by("l_suppkey")
        .agg(total_revenue=REVENUE.sum())
    )
    return (
        revenue.join(revenue.select(total_revenue=f.max("total_revenue")), on="total_revenue")
        .join(t.supplier.rename({"s_suppkey": "l_suppkey"}), on="l_suppkey")
        .rename({"l_suppkey": "s_suppkey"})
        .select("s_suppkey", "s_name", "s_address", "s_phone", "total_revenue")
        .sort("s_suppkey")
    )


def q16(t: SimpleNamespace) -> pr.DataFrame:
    complained = t.supplier.filter(col("s_comment").like("%Customer%Complaints%"))
    parts = t.part.filter(
        col("p_brand") != "Brand#45",
        ~col("p_type").str.starts_with("MEDIUM POLISHED"),
        col("p_size").is_in([49, 14, 23, 45, 19, 3, 36, 9]),
    )
    return (
        t.partsupp.join(complained, left_on="ps_suppkey", right_on="s_suppkey", how="anti")
        .join(parts, left_on="ps_partkey", right_on="p_partkey")
        .group_by("p_brand", "p_type", "p_size")
        .agg(supplier_cnt=f.n_unique("ps_suppkey"))
        .sort(col("supplier_cnt").desc(), "p_brand", "p_type", "p_size")
    )


def q17(t: SimpleNamespace) -> pr.DataFrame:
    parts = t.part.filter(col("p_brand") == "Brand#23", col("p_container") == "MED BOX")
    lines = t.lineitem.join(parts, left_on="l_partkey", right_on="p_partkey", how="semi")
    few = lines.group_by("l_partkey").agg(few=Decimal("0.2") * f.mean("l_quantity"))
    return (
        lines.join(few, on="l_partkey")
        .filter(col("l_quantity") < col("few"))
        .select(avg_yearly=f.sum("l_extendedprice").cast(float) / 7.0)
    )


def q18(t: SimpleNamespace) -> pr.DataFrame:
    large = t.lineitem.group_by("l_orderkey").agg(total_quantity=f.sum("l_quantity"))
    return (
        t.orders.join(large.filter(col("total_quantity") > 300), left_on="o_orderkey", right_on="l_orderkey")
        .join(t.customer, left_on="o_custkey", right_on="c_custkey")
        .select("c_name", "o_custkey", "o_orderkey", "o_orderdate", "o_totalprice", "total_quantity")
        .rename({"o_custkey": "c_custkey"})
        .sort(col("o_totalprice").desc(), "o_orderdate", "o_orderkey")
        .limit(100)
    )


def q19(t: SimpleNamespace) -> pr.DataFrame:
    def kind(brand: str, size: str, boxes: list[str], quantity: int, largest: int) -> pr.Expr:
        return (
            (col("p_brand") == brand)
            & col("p_container").is_in([f"{size} {box}" for box in boxes])
            & col("l_quantity").between(quantity, quantity + 10)
            & col("p_size").between(1, largest)
        )

    return (
        t.lineitem.filter(col("l_shipmode").is_in(["AIR", "AIR REG"]), col("l_shipinstruct") == "DELIVER IN PERSON")
        .join(t.part, left_on="l_partkey", right_on="p_partkey")
        .filter(
            kind("Brand#12", "SM", ["CASE", "BOX", "PACK", "PKG"], 1, 5)
            | kind("Brand#23", "MED", ["BAG", "BOX", "PKG", "PACK"], 10, 10)
            | kind("Brand#34", "LG", ["CASE", "BOX", "PACK", "PKG"], 20, 15)
        )
        .select(revenue=REVENUE.sum())
    )


def q20(t: SimpleNamespace) -> pr.DataFrame:
    shipped = (
        t.lineitem.filter(col("l_shipdate") >= date(1994, 1, 1), col("l_shipdate") < date(1995, 1, 1))
        .group_by("l_partkey", "l_suppkey")
        .agg(half=Decimal("0.5") * f.sum("l_quantity"))
    )
    stocked = (
        t.partsupp.join(
            t.part.filter(col("p_name").str.starts_with("forest")),
            left_on="ps_partkey",
            right_on="p_partkey",
            how="semi",
        )
        .join(shipped, left_on=["ps_partkey", "ps_suppkey"], right_on=["l_partkey", "l_suppkey"])
        .filter(col("ps_availqty") > col("half"))
    )
    return (
        t.supplier.join(stocked, left_on="s_suppkey", right_on="ps_suppkey", how="semi")
        .join(t.nation.filter(col("n_name") == "CANADA"), left_on="s_nationkey", right_on="n_nationkey", how="semi")
        .select("s_name", "s_address")
        .sort("s_name")
    )


def q21(t: SimpleNamespace) -> pr.DataFrame:
    late = t.lineitem.filter(col("l_receiptdate") > col("l_commitdate"))
    several = t.lineitem.group_by("l_orderkey").agg(n=f.n_unique("l_suppkey")).filter(col("n") > 1)
    one_late = late.group_by("l_orderkey").agg(n=f.n_unique("l_suppkey")).filter(col("n") == 1)
    return (
        late.join(several, on="l_orderkey", how="semi")
        .join(one_late, on="l_orderkey", how="semi")
        .join(t.orders.filter(col("o_orderstatus") == "F"), left_on="l_orderkey", right_on="o_orderkey", how="semi")
        .join(t.supplier, left_on="l_suppkey", right_on="s_suppkey")
        .join(t.nation.filter(col("n_name") == "SAUDI ARABIA"), left_on="s_nationkey", right_on="n_nationkey")
        .group_by("s_name")
        .agg(numwait=f.count())
        .sort(col("numwait").desc(), "s_name")
        .limit(100)
    )


def q22(t: SimpleNamespace) -> pr.DataFrame:
    customers = t.customer.with_columns(cntrycode=f.substr("c_phone", 1, 2)).filter(
        col("cntrycode").is_in(["13", "31", "23", "29", "30", "18", "17"])
    )
    mean = customers.filter(col("c_acctbal") > 0).select(mean=f.mean("c_acctbal"))
    return (
        customers.join(mean, how="cross")
        .filter(col("c_acctbal") > col("mean"))
        .join(t.orders, left_on="c_custkey", right_on="o_custkey", how="anti")
        .group_by("cntrycode")
        .agg(numcust=f.count(), totacctbal=f.sum("c_acctbal"))
        .sort("cntrycode")
    )


QUERIES: dict[str, Callable[[SimpleNamespace], pr.DataFrame]] = {
    name: query for name, query in sorted(globals().items()) if name.startswith("q") and name[1:].isdigit()
}
