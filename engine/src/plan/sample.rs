//! Random samples, the same for the same seed. Each row's number and the seed are hashed to 64 bits; the sample depends
//! on nothing else, so neither partitions nor batches change it.

use std::sync::Arc;

use arrow::array::{AsArray, UInt64Array};
use arrow::datatypes::{DataType, Int64Type};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{
    ColumnarValue, Expr, LogicalPlan, LogicalPlanBuilder, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility, lit,
};

use crate::plan::order::numbered;
use crate::splitmix::{GAMMA, finalized};

/// The size of a sample.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Share {
    /// Each row with this probability.
    Fraction(f64),
    /// This many rows, or all where there are fewer.
    Rows(usize),
}

/// Returns the sampled rows of `plan`, in its order.
pub(crate) fn sampled(plan: LogicalPlan, share: Share, seed: u64) -> EngineResult<LogicalPlan> {
    sample_of(&Arc::new(plan), share, seed)?.build()
}

/// Returns [`sampled`] of a plan that is shared.
pub(crate) fn sample_of(plan: &Arc<LogicalPlan>, share: Share, seed: u64) -> EngineResult<LogicalPlanBuilder> {
    let all: Vec<Expr> = plan.schema().columns().into_iter().map(Expr::Column).collect();
    let (plan, row) = numbered(plan)?;
    let plan = match share {
        // 2^64 itself does not fit: a fraction of 1 takes every row.
        Share::Fraction(fraction) if fraction < 1.0 => {
            plan.filter(mixed(row, seed).lt(lit((fraction * 2f64.powi(64)) as u64)))?
        }
        Share::Fraction(_) => plan,
        // DataFusion panics at a top-k of 0 rows.
        Share::Rows(0) => plan.limit(0, Some(0))?,
        Share::Rows(rows) => {
            let drawn = [mixed(row.clone(), seed).sort(true, false)];
            plan.sort_with_limit(drawn, Some(rows))?.sort([row.sort(true, false)])?
        }
    };
    plan.project(all)
}

/// Returns the number of a row, hashed with the seed to 64 bits.
pub(crate) fn mixed(row: Expr, seed: u64) -> Expr {
    ScalarUDF::from(Mix { seed, signature: Signature::exact(vec![DataType::Int64], Volatility::Immutable) })
        .call(vec![row])
}

/// The number of [`splitmix`](crate::splitmix) at the row's position in its sequence.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Mix {
    seed: u64,
    signature: Signature,
}

impl ScalarUDFImpl for Mix {
    fn name(&self) -> &str {
        "mix"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::UInt64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let rows = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(rows) = rows.first().and_then(|rows| rows.as_primitive_opt::<Int64Type>()) else {
            return datafusion::common::internal_err!("mix takes one int64");
        };
        let start = finalized(self.seed.wrapping_add(GAMMA));
        let mixed: UInt64Array =
            rows.unary(|row| finalized(start.wrapping_add((row as u64).wrapping_add(1).wrapping_mul(GAMMA))));
        Ok(ColumnarValue::Array(Arc::new(mixed)))
    }
}
