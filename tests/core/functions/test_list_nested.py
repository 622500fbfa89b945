"""Lists, structs, maps and unions: equal to polars', duckdb's or Python's own."""

import datetime as dt
import math
from decimal import Decimal

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr
from pyrust import functions as f

LISTS = [[3, 1, 2], [], None, [5, None, 5], [None], [-1, -1, 4, 7, 0]]


def made(expr, values=LISTS, dtype=None) -> list:
    column = pa.array(values, dtype or pa.list_(pa.int64()))
    return pr.DataFrame(pa.table({"a": column})).select(x=expr).to_dict()["x"]


def lists(of=None):
    of = st.integers(-3, 3) if of is None else of
    return st.lists(st.one_of(st.none(), st.lists(st.one_of(st.none(), of), max_size=6)), max_size=8)


A = pr.col("a").list

# what is asked of us, and Python's words for one list that is not null
OF_LISTS = {
    "length": (A.length(), len),
    "is_empty": (A.is_empty(), lambda a: not a),
    "reverse": (A.reverse(), lambda a: a[::-1]),
    "sort": (A.sort(), lambda a: sorted(a, key=lambda x: (x is None, x or 0))),
    "sort downwards": (
        A.sort(descending=True, nulls_last=False),
        lambda a: sorted(a, key=lambda x: (x is not None, -(x or 0))),
    ),
    "distinct": (A.distinct(), lambda a: list(dict.fromkeys(a))),
    "append": (A.append(9), lambda a: [*a, 9]),
    "prepend": (A.prepend(9), lambda a: [9, *a]),
    "drop_nulls": (A.drop_nulls(), lambda a: [x for x in a if x is not None]),
    "min": (A.min(), lambda a: min((x for x in a if x is not None), default=None)),
    "max": (A.max(), lambda a: max((x for x in a if x is not None), default=None)),
    "first": (A.first(), lambda a: a[0] if a else None),
    "last": (A.last(), lambda a: a[-1] if a else None),
    "get": (A.get(1), lambda a: a[1] if len(a) > 1 else None),
    "get from the end": (A[-2], lambda a: a[-2] if len(a) > 1 else None),
    "slice": (A.slice(1, 2), lambda a: a[1:3]),
    "slice from the end": (A.slice(-2), lambda a: a[-2:]),
    "slice past the end": (A.slice(-2, 5), lambda a: a[-2:]),
    "a Python slice": (A[1:-1], lambda a: a[1:-1]),
    "an open slice": (A[:2], lambda a: a[:2]),
    "an empty slice": (A[2:2], lambda a: a[2:2]),
    "pop_front": (A.pop_front(), lambda a: a[1:]),
    "pop_back": (A.pop_back(), lambda a: a[:-1]),
    "contains": (A.contains(2), lambda a: 2 in a),
    "position": (A.position(2), lambda a: a.index(2) if 2 in a else None),
    "remove": (A.remove(2), lambda a: [x for i, x in enumerate(a) if i != (a.index(2) if 2 in a else -1)]),
    "remove_all": (A.remove_all(2), lambda a: [x for x in a if x != 2]),
    "replace_all": (A.replace_all(2, 0), lambda a: [0 if x == 2 else x for x in a]),
    "resize": (A.resize(3, 0), lambda a: [*a, 0, 0, 0][:3]),
    "concat": (A.concat("a"), lambda a: a + a),
    "any_value": (A.any_value(), lambda a: next((x for x in a if x is not None), None)),
    "transform": (A.transform(lambda x: x * 2 + 1), lambda a: [None if x is None else x * 2 + 1 for x in a]),
    "filter": (A.filter(lambda x: x > 0), lambda a: [x for x in a if x is not None and x > 0]),
}


@pytest.mark.parametrize("name", OF_LISTS)
@given(values=lists())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_method_of_lists_is_pythons(name, values):
    ours, python = OF_LISTS[name]
    assert made(ours, values) == [None if a is None else python(a) for a in values]


@pytest.mark.parametrize("name", OF_LISTS)
@pytest.mark.parametrize("dtype", [pa.large_list(pa.int32()), pa.list_(pa.int16())])
def test_lists_of_every_kind_are_lists(name, dtype):
    ours, python = OF_LISTS[name]
    assert made(ours, LISTS, dtype) == [None if a is None else python(a) for a in LISTS]


