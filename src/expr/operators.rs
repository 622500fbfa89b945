//! The operators as methods: `pr.col("a").add(1)` is `pr.col("a") + 1`. What each means for which types is decided in
//! `resolve`, where the types are known.

use datafusion::logical_expr::Operator;
use pyo3::prelude::*;

use super::PyExpr;

macro_rules! operators {
    ($($name:ident $python:literal $operator:ident $symbol:literal $gives:literal, $call:literal => $result:literal;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, "; the same as `", $symbol, "`.\n\nArgs:\n    other: An expression, or a constant.\n\n",
                    "Returns:\n    An expression.\n\nRaises:\n    TypeError: If the value cannot be held by a column.\n",
                    "    SchemaError: Where a frame uses it, if it is not computed of these types.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": [7, 2, None]})\n",
                    "    >>> df.select(x=pr.col(\"a\").", $python, "(", $call, ")).to_dict()\n    {'x': ", $result, "}\n",
                    "    >>> pr.col(\"a\").", $python, "({1})\n",
                    "    Traceback (most recent call last):\n        ...\n",
                    "    pyrust.InvalidTypeError: expression: a set cannot become a value of a table\n",
                    "    hint: convert it to str, int, float, list or dict first\n"
                )]
                #[pyo3(name = $python)]
                fn $name(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                    self.binary(Operator::$operator, other, false)
                }
            )*
        }
    };
}

operators! {
    add "add" Plus "+" "Add another value", "1" => "[8, 3, None]";
    equals "eq" Eq "==" "Check whether the value equals another", "7" => "[True, False, None]";
    floor_divide "floordiv" IntegerDivide "//" "Divide by another value and round down", "2" => "[3, 1, None]";
    at_least "ge" GtEq ">=" "Check whether the value is at least another", "7" => "[True, False, None]";
    above "gt" Gt ">" "Check whether the value is larger than another", "2" => "[True, False, None]";
    at_most "le" LtEq "<=" "Check whether the value is at most another", "2" => "[False, True, None]";
    below "lt" Lt "<" "Check whether the value is smaller than another", "7" => "[False, True, None]";
    modulo "mod" Modulo "%" "Compute the remainder of a division, with the divisor's sign", "4" => "[3, 2, None]";
    multiply "mul" Multiply "*" "Multiply by another value", "2" => "[14, 4, None]";
    differs "ne" NotEq "!=" "Check whether the value differs from another", "7" => "[False, True, None]";
    subtract "sub" Minus "-" "Subtract another value", "1" => "[6, 1, None]";
    divide "truediv" Divide "/" "Divide by another value", "2" => "[3.5, 1.0, None]";
}
