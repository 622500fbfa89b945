//! Verbs for missing values: rows without nulls or NaN, and nulls and NaN replaced.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use datafusion::functions::expr_fn::{coalesce, get_field, isnan, named_struct};
use datafusion::functions_aggregate::expr_fn::{avg, max, min};
use datafusion::logical_expr::{Expr, ExprSchemable, cast, lit, scalar_subquery, when};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::frame::shift::neighbour;
use crate::frame::statistics::is_ordered;

const FILL: &str = "fill_null";
/// The hidden column of the values that `fill_null` has computed over all rows.
const FIGURES: &str = "?figures?";

/// What replaces a null, if no value is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The last value before it.
    Forward,
    /// The next value after it.
    Backward,
    /// The minimum of the column.
    Min,
    /// The maximum of the column.
    Max,
    /// The mean of a numeric column.
    Mean,
    /// 0, in a numeric column.
    Zero,
    /// 1, in a numeric column.
    One,
}

impl Frame {
    /// Returns the rows that have a value in all of these columns, or in all columns.
    ///
    /// # Errors
    /// `ColumnNotFound`.
    pub fn drop_nulls(self: &Arc<Self>, subset: Option<&[String]>) -> Result<Arc<Self>> {
        let names = self.chosen(subset);
        self.kept_where("drop_nulls", names.iter().map(|name| column(name).is_not_null()))
    }

    /// Returns the rows without NaN in these columns, or in all columns that can hold one. A null is not a NaN.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for a column that is not of floats.
    pub fn drop_nans(self: &Arc<Self>, subset: Option<&[String]>) -> Result<Arc<Self>> {
        let names = match subset {
            Some(names) => self.floats_among("drop_nans", names)?,
            None => self.floats(),
        };
        self.kept_where("drop_nans", names.iter().map(|name| is_nan(name).is_not_true()))
    }

    /// Returns the frame with NaN replaced by `value` in every column of floats.
    ///
    /// # Errors
    /// A `Schema` error when the value is not a number.
    pub fn fill_nan(self: &Arc<Self>, value: &Expr) -> Result<Arc<Self>> {
        const WHAT: &str = "fill_nan";
        self.check(WHAT, std::slice::from_ref(value))?;
        let filled = self.floats().into_iter().map(|name| {
            let data_type = self.column_type(&name);
            let filled = when(is_nan(&name).is_true(), cast(value.clone(), data_type)).otherwise(column(&name));
            Ok(filled.map_err(|e| Error::from_datafusion(WHAT, e))?.alias(name))
        });
        self.with_columns(filled.collect::<Result<Vec<_>>>()?)
    }

    /// Returns the frame with nulls replaced by `value` in every column of the value's kind: numbers in numeric
    /// columns, strings in string columns.
    ///
    /// # Errors
    /// `ColumnNotFound`, when the value is computed from a column that does not exist.
    pub fn fill_null_of_kind(self: &Arc<Self>, value: &Expr) -> Result<Arc<Self>> {
        self.check(FILL, std::slice::from_ref(value))?;
        let kind = value.get_type(self.plan().schema()).map_err(|e| Error::from_datafusion(FILL, e))?;
        let fields = self.schema().fields().iter().filter(|field| is_of_kind(&kind, field.data_type()));
        let filled = fields.map(|field| filled(field.name(), field.data_type(), value)).collect();
        self.with_columns(filled)
    }

    /// Returns the frame with nulls replaced in these columns, each by a value of its own.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for a value that the column cannot hold.
    pub fn fill_null_in(self: &Arc<Self>, values: &[(String, Expr)]) -> Result<Arc<Self>> {
        let mut filled_columns = Vec::with_capacity(values.len());
        for (name, value) in values {
            self.check(FILL, &[column(name), value.clone()])?;
            let data_type = self.column_type(name);
            let kind = value.get_type(self.plan().schema()).map_err(|e| Error::from_datafusion(FILL, e))?;
            if !is_of_kind(&kind, &data_type) {
                let (kind, data_type) = (crate::render::type_name(&kind), crate::render::type_name(&data_type));
                let message = format!("column \"{name}\" is {data_type} and cannot hold a value of {kind}");
                return Err(Error::new(ErrorKind::Schema, FILL, message).with_hint("cast the column first"));
            }
            filled_columns.push(filled(name, &data_type, value));
        }
        self.with_columns(filled_columns)
    }

    /// Returns the frame with nulls replaced by `strategy`, in every column where that is possible.
    ///
    /// # Errors
    /// A `Value` error for the forward or backward value in a frame without order.
    pub fn fill_null_by(self: &Arc<Self>, strategy: Strategy) -> Result<Arc<Self>> {
        match strategy {
            Strategy::Forward => self.filled_from_neighbours(false),
            Strategy::Backward => self.filled_from_neighbours(true),
            Strategy::Zero => self.fill_null_numbers(0),
            Strategy::One => self.fill_null_numbers(1),
            Strategy::Min | Strategy::Max | Strategy::Mean => self.filled_from_all(strategy),
        }
    }

    fn fill_null_numbers(self: &Arc<Self>, number: i64) -> Result<Arc<Self>> {
        let numbers = self.schema().fields().iter().filter(|field| field.data_type().is_numeric());
        let filled = numbers.map(|field| filled(field.name(), field.data_type(), &lit(number))).collect();
        self.with_columns(filled)
    }

