//! Statistics of a frame's columns: one aggregation over all of them, whose single row is then reshaped to a table.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use datafusion::common::{Column, UnnestOptions};
use datafusion::functions_aggregate::expr_fn::{avg, count, max, min, stddev};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::functions_nested::expr_fn::make_array;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{
    Expr, ExprFunctionExt, LogicalPlanBuilder, WindowFunctionDefinition, cast, lit, try_cast,
};
use datafusion::scalar::ScalarValue;

use crate::aggregate::quantiles::{quantile_at, quantiles};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;

/// The hidden column that sorts the rows of a reshaped table.
const PLACE: &str = "?place?";

impl Frame {
    /// Returns count, nulls, mean, standard deviation, minimum, quantiles and maximum of every column, one row each.
    /// Numbers and booleans are described by `float64`, everything else by strings.
    ///
    /// # Errors
    /// A `Value` error for a level outside 0 to 1.
    pub fn describe(self: &Arc<Self>, levels: &[f64]) -> Result<Arc<Self>> {
        check_levels("describe", levels)?;
        let mut levels = levels.to_vec();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let mut aggregates = Vec::new();
        let mut columns = Vec::new();
        for (index, field) in self.schema().fields().iter().enumerate() {
            let mut add = |name: &str, aggregate: Expr| {
                let name = format!("{name} {index}");
                aggregates.push(aggregate.alias(&name));
                column(&name)
            };
            let value = column(field.name());
            let described = if is_number(field.data_type()) {
                let number = as_float(&value, field.data_type());
                let mut cells = vec![
                    add("count", count(value.clone())),
                    add("null_count", null_count(&value)?),
                    add("mean", avg(number.clone())),
                    add("std", stddev(number.clone())),
                    add("min", min(number.clone())),
                ];
                if !levels.is_empty() {
                    let list = add("quantiles", quantiles(number.clone(), &levels));
                    cells.extend((0..levels.len()).map(|at| quantile_at(list.clone(), at)));
                }
                cells.push(add("max", max(number)));
                cells.into_iter().map(|cell| cast(cell, DataType::Float64)).collect()
            } else {
                let text = |cell| cast(cell, DataType::Utf8);
                let none = || Expr::Literal(ScalarValue::Utf8(None), None);
                let mut cells =
                    vec![text(add("count", count(value.clone()))), text(add("null_count", null_count(&value)?))];
                let (low, high) = if is_ordered(field.data_type()) {
                    (text(add("min", min(value.clone()))), text(add("max", max(value))))
                } else {
                    (none(), none())
                };
                cells.extend([none(), none(), low]);
                cells.extend(levels.iter().map(|_| none()));
                cells.push(high);
                cells
            };
            columns.push((field.name().clone(), described));
        }
        let quantile_names = levels.iter().map(|level| format!("{}%", (level * 1e10).round() / 1e8));
        let mut labels: Vec<String> = ["count", "null_count", "mean", "std", "min"].map(String::from).to_vec();
        labels.extend(quantile_names);
        labels.push("max".into());
        self.aggregate(Vec::new(), aggregates)?.laid_out("describe", (self.free_name("statistic"), labels), columns)
    }

    /// Returns one row: the quantile `level` of every numeric column, null for the others.
    ///
    /// # Errors
    /// A `Value` error for a level outside 0 to 1.
    pub fn quantile(self: &Arc<Self>, level: f64) -> Result<Arc<Self>> {
        check_levels("quantile", &[level])?;
        let one = |field: &Arc<Field>| {
            let value = column(field.name());
            if is_number(field.data_type()) {
                quantiles(as_float(&value, field.data_type()), &[level])
            } else {
                // A null in an aggregate, as the output of an aggregation consists of aggregates only.
                max(Expr::Literal(ScalarValue::Float64(None), None))
            }
        };
        let fields = self.schema().fields();
        let names: Vec<String> = (0..fields.len()).map(|index| format!("quantile {index}")).collect();
        let aggregates = fields.iter().zip(&names).map(|(field, name)| one(field).alias(name)).collect();
        let chosen = fields.iter().zip(&names).map(|(field, name)| {
            let value = column(name);
            if is_number(field.data_type()) { quantile_at(value, 0) } else { value }.alias(field.name())
        });
        self.aggregate(Vec::new(), aggregates)?.select(chosen.collect())
    }

