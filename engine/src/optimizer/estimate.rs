//! How many rows each part of a plan returns, by the footers of files and the rows in memory.
//!
//! DataFusion estimates too, but gives up at a join or a filter about which it knows nothing, and the order of joins
//! needs a number for every part: a rough one is enough, as orders differ by orders of magnitude. The textbook's
//! assumptions are made: values are spread evenly, columns are independent, and the values of one side of a join are
//! among those of the other (Selinger et al., "Access Path Selection in a Relational Database Management System",
//! 1979).

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::common::{ColumnStatistics, JoinType, ScalarValue, Statistics};
use datafusion::datasource::physical_plan::{FileScanConfig, FileSource, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{CastExpr, Column};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::union::UnionExec;

use super::selectivity::{self, DEFAULT_SELECTIVITY};

/// The number of rows of a source without statistics.
const UNKNOWN_ROWS: f64 = 100_000.0;
/// The bytes of a row of a text file, where only the size of the file is known.
const BYTES_OF_TEXT: f64 = 100.0;
/// The bytes of a value of variable width.
const VARIABLE_WIDTH: f64 = 24.0;

/// The estimate of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnEstimate {
    /// How many distinct values it has in its source, before any filter; `None` if unknown.
    pub distinct: Option<f64>,
    /// Its minimum and its maximum, if they are numbers, dates or times.
    pub range: Option<(f64, f64)>,
    /// The fraction of its rows that are null.
    pub nulls: f64,
    /// The bytes of a value.
    pub width: f64,
}

impl ColumnEstimate {
    /// A column about which nothing is known.
    pub(super) const UNKNOWN: Self = Self { distinct: None, range: None, nulls: 0.0, width: VARIABLE_WIDTH };

    fn unknown(data_type: &DataType) -> Self {
        Self { width: width_of(data_type), ..Self::UNKNOWN }
    }

    /// Returns how many distinct values it has, guessed where that is unknown: more of them the more rows there are.
    pub(super) fn distinct_of(&self, rows: f64) -> f64 {
        self.distinct.unwrap_or_else(|| rows.powf(0.75)).clamp(1.0, rows.max(1.0))
    }
}

/// The estimate of a part of a plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Estimate {
    /// The number of rows.
    pub rows: f64,
    /// The number of rows before filters, which bounds the distinct values of its columns.
    pub source_rows: f64,
    /// Its columns, in their order.
    pub columns: Vec<ColumnEstimate>,
}

impl Estimate {
    /// Returns the estimate of `plan`.
    pub(super) fn of(plan: &Arc<dyn ExecutionPlan>) -> Self {
        let estimate = Self::of_operator(plan);
        match plan.fetch() {
            Some(fetch) => estimate.with_rows_at_most(fetch as f64),
            None => estimate,
        }
    }