def test_a_null_list_stays_null_where_something_is_added():
    frame = pr.DataFrame({"a": [[1], None, None], "b": [[2], [3], None]})
    assert frame.select(x=A.concat("b"), sql=f.array_concat("a", "b")).to_dict() == {
        "x": [[1, 2], None, None],
        "sql": [[1, 2], [3], None],
    }
    # an Arrow list may have values where it is null
    hidden = pa.ListArray.from_arrays(pa.array([0, 2, 4]), pa.array([1, 2, 3, 4]), mask=pa.array([False, True]))
    sized = pa.array([[1, 2], None], pa.list_(pa.int64(), 2))
    for column in (hidden, sized):
        frame = pr.DataFrame(pa.table({"a": column}))
        found = frame.select(a=A.append(9), b=A.prepend(9), c=A.concat("a"), d=A.flatten(), e=A.length()).to_dict()
        assert found == {
            "a": [[1, 2, 9], None],
            "b": [[9, 1, 2], None],
            "c": [[1, 2, 1, 2], None],
            "d": [[1, 2], None],
            "e": [2, None],
        }


@given(values=lists(st.floats(-5, 5)))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_sums_of_lists_are_numpys(values):
    found = pr.DataFrame(pa.table({"a": pa.array(values, pa.list_(pa.float64()))})).select(
        sum=A.sum(), mean=A.mean(), product=A.product()
    )
    for a, row in zip(values, found.to_list(), strict=True):
        numbers = [x for x in a or [] if x is not None]
        for name, python in (("sum", np.sum), ("mean", np.mean), ("product", np.prod)):
            expected = python(numbers) if numbers else None
            assert row[name] is None if expected is None else math.isclose(row[name], expected, abs_tol=1e-9), (name, a)


@given(pairs=st.lists(st.tuples(st.lists(st.integers(0, 4), max_size=5), st.lists(st.integers(0, 4), max_size=5))))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_lists_as_sets(pairs):
    table = pa.table({name: pa.array([p[i] for p in pairs], pa.list_(pa.int64())) for i, name in enumerate("ab")})
    found = pr.DataFrame(table).select(
        union=A.union("b"),
        both=A.intersect("b"),
        left=A.except_("b"),
        all=A.contains_all("b"),
        any=A.contains_any("b"),
    )
    for (a, b), row in zip(pairs, found.to_list(), strict=True):
        assert sorted(row["union"]) == sorted({*a, *b})
        assert sorted(row["both"]) == sorted({*a} & {*b})
        assert sorted(row["left"]) == sorted({*a} - {*b})
        assert row["all"] == ({*b} <= {*a})
        assert row["any"] == bool({*a} & {*b})


def test_a_list_beside_a_list_may_be_pythons():
    frame = pr.DataFrame({"a": [[1, 2], [3]], "b": [[2], [4]]})
    assert frame.select(x=A.contains_any([2, 3]), y=A.contains_any("b"), z=A.union([9])).to_list() == [
        {"x": True, "y": True, "z": [1, 2, 9]},
        {"x": True, "y": False, "z": [3, 9]},
    ]


def test_vectors():
    frame = pr.DataFrame({"a": [[3.0, 4.0], [1.0, 0.0]], "b": [[0.0, 1.0], [1.0, 0.0]]})
    found = frame.select(
        dot=A.dot("b"),
        distance=A.distance("b"),
        cosine=A.cosine_distance("b"),
        unit=A.normalize(),
        added=A.add("b"),
        less=A.subtract("b"),
        twice=A.scale(2.0),
    ).to_dict()
    a, b = np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    norm = np.linalg.norm
    assert np.allclose(found["dot"], (a * b).sum(axis=1))
    assert np.allclose(found["distance"], norm(a - b, axis=1))
    assert np.allclose(found["cosine"], 1 - (a * b).sum(axis=1) / norm(a, axis=1) / norm(b, axis=1))
    assert np.allclose(found["unit"], a / norm(a, axis=1)[:, None])
    assert np.allclose(found["added"], a + b)
    assert np.allclose(found["less"], a - b)
    assert np.allclose(found["twice"], a * 2)


def test_texts_in_lists_become_one_text():
    frame = pr.DataFrame({"a": [["x", None, "y"], [], None]})
    assert frame.select(x=A.join("-"), y=A.join("-", "?")).to_dict() == {
        "x": ["x-y", "", None],
        "y": ["x-?-y", "", None],
    }


