//! The functions over expressions: `pyrust.functions`. Each family is a table in a file of its own; `table` says what a
//! row is, `argument` what a function takes.

mod aggregate;
mod argument;
mod math;
mod row;
mod table;
mod temporal;
mod text;

use pyo3::prelude::*;

/// Makes the submodule.
pub fn register(parent: &Bound<'_, PyModule>) -> PyResult<()> {
    let module = PyModule::new(parent.py(), "functions")?;
    aggregate::register(&module)?;
    math::register_family(&module)?;
    row::register(&module)?;
    temporal::register(&module)?;
    text::register_family(&module)?;
    parent.add_submodule(&module)
}
