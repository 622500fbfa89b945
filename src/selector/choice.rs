//! What a selector chooses: a question to each column of a frame, by its name, its type or its place.

use arrow::datatypes::{DataType, Schema};
use pyo3::prelude::*;
use pyrust_engine::Error;
use pyrust_engine::render::{ColumnKind, column_kind, type_name};

use crate::exceptions::to_python;
use crate::interpreter::attach;

/// A family of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Numeric,
    Integer,
    Float,
    Decimal,
    String,
    Boolean,
    Binary,
    Temporal,
    Date,
    Time,
    Datetime,
    Duration,
    Nested,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Numeric => "numeric",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Decimal => "decimal",
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Binary => "binary",
            Self::Temporal => "temporal",
            Self::Date => "date",
            Self::Time => "time",
            Self::Datetime => "datetime",
            Self::Duration => "duration",
            Self::Nested => "nested",
        }
    }

    fn holds(self, data_type: &DataType) -> bool {
        // An encoding is of the family of its values.
        let data_type = match data_type {
            DataType::Dictionary(_, values) => values,
            DataType::RunEndEncoded(_, values) => values.data_type(),
            plain => plain,
        };
        let kind = column_kind(data_type);
        match self {
            Self::Numeric => kind == ColumnKind::Number,
            Self::Integer => data_type.is_integer(),
            Self::Float => data_type.is_floating(),
            Self::Decimal => data_type.is_decimal(),
            Self::String => kind == ColumnKind::Text,
            Self::Boolean => kind == ColumnKind::Bool,
            Self::Binary => kind == ColumnKind::Binary,
            Self::Temporal => kind == ColumnKind::Temporal,
            Self::Date => matches!(data_type, DataType::Date32 | DataType::Date64),
            Self::Time => matches!(data_type, DataType::Time32(_) | DataType::Time64(_)),
            Self::Datetime => matches!(data_type, DataType::Timestamp(..)),
            Self::Duration => matches!(data_type, DataType::Duration(_)),
            Self::Nested => kind == ColumnKind::Nested,
        }
    }
}

/// How a name is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Start,
    End,
    Anywhere,
}

/// A choice of columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    All,
    First,
    Last,
    Kind(Kind),
    /// These names; whether each must be there.
    Names(Vec<String>, bool),
    /// These types, by name: one name for all layouts of the same values.
    Types(Vec<String>),
    Text(Part, Vec<String>),
    /// A regular expression, of Python's kind.
    Pattern(String),
    Either(Box<Choice>, Box<Choice>),
    Both(Box<Choice>, Box<Choice>),
    OneOf(Box<Choice>, Box<Choice>),
    Without(Box<Choice>, Box<Choice>),
    Not(Box<Choice>),
}

impl Choice {
    /// The places of the chosen columns, in the frame's order.
    pub fn places(&self, operation: &str, schema: &Schema) -> PyResult<Vec<usize>> {
        let chosen = self.chosen(operation, schema)?;
        Ok(chosen.into_iter().enumerate().filter(|(_, chosen)| *chosen).map(|(place, _)| place).collect())
    }

    /// For each column, whether it is chosen.
    fn chosen(&self, operation: &str, schema: &Schema) -> PyResult<Vec<bool>> {
        let width = schema.fields().len();
        let by_name = |asked: &dyn Fn(&str) -> bool| schema.fields().iter().map(|field| asked(field.name())).collect();
        let by_type =
            |asked: &dyn Fn(&DataType) -> bool| schema.fields().iter().map(|f| asked(f.data_type())).collect();
        let pairs = |left: &Self, right: &Self, how: fn(bool, bool) -> bool| -> PyResult<Vec<bool>> {
            let (left, right) = (left.chosen(operation, schema)?, right.chosen(operation, schema)?);
            Ok(left.into_iter().zip(right).map(|(left, right)| how(left, right)).collect())
        };
        Ok(match self {
            Self::All => vec![true; width],
            Self::First => (0..width).map(|place| place == 0).collect(),
            Self::Last => (1..=width).map(|place| place == width).collect(),
            Self::Kind(kind) => by_type(&|data_type| kind.holds(data_type)),
            Self::Types(names) => by_type(&|data_type| names.contains(&type_name(data_type))),
            Self::Names(names, all_must_be) => {
                if let Some(missing) = names.iter().find(|name| *all_must_be && schema.index_of(name).is_err()) {
                    let known = schema.fields().iter().map(|field| field.name().as_str());
                    return Err(to_python(Error::column_not_found(operation, missing, known)));
                }
                by_name(&|name| names.iter().any(|wanted| wanted == name))
            }
            Self::Text(part, texts) => by_name(&|name| {
                texts.iter().any(|text| match part {
                    Part::Start => name.starts_with(text),
                    Part::End => name.ends_with(text),
                    Part::Anywhere => name.contains(text),
                })
            }),
            Self::Pattern(pattern) => attach(|py| {
                let pattern = py.import("re")?.call_method1("compile", (pattern,))?;
                let found = |name: &String| Ok(!pattern.call_method1("search", (name,))?.is_none());
                schema.fields().iter().map(|field| found(field.name())).collect::<PyResult<_>>()
            })
            .unwrap_or_else(|| Err(to_python(Error::cancelled(operation))))?,
            Self::Either(left, right) => pairs(left, right, |left, right| left || right)?,
            Self::Both(left, right) => pairs(left, right, |left, right| left && right)?,
            Self::OneOf(left, right) => pairs(left, right, |left, right| left != right)?,
            Self::Without(left, right) => pairs(left, right, |left, right| left && !right)?,
            Self::Not(inner) => inner.chosen(operation, schema)?.into_iter().map(|chosen| !chosen).collect(),
        })
    }
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let quoted = |texts: &[String]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ");
        match self {
            Self::All => write!(f, "all()"),
            Self::First => write!(f, "first()"),
            Self::Last => write!(f, "last()"),
            Self::Kind(kind) => write!(f, "{}()", kind.name()),
            Self::Names(names, _) => write!(f, "by_name({})", quoted(names)),
            Self::Types(names) => write!(f, "by_dtype({})", quoted(names)),
            Self::Text(Part::Start, texts) => write!(f, "starts_with({})", quoted(texts)),
            Self::Text(Part::End, texts) => write!(f, "ends_with({})", quoted(texts)),
            Self::Text(Part::Anywhere, texts) => write!(f, "contains({})", quoted(texts)),
            Self::Pattern(pattern) => write!(f, "matches({pattern:?})"),
            Self::Either(left, right) => write!(f, "({left} | {right})"),
            Self::Both(left, right) => write!(f, "({left} & {right})"),
            Self::OneOf(left, right) => write!(f, "({left} ^ {right})"),
            Self::Without(left, right) => write!(f, "({left} - {right})"),
            Self::Not(inner) => write!(f, "~{inner}"),
        }
    }
}