def test_lists_of_lists():
    frame = pr.DataFrame({"a": [[[1, 2], [3]], [[4]], [], None]})
    assert frame.select(
        flat=A.flatten(), n=A.cardinality(), dims=A.dims(), deep=A.ndims(), length=A.length()
    ).to_dict() == {
        "flat": [[1, 2, 3], [4], [], None],
        "n": [3, 1, 0, None],
        "dims": [[2, 2], [1, 1], None, None],
        "deep": [2, 2, 2, None],
        "length": [2, 1, 0, None],
    }
    sums = A.transform(lambda row: row.list.transform(lambda x: x * row.list.length()))
    assert frame.select(x=sums).to_dict()["x"] == [[[2, 4], [3]], [[4]], [], None]


def test_a_function_of_elements_sees_the_row():
    frame = pr.DataFrame({"a": [[1, 2], [3]], "by": [10, 100], "s": ["x", "y"]})
    assert frame.select(x=A.transform(lambda x: x * pr.col("by") / 4)).to_dict()["x"] == [[2.5, 5.0], [75.0]]
    assert frame.filter(A.any_match(lambda x: x * 100 == pr.col("by") * 3)).to_dict()["a"] == [[3]]
    assert frame.select(x=A.first_match(lambda x: x > 1)).to_dict()["x"] == [2, 3]
    assert frame.select(A.transform(lambda x: x + 1)).columns == ["array_transform(a, lambda x: x + 1)"]
    named = A.transform(lambda x: f.struct(x=x, s="s"))
    assert frame.select(x=named).to_dict()["x"] == [[{"x": 1, "s": "x"}, {"x": 2, "s": "x"}], [{"x": 3, "s": "y"}]]


@pytest.mark.parametrize("function", [3, lambda: 1, lambda x, y: x + y, pr.col("a")])
def test_what_is_no_function_of_an_element_is_refused(function):
    with pytest.raises(TypeError):
        A.transform(function)


def test_functions_count_from_1_and_methods_from_0():
    frame = pr.DataFrame({"a": [[10, 20, 30]]})
    assert frame.select(
        element=f.array_element("a", 1),
        get=A.get(0),
        last=f.array_element("a", -1),
        sql=f.array_slice("a", 1, 2),
        python=A.slice(0, 2),
        third=f.array_slice("a", 1, 3, 2),
        place=f.array_position("a", 20),
        index=A.position(20),
        places=f.array_positions("a", 30),
        computed=A.get(A.length().cast(int) - 1),
    ).to_list() == [
        {
            "element": 10,
            "get": 10,
            "last": 30,
            "sql": [10, 20],
            "python": [10, 20],
            "third": [10, 30],
            "place": 2,
            "index": 1,
            "places": [3],
            "computed": 30,
        }
    ]
    with pytest.raises(ValueError, match="the step must be 1, got"):
        A[::2]
    with pytest.raises(ValueError, match="negative length"):
        A.slice(0, -1)
    with pytest.raises(TypeError):
        A.get("x")


def test_lists_are_made_of_columns():
    frame = pr.DataFrame({"a": [1, 2], "b": [3, None]})
    assert frame.select(
        made=f.make_array("a", "b", pr.lit(0)),
        repeated=f.array_repeat("a", pr.col("a")),
        counted=f.range(0, pr.col("a")),
        series=f.generate_series(1, pr.col("a")),
        zipped=f.arrays_zip(f.make_array("a"), f.make_array("b", "b")).list.length(),
    ).to_dict() == {
        "made": [[1, 3, 0], [2, None, 0]],
        "repeated": [[1], [2, 2]],
        "counted": [[0], [0, 1]],
        "series": [[1], [1, 2]],
        "zipped": [2, 2],
    }


def test_a_struct_gives_its_fields_and_is_made_of_fields():
    rows = [{"x": 1, "y": {"z": "a"}}, None, {"x": None, "y": None}]
    frame = pr.DataFrame(pa.table({"s": rows, "i": [1, 2, 3]}))
    assert frame.select(
        x=pr.col("s").struct.field("x"), z=pr.col("s").struct["y"].struct["z"], w=pr.col("s").struct.field("y", "z")
    ).to_dict() == {"x": [1, None, None], "z": ["a", None, None], "w": ["a", None, None]}
    assert frame.select(pr.col("s").struct["x"], pr.col("s").struct.field("y", "z") + "!").columns == ["x", 'z + "!"']
    assert frame.select(n=f.struct("i", pr.col("i") + 1, half=pr.col("i") / 2)).to_dict()["n"][0] == {
        "i": 1,
        "i + 1": 2,
        "half": 0.5,
    }
    assert frame.select(n=f.named_struct("a", "i", "b", pr.lit("t"))).to_dict()["n"][1] == {"a": 2, "b": "t"}
    with pytest.raises(pr.SchemaError, match="nothing"):
        frame.select(pr.col("s").struct["nothing"])
    for wrong in (lambda: f.named_struct("a"), lambda: f.named_struct("i", "i", 3, "i"), lambda: f.struct()):
        with pytest.raises(TypeError):
            wrong()


