//! Casts: which ones exist, and casts to string that DataFusion lacks.
//!
//! DataFusion has no string for a struct or a map, its own format for a list, and fails on a date beyond the calendar.
//! An [`AnalyzerRule`] replaces such casts by a function that writes nested values as they are shown, and dates as
//! DataFusion does where it can, as they are shown where it cannot. So every value of every type can be cast to string.
//! A dictionary is cast to plain strings before it becomes a string view. [`valid`] keeps casts from making times and
//! dates that do not exist.

pub mod batch;
mod valid;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringBuilder};
use arrow::compute::{CastOptions, can_cast_types, cast, cast_with_options};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Field, FieldRef};
use arrow::util::display::ArrayFormatter;
use datafusion::common::nested_struct::{requires_nested_struct_cast, validate_data_type_compatibility};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as EngineResult};
use datafusion::config::ConfigOptions;
use datafusion::functions::core::arrow_cast::ArrowCastFunc;
use datafusion::functions::core::arrow_try_cast::ArrowTryCastFunc;
use datafusion::functions::core::cast_to_type::CastToTypeFunc;
use datafusion::functions::core::try_cast_to_type::TryCastToTypeFunc;
use datafusion::logical_expr::expr::{Cast, ScalarFunction, TryCast};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, LogicalPlan, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::output_name;
use crate::expr::scope::{has_part, rewrite_parts, scope_of};
use crate::render::{Column, type_name};
use valid::valid;

/// Fails if there is no cast from one type to another; `what` says whose values they are.
///
/// # Errors
/// `Schema`, which names both types.
pub fn check(operation: &str, what: &str, from: &DataType, to: &DataType) -> Result<()> {
    // A cast of a union gives the values of one field, and null for all others.
    let is_union = matches!(value_type(from), DataType::Union(..)) && from != to && !value_type(to).is_string();
    if !is_union && is_known(from, to) {
        return Ok(());
    }
    let hint = match (value_type(from), value_type(to)) {
        (DataType::Union(..), _) => "take the values of one field: pr.functions.union_extract(...)",
        (DataType::Struct(_), _) => "take a field of it: .struct.field(...)",
        (list, _) if list.is_list() => "take an element of it: .list.get(...), or cast to a list: \"list<...>\"",
        (bytes, text) if bytes.is_binary() && text.is_string() => "write the bytes as a string: .bin.encode(\"hex\")",
        _ => "",
    };
    let message = format!("{what} is {} and cannot become {}", type_name(from), type_name(to));
    Err(Error::new(ErrorKind::Schema, operation, message).with_hint(hint))
}

/// Returns the type with scale 0 for decimals with a negative scale, which holds the same values; `None` for other
/// types, and where it would have more digits than there are.
pub fn with_nonnegative_scale(data_type: &DataType) -> Option<DataType> {
    let (digits, scale) = match data_type {
        DataType::Decimal32(digits, scale)
        | DataType::Decimal64(digits, scale)
        | DataType::Decimal128(digits, scale)
        | DataType::Decimal256(digits, scale) => (*digits, *scale),
        _ => return None,
    };
    let digits = digits.checked_add(scale.unsigned_abs()).filter(|_| scale < 0)?;
    let narrow = digits <= DECIMAL128_MAX_PRECISION;
    let wide = (digits <= DECIMAL256_MAX_PRECISION).then_some(DataType::Decimal256(digits, 0));
    if narrow { Some(DataType::Decimal128(digits, 0)) } else { wide }
}

/// Returns whether there is a cast from one type to another.
fn is_known(from: &DataType, to: &DataType) -> bool {
    if value_type(from).is_nested() && value_type(to).is_string() {
        return true;
    }
    // DataFusion decides how the fields of structs match.
    match requires_nested_struct_cast(from, to) {
        true => validate_data_type_compatibility("", from, to).is_ok(),
        false => can_cast_types(from, to),
    }
}

/// The rule; it runs after DataFusion's own, which settle the types that it asks for.
pub(crate) fn rule() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(Texts)
}

/// Returns the type of the values, however they are stored.
pub fn value_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => value_type(values),
        DataType::RunEndEncoded(_, values) => value_type(values.data_type()),
        other => other,
    }
}

#[derive(Debug)]
struct Texts;

impl AnalyzerRule for Texts {
    fn name(&self) -> &str {
        "texts"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> EngineResult<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewritten)?.data)
    }
}

fn rewritten(plan: LogicalPlan) -> EngineResult<Transformed<LogicalPlan>> {
    if !has_part(&plan, is_concerned) {
        return Ok(Transformed::no(plan));
    }
    let schema = scope_of(&plan)?;
    rewrite_parts(plan, |_| true, |node| expression(node, &schema))
}

fn is_concerned(node: &Expr) -> bool {
    match node {
        Expr::Cast(_) | Expr::TryCast(_) => true,
        Expr::ScalarFunction(call) => of_call(call).is_some(),
        _ => false,
    }
}

