//! The default of a mapping for values that it does not contain: an error that names the value.

use arrow::array::{Array, new_null_array};
use arrow::datatypes::DataType;
use arrow::util::display::array_value_to_string;
use datafusion::logical_expr::Expr;

use super::Function;
use crate::error::{Error, ErrorKind};

static UNMAPPED: Function = Function {
    name: "replace_strict",
    wants: "anything",
    returns: |_, _| Some(DataType::Null),
    of_null: DataType::Null,
    compute: |array, _| match (0..array.len()).find(|row| array.is_valid(*row)) {
        None => Ok(new_null_array(&DataType::Null, array.len())),
        Some(row) => {
            let value = array_value_to_string(array, row).map_err(|e| Error::from_arrow(UNMAPPED.name, e))?;
            Err(Error::new(ErrorKind::Value, UNMAPPED.name, format!("nothing stands for the value {value}"))
                .with_hint("add it to the mapping, or give default=..."))
        }
    },
};

/// Returns an expression that fails at a value; null for null.
pub fn unmapped(expr: Expr) -> Expr {
    UNMAPPED.call(expr, [])
}