    fn of_operator(plan: &Arc<dyn ExecutionPlan>) -> Self {
        if let Some(filter) = plan.downcast_ref::<FilterExec>() {
            let input = Self::of(filter.input());
            let kept = selectivity::of(filter.predicate(), &input);
            let rows = (input.rows * kept).max(1.0);
            return Self { rows, ..input }.projected(filter.projection().as_deref());
        }
        if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
            let input = Self::of(projection.input());
            let schema = projection.input().schema();
            let columns = projection.expr().iter().map(|expr| input.column_of(&expr.expr, &schema)).collect();
            return Self { columns, ..input };
        }
        if let Some(aggregate) = plan.downcast_ref::<AggregateExec>() {
            return Self::of_aggregate(aggregate);
        }
        if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
            return Self::of_join(join);
        }
        if let Some(join) = plan.downcast_ref::<CrossJoinExec>() {
            return Self::product(&Self::of(join.left()), &Self::of(join.right()));
        }
        if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
            let product = Self::product(&Self::of(join.left()), &Self::of(join.right()));
            let filtered = Self { rows: (product.rows * DEFAULT_SELECTIVITY).max(1.0), ..product };
            return match join.join_type() {
                JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => {
                    filtered.projected(join.projection().as_deref())
                }
                _ => filtered.fitting(&plan.schema()),
            };
        }
        match plan.children().as_slice() {
            [] => Self::of_source(plan),
            [only] => Self::of(only).fitting(&plan.schema()),
            inputs if plan.is::<UnionExec>() => {
                let inputs: Vec<_> = inputs.iter().map(|input| Self::of(input)).collect();
                let rows = inputs.iter().map(|input| input.rows).sum();
                let columns = inputs.into_iter().next().map_or_else(Vec::new, |first| first.columns);
                Self { rows, source_rows: rows, columns }.fitting(&plan.schema())
            }
            inputs => {
                let rows = inputs.iter().map(|input| Self::of(input).rows).fold(1.0, f64::max);
                Self { rows, source_rows: rows, columns: Vec::new() }.fitting(&plan.schema())
            }
        }
    }

    fn of_source(plan: &Arc<dyn ExecutionPlan>) -> Self {
        let schema = plan.schema();
        let known = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::new());
        let known = known.unwrap_or_else(|_| Arc::new(Statistics::new_unknown(&schema)));
        let rows = match known.num_rows.get_value() {
            Some(rows) => *rows as f64,
            None => bytes_of_files(plan).map_or(UNKNOWN_ROWS, |bytes| bytes / BYTES_OF_TEXT),
        };
        let rows = rows.max(1.0);
        let columns = schema.fields().iter().enumerate().map(|(at, field)| {
            let unknown = ColumnEstimate::unknown(field.data_type());
            known.column_statistics.get(at).map_or(unknown, |column| of_statistics(column, field.data_type(), rows))
        });
        let estimate = Self { rows, source_rows: rows, columns: columns.collect() };
        match filter_of_scan(plan) {
            // Its columns are those of the files.
            Some(filter) => {
                let of_files = |at: usize| schema.index_of(filter.1.field(at).name()).ok();
                let columns = (0..filter.1.fields().len()).map(|at| {
                    of_files(at).and_then(|at| estimate.columns.get(at).copied()).unwrap_or(ColumnEstimate::UNKNOWN)
                });
                let kept = selectivity::of(&filter.0, &Self { columns: columns.collect(), ..estimate });
                estimate.kept(kept)
            }
            None => estimate,
        }
    }

    fn of_aggregate(aggregate: &AggregateExec) -> Self {
        let input = Self::of(aggregate.input());
        let schema = aggregate.input_schema();
        let keys: Vec<_> =
            aggregate.group_expr().expr().iter().map(|(expr, _)| input.column_of(expr, &schema)).collect();
        let groups = keys.iter().map(|key| key.distinct_of(input.rows)).product::<f64>();
        let sets = aggregate.group_expr().groups().len().max(1) as f64;
        let rows = (groups.min(input.rows) * sets).max(1.0);
        Self { rows, source_rows: rows.max(groups.min(input.source_rows)), columns: keys }.fitting(&aggregate.schema())
    }

    fn of_join(join: &HashJoinExec) -> Self {
        let (left, right) = (Self::of(join.left()), Self::of(join.right()));
        let (left_schema, right_schema) = (join.left().schema(), join.right().schema());
        let keys: Vec<_> = join
            .on()
            .iter()
            .map(|(l, r)| (left.column_of(l, &left_schema), right.column_of(r, &right_schema)))
            .collect();
        let filter = if join.filter().is_some() { DEFAULT_SELECTIVITY } else { 1.0 };
        let matching = left.rows * right.rows * join_selectivity(&left, &right, &keys) * filter;
        let joined = |rows: f64| Self { rows: rows.max(1.0), ..Self::product(&left, &right) };
        let estimate = match join.join_type() {
            JoinType::Inner => joined(matching),
            JoinType::Left => joined(matching.max(left.rows)),
            JoinType::Right => joined(matching.max(right.rows)),
            JoinType::Full => joined(matching.max(left.rows + right.rows)),
            JoinType::LeftSemi => left.kept(semi_join_selectivity(&right, &keys, true) * filter),
            JoinType::LeftAnti => left.kept(anti_join_selectivity(semi_join_selectivity(&right, &keys, true) * filter)),
            JoinType::RightSemi => right.kept(semi_join_selectivity(&left, &keys, false) * filter),
            JoinType::RightAnti => {
                right.kept(anti_join_selectivity(semi_join_selectivity(&left, &keys, false) * filter))
            }
            JoinType::LeftMark => left.clone().fitting(join.join_schema()),
            JoinType::RightMark => right.clone().fitting(join.join_schema()),
        };
        estimate.projected(join.projection.as_deref())
    }

    /// Returns the cross product.
    fn product(left: &Self, right: &Self) -> Self {
        Self {
            rows: left.rows * right.rows,
            source_rows: left.source_rows.max(right.source_rows),
            columns: left.columns.iter().chain(&right.columns).copied().collect(),
        }
    }

    /// Returns the same with a fraction of the rows.
    pub(super) fn kept(&self, selectivity: f64) -> Self {
        Self { rows: (self.rows * selectivity).max(1.0), ..self.clone() }
    }

    fn with_rows_at_most(self, rows: f64) -> Self {
        Self { rows: self.rows.min(rows), ..self }
    }

    fn projected(self, projection: Option<&[usize]>) -> Self {
        let Some(projection) = projection else { return self };
        let columns = projection.iter().filter_map(|at| self.columns.get(*at).copied()).collect();
        Self { columns, ..self }
    }

    /// Returns it with a column for each of `schema`: about one that an operator adds, nothing is known.
    fn fitting(mut self, schema: &Schema) -> Self {
        self.columns.truncate(schema.fields().len());
        let more = schema.fields().iter().skip(self.columns.len());
        let more: Vec<_> = more.map(|field| ColumnEstimate::unknown(field.data_type())).collect();
        self.columns.extend(more);
        self
    }

    /// Returns the estimate of an expression over these columns.
    pub(super) fn column_of(&self, expr: &Arc<dyn PhysicalExpr>, schema: &Schema) -> ColumnEstimate {
        if let Some(known) = column_in(expr).and_then(|column| self.columns.get(column.index())) {
            return *known;
        }
        expr.data_type(schema)
            .map_or_else(|_| ColumnEstimate::unknown(&DataType::Null), |t| ColumnEstimate::unknown(&t))
    }

    /// The bytes of a row.
    pub(super) fn width(&self) -> f64 {
        self.columns.iter().map(|column| column.width).sum::<f64>().max(1.0)
    }
}

