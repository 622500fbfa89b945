//! The one error that comes up in two ways: DataFusion finds a second row of a scalar subquery, or a plan of ours does.

use super::{Error, ErrorKind};

/// The error of a subquery that is used as a value and has a second row.
pub(crate) fn second_row() -> Error {
    let message = "a subquery that is used as one value gives more than one row";
    let hint = "take one of them with LIMIT 1, or an aggregate such as max(..); IN asks for any of them";
    Error::new(ErrorKind::Value, "sql", message).with_hint(hint)
}
