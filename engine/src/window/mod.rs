//! Window functions that DataFusion lacks, each computed for a whole partition at once: gaps filled from the rows around
//! them ([`gaps`]), and a mean that forgets ([`smooth`]).

mod gaps;
mod smooth;

use std::sync::Arc;

use arrow::array::ArrayRef;
use datafusion::error::Result;
use datafusion::logical_expr::PartitionEvaluator;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Literal;
use datafusion::scalar::ScalarValue;

pub use gaps::{backward_fill, forward_fill, interpolate};
pub use smooth::{Smoothing, ewm_mean};

/// The names of these functions, which need an order and take no frame.
pub(crate) const NAMES: [&str; 4] = ["backward_fill", "ewm_mean", "forward_fill", "interpolate"];

/// An evaluator that computes a partition at once.
struct Whole<F>(F);

impl<F> std::fmt::Debug for Whole<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Whole")
    }
}

impl<F: Fn(&ArrayRef) -> Result<ArrayRef> + Send + 'static> PartitionEvaluator for Whole<F> {
    fn evaluate_all(&mut self, values: &[ArrayRef], num_rows: usize) -> Result<ArrayRef> {
        match values.first() {
            Some(values) => (self.0)(values),
            None => Ok(arrow::array::new_null_array(&arrow::datatypes::DataType::Null, num_rows)),
        }
    }
}

fn whole(compute: impl Fn(&ArrayRef) -> Result<ArrayRef> + Send + 'static) -> Box<dyn PartitionEvaluator> {
    Box::new(Whole(compute))
}

/// Returns the constant argument at an index.
fn constant(args: &[Arc<dyn PhysicalExpr>], index: usize) -> Option<&ScalarValue> {
    args.get(index).and_then(|arg| arg.downcast_ref::<Literal>()).map(Literal::value)
}
