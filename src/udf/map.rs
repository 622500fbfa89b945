//! What `map_batches` hands to Python for each batch, `map_groups` for each group and `map_rows` for each row, and what
//! becomes of what comes back.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::{DataType, FieldRef, Schema, SchemaRef};
use datafusion::logical_expr::Expr;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use pyrust_engine::BatchMap;
use pyrust_engine::cast::batch::cast_to_schema;
use pyrust_engine::frame::rows_of;
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind, Frame, Session};

use super::call::{Failure, call, raised};
use super::function::PyFunction;
use super::owner::Handle;
use super::signature::{Definition, Form, Kind, fits, fitted};
use crate::argument::into_frame;
use crate::convert;
use crate::data_type::into_schema;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};
use crate::interpreter::hear;
use crate::iterators::Shape;

/// The function in the form that the engine calls for batches.
#[derive(Debug)]
pub struct Mapper {
    /// The function, and whether it wants batches or groups.
    pub handle: Arc<Handle>,
    /// For the frames of single batches; it does not keep itself alive by a plan of its own.
    session: std::sync::Weak<Session>,
    input: SchemaRef,
    output: SchemaRef,
}

/// A frame whose batches are those that `code` makes of `frame`'s. Without a schema, `code` is asked for it with a
/// batch of no rows.
pub fn map_batches<'py>(
    py: Python<'py>,
    frame: &Arc<Frame>,
    code: &Bound<'py, PyAny>,
    schema: Option<&Bound<'py, PyAny>>,
) -> PyResult<PyDataFrame> {
    let (mapper, output, _function) = mapper(py, Kind::Batches, frame, code, schema)?;
    frame.map_batches(Arc::new(mapper), &output).map(PyDataFrame::new).map_err(to_python)
}

/// A frame of what `code` makes of the rows of each group. Without a schema, `code` is asked for it with a group of no rows.
pub fn map_groups<'py>(
    py: Python<'py>,
    frame: &Arc<Frame>,
    keys: Vec<Expr>,
    code: &Bound<'py, PyAny>,
    schema: Option<&Bound<'py, PyAny>>,
) -> PyResult<PyDataFrame> {
    let (mapper, output, _function) = mapper(py, Kind::Groups, frame, code, schema)?;
    frame.map_groups(keys, Arc::new(mapper), &output).map(PyDataFrame::new).map_err(to_python)
}

/// A frame of the rows that `code` makes of the rows of `frame`, one of each.
pub fn map_rows<'py>(
    py: Python<'py>,
    frame: &Arc<Frame>,
    code: &Bound<'py, PyAny>,
    schema: &Bound<'py, PyAny>,
) -> PyResult<PyDataFrame> {
    let (mapper, output, _function) = mapper(py, Kind::Rows, frame, code, Some(schema))?;
    frame.map_batches(Arc::new(mapper), &output).map(PyDataFrame::new).map_err(to_python)
}

/// The form in which the engine calls `code`, the columns of its result, and the function, which has to live until a frame
/// of Python's owns it.
fn mapper<'py>(
    py: Python<'py>,
    kind: Kind,
    frame: &Arc<Frame>,
    code: &Bound<'py, PyAny>,
    schema: Option<&Bound<'py, PyAny>>,
) -> PyResult<(Mapper, SchemaRef, Bound<'py, PyFunction>)> {
    let (operation, unit) = (kind.as_str(), kind.unit());
    if !code.is_callable() {
        let message = format!("{} is not callable", code.get_type().name()?);
        let hint = if kind == Kind::Groups { "the rows of one group" } else { &format!("one {unit}") };
        return Err(type_error(operation, message, &format!("give a function of {hint}")));
    }
    let name =
        code.getattr_opt(intern!(py, "__name__"))?.map_or_else(|| "function".to_owned(), |name| name.to_string());
    let form = form_of(code)?;
    let function = Bound::new(py, PyFunction::internal(kind, name, form, code.clone().unbind()))?;
    let definition = &function.get().definition;
    let output = match schema {
        Some(schema) => into_schema(operation, schema)?,
        None => {
            let none = RecordBatch::new_empty(Arc::clone(frame.schema()));
            let empty = batch(operation, &Arc::new(Schema::clone(frame.schema())), none).map_err(to_python)?;
            let answer = handed(py, frame.session(), form, empty)
                .and_then(|batch| code.call1((batch,)))
                .and_then(|made| into_frame(frame.session(), &made));
            let made = answer.map_err(|error| {
                let hint = format!(
                    "it was called with a {unit} of no rows to learn the columns; give schema= to spare it that"
                );
                to_python(raised(py, &definition.title(), error).with_hint(hint))
            })?;
            Arc::clone(made.schema())
        }
    };
    let mapper = Mapper {
        handle: Arc::new(Handle::weak(&function)?),
        session: Arc::downgrade(frame.session()),
        input: Arc::clone(frame.schema()),
        output: Arc::clone(&output),
    };
    Ok((mapper, output, function))
}

