//! Aggregates of DataFusion with another last step: its accumulators gather the values, and what is returned of them is
//! computed here.

use std::fmt::Debug;

use arrow::array::{ArrayRef, BooleanArray};
use datafusion::error::Result;
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};
use datafusion::scalar::ScalarValue;

/// The last step, for one group and for many.
pub(super) trait LastStep: Debug + Send + Sync + 'static {
    /// Returns the result of a group.
    fn evaluate(&self, gathered: &mut dyn Accumulator) -> Result<ScalarValue>;

    /// Returns the results of groups.
    fn evaluate_groups(&self, gathered: &mut dyn GroupsAccumulator, emit_to: EmitTo) -> Result<ArrayRef>;

    /// Returns what is passed on to the final aggregation of a group.
    fn state(&self, gathered: &mut dyn Accumulator) -> Result<Vec<ScalarValue>> {
        gathered.state()
    }

    /// Returns what is passed on to the final aggregation of groups.
    fn state_of_groups(&self, gathered: &mut dyn GroupsAccumulator, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        gathered.state(emit_to)
    }
}

/// The values of one group.
#[derive(Debug)]
pub(super) struct Values<S> {
    pub(super) gathered: Box<dyn Accumulator>,
    pub(super) step: S,
}

impl<S: LastStep> Accumulator for Values<S> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.gathered.update_batch(values)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.gathered.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.gathered.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.gathered.supports_retract_batch()
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.step.evaluate(self.gathered.as_mut())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.step.state(self.gathered.as_mut())
    }

    fn size(&self) -> usize {
        self.gathered.size()
    }
}

/// The values of many groups.
pub(super) struct Groups<S> {
    pub(super) gathered: Box<dyn GroupsAccumulator>,
    pub(super) step: S,
}

impl<S: LastStep> GroupsAccumulator for Groups<S> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.gathered.update_batch(values, group_indices, opt_filter, total_num_groups)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.gathered.merge_batch(values, group_indices, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        self.step.evaluate_groups(self.gathered.as_mut(), emit_to)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        self.step.state_of_groups(self.gathered.as_mut(), emit_to)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.gathered.convert_to_state(values, opt_filter)
    }

    fn size(&self) -> usize {
        self.gathered.size()
    }
}
