//! The functions over expressions: `pyrust.functions`. Each family is a table in a file of its own; `table` says what a
//! row is; what a function becomes for the types at hand is said in `pyrust_engine::resolve`.

mod aggregate;
mod binary;
mod category;
mod each;
mod engine;
mod gaps;
mod horizontal;
mod list;
mod list_index;
mod map;
mod math;
mod parse;
mod pattern;
mod period;
mod repeated;
mod row;
mod running;
mod structs;
mod table;
mod temporal;
mod text;
mod window;

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::Error;

use crate::exceptions::to_python;
use crate::trampoline::replace_functions;

pub use aggregate::{Share, correlation_from_name, quantile_of};

/// The engine's other names for its functions.
const ALIASES: [(&str, &str); 16] = [
    ("char_length", "character_length"),
    ("current_timestamp", "now"),
    ("date_format", "to_char"),
    ("datepart", "date_part"),
    ("datetrunc", "date_trunc"),
    ("ifnull", "nvl"),
    ("instr", "strpos"),
    ("length", "character_length"),
    ("position", "strpos"),
    ("pow", "power"),
    ("rand", "random"),
    ("string_to_list", "string_to_array"),
    ("substring", "substr"),
    ("substring_index", "substr_index"),
    ("today", "current_date"),
    ("trim", "btrim"),
];

/// An expression that the engine has built, or its error.
fn built(made: datafusion::error::Result<Expr>) -> PyResult<Expr> {
    made.map_err(|error| to_python(Error::from_datafusion("functions", error)))
}

/// Makes the submodule.
pub fn register(parent: &Bound<'_, PyModule>) -> PyResult<()> {
    let module = PyModule::new(parent.py(), "functions")?;
    aggregate::register(&module)?;
    binary::register_family(&module)?;
    each::register(&module)?;
    engine::register(&module)?;
    horizontal::register(&module)?;
    list::register(&module)?;
    map::register(&module)?;
    math::register_family(&module)?;
    math::register_functions(&module)?;
    parse::register_family(&module)?;
    pattern::register_family(&module)?;
    list_index::register(&module)?;
    row::register(&module)?;
    structs::register(&module)?;
    temporal::register_family(&module)?;
    temporal::register_functions(&module)?;
    text::register_family(&module)?;
    window::register(&module)?;
    replace_functions(&module)?;
    for (alias, name) in ALIASES {
        module.add(alias, module.getattr(name)?)?;
    }
    list::register_aliases(&module)?;
    parent.add_submodule(&module)
}