def test_a_map_gives_keys_values_and_entries():
    table = pa.table({"m": pa.array([[("x", 1), ("y", None)], [], None], pa.map_(pa.string(), pa.int64()))})
    frame, m = pr.DataFrame(table), pr.col("m").map
    assert frame.select(
        keys=m.keys(),
        values=m.values(),
        n=m.length(),
        x=m["x"],
        y=m.get("y"),
        has=m.contains("y"),
        sql=f.map_extract("m", "x"),
    ).to_dict() == {
        "keys": [["x", "y"], [], None],
        "values": [[1, None], [], None],
        "n": [2, 0, None],
        "x": [1, None, None],
        "y": [None, None, None],
        "has": [True, False, None],
        "sql": [[1], [None], [None]],
    }
    assert frame.select(e=m.entries()).to_dict()["e"] == [
        [{"key": "x", "value": 1}, {"key": "y", "value": None}],
        [],
        None,
    ]


def test_a_map_is_made_of_lists():
    frame = pr.DataFrame({"k": [["a", "b"], ["c"]], "v": [[1, 2], [3]]})
    assert frame.select(m=f.map("k", "v")).to_dict()["m"] == [[("a", 1), ("b", 2)], [("c", 3)]]
    assert frame.select(m=f.make_map("k", "v").alias("m")).dtypes == [frame.select(m=f.map("k", "v")).dtypes[0]]


@pytest.mark.parametrize("dense", [False, True])
def test_a_union_gives_its_tag_and_its_values(dense):
    types = pa.array([0, 1, 0], pa.int8())
    if dense:
        values = pa.UnionArray.from_dense(
            types, pa.array([0, 0, 1], pa.int32()), [pa.array([1, 2]), pa.array(["x"])], ["n", "s"]
        )
    else:
        values = pa.UnionArray.from_sparse(types, [pa.array([1, 0, 2]), pa.array(["", "x", ""])], ["n", "s"])
    frame = pr.DataFrame(pa.table({"u": values}))
    assert frame.select(tag=f.union_tag("u"), n=f.union_extract("u", "n"), s=f.union_extract("u", "s")).to_dict() == {
        "tag": ["n", "s", "n"],
        "n": [1, None, 2],
        "s": [None, "x", None],
    }


def test_sums_of_lists_are_exact_or_an_error():
    table = pa.table(
        {
            "i": pa.array([[2**62, 2**62 - 1, None], [], None, [None]], pa.list_(pa.int64())),
            "u": pa.array([[2**63, 2**63 - 1], [], None, [None]], pa.large_list(pa.uint64())),
            "b": pa.array([[-128, -128], [], None, [None]], pa.list_view(pa.int8())),
            "t": [[True, True, False], [], None, [None]],
            "f": pa.array([[0.5, 1.5], [], None, [None]], pa.list_(pa.float32())),
            "d": pa.array([[Decimal("9.99")] * 9, [], None, [None]], pa.list_(pa.decimal128(3, 2))),
            "s": pa.array([[dt.timedelta(1)] * 2, [], None, [None]], pa.list_(pa.duration("us"))),
            "n": pa.array([[None], [], None, []], pa.list_(pa.null())),
        }
    )
    frame = pr.DataFrame(table)
    made = frame.select(*[pr.col(name).list.sum().alias(name) for name in table.column_names])
    assert made.schema == {
        "i": "int64", "u": "uint64", "b": "int64", "t": "int64", "f": "float64", "d": "decimal(13,2)",
        "s": "duration[us]", "n": "int64",
    }  # fmt: skip
    first, *others = made.rows()
    assert first == (2**63 - 1, 2**64 - 1, -256, 2, 2.0, Decimal("89.91"), dt.timedelta(2), None)
    # as the sum of a column: null where there is nothing to add
    assert others == [(None,) * 8] * 3
    # the parts may be out of range where the whole is not, in whatever order they come
    for values in ([2**63 - 1, 1, -1], [1, 2**63 - 1, -1], [-(2**63), 2**63 - 1]):
        assert pr.DataFrame({"a": [values]}).select(A.sum()).item() == sum(values)
    for values, kind in (([2**63 - 1, 1], "int64"), ([-(2**63), -1], "int64")):
        with pytest.raises(OverflowError, match=f"array_sum: the sum {sum(values)} of a list does not fit {kind}"):
            pr.DataFrame({"a": [values]}).select(A.sum()).collect()
    big = pr.DataFrame({"a": [[2**63 - 1, 1]]})
    assert big.select(pr.col("a").cast("list<decimal(38,0)>").list.sum()).item() == 2**63
    with pytest.raises(TypeError, match=r"array_sum: expected lists of numbers or durations, got a \(list<string>\)"):
        pr.DataFrame({"a": [["1"]]}).select(A.sum())
    digits = pa.array([[Decimal(9 * 10**37)] * 2], pa.list_(pa.decimal128(38, 0)))
    with pytest.raises(OverflowError, match=r"the sum of a list does not fit decimal\(38,0\)"):
        pr.DataFrame(pa.table({"a": digits})).select(A.sum()).collect()


