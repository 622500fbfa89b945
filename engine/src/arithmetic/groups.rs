//! Sums of many groups at once.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, Decimal128Array, PrimitiveArray, PrimitiveBuilder,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type};
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use datafusion::physical_expr::NullState;

use super::total::{beyond_128_bits, narrowed};

/// The sum of each group, and which groups have seen a value.
pub(super) struct SumGroupsAccumulator<T> {
    totals: Vec<i128>,
    nulls: NullState,
    data_type: DataType,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T> SumGroupsAccumulator<T> {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self {
            totals: Vec::new(),
            nulls: NullState::new(),
            data_type: data_type.clone(),
            kind: std::marker::PhantomData,
        }
    }

    fn add<V>(
        &mut self,
        values: &PrimitiveArray<V>,
        groups: &[usize],
        filter: Option<&BooleanArray>,
        count: usize,
    ) -> Result<()>
    where
        V: ArrowPrimitiveType + Send,
        V::Native: Into<i128>,
    {
        self.totals.resize(count, 0);
        let (totals, mut beyond) = (&mut self.totals, false);
        self.nulls.accumulate(groups, values, filter, count, |group, value| {
            if let Some(total) = totals.get_mut(group) {
                let (sum, wrapped) = total.overflowing_add(value.into());
                *total = sum;
                beyond |= wrapped;
            }
        });
        if beyond { Err(beyond_128_bits()) } else { Ok(()) }
    }
}

fn states(totals: Vec<i128>, nulls: Option<NullBuffer>) -> Result<Vec<ArrayRef>> {
    let states = Decimal128Array::new(totals.into(), nulls).with_precision_and_scale(DECIMAL128_MAX_PRECISION, 0)?;
    Ok(vec![Arc::new(states)])
}

impl<T> GroupsAccumulator for SumGroupsAccumulator<T>
where
    T: ArrowPrimitiveType + Send,
    T::Native: Into<i128> + TryFrom<i128>,
{
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.add(values[0].as_primitive::<T>(), group_indices, opt_filter, total_num_groups)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.add(values[0].as_primitive::<Decimal128Type>(), group_indices, None, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let totals = emit_to.take_needed(&mut self.totals);
        let nulls = self.nulls.build(emit_to);
        let mut values = PrimitiveBuilder::<T>::with_capacity(totals.len());
        for total in totals {
            // The sum of a group without values is 0, and the null buffer covers it.
            values.append_value(narrowed(total, &self.data_type)?);
        }
        let values = PrimitiveArray::<T>::new(values.finish().values().clone(), nulls);
        Ok(Arc::new(values.with_data_type(self.data_type.clone())))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let totals = emit_to.take_needed(&mut self.totals);
        states(totals, self.nulls.build(emit_to))
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let values = values[0].as_primitive::<T>();
        let kept = opt_filter.map(|filter| match filter.nulls() {
            Some(nulls) => NullBuffer::new(filter.values() & nulls.inner()),
            None => NullBuffer::new(filter.values().clone()),
        });
        let nulls = NullBuffer::union(values.nulls(), kept.as_ref());
        states(values.values().iter().map(|value| (*value).into()).collect(), nulls)
    }

    fn size(&self) -> usize {
        self.totals.capacity() * size_of::<i128>() + self.nulls.size()
    }
}
