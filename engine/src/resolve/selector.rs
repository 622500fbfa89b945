//! What a selector chooses: a question to each column, by its name, its type or its place.

use arrow::datatypes::{DataType, Schema};

use crate::error::{Error, ErrorKind, Result};
use crate::render::{ColumnKind, column_kind, type_name};

/// A family of types, in any encoding of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeFamily {
    /// Integers, floats and decimals.
    Numeric,
    /// Integers, signed or not.
    Integer,
    /// Floats.
    Float,
    /// Decimals.
    Decimal,
    /// Strings.
    String,
    /// Booleans.
    Boolean,
    /// Bytes.
    Binary,
    /// Whatever tells a time: the next four, and intervals.
    Temporal,
    /// Dates.
    Date,
    /// Times of day.
    Time,
    /// Timestamps, with a zone or without.
    Datetime,
    /// Durations.
    Duration,
    /// Lists, structs, maps and unions.
    Nested,
}

impl TypeFamily {
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

    /// Returns whether it holds a type; an encoding is of the family of its values.
    pub fn holds(self, data_type: &DataType) -> bool {
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

/// Where in a name a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// At its start.
    Start,
    /// At its end.
    End,
    /// Anywhere in it.
    Anywhere,
}

/// Columns that are not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector {
    /// Every column.
    All,
    /// The first one.
    First,
    /// The last one.
    Last,
    /// Those of a family of types.
    Family(TypeFamily),
    /// These names; whether each must be there.
    Names(Vec<String>, bool),
    /// These names, in this order; each must be there.
    Listed(Vec<String>),
    /// These types, by name: one name for all layouts of the same values.
    Types(Vec<String>),
    /// Those whose name has one of these texts there.
    Text(Position, Vec<String>),
    /// Those whose name a regular expression fits. Its language is that of whoever made it, who says which names it
    /// fits ([`super::fit_patterns`]).
    Pattern {
        /// As it was written.
        text: String,
        /// The names that it fits, once they have been looked for.
        fitting: Option<Vec<String>>,
    },
    /// The columns of either.
    Either(Box<Selector>, Box<Selector>),
    /// The columns of both.
    Both(Box<Selector>, Box<Selector>),
    /// The columns of one, but not of the other.
    OneOf(Box<Selector>, Box<Selector>),
    /// The columns of the first, but not of the second.
    Without(Box<Selector>, Box<Selector>),
    /// All other columns.
    Not(Box<Selector>),
}

impl Selector {
    /// The same with the names that patterns fit.
    pub(super) fn with_fitting<E>(
        self,
        fitting: &mut impl FnMut(&str) -> std::result::Result<Vec<String>, E>,
    ) -> std::result::Result<Self, E> {
        let mut one = |inner: Box<Self>| inner.with_fitting(fitting).map(Box::new);
        Ok(match self {
            Self::Pattern { text, .. } => Self::Pattern { fitting: Some(fitting(&text)?), text },
            Self::Either(left, right) => Self::Either(one(left)?, one(right)?),
            Self::Both(left, right) => Self::Both(one(left)?, one(right)?),
            Self::OneOf(left, right) => Self::OneOf(one(left)?, one(right)?),
            Self::Without(left, right) => Self::Without(one(left)?, one(right)?),
            Self::Not(inner) => Self::Not(one(inner)?),
            other => other,
        })
    }

    /// Whether a pattern is in it.
    pub(super) fn has_pattern(&self) -> bool {
        match self {
            Self::Pattern { .. } => true,
            Self::Either(left, right)
            | Self::Both(left, right)
            | Self::OneOf(left, right)
            | Self::Without(left, right) => left.has_pattern() || right.has_pattern(),
            Self::Not(inner) => inner.has_pattern(),
            _ => false,
        }
    }

    /// The places of the chosen columns, in their order; of listed ones in the order of the list.
    pub(super) fn column_indices(&self, operation: &str, schema: &Schema) -> Result<Vec<usize>> {
        let chosen = self.mask(operation, schema)?;
        if let Self::Listed(names) = self {
            return Ok(names.iter().filter_map(|name| schema.index_of(name).ok()).collect());
        }
        Ok(chosen.into_iter().enumerate().filter(|(_, chosen)| *chosen).map(|(place, _)| place).collect())
    }

