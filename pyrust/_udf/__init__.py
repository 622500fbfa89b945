"""User functions: the decorators, and what they read from annotations. All else of them is native (`src/udf`)."""

from pyrust._udf.decorators import of_elements, udaf, udf, udwf

__all__ = ["of_elements", "udaf", "udf", "udwf"]
