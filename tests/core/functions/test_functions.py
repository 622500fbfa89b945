"""The functions as a whole: none of the engine's is missing, each is documented, named, typed, and refuses by name."""

import inspect
import re
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

ELSEWHERE = {
    "arrow_cast": "Expr.cast takes the same types by name",
    "arrow_try_cast": "Expr.cast(strict=False)",
    "cast_to_type": "Expr.cast",
    "try_cast_to_type": "Expr.cast(strict=False)",
}


def one(expr, *values):
    """What the expression makes of a column `a` of these values."""
    return pr.DataFrame({"a": list(values)}).select(x=expr).to_dict()["x"]


def test_every_function_of_the_engine_is_there():
    kinds = ("SCALAR", "AGGREGATE", "WINDOW")
    rows = pr.sql(
        "select distinct routine_name as name, function_type as kind from information_schema.routines"
    ).to_list()
    engine = {row["name"] for row in rows if row["kind"] in kinds}
    assert len(engine) > 300
    assert {row["kind"] for row in rows} >= set(kinds)
    assert engine - set(f.__all__) - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - engine == set(), "what is left out is no longer a function of the engine"


def test_another_name_is_the_same_function():
    rows = pr.sql("select routine_name as name, syntax_example as syntax from information_schema.routines").to_list()
    syntax = {row["name"]: row["syntax"] for row in rows}
    aliases = {name: getattr(f, name).__name__ for name in f.__all__ if getattr(f, name).__name__ != name}
    assert len(aliases) > 10
    for alias, name in aliases.items():
        if alias in syntax and name in syntax:
            assert syntax[alias] == syntax[name], alias


@pytest.fixture(scope="module")
def page(checkout):
    """The functions, their methods and meanings as the documentation lists them."""
    text = (checkout / "docs" / "functions.md").read_text(encoding="utf-8")
    return {
        name: (method, meaning) for name, method, meaning in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", text, re.M)
    }


def first_sentence(thing):
    return re.split(r"(?<=[.]) (?=[A-Z])", thing.__doc__.split("\n\n")[0].replace("\n", " "))[0]


def test_the_page_of_functions_lists_them_all_with_their_meaning(page):
    named = {name for name in f.__all__ if getattr(f, name).__name__ == name}
    assert {name: first_sentence(getattr(f, name)) for name in named} == {
        name: meaning for name, (_, meaning) in page.items()
    }


def test_the_methods_on_the_page_exist(page):
    methods = [re.fullmatch(r"`\.((?:\w+\.)?\w+)\(\)`", method) for method, _ in page.values() if method]
    assert len(methods) > 120
    for method in methods:
        thing = pr.col("a")
        for step in method.group(1).split("."):
            thing = getattr(thing, step)
        assert callable(thing)


def test_every_function_has_a_signature_and_an_example():
    for name in f.__all__:
        function = getattr(f, name)
        assert "Example:\n" in function.__doc__, name
        for argument in inspect.signature(function).parameters:
            assert f"    {argument}: " in function.__doc__, f"{name} does not say what {argument} is"


def test_a_missing_function_says_where_the_list_is():
    with pytest.raises(AttributeError, match=r"pr.functions.zzzzzz: .*\nhint: dir\(pr.functions\)"):
        f.zzzzzz  # noqa: B018


def test_calls_are_named_as_they_are_written():
    made = pr.DataFrame({"a": ["x"], "d": [date(2024, 1, 1)]}).select(
        pr.col("a").str.length(),
        pr.col("a").str.lpad(3, "-"),
        pr.col("d").dt.year(),
        pr.col("d").dt.weekday(),
        pr.col("d").dt.date(),
        pr.col("a").str.strip_prefix("x"),
        f.date_part("doy", "d") + 1,
        f.concat("a", pr.lit("-")),
    )
    assert made.columns == [
        "length(a)",
        'lpad(a, 3, "-")',
        "year(d)",
        "weekday(d)",
        "cast(d, date)",
        'strip_prefix(a, "x")',
        "ordinal_day(d) + 1",
        'concat(a, "-")',
    ]