/// Returns whether a function call that is a cast written another way, which DataFusion turns into one later, gives
/// null for a value that cannot be cast; `None` for other calls.
fn of_call(call: &ScalarFunction) -> Option<bool> {
    let function = call.func.inner();
    match function.is::<ArrowTryCastFunc>() || function.is::<TryCastToTypeFunc>() {
        true => Some(true),
        false => (function.is::<ArrowCastFunc>() || function.is::<CastToTypeFunc>()).then_some(false),
    }
}

fn expression(node: Expr, schema: &DFSchema) -> EngineResult<Transformed<Expr>> {
    if let Expr::ScalarFunction(call) = &node
        && let (Some(or_null), Some(value)) = (of_call(call), call.args.first())
    {
        let instead = valid(value.clone(), &value.get_type(schema)?, &node.get_type(schema)?, or_null);
        return Ok(instead.map_or_else(|| Transformed::no(node), Transformed::yes));
    }
    let (Expr::Cast(Cast { expr: value, field }) | Expr::TryCast(TryCast { expr: value, field })) = &node else {
        return Ok(Transformed::no(node));
    };
    let from = value.get_type(schema)?;
    check("cast", &output_name(value), &from, field.data_type())?;
    let or_null = matches!(node, Expr::TryCast(_));
    if let Some(valid) = valid(value.as_ref().clone(), &from, field.data_type(), or_null) {
        return Ok(Transformed::yes(valid));
    }
    // A string view over a dictionary ignores nulls among its values (docs/upstream/dictionary-views.md).
    if let (DataType::Dictionary(_, values), DataType::Utf8View | DataType::BinaryView) = (&from, field.data_type())
        && (values.is_string() || values.is_binary())
        && values.as_ref() != field.data_type()
    {
        let plain = Box::new(Expr::Cast(Cast::new(value.clone(), values.as_ref().clone())));
        let field = Arc::clone(field);
        return Ok(Transformed::yes(match or_null {
            true => Expr::TryCast(TryCast { expr: plain, field }),
            false => Expr::Cast(Cast { expr: plain, field }),
        }));
    }
    let lacks = match value_type(&from) {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        other => other.is_nested(),
    };
    // A cast may ask for more than a type.
    let bare = field.name().is_empty() && field.is_nullable() && field.metadata().is_empty();
    if !lacks || !bare || !field.data_type().is_string() {
        return Ok(Transformed::no(node));
    }
    let signature = Signature::any(1, Volatility::Immutable);
    let function = ScalarUDF::new_from_impl(Text { to: field.data_type().clone(), signature });
    let value = value.as_ref().clone();
    Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(function), vec![value]))))
}

/// Values as strings.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Text {
    to: DataType,
    signature: Signature,
}

impl ScalarUDFImpl for Text {
    fn name(&self) -> &str {
        "text"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> EngineResult<DataType> {
        Ok(self.to.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        let metadata = args.arg_fields.first().map(|field| field.metadata().clone()).unwrap_or_default();
        Ok(Arc::new(Field::new(self.name(), self.to.clone(), nullable).with_metadata(metadata)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [value] = args.args.as_slice() else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes one column").into());
        };
        let one = |array: &ArrayRef| cast(&written(array)?, &self.to).map_err(|error| Error::from_arrow("cast", error));
        Ok(match value {
            ColumnarValue::Array(array) => ColumnarValue::Array(one(array)?),
            ColumnarValue::Scalar(scalar) => {
                let text = one(&scalar.to_array()?)?;
                ColumnarValue::Scalar(ScalarValue::try_from_array(&text, 0)?)
            }
        })
    }
}

/// Returns the values as strings: DataFusion's for dates that it can write, else as they are shown. A `date64` is shown
/// as a day; DataFusion adds a midnight.
fn written(array: &ArrayRef) -> Result<ArrayRef> {
    let is_date = !value_type(array.data_type()).is_nested() && *value_type(array.data_type()) != DataType::Date64;
    let options = CastOptions::default();
    if is_date && let Ok(texts) = cast_with_options(array, &DataType::Utf8, &options) {
        return Ok(texts);
    }
    let shown = Column::try_new(array)?;
    let failed = |error| Error::from_arrow("cast", error);
    let dates = is_date.then(|| ArrayFormatter::try_new(array, &options.format_options)).transpose().map_err(failed)?;
    let nulls = array.logical_nulls();
    let mut texts = StringBuilder::with_capacity(array.len(), 0);
    for row in 0..array.len() {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            texts.append_null();
            continue;
        }
        match dates.as_ref().and_then(|dates| dates.value(row).try_to_string().ok()) {
            Some(date) => texts.append_value(date),
            None => texts.append_value(shown.raw(row, usize::MAX).text),
        }
    }
    Ok(Arc::new(texts.finish()))
}
