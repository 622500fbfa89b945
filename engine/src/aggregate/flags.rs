//! Whether all, or any, of the rows of a sliding frame are true, by counting them. DataFusion supports only frames that
//! never lose rows.

use arrow::array::{Array, ArrayRef, AsArray};
use datafusion::common::not_impl_err;
use datafusion::error::Result;
use datafusion::logical_expr::Accumulator;
use datafusion::scalar::ScalarValue;

/// How many rows have either value; nulls do not count.
#[derive(Debug)]
pub(super) struct Flags {
    of_true: usize,
    of_false: usize,
    /// The result: whether no row is false, or one is true.
    told: fn(&Self) -> bool,
}

impl Flags {
    pub(super) fn all() -> Self {
        Self { of_true: 0, of_false: 0, told: |flags| flags.of_false == 0 }
    }

    pub(super) fn any() -> Self {
        Self { of_true: 0, of_false: 0, told: |flags| flags.of_true > 0 }
    }
}

fn counts(values: &[ArrayRef]) -> (usize, usize) {
    let Some(flags) = values.first().and_then(|flags| flags.as_boolean_opt()) else { return (0, 0) };
    let of_true = flags.true_count();
    (of_true, flags.len() - flags.null_count() - of_true)
}

impl Accumulator for Flags {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (of_true, of_false) = counts(values);
        self.of_true += of_true;
        self.of_false += of_false;
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (of_true, of_false) = counts(values);
        self.of_true = self.of_true.saturating_sub(of_true);
        self.of_false = self.of_false.saturating_sub(of_false);
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let any = self.of_true + self.of_false > 0;
        Ok(ScalarValue::Boolean(any.then(|| (self.told)(self))))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        not_impl_err!("a frame is computed in one place")
    }

    fn merge_batch(&mut self, _states: &[ArrayRef]) -> Result<()> {
        not_impl_err!("a frame is computed in one place")
    }
}
