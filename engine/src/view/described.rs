//! A specification in words, with what is wrong with it over a frame.

use std::sync::Arc;

use super::arrange::check_key;
use super::predicate;
use super::spec::{Filter, Test, Text, ViewSpec};
use crate::error::{Error, Location};
use crate::frame::Frame;
use crate::render::visible;

/// The most characters of a value, and the most values, that a filter's words have.
const VALUE_CHARS: usize = 40;
const VALUES_NAMED: usize = 3;

/// What a specification says.
#[derive(Clone, Debug)]
pub struct Description {
    /// For each key what is wrong with it.
    pub sort: Vec<Option<Problem>>,
    /// For each filter its words, which follow the column's name, and what is wrong with it.
    pub filters: Vec<(String, Option<Problem>)>,
    /// What is wrong with the condition in SQL.
    pub condition: Option<Problem>,
}

/// Why a part of a view does nothing.
#[derive(Clone, Debug)]
pub struct Problem {
    /// In words.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
    /// Where in the condition.
    pub location: Option<Location>,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self {
            message: error.message().to_string(),
            hint: error.hint().map(str::to_string),
            location: error.location(),
        }
    }
}

/// Returns what `spec` says about `frame`.
pub fn described(frame: &Arc<Frame>, spec: &ViewSpec) -> Description {
    Description {
        sort: spec.sort.iter().map(|key| check_key(frame, key).err().map(Problem::from)).collect(),
        filters: spec.filters.iter().map(|filter| (words(filter), problem(frame, filter))).collect(),
        condition: spec
            .condition
            .as_deref()
            .filter(|text| !text.trim().is_empty())
            .and_then(|text| predicate::of_sql(frame, text).and_then(|found| frame.filter(found)).err())
            .map(Problem::from),
    }
}

fn problem(frame: &Arc<Frame>, filter: &Filter) -> Option<Problem> {
    predicate::of_filter(frame, filter).and_then(|condition| frame.filter(condition)).err().map(Problem::from)
}

/// Returns what a filter asks, without the column's name.
fn words(filter: &Filter) -> String {
    let not = filter.negated;
    let value = |text: &str| match text {
        "" => "\"\"".to_string(),
        text => visible(text, VALUE_CHARS).into_owned(),
    };
    let on_text = |does: &str, does_not: &str, Text { text, .. }: &Text| {
        format!("{} {}", if not { does_not } else { does }, value(text))
    };
    match &filter.test {
        Test::Between { low, high } => {
            let range = match (low.as_deref(), high.as_deref()) {
                (Some(low), Some(high)) if low == high => value(low),
                (Some(low), Some(high)) => format!("{} … {}", value(low), value(high)),
                (Some(low), None) => format!("≥ {}", value(low)),
                (None, Some(high)) => format!("≤ {}", value(high)),
                (None, None) => "any".to_string(),
            };
            if not { format!("not {range}") } else { range }
        }
        Test::In { values } => {
            let named = values.iter().take(VALUES_NAMED);
            let mut named: Vec<String> = named.map(|text| text.as_deref().map_or("null".to_string(), value)).collect();
            if values.len() > VALUES_NAMED {
                named.push(format!("{} more", values.len() - VALUES_NAMED));
            }
            format!("{} {}", if not { "is not" } else { "is" }, named.join(", "))
        }
        Test::Contains(text) => on_text("contains", "does not contain", text),
        Test::Starts(text) => on_text("starts with", "does not start with", text),
        Test::Ends(text) => on_text("ends with", "does not end with", text),
        Test::Regex(text) => on_text("matches", "does not match", text),
        Test::Null => if not { "is not null" } else { "is null" }.to_string(),
        Test::Empty => if not { "is not empty" } else { "is empty" }.to_string(),
        Test::True => if not { "is false" } else { "is true" }.to_string(),
        Test::Part { part, values } => {
            format!("{} {} {}", part.name(), if not { "is not" } else { "is" }, values.join(", "))
        }
    }
}
