"""A call that a function written in Python does not take is refused in the same words as a native one."""

import inspect
from datetime import date, datetime

import pytest

import pyrust as pr

DAY = date(2024, 1, 1)


def _written_in_python():
    """The public functions that are not native."""
    for module, names in ((pr, pr.__all__), (pr.testing, pr.testing.__all__)):
        for name in names:
            if inspect.isfunction(function := getattr(module, name)):
                yield name, function


FUNCTIONS = dict(_written_in_python())


def test_most_functions_are_looked_at():
    assert {"date_range", "datetime_range", "view", "inspect", "memory", "show_versions", "udf"} <= set(FUNCTIONS)
    assert {"assert_frame_equal", "register_expr_namespace"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_not_taken_is_refused_in_our_words(name):
    with pytest.raises(pr.InvalidTypeError, match=f'^{name}: there is no argument "zzz_keyword"\nhint: '):
        FUNCTIONS[name](zzz_keyword=1)
    with pytest.raises(pr.InvalidTypeError, match=rf"^{name}: takes .* 30 were given\nhint: it is called as {name}\("):
        FUNCTIONS[name](*[1] * 30)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pr.date_range(DAY, periods=3), "date_range: periods: a range of dates has an end\nhint: for example "),
        (lambda: pr.date_range(DAY, DAY, freq="1d"), "date_range: freq: pyrust calls it interval"),
        (
            lambda: pr.date_range(DAY, DAY, intervall="1d"),
            'there is no argument "intervall"\nhint: did you mean interval?',
        ),
        (
            lambda: pr.datetime_range(datetime(2024, 1, 1)),
            "datetime_range: missing 1 required positional argument: 'end'\n"
            "hint: it is called as datetime_range(start, end, interval='1d', *, closed='both')",
        ),
        (lambda: pr.testing.assert_frame_equal({}, {}, rtol=0), "assert_frame_equal: rtol: pyrust calls it rel_tol"),
        (lambda: pr.udf(returnType="int64"), "udf: returnType: pyrust calls it returns"),
        (lambda: pr.view({"a": [1]}, max_rows=3), "view: max_rows: pyrust calls it height"),
    ],
)
def test_a_keyword_of_another_library_gets_our_name(call, says):
    with pytest.raises(pr.InvalidTypeError) as caught:
        call()
    assert says in str(caught.value)
    assert caught.value.__context__ is None
    assert caught.value.hint


def test_an_error_of_the_function_stays_its_own():
    with pytest.raises(pr.InvalidTypeError, match=r"^DataFrame: expected a table, got int"):
        pr.view(7)

    def wrong(_):
        raise TypeError("date_range() got an unexpected keyword argument 'x'")

    class Odd(date):
        __sub__ = __rsub__ = wrong

    with pytest.raises(TypeError) as caught:
        pr.date_range(DAY, Odd(2024, 1, 2))
    assert type(caught.value) is TypeError


def test_functions_are_what_they_were():
    assert list(inspect.signature(pr.date_range).parameters) == ["start", "end", "interval", "closed"]
    assert pr.date_range.__name__ == "date_range"
    assert pr.date_range.__doc__.startswith("Make a frame of the dates")
