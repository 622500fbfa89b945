"""What annotations say, in every way of writing them that Python and numpy know."""

import sys
from typing import Annotated, Any, NewType, Optional, Union

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pytest

from pyrust._udf.annotation import annotations_of, type_of

Cents = NewType("Cents", int)


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (float, ("float64", "pyrust")),
        (np.ndarray, (None, "numpy")),
        # an alias of numpy's own from its 2.5 on (Python 3.12), an array's type before
        (npt.NDArray[np.float64], ("float64", "numpy")),
        (npt.NDArray, (None, "numpy")),
        (np.ndarray[Any, np.dtype[np.int16]], ("int16", "numpy")),
        (npt.NDArray[np.str_], (None, "numpy")),
        (npt.NDArray[np.int32] | None, ("int32", "numpy")),
        (Optional[npt.NDArray[np.int32]], ("int32", "numpy")),  # noqa: UP045
        (pd.Series | None, (None, "pandas")),
        (Annotated[npt.NDArray[np.float64], "float32"], ("float32", "numpy")),
        (Annotated[np.ndarray, int] | None, ("int64", "numpy")),
        (Annotated[int, "int8"], ("int8", "pyrust")),
        (Union[int, None], ("int64", "pyrust")),  # noqa: UP007
        (Union[int, float], (None, "pyrust")),  # noqa: UP007
        (list[int | None] | None, ("list<int64>", "pyrust")),
        (list[list[str]], ("list<list<string>>", "pyrust")),
        (Cents, ("int64", "pyrust")),
        (list[Cents], ("list<int64>", "pyrust")),
        (pa.int16(), (pa.int16(), "pyrust")),
        (None, (None, "pyrust")),
        (Any, (None, "pyrust")),
    ],
    ids=str,
)
def test_what_an_annotation_says(annotation, said):
    assert type_of(annotation) == said


ALIASES = """
type Price = float
type Numbers = npt.NDArray[np.int16]
type Many[T] = list[T]
type Pair[K, V] = Annotated[V, K]
type Perhaps[T] = Many[T] | None
type Tree = list[Tree]
type Ring = Ring | None
type Later = not_yet_known
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.12 brought the statement")
def test_an_alias_says_what_it_stands_for():
    scope = {"npt": npt, "np": np, "Annotated": Annotated}
    exec(ALIASES, scope)

    def said(text):
        return type_of(eval(text, scope))

    assert said("Price") == said("Price | None") == ("float64", "pyrust")
    assert said("Numbers") == ("int16", "numpy")
    assert said("Many[int]") == said("Perhaps[int]") == ("list<int64>", "pyrust")
    assert said("Pair['int8', np.ndarray]")[1] == "numpy"
    assert said("Many") == said("Tree") == said("Ring") == said("Later") == (None, "pyrust")


def test_a_name_that_nobody_knows_stays_a_text():
    scope = {}
    exec("from __future__ import annotations\ndef f(a: float, b: unknown.kind) -> int: ...", scope)
    assert annotations_of(scope["f"]) == {"a": float, "b": "unknown.kind", "return": int}
    if sys.version_info >= (3, 14):  # computed only when they are asked for
        exec("def g(a: float, b: unknown) -> int: ...", scope)
        assert annotations_of(scope["g"]) == {"a": float, "b": "unknown", "return": int}
