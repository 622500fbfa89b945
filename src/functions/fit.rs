//! What a function of the engine becomes for the types at hand: another function where the engine's own would mangle
//! values of that type, an error that names the type where none can be right. An expression is made before its columns
//! are known, so this is asked when a frame resolves it.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::expr::ScalarFunction;
use pyrust_engine::functions as native_fn;

/// The function for arguments of the types that `type_of` knows.
pub fn fit(function: ScalarFunction, type_of: impl Fn(&Expr) -> DataType) -> Result<Transformed<Expr>> {
    let arguments = function.args.as_slice();
    match (function.name(), arguments) {
        // The engine turns a date into nanoseconds, which hold the years 1677 to 2262 only.
        ("date_trunc", [Expr::Literal(unit, _), date])
            if matches!(type_of(date), DataType::Date32 | DataType::Date64) =>
        {
            let unit = unit.try_as_str().flatten().unwrap_or_default();
            Ok(Transformed::yes(native_fn::truncate(date.clone(), unit)))
        }
        _ => Ok(Transformed::no(Expr::ScalarFunction(function))),
    }
}
