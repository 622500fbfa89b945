//! Functions of numbers. What a function of floats is given as ints is taken as floats.

use datafusion::functions::expr_fn as scalar_fn;
use pyo3::prelude::*;
use pyrust_engine::functions as native_fn;

use super::table::{family, functions};
use crate::argument::{Argument, Value};
use crate::boundary::guard;
use crate::expr::PyExpr;

family! { PyExpr, "", "SchemaError: Where a frame uses it, if the values are not numbers.";
    abs(), "Compute the absolute value.",
        "[-1, 2]", () => "[1, 2]", |e| scalar_fn::abs(e);
    acos(), "Compute the angle in radians whose cosine the value is; NaN outside of -1 to 1.",
        "[1.0, 2.0]", () => "[0.0, nan]", |e| scalar_fn::acos(e);
    acosh(), "Compute the inverse of the hyperbolic cosine; NaN below 1.",
        "[1.0]", () => "[0.0]", |e| scalar_fn::acosh(e);
    asin(), "Compute the angle in radians whose sine the value is; NaN outside of -1 to 1.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::asin(e);
    asinh(), "Compute the inverse of the hyperbolic sine.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::asinh(e);
    atan(), "Compute the angle in radians whose tangent the value is.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::atan(e);
    atan2(x: Value<'_>, "How far to the right the point lies, a constant or an expression."),
        "Compute the angle in radians of the point whose height is the value.",
        "[0.0]", (1.0) => "[0.0]",
        fails ({1}) "TypeError: If `x` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, x| scalar_fn::atan2(e, x);
    atanh(), "Compute the inverse of the hyperbolic tangent; NaN outside of -1 to 1.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::atanh(e);
    cbrt(), "Compute the cube root.",
        "[27.0, -8.0]", () => "[3.0, -2.0]", |e| scalar_fn::cbrt(e);
    ceil(), "Round up to the nearest whole number; an int stays as it is.",
        "[1.5, -1.5]", () => "[2.0, -1.0]", |e| scalar_fn::ceil(e);
    chr(), "Get the character that a code point stands for.",
        "[65, 233]", () => "['A', 'é']", |e| scalar_fn::chr(e);
    cos(), "Compute the cosine of an angle in radians.",
        "[0.0]", () => "[1.0]", |e| scalar_fn::cos(e);
    cosh(), "Compute the hyperbolic cosine.",
        "[0.0]", () => "[1.0]", |e| scalar_fn::cosh(e);
    cot(), "Compute the cotangent of an angle in radians.",
        "[0.0]", () => "[inf]", |e| scalar_fn::cot(e);
    degrees(), "Convert an angle in radians to degrees.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::degrees(e);
    exp(), "Compute e to the power of the value.",
        "[0.0]", () => "[1.0]", |e| scalar_fn::exp(e);
    factorial(), "Compute the factorial: the product of the whole numbers from 1 to the value; above 20 it does not \
     fit an int64, which is an error.",
        "[0, 5]", () => "[1, 120]", |e| scalar_fn::factorial(e);
    floor(), "Round down to the nearest whole number; an int stays as it is.",
        "[1.5, -1.5]", () => "[1.0, -2.0]", |e| scalar_fn::floor(e);
    gcd(other: Value<'_>, "The second number, a constant or an expression."),
        "Compute the greatest common divisor: the largest whole number that divides both.",
        "[12, 7]", (8) => "[4, 1]",
        fails ({1}) "TypeError: If `other` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| scalar_fn::gcd(e, other);
    is_finite(), "Check whether a number is neither infinite nor NaN.",
        "[1.0, float(\"inf\"), float(\"nan\")]", () => "[True, False, False]",
        |e| native_fn::is_finite(e);
    is_infinite(), "Check whether a number is infinite, to either side.",
        "[1.0, float(\"-inf\"), float(\"nan\")]", () => "[False, True, False]",
        |e| native_fn::is_infinite(e);
    isnan as "is_nan"(), "Check whether a float is NaN.",
        "[1.0, float(\"nan\")]", () => "[False, True]", |e| scalar_fn::isnan(e);
    iszero as "is_zero"(), "Check whether a number is 0.",
        "[0.0, 1.5]", () => "[True, False]", |e| scalar_fn::iszero(e);
    lcm(other: Value<'_>, "The second number, a constant or an expression."),
        "Compute the least common multiple: the smallest whole number that both divide; one that does not fit an \
         int64 is an error.",
        "[4, 7]", (6) => "[12, 42]",
        fails ({1}) "TypeError: If `other` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| scalar_fn::lcm(e, other);
    ln(), "Compute the natural logarithm; -inf for 0 and NaN below.",
        "[1.0]", () => "[0.0]", |e| scalar_fn::ln(e);
    log(base: Option<Value<'_>> = None, "The base, a constant or an expression; e by default."),
        "Compute the logarithm to a base; without one, the natural logarithm.",
        "[8.0]", (2) => "[3.0]",
        fails ({1}) "TypeError: If `base` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, base| match base {
            Some(base) => scalar_fn::log(base, e),
            None => scalar_fn::ln(e),
        };
    log1p(), "Compute the natural logarithm of 1 and the value, exact also for values next to 0.",
        "[0.0, 1e-20]", () => "[0.0, 1e-20]", |e| native_fn::log1p(e);
    log10(), "Compute the logarithm to the base 10.",
        "[100.0]", () => "[2.0]", |e| scalar_fn::log10(e);
    log2(), "Compute the logarithm to the base 2.",
        "[8.0]", () => "[3.0]", |e| scalar_fn::log2(e);
    nanvl as "fill_nan"(value: Value<'_>, "The value for NaN, a constant or an expression."),
        "Replace NaN by another value. A null stays null.",
        "[1.0, float(\"nan\")]", (0.0) => "[1.0, 0.0]",
        fails ({1}) "TypeError: If `value` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, value| scalar_fn::nanvl(e, value);
    power as "pow"(exponent: Value<'_>, "The exponent, a constant or an expression."),
        "Raise the number to the power of another, as `**`; always a float.",
        "[2.0, 3.0]", (3) => "[8.0, 27.0]",
        fails ({1}) "TypeError: If `exponent` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, exponent| scalar_fn::power(e, exponent);
    radians(), "Convert an angle in degrees to radians.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::radians(e);
    round(decimals: i64 = 0, "How many digits after the point are kept; below 0, how many before it become 0."),
        "Round the number to `decimals` decimals, halves away from zero.",
        "[2.5, 1.25]", (1) => "[2.5, 1.3]",
        fails ("x") "TypeError: If `decimals` is not an int." =>
        "pyrust.InvalidTypeError: round: decimals must be an integer, got 'x'", |e, decimals| scalar_fn::round(vec![e, decimals]);
    signum as "sign"(), "Get the sign of a number: -1 below 0, 0 for 0 and 1 above.",
        "[-2.5, 0.0, 3.0]", () => "[-1.0, 0.0, 1.0]", |e| scalar_fn::signum(e);
    sin(), "Compute the sine of an angle in radians.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::sin(e);
    sinh(), "Compute the hyperbolic sine.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::sinh(e);
    sqrt(), "Compute the square root; of a number below 0 it is an error.",
        "[4.0, 9.0]", () => "[2.0, 3.0]", |e| scalar_fn::sqrt(e);
    tan(), "Compute the tangent of an angle in radians.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::tan(e);
    tanh(), "Compute the hyperbolic tangent.",
        "[0.0]", () => "[0.0]", |e| scalar_fn::tanh(e);
    to_hex(), "Format a whole number in hexadecimal digits; one below 0 as its two's complement.",
        "[255, 16]", () => "['ff', '10']", |e| scalar_fn::to_hex(e);
    trunc(decimals: i64 = 0, "How many digits after the point are kept; below 0, how many before it become 0."),
        "Truncate the number after some decimals, towards zero.",
        "[1.79, -1.79]", (1) => "[1.7, -1.7]",
        fails ("x") "TypeError: If `decimals` is not an int." =>
        "pyrust.InvalidTypeError: trunc: decimals must be an integer, got 'x'", |e, decimals| scalar_fn::trunc(vec![e, decimals]);
}

functions! {
    pi(), "Get the number pi, the circle's circumference over its diameter.",
        "{\"a\": [1]}", () => "[3.141592653589793]", | | scalar_fn::pi();
    random(), "Draw a random number from 0 up to, but not including, 1; another in each row and at each run.",
        "{\"a\": []}", () => "[]", | | scalar_fn::random();
}
