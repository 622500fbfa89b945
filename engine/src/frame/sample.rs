//! `sample`: random samples, the same for the same seed.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::{JoinType, NullEquality, TableReference};
use datafusion::functions::expr_fn::nullif;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, cast, lit};

use crate::error::Result;
use crate::expr::names::{column, qualified};
use crate::frame::Frame;
use crate::plan::sample::{Share, mixed, sample_of};

const ROW: &str = "?row?";
const COUNT: &str = "?count?";
const DRAWS: &str = "draws";
const ROWS: &str = "rows";

impl Frame {
    /// Returns a sample with each row with this probability, in the frame's order.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn sample_fraction(self: &Arc<Self>, fraction: f64, seed: u64) -> Result<Arc<Self>> {
        self.derive("sample", |_| sample_of(&self.shared_plan(), Share::Fraction(fraction), seed))
    }

    /// Returns a sample of `rows` rows, or all where there are fewer, in the frame's order.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn sample(self: &Arc<Self>, rows: usize, seed: u64) -> Result<Arc<Self>> {
        self.derive("sample", |_| sample_of(&self.shared_plan(), Share::Rows(rows), seed))
    }

    /// Returns a sample of `draws` draws, each of any row: a row may come several times, one after the other. No rows
    /// if the frame has none.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn sample_with_replacement(self: &Arc<Self>, draws: usize, seed: u64) -> Result<Arc<Self>> {
        let numbers = Self::range(self.session(), 0, i64::try_from(draws).unwrap_or(i64::MAX), 1)?;
        let all: Vec<Expr> = self.names().map(|name| Expr::Column(qualified(ROWS, name)).alias(name)).collect();
        self.derive("sample", |plan| {
            let none: [Expr; 0] = [];
            let counted = plan.aggregate(none, [count(lit(1i64)).alias(COUNT)])?.build()?;
            let drawn = mixed(column("value"), seed) % nullif(cast(column(COUNT), DataType::UInt64), lit(0u64));
            let draws = LogicalPlanBuilder::new_from_arc(numbers.shared_plan())
                .cross_join(counted)?
                .project([cast(drawn, DataType::Int64).alias(ROW)])?
                .alias(TableReference::bare(DRAWS))?;
            let (rows, row) = self.numbered()?;
            let rows = rows
                .project(self.names().map(column).chain([row.alias(ROW)]).collect::<Vec<_>>())?
                .alias(TableReference::bare(ROWS))?;
            let keys = (vec![qualified(DRAWS, ROW)], vec![qualified(ROWS, ROW)]);
            draws
                .join_detailed(rows.build()?, JoinType::Inner, keys, None, NullEquality::NullEqualsNothing)?
                .sort([Expr::Column(qualified(ROWS, ROW)).sort(true, false)])?
                .project(all)
        })
    }
}
