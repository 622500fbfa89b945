"""What differs from DuckDB by design, with the reason; test_fuzz_design.py has a test for each.

Most of it never arises, as the generator does not write it: `AVOIDED` says how. What can arise is known by its error.
"""

from __future__ import annotations

from dataclasses import dataclass

from differential.fuzz import tree as t


@dataclass(frozen=True)
class Difference:
    what: str
    reason: str
    instead: str


AVOIDED = {
    "division": Difference(
        "7 / 2 of integers", "truncates here, as in PostgreSQL; a float in DuckDB", "written // for DuckDB"
    ),
    "rounding": Difference("CAST(2.5 AS BIGINT)", "cuts here, rounds in DuckDB", "floats are not cast to integers"),
    "names": Difference(
        "SELECT *, of two tables with one name",
        "numbered differently",
        "columns are compared by place; * has no name twice",
    ),
    "midnight": Difference(
        "date + INTERVAL",
        "a date of whole days here, a timestamp in DuckDB",
        "cast to what it is meant to be; a date equals its midnight",
    ),
    "decimals": Difference("avg of decimals", "a decimal here, a float in DuckDB", "decimals are summed, not averaged"),
    "correlation": Difference(
        "corr of values that are all equal", "NULL here, as in PostgreSQL; NaN in DuckDB", "NaN is a null there"
    ),
    "minus zero": Difference(
        "ORDER BY x of -0.0 and 0.0",
        "in this order here, beside each other in DuckDB",
        "floats with -0.0 are the last keys",
    ),
    "literals": Difference(
        "1.5", "a float here, a decimal in DuckDB", "written 1.5e0, or cast to the decimal that is meant"
    ),
    "comma": Difference(
        "FROM a, b JOIN c ON a.x = c.x",
        "JOIN binds before the comma here, as in PostgreSQL; DuckDB takes it from left to right",
        "a comma stands last",
    ),
    "pair": Difference(
        "a JOIN b USING (k) JOIN c ON k = c.k",
        "k fits more than one table here, as in PostgreSQL; in DuckDB it is the pair",
        "such a name is qualified where the other side has it",
    ),
    "widths": Difference(
        "a recursive term that turns an unsigned column into a decimal",
        "an error with the cast to write here; DuckDB casts to the first term's type",
        "the first term is cast",
    ),
    "nulls": Difference(
        "lead(x) IGNORE NULLS OVER ()", "IGNORE NULLS behind the function here; within it in DuckDB", "written for each"
    ),
    "signs": Difference(
        "a choice of unsigned and signed integers of 64 bits",
        "a decimal here, and computed as one; a wider integer in DuckDB",
        "cast before it is computed with",
    ),
    "halves": Difference(
        "nullif(x, 1.0e0) of floats of 32 bits",
        "of 64 bits here, as in PostgreSQL; of 32 in DuckDB",
        "cast where a frame counts from them",
    ),
    "order": Difference(
        "first, array_agg, LIMIT without order", "any rows are right", "what depends on an order has one that is total"
    ),
}

# by the error's class here: integers never wrap, and sums are of 64 bits
ERRORS = {"OutOfRangeError": "integers are exact or an error; DuckDB widens sums to 128 bits and constants to 32"}


# by its words: what DuckDB does in a way of its own
MESSAGES = {
    "a date has no hours": "midnight",
    "at first and": "widths",
}
# of subqueries that may have a second row: whether an error comes where no row asks for them is open
SECOND_ROW = "used as one value gives more than one row"


def of_two_rows(query: t.Query) -> list[t.Query]:
    """The subqueries that are used as values and are not of one row by what they are."""
    inside = [n.query for _, n in t.walk(query) if isinstance(n, t.Scalar)]
    return [q for q in inside if q.limit not in (0, 1) and not (isinstance(q, t.Select) and is_total(q))]


def computed_of_two_rows(query: t.Query) -> list[t.Query]:
    """Those of them that are computed in any plan.

    A column that nobody names is left out with its subquery, and so is a branch of a CASE that no row takes.
    """
    tables = [n for _, n in t.walk(query) if isinstance(n, (t.Derived, t.Cte))]
    selects = [n for table in tables for _, n in t.walk(table) if isinstance(n, t.Select)]
    columns = [n for select in selects for item in select.items for _, n in t.walk(item)]
    cases = [n for _, n in t.walk(query) if isinstance(n, t.Case)]
    branches = [n for case in cases for branch in in_branches(case) for _, n in t.walk(branch)]
    left_out = [n.query for n in (*columns, *branches) if isinstance(n, t.Scalar)]
    return [found for found in of_two_rows(query) if not any(found is other for other in left_out)]


def in_branches(case: t.Case) -> list[t.Node]:
    """What is computed only for rows that an earlier condition decides about."""
    branches: list[t.Node] = [when.then for when in case.whens]
    branches += [when.condition for when in case.whens[1:]]
    return branches + ([case.otherwise] if case.otherwise else [])


def is_total(select: t.Select) -> bool:
    """Whether it is one row of aggregates."""
    return select.group is None and any(isinstance(n, t.Aggregate) for _, n in t.walk(select.items[0]))


def by_design(error: BaseException | None, status: str, query: t.Query | None = None) -> str:
    """The status of an error that is right although DuckDB answers; nothing if it is not."""
    if query is not None and SECOND_ROW in str(error):
        return status if of_two_rows(query) else ""
    instants = ("nanosecond", "timestamp", "date32", "date64")
    far = any(word in str(error).lower() for word in instants)
    if any(words in str(error) for words in MESSAGES):
        return status
    return status if type(error).__name__ in ERRORS and not far else ""
