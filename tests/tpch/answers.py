"""When two engines have given the same answer: the tests and the benchmark compare values by it."""

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same number, up to the rounding of floats and of averages, or the same thing."""
    if isinstance(ours, (int, float, Decimal)) and isinstance(theirs, (int, float, Decimal)):
        # an average of decimals has six decimals here, and is a float there
        return math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-6)
    if isinstance(ours, datetime) != isinstance(theirs, datetime) and isinstance(theirs, date):
        return ours == datetime(theirs.year, theirs.month, theirs.day)
    return ours == theirs