/// The form in which `code` wants its batch: its argument may be annotated with a library's table.
fn form_of(code: &Bound<'_, PyAny>) -> PyResult<Form> {
    let py = code.py();
    let Some(annotations) = code.getattr_opt(intern!(py, "__annotations__"))? else { return Ok(Form::Own) };
    let Ok(annotations) = annotations.cast_into::<PyDict>() else { return Ok(Form::Own) };
    let Some((name, annotation)) = annotations.iter().next() else { return Ok(Form::Own) };
    if name.extract::<String>()? == "return" {
        return Ok(Form::Own);
    }
    // As text (`from __future__ import annotations`) it says `pa.Table`: the module under the name it has there.
    let module = match annotation.cast::<PyString>() {
        Ok(text) => {
            let alias = text.to_str()?.split('.').next().unwrap_or_default().to_owned();
            let scope = code.getattr_opt(intern!(py, "__globals__"))?;
            let module = scope.and_then(|scope| scope.get_item(alias).ok());
            module.map(|module| module.getattr(intern!(py, "__name__"))).transpose()?
        }
        Err(_) => annotation.getattr_opt(intern!(py, "__module__"))?,
    };
    let library = module.map_or_else(String::new, |module| module.to_string());
    Ok(Form::of(library.split('.').next().unwrap_or_default()).unwrap_or_default())
}

/// The batch as the user's function gets it: a frame over it, or the table of another library.
fn handed<'py>(py: Python<'py>, session: &Arc<Session>, form: Form, batch: RecordBatch) -> PyResult<Bound<'py, PyAny>> {
    let frame = Frame::from_batches(session, batch.schema(), vec![batch]).map_err(to_python)?;
    let frame = PyDataFrame::new(frame);
    match form {
        Form::Own | Form::Numpy => Ok(Bound::new(py, frame)?.into_any()),
        Form::PyArrow => frame.to_pyarrow(py),
        Form::Polars => frame.to_polars(py),
        Form::Pandas => frame.to_pandas(py),
    }
}