    /// Returns how often each combination of these columns' values occurs, in a column `name`; with `normalize` as a
    /// fraction of all rows. Sorted, the most frequent come first, and equally frequent ones in the order of their
    /// values.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error when `name` is one of the columns.
    pub fn value_counts(
        self: &Arc<Self>,
        columns: &[String],
        name: &str,
        sort: bool,
        normalize: bool,
    ) -> Result<Arc<Self>> {
        const WHAT: &str = "value_counts";
        if columns.iter().any(|column| column == name) {
            return Err(Error::new(ErrorKind::Value, WHAT, format!("a counted column is called \"{name}\" itself"))
                .with_hint("give the counts another name: name=\"...\""));
        }
        let keys: Vec<Expr> = columns.iter().map(|name| column(name)).collect();
        self.check(WHAT, &keys)?;
        let mut counted = self.aggregate(keys.clone(), vec![count(lit(1i64)).alias(name)])?;
        if normalize {
            let definition = WindowFunctionDefinition::AggregateUDF(sum_udaf());
            let all = Expr::from(WindowFunction::new(definition, vec![column(name)]));
            counted = counted.derive(WHAT, |plan| {
                let plan = plan.window([all])?;
                let total = plan.schema().columns().pop().map_or_else(|| lit(1i64), Expr::Column);
                let float = |expr| cast(expr, DataType::Float64);
                let share = (float(column(name)) / float(total)).alias(name);
                plan.project(keys.iter().cloned().chain([share]))
            })?;
        }
        if !sort {
            return Ok(counted);
        }
        let by_value = keys
            .into_iter()
            .zip(columns)
            .filter(|(_, name)| self.schema().field_with_name(name).is_ok_and(|field| is_ordered(field.data_type())));
        let order = [column(name).sort(false, false)].into_iter().chain(by_value.map(|(key, _)| key.sort(true, false)));
        counted.sort(order.collect())
    }

    /// One row: the number of nulls in each column.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn null_count(self: &Arc<Self>) -> Result<Arc<Self>> {
        let names = self.schema().fields().iter().map(|field| field.name());
        let counts = names.map(|name| Ok(null_count(&column(name))?.alias(name))).collect::<Result<_>>()?;
        self.aggregate(Vec::new(), counts)
    }

    /// Returns the cells of a frame of one row as several rows: a column of labels, and others with one cell for each
    /// label.
    pub(super) fn laid_out(
        self: &Arc<Self>,
        operation: &str,
        labels: (String, Vec<String>),
        columns: Vec<(String, Vec<Expr>)>,
    ) -> Result<Arc<Self>> {
        let (label, labels) = labels;
        let places = make_array((0..labels.len() as i64).map(lit).collect()).alias(PLACE);
        let labels = make_array(labels.into_iter().map(lit).collect()).alias(&label);
        let names: Vec<String> = [label].into_iter().chain(columns.iter().map(|(name, _)| name.clone())).collect();
        let cells = columns.into_iter().map(|(name, cells)| make_array(cells).alias(name));
        let lists: Vec<Expr> = [places, labels].into_iter().chain(cells).collect();
        self.derive(operation, |plan| {
            let plan = plan.project(lists)?;
            let all: Vec<Column> = plan.schema().columns();
            LogicalPlanBuilder::unnest_columns_with_options(plan, all, UnnestOptions::default())?
                .sort([column(PLACE).sort(true, false)])?
                .project(names.iter().map(|name| column(name)))
        })
    }

    /// Returns `name`, followed by underscores while a column has that name.
    pub(super) fn free_name(&self, name: &str) -> String {
        let mut name = name.to_string();
        while self.schema().index_of(&name).is_ok() {
            name.push('_');
        }
        name
    }
}

fn check_levels(operation: &str, levels: &[f64]) -> Result<()> {
    match levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
        Some(level) => Err(Error::new(ErrorKind::Value, operation, format!("there is no quantile {level}"))
            .with_hint("quantiles are numbers from 0 to 1: 0.5 is the median")),
        None => Ok(()),
    }
}

fn null_count(value: &Expr) -> Result<Expr> {
    count(lit(1i64)).filter(value.clone().is_null()).build().map_err(|e| Error::from_datafusion("null_count", e))
}

/// Returns a number as `float64`; a boolean counts as 0 or 1.
pub(super) fn as_float(value: &Expr, data_type: &DataType) -> Expr {
    let number = if data_type == &DataType::Boolean { cast(value.clone(), DataType::Int8) } else { value.clone() };
    try_cast(number, DataType::Float64)
}

pub(super) fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric() || data_type == &DataType::Boolean
}

/// Returns whether DataFusion computes a minimum and a maximum of values of the type.
pub(super) fn is_ordered(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => is_ordered(value),
        DataType::Interval(_) | DataType::Null => false,
        other => other.is_numeric() || other.is_string() || other.is_temporal() || other == &DataType::Boolean,
    }
}
