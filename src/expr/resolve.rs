//! Expressions for the columns of a frame. What they mean is the engine's to say; Python says which names the patterns of
//! selectors fit, as they are in the language of its `re`.

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::resolve::fit_patterns;
use pyrust_engine::{Error, Frame, resolve as language};

use crate::exceptions::to_python;
use crate::interpreter::attach;

macro_rules! resolving {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(operation: &str, frame: &Frame, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
                let exprs = with_patterns(operation, frame, exprs)?;
                language::$name(operation, frame.plan().schema(), exprs).map_err(to_python)
            }
        )*
    };
}

resolving! {
    /// The expressions with their selectors as columns, and nothing else of their meaning.
    expand;
    /// The expressions under the names they have in Python, each with a value for every row; there may be none.
    resolve_all;
    /// The same, under the name of the one column that they are computed from where they have no other.
    resolve_joining;
    /// The same, where nothing would be left of a verb if selectors choose no column.
    resolve_some;
    /// The same, where expressions may make one value of many rows.
    resolve_aggregates;
}

/// One expression with a value for every row of `frame`; a selector must choose exactly one.
pub fn resolve(operation: &str, frame: &Frame, expr: Expr) -> PyResult<Expr> {
    let expr = with_patterns(operation, frame, vec![expr])?.pop().unwrap_or_default();
    language::resolve(operation, frame.plan().schema(), expr).map_err(to_python)
}

fn with_patterns(operation: &str, frame: &Frame, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
    fit_patterns(exprs, |pattern| {
        attach(|py| {
            let pattern = py.import("re")?.call_method1("compile", (pattern,))?;
            let fits = |name: &str| pattern.call_method1("search", (name,)).map(|found| !found.is_none());
            let fitting = |name: &str| fits(name).map(|fits| fits.then(|| name.to_owned())).transpose();
            frame.names().filter_map(fitting).collect()
        })
        .unwrap_or_else(|| Err(to_python(Error::cancelled(operation))))
    })
}
