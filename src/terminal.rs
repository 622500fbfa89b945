//! The terminal that texts are written to.

use pyo3::prelude::*;

/// How wide a text is where no terminal says.
const WIDTH: usize = 100;

/// The columns of the terminal, as Python knows them.
pub fn terminal_width(py: Python<'_>) -> usize {
    let ask = || -> PyResult<usize> {
        py.import("shutil")?.call_method1("get_terminal_size", ((WIDTH, 24),))?.getattr("columns")?.extract()
    };
    ask().unwrap_or(WIDTH).max(40)
}
