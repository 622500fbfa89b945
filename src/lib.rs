//! `pyrust._core`: the table of what Python sees. Nothing here computes anything.

mod aggregation;
mod aliases;
mod argument;
mod array;
mod arrow;
mod asking;
mod attribute_slot;
mod awaitable;
mod batches;
mod boundary;
mod convert;
mod data_type;
mod dataframe;
mod default_session;
mod engine_options;
mod exceptions;
mod expr;
mod foreign_names;
mod functions;
mod group_by;
mod interpreter;
mod iterators;
mod library;
mod look;
mod memory;
mod origin;
mod pandas;
mod pickle;
mod progress_bar;
mod read;
mod refused_call;
mod run;
mod runtime;
mod selector;
mod session;
mod settings;
mod spool;
mod sql;
mod style;
mod task;
mod terminal;
mod trampoline;
mod udf;
mod view;

use pyo3::prelude::*;

use crate::trampoline::{add_class, replace_functions};

#[global_allocator]
static ALLOCATOR: pyrust_engine::memory::CountingAllocator = pyrust_engine::memory::CountingAllocator::new();

/// The native core of pyrust.
// A user's call is ended by an exception sent to its thread, which is in that call for sure only as it needs the GIL.
#[pymodule(gil_used = true)]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("__datafusion_version__", datafusion::DATAFUSION_VERSION)?;
    module.add("__arrow_version__", ::arrow::ARROW_VERSION)?;
    exceptions::register(module)?;
    add_class::<array::PyArray>(module)?;
    add_class::<asking::PyAsking>(module)?;
    data_type::register(module)?;
    add_class::<dataframe::PyColumns>(module)?;
    add_class::<dataframe::PyDataFrame>(module)?;
    add_class::<expr::PyExpr>(module)?;
    add_class::<group_by::PyDynamicGroupBy>(module)?;
    add_class::<group_by::PyGroupBy>(module)?;
    add_class::<group_by::PyRollingGroupBy>(module)?;
    add_class::<iterators::PyBatchIterator>(module)?;
    add_class::<iterators::PyRowIterator>(module)?;
    add_class::<look::PyLook>(module)?;
    add_class::<run::PyOperator>(module)?;
    add_class::<run::PyProgress>(module)?;
    add_class::<run::PyReport>(module)?;
    add_class::<run::PyRun>(module)?;
    add_class::<task::PyTask>(module)?;
    add_class::<session::PySession>(module)?;
    add_class::<sql::PyScript>(module)?;
    add_class::<udf::PyFunction>(module)?;
    add_class::<view::PyView>(module)?;
    add_class::<expr::PyThen>(module)?;
    add_class::<expr::PyWhen>(module)?;
    expr::register_namespaces(module)?;
    add_class::<expr::PyName>(module)?;
    functions::register(module)?;
    selector::register(module)?;
    module.add_function(wrap_pyfunction!(dataframe::concat, module)?)?;
    module.add_function(wrap_pyfunction!(dataframe::read_again, module)?)?;
    module.add_function(wrap_pyfunction!(dataframe::restore, module)?)?;
    module.add_function(wrap_pyfunction!(engine_options::engine_option, module)?)?;
    module.add_function(wrap_pyfunction!(engine_options::set_engine_option, module)?)?;
    module.add_function(wrap_pyfunction!(expr::all, module)?)?;
    module.add_function(wrap_pyfunction!(expr::col, module)?)?;
    module.add_function(wrap_pyfunction!(expr::len, module)?)?;
    module.add_function(wrap_pyfunction!(expr::lit, module)?)?;
    module.add_function(wrap_pyfunction!(foreign_names::unknown_name, module)?)?;
    module.add_function(wrap_pyfunction!(memory::memory_snapshot, module)?)?;
    module.add_function(wrap_pyfunction!(memory::frames_among, module)?)?;
    module.add_function(wrap_pyfunction!(memory::memory_is_measured, module)?)?;
    module.add_function(wrap_pyfunction!(pandas::from_pandas, module)?)?;
    module.add_function(wrap_pyfunction!(read::read_avro, module)?)?;
    module.add_function(wrap_pyfunction!(read::read_csv, module)?)?;
    module.add_function(wrap_pyfunction!(read::read_ipc, module)?)?;
    module.add_function(wrap_pyfunction!(read::read_json, module)?)?;
    module.add_function(wrap_pyfunction!(read::read_parquet, module)?)?;
    module.add_function(wrap_pyfunction!(refused_call::refused_call, module)?)?;
    module.add_function(wrap_pyfunction!(run::runs, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::default_session, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::deregister, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::range, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::register, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::register_function, module)?)?;
    module.add_function(wrap_pyfunction!(default_session::tables, module)?)?;
    module.add_function(wrap_pyfunction!(sql::sql, module)?)?;
    module.add_function(wrap_pyfunction!(sql::sql_diagnose, module)?)?;
    module.add_function(wrap_pyfunction!(expr::sql_expr, module)?)?;
    module.add_function(wrap_pyfunction!(view::set_paused_seconds, module)?)?;
    module.add_function(wrap_pyfunction!(expr::when, module)?)?;
    replace_functions(module)?;
    aliases::register(module)?;
    let shutdown = wrap_pyfunction!(runtime::shutdown, module)?;
    module.py().import("atexit")?.call_method1("register", (&shutdown,))?;
    module.add_function(shutdown)
}
