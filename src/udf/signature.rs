//! What a user function takes and gives: types as the engine knows them, forms as the function wants them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use datafusion::logical_expr::{Signature, Volatility};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind};

use crate::array::PyArray;

/// What kind of function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value of each row.
    Scalar,
    /// One value of the rows of a group.
    Aggregate,
    /// A value of each row, from all rows of its partition.
    Window,
    /// Batches of a batch: what `map_batches` is given.
    Batches,
    /// Batches of the rows of a group: what `map_groups` is given.
    Groups,
    /// Values of the values of a row: what `map_rows` is given.
    Rows,
}

impl Kind {
    /// The decorator's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scalar => "udf",
            Self::Aggregate => "udaf",
            Self::Window => "udwf",
            Self::Batches => "map_batches",
            Self::Groups => "map_groups",
            Self::Rows => "map_rows",
        }
    }

    /// What each call of it is for.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Scalar | Self::Window | Self::Batches => "batch",
            Self::Aggregate | Self::Groups => "group",
            Self::Rows => "row",
        }
    }

    /// The kind that a decorator makes.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Scalar, Self::Aggregate, Self::Window].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// As what a function wants an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// `pyrust.Array`, which needs no other library.
    #[default]
    Own,
    /// `numpy.ndarray`.
    Numpy,
    /// `pyarrow.Array`.
    PyArrow,
    /// `polars.Series`.
    Polars,
    /// `pandas.Series`.
    Pandas,
}

impl Form {
    /// The form of a library; none for one that is not known here.
    pub fn of(library: &str) -> Option<Self> {
        Some(match library {
            "pyrust" => Self::Own,
            "numpy" => Self::Numpy,
            "pyarrow" => Self::PyArrow,
            "polars" => Self::Polars,
            "pandas" => Self::Pandas,
            _ => return None,
        })
    }

    /// An array in this form.
    pub fn wrap<'py>(self, py: Python<'py>, array: ArrayRef, field: &FieldRef) -> PyResult<Bound<'py, PyAny>> {
        let own = PyArray::new(array, Arc::clone(field));
        if self == Self::Numpy {
            return own.to_numpy(py);
        }
        let own = Bound::new(py, own)?;
        match self {
            Self::Own | Self::Numpy => Ok(own.into_any()),
            Self::PyArrow => PyArray::to_pyarrow(&own),
            Self::Polars => PyArray::to_polars(&own),
            Self::Pandas => PyArray::to_pandas(&own),
        }
    }
}

/// One argument.
#[derive(Clone, Debug, Default)]
pub struct Argument {
    /// The type it is cast to; as it comes where none is said.
    pub data_type: Option<DataType>,
    /// The form it is handed over in.
    pub form: Form,
}

/// Everything about a function but its code.
#[derive(Debug)]
pub struct Definition {
    /// What tells it from every other.
    pub id: u64,
    /// What kind of function it is.
    pub kind: Kind,
    /// Its name in plans, messages and SQL.
    pub name: String,
    /// Its arguments; with `variadic` the last may come any number of times.
    pub arguments: Vec<Argument>,
    /// Whether it takes `*columns`.
    pub variadic: bool,
    /// The type it gives.
    pub returns: DataType,
    /// For an aggregate that is a class: what its state consists of.
    pub state: Option<Vec<Argument>>,
    /// For the planner: any arguments are let through, ours are checked with words of our own.
    pub signature: Signature,
}

impl Definition {
    /// The signature for the planner.
    pub fn signature(pure: bool) -> Signature {
        Signature::user_defined(if pure { Volatility::Immutable } else { Volatility::Volatile })
    }

