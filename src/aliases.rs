//! Second names, where users of two libraries look for one thing under two: the same method or function, with the same
//! docstring. What another library has under another name and nobody would look for here is in `foreign_names`.

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::array::PyArray;
use crate::dataframe::PyDataFrame;
use crate::expr::{PyList, PyStr};
use crate::session::PySession;

/// For a class or the module: the second name, and the first.
type Names = &'static [(&'static str, &'static str)];

const OF_FRAMES: Names =
    &[("to_arrow", "to_pyarrow"), ("to_dicts", "to_list"), ("unique", "distinct"), ("write_ndjson", "write_json")];
const OF_ARRAYS: Names = &[("to_arrow", "to_pyarrow")];
const OF_STRINGS: Names = &[
    ("lstrip", "strip_chars_start"),
    ("rstrip", "strip_chars_end"),
    ("strip", "strip_chars"),
    ("title", "initcap"),
    ("to_lowercase", "lower"),
    ("to_titlecase", "initcap"),
    ("to_uppercase", "upper"),
];
const OF_LISTS: Names = &[("len", "length"), ("unique", "distinct")];
const OF_READERS: Names = &[
    ("read_ndjson", "read_json"),
    ("scan_avro", "read_avro"),
    ("scan_csv", "read_csv"),
    ("scan_ipc", "read_ipc"),
    ("scan_ndjson", "read_json"),
    ("scan_parquet", "read_parquet"),
];

/// Adds the second names to the module and its classes.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let classes: [(Bound<'_, PyType>, Names); 5] = [
        (py.get_type::<PyArray>(), OF_ARRAYS),
        (py.get_type::<PyDataFrame>(), OF_FRAMES),
        (py.get_type::<PyList>(), OF_LISTS),
        (py.get_type::<PySession>(), OF_READERS),
        (py.get_type::<PyStr>(), OF_STRINGS),
    ];
    for (class, names) in classes {
        for (second, first) in names {
            class.setattr(*second, class.getattr(*first)?)?;
        }
    }
    OF_READERS.iter().try_for_each(|(second, first)| module.add(*second, module.getattr(*first)?))
}