/// Returns the selectivity of an equi-join: the fraction of all pairs of rows whose keys are equal.
///
/// One key: as many pairs as if each value of the side with more distinct values had a match. Several keys are seldom
/// independent (an order line names one supplier of one part): together they have no more values than the smaller side
/// has rows.
pub(super) fn join_selectivity(left: &Estimate, right: &Estimate, keys: &[(ColumnEstimate, ColumnEstimate)]) -> f64 {
    let selectivities =
        keys.iter().map(|(l, r)| 1.0 / l.distinct_of(left.source_rows).max(r.distinct_of(right.source_rows)));
    let selectivity: f64 = selectivities.product();
    if keys.len() < 2 { selectivity } else { selectivity.max(1.0 / left.source_rows.min(right.source_rows).max(1.0)) }
}

/// Returns the selectivity of a semi join: the fraction of one side's rows that have a match in `other`, which is the
/// right side of the keys if `on_right`.
pub(super) fn semi_join_selectivity(
    other: &Estimate,
    keys: &[(ColumnEstimate, ColumnEstimate)],
    on_right: bool,
) -> f64 {
    let selectivities = keys.iter().map(|(l, r)| {
        let (own, others) = if on_right { (l, r) } else { (r, l) };
        let values = others.distinct_of(other.source_rows);
        let domain = own.distinct.unwrap_or(values).max(values);
        values.min(other.rows) / domain
    });
    selectivities.fold(1.0, f64::min)
}

/// Returns the selectivity of an anti join, where that of the semi join is `found`: at least 0.1.
pub(super) fn anti_join_selectivity(found: f64) -> f64 {
    (1.0 - found).max(0.1)
}

/// Returns the column that an expression is or casts, if it is one.
pub(super) fn column_in(expr: &Arc<dyn PhysicalExpr>) -> Option<&Column> {
    match expr.downcast_ref::<CastExpr>() {
        Some(cast) => column_in(cast.expr()),
        None => expr.downcast_ref::<Column>(),
    }
}