    /// For each column, whether it is chosen.
    fn mask(&self, operation: &str, schema: &Schema) -> Result<Vec<bool>> {
        let width = schema.fields().len();
        let by_name = |asked: &dyn Fn(&str) -> bool| schema.fields().iter().map(|field| asked(field.name())).collect();
        let by_type =
            |asked: &dyn Fn(&DataType) -> bool| schema.fields().iter().map(|f| asked(f.data_type())).collect();
        let pairs = |left: &Self, right: &Self, how: fn(bool, bool) -> bool| -> Result<Vec<bool>> {
            let (left, right) = (left.mask(operation, schema)?, right.mask(operation, schema)?);
            Ok(left.into_iter().zip(right).map(|(left, right)| how(left, right)).collect())
        };
        Ok(match self {
            Self::All => vec![true; width],
            Self::First => (0..width).map(|place| place == 0).collect(),
            Self::Last => (1..=width).map(|place| place == width).collect(),
            Self::Family(kind) => by_type(&|data_type| kind.holds(data_type)),
            Self::Types(names) => by_type(&|data_type| names.contains(&type_name(data_type))),
            Self::Names(names, all_must_be) => {
                if let Some(missing) = names.iter().find(|name| *all_must_be && schema.index_of(name).is_err()) {
                    let known = schema.fields().iter().map(|field| field.name().as_str());
                    return Err(Error::column_not_found(operation, missing, known));
                }
                by_name(&|name| names.iter().any(|wanted| wanted == name))
            }
            Self::Listed(names) => Self::Names(names.clone(), true).mask(operation, schema)?,
            Self::Text(part, texts) => by_name(&|name| {
                texts.iter().any(|text| match part {
                    Position::Start => name.starts_with(text),
                    Position::End => name.ends_with(text),
                    Position::Anywhere => name.contains(text),
                })
            }),
            Self::Pattern { fitting: Some(names), .. } => by_name(&|name| names.iter().any(|fits| fits == name)),
            Self::Pattern { text, fitting: None } => {
                let message = format!("nobody has looked for the names that \"{text}\" fits");
                return Err(Error::new(ErrorKind::Internal, operation, message));
            }
            Self::Either(left, right) => pairs(left, right, |left, right| left || right)?,
            Self::Both(left, right) => pairs(left, right, |left, right| left && right)?,
            Self::OneOf(left, right) => pairs(left, right, |left, right| left != right)?,
            Self::Without(left, right) => pairs(left, right, |left, right| left && !right)?,
            Self::Not(inner) => inner.mask(operation, schema)?.into_iter().map(|chosen| !chosen).collect(),
        })
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let quoted = |texts: &[String]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ");
        match self {
            Self::All => write!(f, "all()"),
            Self::First => write!(f, "first()"),
            Self::Last => write!(f, "last()"),
            Self::Family(kind) => write!(f, "{}()", kind.name()),
            Self::Names(names, _) => write!(f, "by_name({})", quoted(names)),
            Self::Listed(names) => write!(f, "col({})", quoted(names)),
            Self::Types(names) => write!(f, "by_dtype({})", quoted(names)),
            Self::Text(Position::Start, texts) => write!(f, "starts_with({})", quoted(texts)),
            Self::Text(Position::End, texts) => write!(f, "ends_with({})", quoted(texts)),
            Self::Text(Position::Anywhere, texts) => write!(f, "contains({})", quoted(texts)),
            Self::Pattern { text, .. } => write!(f, "matches({text:?})"),
            Self::Either(left, right) => write!(f, "({left} | {right})"),
            Self::Both(left, right) => write!(f, "({left} & {right})"),
            Self::OneOf(left, right) => write!(f, "({left} ^ {right})"),
            Self::Without(left, right) => write!(f, "({left} - {right})"),
            Self::Not(inner) => write!(f, "~{inner}"),
        }
    }
}
