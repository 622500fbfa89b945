"""What the pictures show: each scene is a function of the studio that ends with one picture; its name is the file's.

A new picture is a new function here: `SCENES` finds it.
"""

from pictures.studio import Scene, Studio
from ui.grid import Grid


def grid(studio: Studio) -> None:
    """Row 50,000,000 of sixty million, gone to while a cell computes."""
    book = studio.notebook(
        'lines = pr.read_parquet("lineitem.parquet")\nlines',
        "# a long cell of plain Python: the grid above keeps answering\ntotal = sum(n * n % 7 for n in range(10**11))",
    )
    book.run()
    rows = Grid(book, 1).ready()
    book.start()
    # at its second visit the pages of the file are in the system's memory, as they are for who looks around
    for row in (50_000_000, 10_000_000, 50_000_000):
        rows.go_to(row)
        rows.ready()
    assert book.is_running(2), "the cell has ended"
    studio.take(book.cell(1), book.cell(2))


def sql_cell(studio: Studio) -> None:
    """A query over a variable with bound values, its result, and an error with its caret."""
    book = studio.notebook(
        'import datetime\n\nlines = pr.read_parquet("lineitem.parquet")\n'
        'modes, since = ["AIR", "SHIP", "RAIL"], datetime.date(1998, 1, 1)',
        "%%pyrust -o late\n"
        "select l_shipmode, l_returnflag, count(*) as lines,\n"
        "       sum(l_extendedprice) as revenue, max(l_receiptdate) as last\n"
        "from lines\n"
        "where l_shipmode in ($modes) and l_shipdate >= $since\n"
        "group by l_shipmode, l_returnflag order by revenue desc",
        "%%pyrust\nselect l_shipmod, sum(lines) as lines\nfrom late\ngroup by l_shipmode",
    )
    book.run()
    book.run()
    Grid(book, 2).ready()
    book.run()
    studio.take(book.cell(1), book.cell(3))


def inspector(studio: Studio) -> None:
    """What the Rust core holds while a query runs, and who refers to it."""
    book = studio.notebook(
        'import pyarrow\n\nlines = pr.read_parquet("lineitem.parquet")\n'
        'parts = lines.select("l_partkey", "l_quantity", "l_shipdate").limit(4_000_000).collect()\n'
        "recent = parts.filter(pr.col('l_quantity') > 40).collect()\n"
        "first = parts.head(10)\nlent = pyarrow.table(recent)",
        "pr.inspect()",
        'lines.group_by("l_orderkey", "l_partkey").agg(pr.functions.sum("l_quantity")).collect()',
    )
    book.run()
    book.run()
    panel = book.cell(2).locator(".pyrust-live")
    panel.wait_for()
    book.start()
    book.until(lambda: panel.get_attribute("data-runs") == "1", "no query is shown")
    # a while of the timeline
    book.page.wait_for_timeout(4_000)
    assert panel.get_attribute("data-runs") == "1", "the query has ended"
    studio.take(book.cell(2), book.cell(3))


def progress(studio: Studio) -> None:
    """A plan with what each operator did, and the bar of a query that runs."""
    book = studio.notebook(
        'lines = pr.read_parquet("lineitem.parquet")',
        'late = lines.filter(pr.col("l_receiptdate") > pr.col("l_commitdate"))\n'
        'late.group_by("l_shipmode").agg(pr.len()).sort("len").explain(analyze=True)',
        'lines.group_by("l_orderkey", "l_partkey").agg(pr.functions.sum("l_quantity")).collect()',
    )
    book.run()
    book.run()
    book.start()
    bar = book.cell(3).locator(".pyrust-live")
    bar.wait_for()
    book.page.wait_for_timeout(3_000)
    assert book.is_running(3), "the query has ended"
    studio.take(book.cell(2), book.cell(3))


SCENES: dict[str, Scene] = {
    scene.__name__.replace("_", "-"): scene
    for scene in list(globals().values())
    if callable(scene) and getattr(scene, "__module__", "") == __name__
}