    fn filled_from_neighbours(self: &Arc<Self>, after: bool) -> Result<Arc<Self>> {
        // DataFusion cannot find the next value in a run-end encoded array.
        let values = |field: &Field| match field.data_type() {
            DataType::RunEndEncoded(_, values) => cast(column(field.name()), values.data_type().clone()),
            _ => column(field.name()),
        };
        let fields = self.schema().fields().iter();
        let windows = fields.map(|field| (field.name().as_str(), neighbour(values(field), after)));
        self.over_rows(FILL, windows.collect(), |name, value| match self.column_type(name) {
            runs @ DataType::RunEndEncoded(..) => cast(value, runs),
            _ => value,
        })
    }

    fn filled_from_all(self: &Arc<Self>, strategy: Strategy) -> Result<Arc<Self>> {
        let fills = |data_type: &DataType| match strategy {
            Strategy::Mean => data_type.is_numeric(),
            _ => is_ordered(data_type),
        };
        let fields = self.schema().fields();
        let names: Vec<&str> =
            fields.iter().filter(|field| fills(field.data_type())).map(|field| field.name().as_str()).collect();
        if names.is_empty() {
            return Ok(Arc::clone(self));
        }
        let aggregates = names.iter().map(|name| match strategy {
            Strategy::Min => min(column(name)),
            Strategy::Max => max(column(name)),
            _ => avg(cast(column(name), DataType::Float64)),
        });
        self.derive(FILL, |plan| {
            // One struct of all values is one more pass over the rows, however many columns there are.
            let figures = plan.clone().aggregate(Vec::<Expr>::new(), aggregates)?;
            let parts = figures.schema().columns().into_iter().zip(&names);
            let parts = parts.flat_map(|(figure, name)| [lit(*name), Expr::Column(figure)]).collect();
            let figures = figures.project([named_struct(parts)])?.build()?;
            let columns = || plan.schema().columns().into_iter();
            let found = scalar_subquery(Arc::new(figures)).alias(FIGURES);
            let filled = columns().map(|of| {
                let name = of.name.clone();
                if !names.contains(&name.as_str()) {
                    return Expr::Column(of);
                }
                let figure = get_field(column(FIGURES), name.as_str());
                coalesce(vec![Expr::Column(of), figure]).alias(name)
            });
            let filled: Vec<Expr> = filled.collect();
            let beside: Vec<Expr> = columns().map(Expr::Column).chain([found]).collect();
            plan.project(beside)?.project(filled)
        })
    }

    fn kept_where(self: &Arc<Self>, operation: &str, conditions: impl Iterator<Item = Expr>) -> Result<Arc<Self>> {
        match conditions.reduce(Expr::and) {
            Some(condition) => {
                self.check(operation, std::slice::from_ref(&condition))?;
                self.filter(condition)
            }
            None => Ok(Arc::clone(self)),
        }
    }

    fn chosen(&self, subset: Option<&[String]>) -> Vec<String> {
        let all = || self.names().map(str::to_owned).collect();
        subset.map_or_else(all, <[String]>::to_vec)
    }

    fn floats(&self) -> Vec<String> {
        let fields = self.schema().fields().iter().filter(|field| field.data_type().is_floating());
        fields.map(|field| field.name().clone()).collect()
    }

    fn floats_among(&self, operation: &str, names: &[String]) -> Result<Vec<String>> {
        self.check(operation, &names.iter().map(|name| column(name)).collect::<Vec<_>>())?;
        match names.iter().find(|name| !self.column_type(name).is_floating()) {
            Some(name) => {
                let message = format!("column \"{name}\" holds no floats, so it has no NaN");
                Err(Error::new(ErrorKind::Schema, operation, message))
            }
            None => Ok(names.to_vec()),
        }
    }

    pub(super) fn column_type(&self, name: &str) -> DataType {
        self.schema().field_with_name(name).map_or(DataType::Null, |field| field.data_type().clone())
    }
}

fn is_nan(name: &str) -> Expr {
    isnan(column(name))
}

/// Returns the column with `value` where it is null: in its own type if that holds the value exactly, else in a common
/// one.
fn filled(name: &str, data_type: &DataType, value: &Expr) -> Expr {
    if data_type == &DataType::Null {
        return value.clone().alias(name);
    }
    let value = match value {
        Expr::Literal(scalar, metadata) => match exactly(scalar, data_type) {
            Some(scalar) => Expr::Literal(scalar, metadata.clone()),
            None => value.clone(),
        },
        other => other.clone(),
    };
    coalesce(vec![column(name), value]).alias(name)
}

fn exactly(value: &ScalarValue, target: &DataType) -> Option<ScalarValue> {
    let converted = value.cast_to(target).ok().filter(|converted| !converted.is_null())?;
    let back = converted.cast_to(&value.data_type()).ok()?;
    (back == *value).then_some(converted)
}

/// Returns whether a value of type `value` may fill a column of type `column`.
fn is_of_kind(value: &DataType, column: &DataType) -> bool {
    use DataType::{Boolean, Date32, Date64, Dictionary, Duration, Null, Time32, Time64, Timestamp};
    match (value, column) {
        (value, column) if value == column => true,
        (_, Null) | (Null, _) => true,
        (value, Dictionary(_, column)) => is_of_kind(value, column),
        (Boolean, _) | (_, Boolean) => false,
        (Date32 | Date64, Date32 | Date64 | Timestamp(..)) => true,
        (Timestamp(_, None), Timestamp(_, None)) | (Timestamp(_, Some(_)), Timestamp(_, Some(_))) => true,
        (Time32(_) | Time64(_), Time32(_) | Time64(_)) | (Duration(_), Duration(_)) => true,
        (value, column) => {
            (value.is_numeric() && column.is_numeric())
                || (value.is_string() && column.is_string())
                || (value.is_binary() && column.is_binary())
        }
    }
}
