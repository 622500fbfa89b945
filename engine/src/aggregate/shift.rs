//! `lead` and `lag` over the whole partition at once. Row by row, which DataFusion prefers, it fails to count the nulls
//! that it meets after a gap, and lets a limit cut off the rows that IGNORE NULLS, or a negative offset, needs.
//! DataFusion computes the whole partition correctly.

use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::datatypes::FieldRef;
use datafusion::error::Result;
use datafusion::functions_window::lead_lag::{WindowShift, WindowShiftKind};
use datafusion::logical_expr::function::{ExpressionArgs, PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{LimitEffect, PartitionEvaluator, ReversedUDWF, Signature, WindowUDF, WindowUDFImpl};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Literal;

/// DataFusion's function, computed for a partition at a time.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Shift {
    engine: WindowShift,
}

impl Shift {
    pub(super) fn instead_of(engine: &WindowShift) -> Arc<WindowUDF> {
        let engine = match engine.kind() {
            WindowShiftKind::Lag => WindowShift::lag(),
            WindowShiftKind::Lead => WindowShift::lead(),
        };
        Arc::new(WindowUDF::new_from_impl(Self { engine }))
    }
}

impl WindowUDFImpl for Shift {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn expressions(&self, args: ExpressionArgs<'_>) -> Vec<Arc<dyn PhysicalExpr>> {
        self.engine.expressions(args)
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        let distance = args.input_exprs().get(1).and_then(|distance| distance.downcast_ref::<Literal>());
        let unknown = distance.is_some_and(|distance| distance.value().is_null());
        Ok(Box::new(Whole { engine: self.engine.partition_evaluator(args)?, unknown }))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        self.engine.field(args)
    }

    fn reverse_expr(&self) -> ReversedUDWF {
        ReversedUDWF::NotSupported
    }

    // It is not known how many rows further the value is.
    fn limit_effect(&self, _args: &[Arc<dyn PhysicalExpr>]) -> LimitEffect {
        LimitEffect::Unknown
    }
}

/// An evaluator that only ever gets a whole partition.
#[derive(Debug)]
struct Whole {
    engine: Box<dyn PartitionEvaluator>,
    /// Whether the offset is null, which DataFusion takes for 0.
    unknown: bool,
}

impl PartitionEvaluator for Whole {
    fn evaluate_all(&mut self, values: &[ArrayRef], num_rows: usize) -> Result<ArrayRef> {
        match values {
            [values, ..] if self.unknown => Ok(new_null_array(values.data_type(), num_rows)),
            _ => self.engine.evaluate_all(values, num_rows),
        }
    }
}