def test_products_of_lists_are_exact_or_an_error():
    frame = pr.DataFrame({"a": [[2**31, 2**31, -2], [], None, [None, 3]]})
    assert frame.select(A.product()).to_dict() == {"array_product(a)": [-(2**63), None, None, 3]}
    # what comes after a 0 makes no difference, and neither does what stands before it
    assert pr.DataFrame({"a": [[2**62] * 9 + [0]]}).select(A.product()).item() == 0
    with pytest.raises(OverflowError, match=r"the product .* of a list does not fit int64"):
        pr.DataFrame({"a": [[2**62, 2]]}).select(A.product()).collect()
    assert pr.DataFrame({"a": [[0.5, 4.0]]}).select(A.product()).item() == 2.0


def test_sums_of_lists_are_the_same_in_sql():
    frame = pr.DataFrame({"a": [[2**53, 1], [1]]})
    made = pr.sql(
        "select array_sum(a) as s, list_sum(a) as t, array_product(a) as p, list_product([2, 3]) as q from frame"
    )
    assert made.to_dict() == {"s": [2**53 + 1, 1], "t": [2**53 + 1, 1], "p": [2**53, 1], "q": [6, 6]}
    assert made.dtypes == ["int64"] * 4
    with pytest.raises(OverflowError):
        pr.sql("select array_sum([9223372036854775807, 1])").collect()
    # the other figures keep the type of the elements, but for the mean, which is a float as that of a column
    frame = pr.DataFrame({"a": [[2**53, 2**53 + 1]]})
    assert frame.select(A.min(), A.max().alias("b")).rows() == [(2**53, 2**53 + 1)]
    assert frame.select(A.mean()).dtypes == ["float64"]


def test_functions_of_lists_take_list_views():
    frame = pr.DataFrame(pa.table({"a": pa.array([[3, 1], None, []], pa.list_view(pa.int64()))}))
    made = frame.select(n=A.length(), m=A.mean(), s=A.sort(), c=A.contains(3))
    assert made.to_dict() == {
        "n": [2, None, 0],
        "m": [2.0, None, None],
        "s": [[1, 3], None, []],
        "c": [True, None, False],
    }


def test_nested_functions_over_many_batches_are_duckdbs():
    values = [[i % 7, None, i % 3] if i % 5 else None for i in range(20_000)]
    many = pa.Table.from_batches(pa.table({"i": range(20_000), "a": values}).to_batches(max_chunksize=3_000))
    found = pr.DataFrame(many).select("i", s=A.sort(), d=A.distinct().list.length(), m=A.max(), p=A.position(1))
    expected = duckdb.sql(
        """select i, list_sort(a, 'asc', 'nulls last') as s, list_max(a) as m, list_position(a, 1) - 1 as p
           from many order by i"""
    ).fetchall()
    found = found.sort("i").to_dict()
    assert found["s"] == [row[1] for row in expected]
    assert found["m"] == [row[2] for row in expected]
    assert found["p"] == [None if row[3] in (None, -1) else row[3] for row in expected]
    frame = pl.from_arrow(many).sort("i")
    assert found["d"] == frame.select(pl.col("a").list.n_unique())["a"].to_list()


def test_every_nested_function_of_the_engine_is_a_function():
    names = pr.sql("select distinct routine_name as name from information_schema.routines").to_dict()["name"]
    nested = [name for name in names if name.startswith(("array", "list", "map", "union", "struct", "named_struct"))]
    assert len(nested) > 100
    assert [name for name in nested if not callable(getattr(f, name, None))] == []