def test_a_function_of_several_columns_names_each():
    frame = pr.DataFrame({"a": ["xa"], "b": ["xb"]})
    made = frame.select(pr.selectors.string().str.strip_prefix("x"))
    assert made.to_dict() == {'strip_prefix(a, "x")': ["a"], 'strip_prefix(b, "x")': ["b"]}
    assert frame.with_columns(pr.selectors.all().str.upper().name.keep()).to_dict() == {"a": ["XA"], "b": ["XB"]}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: f.upper(5), "upper: 5 is neither a column's name nor an expression"),
        (lambda: pr.col("a").str.left("x"), "left: 'x' is not a whole number"),
        (lambda: pr.col("a").str.repeat(True), "repeat: True is not a whole number"),
        (lambda: pr.col("a").str.contains(5), "contains: 5 is not a string"),
        (lambda: f.concat_ws("-", 5), "concat_ws: 5 is neither"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_refused_at_once(call, says):
    with pytest.raises(TypeError, match=re.escape(says)):
        call()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pr.col("a").str.extract("("), "regexp_extract: the pattern ( cannot be read: unclosed group"),
        (lambda: pr.col("a").str.extract("(x)", 2), "the pattern (x) has 1 groups"),
        (lambda: pr.col("a").str.split(""), "the delimiter is empty"),
        (lambda: pr.col("a").dt.strftime("%Q"), "'%Q' is not a valid format"),
        (lambda: pr.col("a").str.to_date(["%d", "%!"]), "'%!' is not a valid format"),
        (lambda: pr.col("a").dt.truncate("decade"), 'there is no unit "decade"'),
        (lambda: pr.col("a").dt.epoch("h"), 'there is no unit "h"'),
        (lambda: pr.col("a").dt.convert_time_zone("Mars/Base"), 'there is no time zone "Mars/Base"'),
        (lambda: pr.col("a").dt.replace_time_zone("UTC", ambiguous="?"), 'ambiguous cannot be "?"'),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused_at_once(call, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        call()


SAMPLES = {
    "int64": pa.array([12]),
    "float64": pa.array([1.5]),
    "bool": pa.array([True]),
    "binary": pa.array([b"x"]),
    "date": pa.array([date(2024, 1, 1)]),
    "duration[us]": pa.array([timedelta(1)], pa.duration("us")),
    "list<int64>": pa.array([[1]]),
}
TEXT_ONLY = ["length", "upper", "reverse", "trim", "initcap", "len_bytes", "ascii"]


@pytest.mark.parametrize("dtype", SAMPLES)
@pytest.mark.parametrize("method", TEXT_ONLY)
def test_a_function_of_texts_takes_nothing_else_for_one(dtype, method):
    frame = pr.DataFrame(pa.table({"a": SAMPLES[dtype]}))
    with pytest.raises(TypeError, match=re.escape(f"expected strings, got a ({dtype})")):
        frame.select(getattr(pr.col("a").str, method)())


@pytest.mark.parametrize(
    ("expr", "dtype"),
    [
        (pr.col("a").str.lpad(3), "int64"),
        (pr.col("a").str.find_in_set("1,2"), "int64"),
        (pr.col("a").str.translate("1", "2"), "int64"),
        (pr.col("a").str.split("-"), "int64"),
        (pr.col("a").str.extract("(1)"), "int64"),
        (f.concat("a", pr.lit("x")), "list<int64>"),
        (pr.col("a").dt.total_seconds(), "int64"),
        (pr.col("a").dt.epoch("s"), "duration[us]"),
        (pr.col("a").dt.hour(), "duration[us]"),
        (pr.col("a").dt.strftime("%H"), "duration[us]"),
        (pr.col("a").dt.convert_time_zone("UTC"), "date"),
        (pr.col("a").dt.millisecond(), "date"),
        (pr.col("a").dt.bin(timedelta(1)), "int64"),
    ],
)
def test_a_type_that_would_be_mangled_is_named(expr, dtype):
    with pytest.raises(pr.PyRustError, match=re.escape(dtype)):
        pr.DataFrame(pa.table({"a": SAMPLES[dtype]})).select(expr)


@pytest.mark.parametrize("function", [f.sin, f.factorial, f.md5, f.date_trunc])
def test_the_engines_refusals_are_short(function):
    frame = pr.DataFrame(pa.table({"a": [[1]]}))
    with pytest.raises(pr.PyRustError, match="cannot be computed from") as caught:
        frame.select(function("day", "a") if function is f.date_trunc else function("a"))
    assert len(str(caught.value)) < 100


def test_the_first_value_that_is_there():
    frame = pr.DataFrame({"a": [1, None, None], "b": [2, 3, None]})
    assert frame.select(x=f.coalesce("a", "b")).to_dict() == {"x": [1, 3, None]}
    assert frame.select(x=f.nvl("a", 0)).to_dict() == {"x": [1, 0, 0]}
    assert frame.select(x=f.nvl2("a", "yes", "no")).to_dict() == {"x": ["yes", "no", "no"]}
    assert frame.select(x=f.nvl2(pr.lit("text"), 1, 2)).dtypes == ["int64"]
    assert frame.select(x=f.nullif("a", 1)).to_dict() == {"x": [None, None, None]}


def test_the_largest_and_smallest_leave_nulls_out():
    frame = pr.DataFrame({"a": [1.0, None, float("nan"), None], "b": [2.5, 3.0, 1.0, None]})
    largest = frame.select(x=f.greatest("a", "b")).to_dict()["x"]
    assert largest[:2] == [2.5, 3.0]
    assert largest[2] != largest[2]
    assert largest[3] is None
    assert frame.select(x=f.least("a", "b")).to_dict() == {"x": [1.0, 3.0, 1.0, None]}


def test_functions_without_a_column():
    frame = pr.range(100).select(
        u=f.uuid(), r=f.random(), now=f.now(), day=f.current_date(), time=f.current_time(), pi=f.pi()
    )
    assert frame.dtypes == ["string", "float64", "timestamp[us, UTC]", "date", "time[us]", "float64"]
    rows = frame.to_dict()
    assert len(set(rows["u"])) == 100
    assert len(set(rows["r"])) == 100
    assert all(0 <= number < 1 for number in rows["r"])
    assert len(set(rows["now"])) == 1
    assert isinstance(rows["day"][0], date)
    assert isinstance(rows["time"][0], time)
    assert abs(rows["now"][0].timestamp() - datetime.now().timestamp()) < 60


def test_rows_know_their_file(tmp_path):
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [7, 8, 9]}), tmp_path / "t.parquet")
    frame = pr.read_parquet(tmp_path / "t.parquet").filter(pr.col("a") > 7)
    found = frame.select(i=f.file_row_index(), n=f.input_file_name()).to_dict()
    assert found["i"] == [1, 2]
    assert all(name.endswith("t.parquet") for name in found["n"])
    with pytest.raises(pr.PyRustError, match="source dependent"):
        one(f.file_row_index(), 1)


