//! Verbs that turn rows into columns and columns into rows: `pivot`, `unpivot`, `explode`, `unnest`.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::{Column, NullHandling, ScalarValue, UnnestOptions};
use datafusion::functions::expr_fn::{coalesce, get_field};
use datafusion::functions_aggregate::expr_fn::first_value;
use datafusion::functions_nested::expr_fn::make_array;
use datafusion::logical_expr::{Expr, ExprFunctionExt, LogicalPlanBuilder, Operator, binary_expr, cast, lit, when};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{check_once, column};
use crate::frame::Frame;
use crate::frame::sets::common_type;
use crate::frame::verbs::type_name;
use crate::plan::order::before_unnest;
use crate::query::start;
use crate::render;

/// A column that a pivot makes, by the values of the `on` columns.
pub type Cell = Vec<ScalarValue>;

impl Frame {
    /// Runs a query for the distinct combinations of values of these columns, sorted, nulls last.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error when there are more than `limit`; the error of the query.
    pub async fn distinct_values(
        self: &Arc<Self>,
        operation: &str,
        names: &[String],
        limit: usize,
    ) -> Result<Vec<Cell>> {
        let exprs: Vec<Expr> = names.iter().map(|name| column(name)).collect();
        let order = exprs.iter().map(|expr| expr.clone().sort(true, false)).collect();
        let wanted = self.select(exprs)?.distinct(None, super::Keep::Any)?.sort(order)?;
        let wanted = wanted.limit(0, Some(limit.saturating_add(1)))?;
        let batches = start(self.session(), wanted.plan(), operation).await?.collect().await?;
        if batches.iter().map(|batch| batch.num_rows()).sum::<usize>() > limit {
            let message = format!("\"{}\" has more than {limit} distinct values, each a column", names.join("\", \""));
            return Err(Error::new(ErrorKind::Value, operation, message)
                .with_hint("filter the frame first, or allow more with max_columns="));
        }
        let mut found = Vec::new();
        for batch in &batches {
            for row in 0..batch.num_rows() {
                let values = batch.columns().iter().map(|column| ScalarValue::try_from_array(column, row));
                let cell: datafusion::error::Result<Cell> = values.collect();
                found.push(cell.map_err(|e| Error::from_datafusion(operation, e))?);
            }
        }
        Ok(found)
    }

    /// Returns one row for each distinct `index`, one column for each of `cells` and each of `values`: the aggregate of
    /// the rows with both. `values` are the aggregates with the names of their columns; a count of no rows is 0, any
    /// other aggregate of them is null.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when two new columns have one name.
    pub fn pivot(
        self: &Arc<Self>,
        on: &[String],
        cells: &[Cell],
        index: &[String],
        values: Vec<(String, Expr)>,
    ) -> Result<Arc<Self>> {
        self.check_names("pivot", on.iter().chain(index))?;
        self.check("pivot", values.iter().map(|(_, value)| value))?;
        // First one row for each cell, which any aggregate can make; then its cells become columns.
        let hidden = |at: usize| format!("?value {at}?");
        let keys = index.iter().chain(on).map(|name| column(name)).collect();
        let counts: Vec<bool> = values.iter().map(|(_, value)| is_count(value)).collect();
        let aggregates = values.iter().enumerate().map(|(at, (_, value))| value.clone().unalias().alias(hidden(at)));
        let long = self.aggregate(keys, aggregates.collect())?;
        let mut wide = Vec::with_capacity(cells.len() * values.len());
        for (at, (value, _)) in values.iter().enumerate() {
            for cell in cells {
                let label = label(cell)?;
                wide.push((at, cell, if values.len() == 1 { label } else { format!("{value}_{label}") }));
            }
        }
        let names = index.iter().map(String::as_str).chain(wide.iter().map(|(_, _, name)| name.as_str()));
        check_once("pivot", names, "rename an index column, or cast the on column")?;
        let convert = |e| Error::from_datafusion("pivot", e);
        let mut shown: Vec<Expr> = index.iter().map(|name| column(name)).collect();
        let mut picked = Vec::with_capacity(wide.len());
        for (at, cell, name) in &wide {
            let same = is_cell(on, cell);
            let one = first_value(column(&hidden(*at)), vec![]).filter(same).build().map_err(convert)?;
            picked.push(one.alias(name));
            let made = column(name);
            shown.push(if counts[*at] { coalesce(vec![made, lit(0i64)]).alias(name) } else { made });
        }
        if picked.is_empty() {
            return long.select(shown)?.distinct(None, super::Keep::Any);
        }
        let keys = index.iter().map(|name| column(name)).collect();
        long.aggregate(keys, picked)?.select(shown)
    }

    /// Returns one row for each row and each of the `on` columns: the `index` columns, the name of the column and its
    /// value.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when the columns have no common type, or two columns one name.
    pub fn unpivot(self: &Arc<Self>, on: &[String], index: &[String], names: (&str, &str)) -> Result<Arc<Self>> {
        self.check_names("unpivot", on.iter().chain(index))?;
        let shown = index.iter().map(String::as_str).chain([names.0, names.1]);
        check_once("unpivot", shown, "choose other names with variable_name= and value_name=")?;
        let Some(first) = on.first() else {
            return Err(Error::new(ErrorKind::Value, "unpivot", "there is no column to turn into rows"));
        };
        let mut data_type = self.expr_type("unpivot", &column(first))?;
        for name in on {
            data_type = common_type("unpivot", name, &data_type, &self.expr_type("unpivot", &column(name))?)?;
        }
        // DataFusion makes no lists of a column of type null.
        let untyped = data_type == DataType::Null;
        let data_type = if untyped { DataType::Boolean } else { data_type };
        let values = on.iter().map(|name| cast(column(name), data_type.clone())).collect();
        let variables = make_array(on.iter().map(|name| lit(name.as_str())).collect());
        let output = index.iter().map(|name| column(name));
        let output: Vec<Expr> = output.chain([variables.alias(names.0), make_array(values).alias(names.1)]).collect();
        let long = self.derive("unpivot", |_| {
            let columns = vec![Column::from_name(names.0), Column::from_name(names.1)];
            let plan = LogicalPlanBuilder::new_from_arc(before_unnest(&self.shared_plan())?);
            plan.project(output)?.unnest_columns_with_options(columns, UnnestOptions::default())
        })?;
        if untyped { long.with_columns(vec![lit(ScalarValue::Null).alias(names.1)]) } else { Ok(long) }
    }