/// A batch under exactly this schema: plans may differ from it in nullability and in string encodings.
fn batch(operation: &str, schema: &SchemaRef, given: RecordBatch) -> Result<RecordBatch, Error> {
    let columns = given.columns().iter().zip(schema.fields());
    let columns =
        columns.map(|(column, field)| fitted(operation, column, field.data_type())).collect::<Result<_, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(given.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
        .map_err(|error| Error::from_arrow(operation, error))
}

/// Whether columns that came are those that were announced.
fn check(definition: &Definition, got: &Schema, expected: &Schema) -> Result<(), Error> {
    let says = |schema: &Schema| {
        let column = |field: &FieldRef| format!("{}: {}", field.name(), type_name(field.data_type()));
        schema.fields().iter().map(column).collect::<Vec<_>>().join(", ")
    };
    let same = |(got, expected): (&FieldRef, &FieldRef)| {
        got.name() == expected.name() && fits(got.data_type(), expected.data_type())
    };
    let all: Vec<DataType> = got.fields().iter().map(|field| field.data_type().clone()).collect();
    if all.len() == expected.fields().len() && got.fields().iter().zip(expected.fields()).all(same) {
        return Ok(());
    }
    let unit = if definition.kind == Kind::Groups { "result" } else { "batch" };
    let message = format!("the {unit} has the columns {}, expected {}", says(got), says(expected));
    Err(definition.error(ErrorKind::Schema, message))
}

impl BatchMap for Mapper {
    fn id(&self) -> u64 {
        self.handle.definition.id
    }

    fn name(&self) -> &str {
        &self.handle.definition.name
    }

    fn held(&self) -> Arc<dyn BatchMap> {
        let handle = self.handle.held().unwrap_or_else(|| Arc::clone(&self.handle));
        let (input, output) = (Arc::clone(&self.input), Arc::clone(&self.output));
        Arc::new(Self { handle, session: self.session.clone(), input, output })
    }

    fn map(&self, given: RecordBatch) -> Result<Vec<RecordBatch>, Error> {
        if self.handle.definition.kind != Kind::Groups {
            let given = cast_to_schema(&self.input, given);
            let given = given.map_err(|error| Error::from_arrow(self.operation(), error))?;
            return if self.handle.definition.kind == Kind::Rows { self.rows_of(given) } else { self.made_of(given) };
        }
        let mut made = Vec::with_capacity(given.num_rows());
        for row in 0..given.num_rows() {
            made.extend(self.made_of(rows_of(self.operation(), given.column(0), row, &self.input)?)?);
        }
        Ok(made)
    }
}

impl Mapper {
    fn operation(&self) -> &'static str {
        self.handle.definition.kind.as_str()
    }

    /// The row that the function makes of each row.
    fn rows_of(&self, given: RecordBatch) -> Result<Vec<RecordBatch>, Error> {
        let definition = &self.handle.definition;
        call(&definition.title(), |py| {
            let code = self.handle.code(py)?;
            let fields = self.output.fields();
            let columns: Vec<Bound<'_, PyList>> = fields.iter().map(|_| PyList::empty(py)).collect();
            for first in (0..given.num_rows()).step_by(convert::AT_ONCE) {
                let rows = given.slice(first, convert::AT_ONCE.min(given.num_rows() - first));
                for row in Shape::Tuple.rows(py, &rows)? {
                    hear(py)?;
                    let made = code.call1((row,))?;
                    let values = match made.cast::<PyTuple>() {
                        Ok(values) => values.iter().collect(),
                        Err(_) => vec![made.clone()],
                    };
                    if values.len() != columns.len() {
                        let message = format!("a row has {} values, expected {}", values.len(), columns.len());
                        let error = definition.error(ErrorKind::Schema, message);
                        return Err(error.with_hint("the function gives a tuple with a value for each column").into());
                    }
                    for (column, value) in columns.iter().zip(values) {
                        column.append(value)?;
                    }
                }
            }
            let arrays = columns.iter().zip(fields);
            let arrays = arrays.map(|(values, field)| convert::array_of(field.name(), values, field.data_type()));
            let arrays = arrays.collect::<PyResult<Vec<_>>>()?;
            let options = RecordBatchOptions::new().with_row_count(Some(given.num_rows()));
            let made = RecordBatch::try_new_with_options(Arc::clone(&self.output), arrays, &options);
            Ok(vec![made.map_err(|error| Error::from_arrow(self.operation(), error))?])
        })
    }

    /// What the function makes of a batch.
    fn made_of(&self, given: RecordBatch) -> Result<Vec<RecordBatch>, Error> {
        let definition = &self.handle.definition;
        let gone = || definition.error(ErrorKind::Other, "its session is gone");
        let session = self.session.upgrade().ok_or_else(gone)?;
        let made = call(&definition.title(), |py| {
            let code = self.handle.code(py)?;
            let given = handed(py, &session, definition.argument(0).form, given)?;
            let made = code.call1((given,))?;
            let frame = into_frame(&session, &made).map_err(|error| refused(definition, py, error))?;
            if frame.batches().is_some() {
                return Ok(frame);
            }
            let running = Arc::clone(&frame);
            Ok(crate::runtime::wait(py, async move { running.collect().await })?)
        })?;
        check(definition, made.schema(), &self.output)?;
        let made = made.batches().unwrap_or_default().iter();
        made.map(|made| batch(self.operation(), &self.output, made.clone())).collect()
    }
}

fn refused(definition: &Definition, py: Python<'_>, error: PyErr) -> Failure {
    let reason = raised(py, "result", error.clone_ref(py));
    let message = format!("the result is not a table: {}", reason.message());
    Failure::Refused(definition.error(ErrorKind::Type, message).with_cause(Arc::new(error)))
}
