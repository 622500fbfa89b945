//! Nulls filled from the rows around them, and a mean that forgets: window functions of the engine's own. `.over(...)` gives
//! the order.

use pyo3::prelude::*;
use pyrust_engine::resolve::label;
use pyrust_engine::window::{self as native_fn, Smoothing};

use crate::boundary::guard;
use crate::exceptions::{type_error, value_error};
use crate::expr::PyExpr;

macro_rules! fills {
    ($($name:ident, $gives:literal, $result:literal;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, " NaN is a value.\n\nArgs:\n    limit: How many nulls in a row are filled; all where left out.\n\n",
                    "Returns:\n    An expression that needs `.over(order_by=...)`.\n\n",
                    "Raises:\n    OverflowError: If the limit is below 0.\n",
                    "    ValueError: Where a frame uses it, if it has no order.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"t\": [1, 2, 3, 4], \"a\": [None, 1, None, 3]})\n",
                    "    >>> df.select(\"t\", x=pr.col(\"a\").", stringify!($name),
                    "().over(order_by=\"t\")).sort(\"t\").to_dict()[\"x\"]\n    ", $result,
                    "\n    >>> df.select(pr.col(\"a\").", stringify!($name), "())\n",
                    "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidValueError: select: ",
                    stringify!($name), " depends on the order of the rows, and none is given\n    hint: give it: ...\n"
                )]
                #[pyo3(signature = (limit = None))]
                fn $name(&self, limit: Option<u64>) -> PyResult<Self> {
                    const NAME: &str = stringify!($name);
                    guard(|| {
                        let expr = self.plain(NAME)?;
                        let name = format!("{NAME}({})", label(&expr));
                        Ok(Self::new(native_fn::$name(expr, limit).alias(name)))
                    })
                }
            )*
        }
    };
}

fills! {
    forward_fill, "Fill each null with the last value before it.", "[None, 1, 1, 3]";
    backward_fill, "Fill each null with the first value after it.", "[1, 1, 3, 3]";
}

/// The weight of a row in a mean that forgets, from the one measure that was given.
fn alpha_of(com: Option<f64>, span: Option<f64>, half_life: Option<f64>, alpha: Option<f64>) -> PyResult<f64> {
    const NAME: &str = "ewm_mean";
    let (name, given, least, alpha) = match (com, span, half_life, alpha) {
        (Some(com), None, None, None) => ("com", com, com >= 0.0, 1.0 / (1.0 + com)),
        (None, Some(span), None, None) => ("span", span, span >= 1.0, 2.0 / (span + 1.0)),
        (None, None, Some(half), None) => ("half_life", half, half > 0.0, 1.0 - (-std::f64::consts::LN_2 / half).exp()),
        (None, None, None, Some(alpha)) => ("alpha", alpha, alpha > 0.0 && alpha <= 1.0, alpha),
        _ => {
            let message = "expected one of com, span, half_life and alpha";
            return Err(type_error(NAME, message, "ewm_mean(span=10) forgets as a mean of 10 rows does"));
        }
    };
    if !least || !given.is_finite() {
        let hint = "com is 0 or more, span 1 or more, half_life above 0, alpha above 0 and at most 1";
        return Err(value_error(NAME, format!("{name} cannot be {given}"), hint));
    }
    Ok(alpha)
}

#[pymethods]
impl PyExpr {
    /// Fill each null between two values with the point on the line between them; the ends stay null.
    ///
    /// Returns:
    ///     An expression that needs `.over(order_by=...)`: a float64 for numbers, the same type for dates and times.
    ///
    /// Raises:
    ///     ValueError: Where a frame uses it, if it has no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [1, None, None, 4]})
    ///     >>> df.select("t", x=pr.col("a").interpolate().over(order_by="t")).sort("t").to_dict()["x"]
    ///     [1.0, 2.0, 3.0, 4.0]
    ///     >>> df.select(pr.col("a").interpolate())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: interpolate depends on the order of the rows, and none is given
    ///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    fn interpolate(&self) -> PyResult<Self> {
        guard(|| Ok(Self::new(native_fn::interpolate(self.plain("interpolate")?))))
    }

    /// Compute the exponentially weighted mean of the rows up to each one; null where the value is.
    ///
    /// Args:
    ///     com: The centre of mass of the weights: alpha is 1 / (1 + com).
    ///     span: How many rows a plain mean would have: alpha is 2 / (span + 1).
    ///     half_life: After how many rows a weight is half as large.
    ///     alpha: The weight of a row compared with all before it, above 0 and at most 1. One of these four is given.
    ///     adjust: Whether the weights are those of a mean from the first row on; otherwise the first weighs as all before it.
    ///     min_samples: How many values there must be; fewer give null.
    ///     ignore_nulls: Whether a null makes the values before it no older.
    ///
    /// Returns:
    ///     An expression of type float64 that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     TypeError: If not exactly one measure is given.
    ///     ValueError: If the measure makes no sense.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, None, 3.0]})
    ///     >>> df.select("t", x=pr.col("a").ewm_mean(alpha=0.5).over(order_by="t")).sort("t").to_dict()["x"]
    ///     [1.0, None, 2.6]
    ///     >>> pr.col("a").ewm_mean(alpha=2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: ewm_mean: alpha cannot be 2
    ///     hint: com is 0 or more, span 1 or more, half_life above 0, alpha above 0 and at most 1
    #[pyo3(signature = (
        *, com = None, span = None, half_life = None, alpha = None, adjust = true, min_samples = 1, ignore_nulls = false
    ))]
    #[expect(clippy::too_many_arguments, reason = "the keywords of a method of pandas and Polars")]
    fn ewm_mean(
        &self,
        com: Option<f64>,
        span: Option<f64>,
        half_life: Option<f64>,
        alpha: Option<f64>,
        adjust: bool,
        min_samples: u64,
        ignore_nulls: bool,
    ) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("ewm_mean")?;
            let alpha = alpha_of(com, span, half_life, alpha)?;
            let name = format!("ewm_mean({})", label(&expr));
            let smoothing = Smoothing { alpha, adjust, min_samples, ignore_nulls };
            Ok(Self::new(native_fn::ewm_mean(expr, smoothing).alias(name)))
        })
    }
}