    /// Returns one row for each item of these lists, which are read in parallel; the other columns are repeated. A null
    /// list makes one row with null, an empty one too if `empty_as_null`, else none; where the lists of one row differ
    /// in length, the shorter ones are filled with null.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for a column that is not a list.
    pub fn explode(self: &Arc<Self>, names: &[String], empty_as_null: bool) -> Result<Arc<Self>> {
        self.check_names("explode", names)?;
        for name in names {
            let data_type = self.expr_type("explode", &column(name))?;
            if !is_list(&data_type) {
                let message = format!("column \"{name}\" is not a list, but {}", type_name(&data_type));
                return Err(Error::new(ErrorKind::Schema, "explode", message));
            }
        }
        if names.is_empty() {
            return Ok(Arc::clone(self));
        }
        let mut seen = HashSet::new();
        let columns = names.iter().filter(|name| seen.insert(*name)).map(Column::from_name).collect();
        let nulls = if empty_as_null { NullHandling::PreserveAndExpandEmpty } else { NullHandling::Preserve };
        let options = UnnestOptions::new().with_null_handling(nulls);
        self.derive("explode", |_| {
            let plan = LogicalPlanBuilder::new_from_arc(before_unnest(&self.shared_plan())?);
            plan.unnest_columns_with_options(columns, options)
        })
    }

    /// Returns the fields of these structs as columns, in place of the struct.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for a column that is not a struct, or for a repeated name.
    pub fn unnest(self: &Arc<Self>, names: &[String]) -> Result<Arc<Self>> {
        self.check_names("unnest", names)?;
        let opened: HashSet<&str> = names.iter().map(String::as_str).collect();
        let mut output = Vec::new();
        for field in self.schema().fields() {
            let name = field.name();
            let fields = match field.data_type() {
                _ if !opened.contains(name.as_str()) => {
                    output.push((name, column(name)));
                    continue;
                }
                DataType::Struct(fields) => fields,
                other => {
                    let message = format!("column \"{name}\" is not a struct, but {}", type_name(other));
                    return Err(Error::new(ErrorKind::Schema, "unnest", message));
                }
            };
            for inner in fields {
                // DataFusion's field access returns the values under a null struct, so the null is put back.
                let value = when(column(name).is_not_null(), get_field(column(name), inner.name().as_str())).end();
                let value = value.map_err(|e| Error::from_datafusion("unnest", e))?;
                output.push((inner.name(), value.alias(inner.name())));
            }
        }
        let hint = "rename a column, or select the fields with .struct.field(name)";
        check_once("unnest", output.iter().map(|(name, _)| name.as_str()), hint)?;
        let output: Vec<Expr> = output.into_iter().map(|(_, expr)| expr).collect();
        self.derive("unnest", |plan| plan.project(output))
    }
}

fn is_list(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::List(_)
            | DataType::LargeList(_)
            | DataType::FixedSizeList(..)
            | DataType::ListView(_)
            | DataType::LargeListView(_)
    )
}

/// Returns the predicate of the rows that have the values of a cell in these columns.
pub(super) fn is_cell(on: &[String], cell: &Cell) -> Expr {
    let same = on.iter().zip(cell).map(|(name, value)| {
        // DataFusion's string of a date beyond the calendar is empty, so two of them would be one column.
        let (column, value) = match value {
            ScalarValue::Date32(days) => (cast(column(name), DataType::Int32), ScalarValue::Int32(*days)),
            ScalarValue::Date64(time) => (cast(column(name), DataType::Int64), ScalarValue::Int64(*time)),
            other => (column(name), other.clone()),
        };
        binary_expr(column, Operator::IsNotDistinctFrom, Expr::Literal(value, None))
    });
    same.reduce(Expr::and).unwrap_or_else(|| lit(true))
}

/// Returns whether an aggregate counts, so that it is not null without rows.
fn is_count(aggregate: &Expr) -> bool {
    match aggregate {
        Expr::Alias(alias) => is_count(&alias.expr),
        Expr::AggregateFunction(function) => function.func.name() == "count",
        _ => false,
    }
}

/// Returns the name of the column for a cell: the values as strings.
pub(super) fn label(cell: &Cell) -> Result<String> {
    let mut texts = Vec::with_capacity(cell.len());
    for value in cell {
        let text = if value.is_null() {
            "null".to_string()
        } else {
            let array = value.to_array().map_err(|e| Error::from_datafusion("pivot", e))?;
            let options = FormatOptions::default().with_display_error(false);
            let formatter = ArrayFormatter::try_new(&array, &options).map_err(|e| Error::from_arrow("pivot", e))?;
            match formatter.value(0).try_to_string() {
                Ok(text) => text,
                // A date beyond the calendar, as it is shown.
                Err(_) => render::Column::try_new(&array)?.raw(0, usize::MAX).text.to_string(),
            }
        };
        texts.push(text);
    }
    Ok(texts.join("_"))
}
