//! What a view shows of its frame, and in which order: a value, which is saved, sent and compared as JSON
//! (docs/protocol.md).

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// What a view shows of its frame, and in which order. The conditions are joined by AND.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ViewSpec {
    /// The keys, the first one first; rows that are equal in all of them stay in the frame's order.
    pub sort: Vec<SortKey>,
    /// Conditions on one column each.
    pub filters: Vec<Filter>,
    /// A condition in SQL.
    #[serde(rename = "where")]
    pub condition: Option<String>,
    /// What a string of the row must contain, in capitals or small letters.
    pub search: Option<String>,
}

/// A column to sort by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SortKey {
    /// Its name.
    pub column: String,
    /// Whether the largest value comes first.
    #[serde(default)]
    pub descending: bool,
    /// Where the nulls are, in both directions.
    #[serde(default)]
    pub nulls: Nulls,
}

/// Where nulls are in a sorted column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nulls {
    /// After all values.
    #[default]
    Last,
    /// Before all values.
    First,
}

/// A condition on one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Its name.
    pub column: String,
    /// What is asked of its value.
    #[serde(flatten)]
    pub test: Test,
    /// Whether the rows pass that do not have it; a null passes neither way.
    #[serde(default)]
    pub negated: bool,
    /// Whether it is kept and does nothing.
    #[serde(default)]
    pub off: bool,
}

/// What is asked of a value. Values are written as text and read as the column's type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "test", rename_all = "lowercase")]
pub enum Test {
    /// It is not less than one bound and not more than the other; each may be missing.
    Between {
        /// The smallest value that passes.
        #[serde(default)]
        low: Option<String>,
        /// The largest value that passes.
        #[serde(default)]
        high: Option<String>,
    },
    /// It is one of these.
    In {
        /// The values; none of them is null.
        values: Vec<Option<String>>,
    },
    /// Its text contains another.
    Contains(Text),
    /// Its text starts with another.
    Starts(Text),
    /// Its text ends with another.
    Ends(Text),
    /// Its text has a match of a regular expression.
    Regex(Text),
    /// It is null.
    Null,
    /// It is a text without characters, or a list without items.
    Empty,
    /// It is true.
    True,
    /// A part of its date or time is one of these.
    Part {
        /// Which part, in the column's zone.
        part: Part,
        /// The numbers that pass.
        values: Vec<String>,
    },
}

/// What is looked for in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text or the pattern.
    pub text: String,
    /// Whether capitals and small letters are different.
    #[serde(default)]
    pub case: bool,
}

/// A part of a date or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The year.
    Year,
    /// 1 to 4.
    Quarter,
    /// 1 to 12.
    Month,
    /// 1 to 31.
    Day,
    /// 1, Monday, to 7, Sunday.
    Weekday,
    /// 0 to 23.
    Hour,
}

impl Part {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Day => "day",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
        }
    }
}

impl ViewSpec {
    /// Reads a specification; keys that are not there mean nothing.
    ///
    /// # Errors
    /// A `Value` error for text that is none.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::new(ErrorKind::Value, "view", format!("no view: {error}")))
    }

    /// Writes it, with all keys.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::new(ErrorKind::Internal, "view", error.to_string()))
    }
}
