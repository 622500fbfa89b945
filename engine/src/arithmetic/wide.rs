//! `sum` of decimals of 256 bits, which no wider type holds. DataFusion's wraps around, so that a total of 77 digits
//! becomes another number. Here a total that does not fit into 256 bits is [`BEYOND`] from then on, and one of more
//! digits than its type is an error at the end.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Decimal256Array};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, Decimal256Type, DecimalType, i256};
use datafusion::common::ScalarValue;
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::error::Result;
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};
use datafusion::physical_expr::NullState;

use super::overflow;

/// Stands for a total that does not fit: it has more digits than any type.
const BEYOND: i256 = i256::MAX;

fn added(total: i256, more: i256) -> i256 {
    match total == BEYOND || more == BEYOND {
        true => BEYOND,
        false => total.checked_add(more).unwrap_or(BEYOND),
    }
}

/// Returns a total, if it fits the precision of its type.
fn fitting(total: i256, precision: u8) -> Result<i256> {
    match Decimal256Type::is_valid_decimal_precision(total, precision) {
        true => Ok(total),
        false => Err(overflow("sum", format!("a total has more than {precision} digits"))
            .with_hint("compute with floats: .cast(\"float64\") in an expression, CAST(x AS DOUBLE) in SQL")
            .into()),
    }
}

fn digits(data_type: &DataType) -> (u8, i8) {
    match data_type {
        DataType::Decimal256(precision, scale) => (*precision, *scale),
        _ => (DECIMAL256_MAX_PRECISION, 0),
    }
}

/// The sum of all values, or of the distinct ones.
#[derive(Debug)]
pub(super) struct WideTotal {
    total: i256,
    count: usize,
    /// How often each value occurs, for a sum of distinct values.
    counts: Option<HashMap<i256, usize>>,
    precision: u8,
    scale: i8,
}

impl WideTotal {
    pub(super) fn new(data_type: &DataType, is_distinct: bool) -> Self {
        let (precision, scale) = digits(data_type);
        Self { total: i256::ZERO, count: 0, counts: is_distinct.then(HashMap::new), precision, scale }
    }

    fn scalar(&self, total: Option<i256>) -> ScalarValue {
        ScalarValue::Decimal256(total, self.precision, self.scale)
    }
}

impl Accumulator for WideTotal {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<Decimal256Type>().iter().flatten() {
            match &mut self.counts {
                Some(counts) => *counts.entry(value).or_default() += 1,
                None => self.total = added(self.total, value),
            }
            self.count += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<Decimal256Type>().iter().flatten() {
            match &mut self.counts {
                Some(counts) => {
                    if let Some(count) = counts.get_mut(&value) {
                        *count -= 1;
                        if *count == 0 {
                            counts.remove(&value);
                        }
                    }
                }
                None => self.total = added(self.total, value.wrapping_neg()),
            }
            self.count -= 1;
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        match self.counts {
            Some(_) => states[0].as_list::<i32>().iter().flatten().try_for_each(|values| self.update_batch(&[values])),
            None => self.update_batch(states),
        }
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![match &self.counts {
            Some(counts) => {
                let values: Decimal256Array = counts.keys().copied().map(Some).collect();
                let values = values.with_data_type(DataType::Decimal256(self.precision, self.scale));
                SingleRowListArrayBuilder::new(Arc::new(values)).with_nullable(true).build_list_scalar()
            }
            None => self.scalar((self.count > 0).then_some(self.total)),
        }])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let total = match &self.counts {
            Some(counts) => counts.keys().fold(i256::ZERO, |total, value| added(total, *value)),
            None => self.total,
        };
        let total = (self.count > 0).then(|| fitting(total, self.precision)).transpose()?;
        Ok(self.scalar(total))
    }

    fn size(&self) -> usize {
        let values = self.counts.as_ref().map_or(0, HashMap::capacity);
        size_of_val(self) + values * size_of::<(i256, usize)>()
    }
}

/// The sum of each group, and which groups have seen a value.
pub(super) struct WideTotals {
    totals: Vec<i256>,
    nulls: NullState,
    data_type: DataType,
}

impl WideTotals {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { totals: Vec::new(), nulls: NullState::new(), data_type: data_type.clone() }
    }

    fn taken(&mut self, emit_to: EmitTo) -> Decimal256Array {
        let totals = emit_to.take_needed(&mut self.totals);
        Decimal256Array::new(totals.into(), self.nulls.build(emit_to)).with_data_type(self.data_type.clone())
    }
}

impl GroupsAccumulator for WideTotals {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.totals.resize(total_num_groups, i256::ZERO);
        let (totals, values) = (&mut self.totals, values[0].as_primitive::<Decimal256Type>());
        self.nulls.accumulate(group_indices, values, opt_filter, total_num_groups, |group, value| {
            if let Some(total) = totals.get_mut(group) {
                *total = added(*total, value);
            }
        });
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.update_batch(states, group_indices, None, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let (totals, (precision, _)) = (self.taken(emit_to), digits(&self.data_type));
        totals.iter().flatten().try_for_each(|total| fitting(total, precision).map(drop))?;
        Ok(Arc::new(totals))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![Arc::new(self.taken(emit_to))])
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let values = values[0].as_primitive::<Decimal256Type>();
        let kept = opt_filter.map(|filter| match filter.nulls() {
            Some(nulls) => NullBuffer::new(filter.values() & nulls.inner()),
            None => NullBuffer::new(filter.values().clone()),
        });
        let nulls = NullBuffer::union(values.nulls(), kept.as_ref());
        let states = Decimal256Array::new(values.values().clone(), nulls).with_data_type(self.data_type.clone());
        Ok(vec![Arc::new(states)])
    }

    fn size(&self) -> usize {
        self.totals.capacity() * size_of::<i256>() + self.nulls.size()
    }
}