def test_metadata_travels_with_the_column():
    measured = f.with_metadata("a", {"unit": "m"})
    frame = pr.DataFrame({"a": [1]}).select(a=measured)
    assert frame.to_pyarrow().schema.field("a").metadata == {b"unit": b"m"}
    assert frame.select(x=f.arrow_metadata("a", "unit")).to_dict() == {"x": ["m"]}
    assert frame.select(x=f.arrow_metadata("a", "other")).to_dict() == {"x": [None]}
    assert frame.select(x=f.arrow_typeof("a")).to_dict() == {"x": ["Int64"]}


SAME_IN_DUCKDB = [
    # duckdb counts the bytes that differ
    (f.levenshtein(f.replace("s", "ß", "s"), "sitting"), "levenshtein(replace(s, 'ß', 's'), 'sitting')"),
    (f.translate("s", "abc", "xy"), "translate(s, 'abc', 'xy')"),
    (f.lpad("s", 6, "ab"), "lpad(s, 6, 'ab')"),
    (f.rpad("s", 2, " "), "rpad(s, 2, ' ')"),
    (f.strpos("s", "t"), "strpos(s, 't')"),
    (f.repeat("s", 2), "repeat(s, 2)"),
    (f.concat_ws("-", "s", "s"), "concat_ws('-', s, s)"),
    (f.regexp_replace("s", "t+", "T"), "regexp_replace(s, 't+', 'T')"),
    (f.regexp_extract("s", "(t+)(.)", 0), "nullif(regexp_extract(s, '(t+)(.)', 0), '')"),
    (f.bit_length("s"), "bit_length(s)"),
    (f.md5("s"), "md5(s)"),
    (f.to_hex("n"), "lower(to_hex(n))"),
    (f.greatest("n", pr.lit(3)), "greatest(n, 3)"),
    (f.least("n", pr.lit(3)), "least(n, 3)"),
    (f.nullif("n", 7), "nullif(n, 7)"),
    (f.gcd("n", 14), "gcd(n, 14)"),
    (f.lcm("n", 14), "lcm(n, 14)"),
    (f.round(pr.col("n") * 1.25, 1), "round(n * 1.25::double, 1)"),
    (f.date_trunc("week", "t"), "date_trunc('week', t)"),
    (f.date_part("doy", "t"), "date_part('doy', t)"),
    (f.date_part("isodow", "t"), "date_part('isodow', t)"),
    (f.date_part("epoch", "t"), "date_part('epoch', t)"),
    (
        f.date_bin(timedelta(minutes=7), "t", datetime(2000, 1, 1)),
        "time_bucket(interval 7 minutes, t, timestamp '2000-01-01')",
    ),
    (pr.col("t").dt.epoch("ms"), "epoch_ms(t)"),
    (pr.col("t").dt.strftime("%Y-%j %H"), "strftime(t, '%Y-%j %H')"),
    (f.to_date(pr.col("t").dt.strftime("%Y-%m-%d")), "t::date"),
]


@pytest.mark.parametrize(("expr", "sql"), SAME_IN_DUCKDB, ids=[sql for _, sql in SAME_IN_DUCKDB])
def test_duckdb_computes_the_same(expr, sql):
    import duckdb

    data = pa.table(
        {
            "s": ["kitten", "", "bat", "straße", None],
            "n": [21, 0, 7, 255, None],
            "t": pa.array(
                [datetime(2024, 2, 29, 13, 5, 7), datetime(1969, 12, 31, 23, 59), datetime(2000, 1, 1), None, None],
                pa.timestamp("us"),
            ),
        }
    )
    theirs = [row[0] for row in duckdb.sql(f"select {sql} from data").fetchall()]
    assert pr.DataFrame(data).select(x=expr).to_dict()["x"] == theirs