    /// Who it is in messages.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind.as_str(), self.name)
    }

    /// An error of this function.
    pub fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, self.title(), message)
    }

    /// The argument at a place.
    pub fn argument(&self, index: usize) -> Argument {
        self.arguments.get(index).or(self.arguments.last()).cloned().unwrap_or_default()
    }

    /// Whether a call with these types can work.
    ///
    /// # Errors
    /// `Type`, which says what was expected and what is there.
    pub fn check(&self, types: &[DataType]) -> Result<(), Error> {
        let expected = self.arguments.len();
        let enough = if self.variadic { types.len() + 1 >= expected } else { types.len() == expected };
        if !enough {
            let at_least = if self.variadic { "at least " } else { "" };
            let expected = if self.variadic { expected - 1 } else { expected };
            let message = format!("it takes {at_least}{expected} columns, got {}", types.len());
            return Err(self.error(ErrorKind::Type, message));
        }
        for (index, given) in types.iter().enumerate() {
            if let Some(wanted) = self.argument(index).data_type
                && !fits(given, &wanted)
            {
                let (given, wanted) = (type_name(given), type_name(&wanted));
                return Err(self
                    .error(ErrorKind::Type, format!("argument {} is {given}, expected {wanted}", index + 1))
                    .with_hint("cast the column: pr.col(...).cast(...)"));
            }
        }
        Ok(())
    }

    /// The fields of the arguments as the function gets them.
    pub fn fields(&self, given: &[FieldRef]) -> Vec<FieldRef> {
        let field = |(index, field): (usize, &FieldRef)| match self.argument(index).data_type {
            Some(wanted) if wanted != *field.data_type() => {
                Arc::new(Field::new(field.name(), wanted, field.is_nullable()))
            }
            _ => Arc::clone(field),
        };
        given.iter().enumerate().map(field).collect()
    }

    /// Columns in the forms in which the function wants them.
    pub fn wrap<'py>(
        &self,
        py: Python<'py>,
        columns: Vec<ArrayRef>,
        fields: &[FieldRef],
    ) -> PyResult<Bound<'py, PyTuple>> {
        let wrap = |(index, array)| self.argument(index).form.wrap(py, array, &fields[index]);
        PyTuple::new(py, columns.into_iter().enumerate().map(wrap).collect::<PyResult<Vec<_>>>()?)
    }

    /// The arguments as the function gets them.
    ///
    /// # Errors
    /// When a value does not fit the type it has to become.
    pub fn cast(&self, arrays: &[ArrayRef], fields: &[FieldRef]) -> Result<Vec<ArrayRef>, Error> {
        arrays.iter().zip(fields).map(|(array, field)| fitted(&self.title(), array, field.data_type())).collect()
    }
}

/// An array as another type that it [`fits`]; a value that does not is an error.
///
/// # Errors
/// When the engine cannot cast it.
pub fn fitted(operation: &str, array: &ArrayRef, to: &DataType) -> Result<ArrayRef, Error> {
    if array.data_type() == to {
        return Ok(Arc::clone(array));
    }
    let options = CastOptions { safe: false, ..CastOptions::default() };
    cast_with_options(array, to, &options).map_err(|error| {
        let reason = match error {
            ArrowError::CastError(reason) => reason,
            other => other.to_string(),
        };
        Error::new(ErrorKind::Overflow, operation, format!("a value does not fit {}: {reason}", type_name(to)))
    })
}

/// What sort of values a type holds.
#[derive(PartialEq, Eq)]
enum Family {
    Bool,
    Int,
    Float,
    Decimal,
    Text,
    Bytes,
    Date,
    Time,
    Naive,
    Zoned,
    Span,
    List,
    Struct,
    Other,
}

fn family(of: &DataType) -> Family {
    use DataType::*;
    match of {
        Dictionary(_, value) => family(value),
        RunEndEncoded(_, value) => family(value.data_type()),
        Boolean => Family::Bool,
        number if number.is_integer() => Family::Int,
        number if number.is_floating() => Family::Float,
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => Family::Decimal,
        Utf8 | LargeUtf8 | Utf8View => Family::Text,
        Binary | LargeBinary | BinaryView | FixedSizeBinary(_) => Family::Bytes,
        Date32 | Date64 => Family::Date,
        Time32(_) | Time64(_) => Family::Time,
        Timestamp(_, None) => Family::Naive,
        Timestamp(_, Some(_)) => Family::Zoned,
        Duration(_) => Family::Span,
        List(_) | LargeList(_) | FixedSizeList(..) | ListView(_) | LargeListView(_) => Family::List,
        Struct(_) => Family::Struct,
        _ => Family::Other,
    }
}

/// Whether values of one type may become another without being asked for: another size of the same sort, or an int
/// as a float or a decimal. What would cut a value or read a text is for the user to say.
pub fn fits(from: &DataType, to: &DataType) -> bool {
    if from == to || *from == DataType::Null {
        return true;
    }
    match (family(from), family(to)) {
        (Family::Other, _) | (_, Family::Other) => false,
        (Family::Int, Family::Float | Family::Decimal) | (Family::Date, Family::Naive) => true,
        (one, other) => one == other,
    }
}