fn of_statistics(known: &ColumnStatistics, data_type: &DataType, rows: f64) -> ColumnEstimate {
    let bound = |value: Option<&ScalarValue>| value.and_then(number);
    let range = bound(known.min_value.get_value()).zip(bound(known.max_value.get_value()));
    let counted = known.distinct_count.get_value().map(|count| *count as f64);
    let distinct = counted.or_else(|| values_within(range?, data_type, rows));
    let nulls = known.null_count.get_value().map_or(0.0, |nulls| (*nulls as f64 / rows).min(1.0));
    let width = known.byte_size.get_value().map_or_else(|| width_of(data_type), |bytes| *bytes as f64 / rows);
    ColumnEstimate { distinct, range, nulls, width }
}

/// Returns the expected number of distinct values, if `rows` values are drawn from those between the minimum and the
/// maximum.
fn values_within((low, high): (f64, f64), data_type: &DataType, rows: f64) -> Option<f64> {
    let step = match data_type {
        DataType::Decimal32(_, scale) | DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => {
            10f64.powi(-i32::from(*scale))
        }
        DataType::Boolean | DataType::Date32 => 1.0,
        other if other.is_integer() => 1.0,
        _ => return None,
    };
    let possible = ((high - low) / step + 1.0).max(1.0);
    Some((possible * -(-rows / possible).exp_m1()).clamp(1.0, rows.max(1.0)))
}

fn width_of(data_type: &DataType) -> f64 {
    match data_type {
        DataType::Boolean => 1.0,
        other => other.primitive_width().map_or(VARIABLE_WIDTH, |width| width as f64),
    }
}

/// Returns the predicate that a scan of Parquet files applies itself, and the schema of its columns.
fn filter_of_scan(plan: &Arc<dyn ExecutionPlan>) -> Option<(Arc<dyn PhysicalExpr>, SchemaRef)> {
    let (files, parquet) = plan.downcast_ref::<DataSourceExec>()?.downcast_to_file_source::<ParquetSource>()?;
    let applied = parquet.table_parquet_options().global.pushdown_filters;
    let schema = Arc::clone(files.file_source().table_schema().table_schema());
    parquet.filter().filter(|_| applied).map(|filter| (filter, schema))
}

fn bytes_of_files(plan: &Arc<dyn ExecutionPlan>) -> Option<f64> {
    let source = plan.downcast_ref::<DataSourceExec>()?;
    let files = source.data_source().downcast_ref::<FileScanConfig>()?;
    let sizes = files.file_groups.iter().flat_map(|group| group.files()).map(|file| file.object_meta.size as f64);
    Some(sizes.sum())
}

/// Returns a value as a number, for distances to others of its type.
pub(super) fn number(value: &ScalarValue) -> Option<f64> {
    use ScalarValue as S;
    Some(match value {
        S::Boolean(value) => f64::from(u8::from((*value)?)),
        S::Int8(value) => f64::from((*value)?),
        S::Int16(value) => f64::from((*value)?),
        S::Int32(value) | S::Date32(value) | S::Time32Second(value) | S::Time32Millisecond(value) => {
            f64::from((*value)?)
        }
        S::Int64(value)
        | S::Date64(value)
        | S::Time64Microsecond(value)
        | S::Time64Nanosecond(value)
        | S::TimestampSecond(value, _)
        | S::TimestampMillisecond(value, _)
        | S::TimestampMicrosecond(value, _)
        | S::TimestampNanosecond(value, _) => (*value)? as f64,
        S::UInt8(value) => f64::from((*value)?),
        S::UInt16(value) => f64::from((*value)?),
        S::UInt32(value) => f64::from((*value)?),
        S::UInt64(value) => (*value)? as f64,
        S::Float32(value) => f64::from((*value)?),
        S::Float64(value) => (*value)?,
        S::Decimal32(value, _, scale) => f64::from((*value)?) / 10f64.powi(i32::from(*scale)),
        S::Decimal64(value, _, scale) => (*value)? as f64 / 10f64.powi(i32::from(*scale)),
        S::Decimal128(value, _, scale) => (*value)? as f64 / 10f64.powi(i32::from(*scale)),
        _ => return None,
    })
}
