//! `corr` of many groups at once, from the distances to the means. DataFusion's sums squares, whose difference is noise
//! where the values are far from 0. Its accumulator without groups is exact, and the state here is the same.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, UInt64Array};
use arrow::datatypes::{DataType, FieldRef, Float64Type, UInt64Type};
use datafusion::error::Result;
use datafusion::functions_aggregate::correlation::Correlation;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};

use super::moments::{Moments, Pairs};
use super::queue::Summary;

/// DataFusion's `corr` with another accumulator for groups.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct GroupedCorrelation {
    engine: Correlation,
}

impl AggregateUDFImpl for GroupedCorrelation {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.engine.return_type(arg_types)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.engine.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.engine.state_fields(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.engine.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, _args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups::default()))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.engine.order_sensitivity()
    }
}

#[derive(Debug, Default)]
struct Groups {
    pairs: Vec<Pairs>,
}

impl Groups {
    fn add(&mut self, group: usize, more: Pairs) {
        if let Some(pairs) = self.pairs.get_mut(group) {
            *pairs = pairs.with(more);
        }
    }
}

/// Returns the summary of a row that counts: one that passes the filter and has no null.
fn row(columns: &[&Float64Array; 2], filter: Option<&BooleanArray>, row: usize) -> Option<Pairs> {
    let kept = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
    kept.then(|| Pairs::of(columns, row)).flatten()
}

/// Returns the state as DataFusion's accumulator without groups has it: the count, then mean and squares of one column
/// after the other.
fn states(pairs: &[Pairs]) -> Vec<ArrayRef> {
    let column = |of: fn(&Pairs) -> f64| Arc::new(Float64Array::from_iter_values(pairs.iter().map(of))) as ArrayRef;
    vec![
        Arc::new(UInt64Array::from_iter_values(pairs.iter().map(|pairs| pairs.count))),
        column(|pairs| pairs.means[0]),
        column(|pairs| pairs.squares[0]),
        column(|pairs| pairs.means[1]),
        column(|pairs| pairs.squares[1]),
        column(|pairs| pairs.products),
    ]
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.pairs.resize(total_num_groups, Pairs::default());
        let columns = [values[0].as_primitive::<Float64Type>(), values[1].as_primitive::<Float64Type>()];
        for (index, group) in group_indices.iter().enumerate() {
            if let Some(more) = row(&columns, opt_filter, index) {
                self.add(*group, more);
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.pairs.resize(total_num_groups, Pairs::default());
        let counts = values[0].as_primitive::<UInt64Type>();
        let column = |at: usize| values[at].as_primitive::<Float64Type>();
        let (means, squares, products) = ([column(1), column(3)], [column(2), column(4)], column(5));
        for (index, group) in group_indices.iter().enumerate() {
            let more = Pairs {
                count: counts.value(index),
                means: means.map(|column| column.value(index)),
                squares: squares.map(|column| column.value(index)),
                products: products.value(index),
            };
            self.add(*group, more);
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let pairs = emit_to.take_needed(&mut self.pairs);
        Ok(Arc::new(pairs.iter().map(Pairs::correlation).collect::<Float64Array>()))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(states(&emit_to.take_needed(&mut self.pairs)))
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let columns = [values[0].as_primitive::<Float64Type>(), values[1].as_primitive::<Float64Type>()];
        let each = (0..columns[0].len()).map(|index| row(&columns, opt_filter, index).unwrap_or_default());
        Ok(states(&each.collect::<Vec<_>>()))
    }

    fn size(&self) -> usize {
        self.pairs.capacity() * size_of::<Pairs>()
    }
}
