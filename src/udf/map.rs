//! What `map_batches` hands to Python for each batch, and what becomes of what comes back.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::{DataType, FieldRef, Schema, SchemaRef};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyrust_engine::BatchMap;
use pyrust_engine::cast::batch::cast_to_schema;
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind, Frame, Session};

use super::call::{Failure, call, raised};
use super::function::PyFunction;
use super::owner::Handle;
use super::signature::{Definition, Form, Kind, fits, fitted};
use crate::argument::into_frame;
use crate::data_type::into_schema;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};

const OPERATION: &str = "map_batches";

/// The function in the form that the engine calls for batches.
#[derive(Debug)]
pub struct Mapper {
    /// The function.
    pub handle: Arc<Handle>,
    /// For the frames of single batches; it does not keep itself alive by a plan of its own.
    session: std::sync::Weak<Session>,
    input: SchemaRef,
    output: SchemaRef,
}

/// A frame whose batches are those that `code` makes of `frame`'s. Without a schema, `code` is asked for it with a
/// batch of no rows.
pub fn map_batches(
    py: Python<'_>,
    frame: &Arc<Frame>,
    code: &Bound<'_, PyAny>,
    schema: Option<&Bound<'_, PyAny>>,
) -> PyResult<PyDataFrame> {
    if !code.is_callable() {
        let message = format!("{} is not callable", code.get_type().name()?);
        return Err(type_error(OPERATION, message, "give a function of one batch"));
    }
    let name =
        code.getattr_opt(intern!(py, "__name__"))?.map_or_else(|| "function".to_owned(), |name| name.to_string());
    let form = form_of(code)?;
    let function = Bound::new(py, PyFunction::internal(Kind::Batches, name, form, code.clone().unbind()))?;
    let definition = &function.get().definition;
    let output = match schema {
        Some(schema) => into_schema(OPERATION, schema)?,
        None => {
            let empty =
                batch(&Arc::new(Schema::clone(frame.schema())), RecordBatch::new_empty(Arc::clone(frame.schema())))
                    .map_err(to_python)?;
            let answer = handed(py, frame.session(), form, empty)
                .and_then(|batch| code.call1((batch,)))
                .and_then(|made| into_frame(frame.session(), &made));
            let made = answer.map_err(|error| {
                let hint = "it was called with a batch of no rows to learn the columns; give schema= to spare it that";
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
    // The frame of Python's becomes the owner of the function, which lives here until then.
    frame.map_batches(Arc::new(mapper), &output).map(PyDataFrame::new).map_err(to_python)
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
fn batch(schema: &SchemaRef, given: RecordBatch) -> Result<RecordBatch, Error> {
    let columns = given.columns().iter().zip(schema.fields());
    let columns =
        columns.map(|(column, field)| fitted(OPERATION, column, field.data_type())).collect::<Result<_, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(given.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
        .map_err(|error| Error::from_arrow(OPERATION, error))
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
    let message = format!("the batch has the columns {}, expected {}", says(got), says(expected));
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
        let definition = &self.handle.definition;
        let given = cast_to_schema(&self.input, given).map_err(|error| Error::from_arrow(OPERATION, error))?;
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
        made.batches().unwrap_or_default().iter().map(|made| batch(&self.output, made.clone())).collect()
    }
}

fn refused(definition: &Definition, py: Python<'_>, error: PyErr) -> Failure {
    let reason = raised(py, "result", error.clone_ref(py));
    let message = format!("the result is not a table: {}", reason.message());
    Failure::Refused(definition.error(ErrorKind::Type, message).with_cause(Arc::new(error)))
}
