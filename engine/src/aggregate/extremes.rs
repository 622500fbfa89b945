//! `min` and `max` of floats in groups, in the order that floats have everywhere else: NaN is the largest. DataFusion's
//! accumulators for groups take any value for both larger and smaller than NaN, so that the last one decides, and start
//! with the largest finite number, which is not the least of infinite ones.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowNativeTypeOp, ArrowPrimitiveType, AsArray, BooleanArray, PrimitiveArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, FieldRef, Float16Type, Float32Type, Float64Type};
use datafusion::error::Result;
use datafusion::functions_aggregate::min_max::{Max, Min};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, ReversedUDAF, SetMonotonicity, Signature,
    StatisticsArgs,
};
use datafusion::physical_expr::NullState;
use datafusion::scalar::ScalarValue;

/// DataFusion's `min` or `max` with another accumulator for groups.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Extreme {
    engine: Arc<AggregateUDF>,
    /// How a value compares to the one that it replaces.
    wanted: Ordering,
}

impl Extreme {
    /// Returns the function that replaces `engine` for floats, if it is one of the two.
    pub(super) fn instead_of(engine: &Arc<AggregateUDF>, data_type: &DataType) -> Option<Arc<AggregateUDF>> {
        let wanted = match engine.inner() {
            min if min.is::<Min>() => Ordering::Less,
            max if max.is::<Max>() => Ordering::Greater,
            _ => return None,
        };
        let extreme = || AggregateUDF::new_from_impl(Self { engine: Arc::clone(engine), wanted });
        data_type.is_floating().then(|| Arc::new(extreme()))
    }
}

impl AggregateUDFImpl for Extreme {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.engine.return_type(arg_types)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.engine.coerce_types(arg_types)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.engine.accumulator(args)
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.engine.create_sliding_accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.engine.state_fields(args)
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        macro_rules! groups {
            ($kind:ty, $all_bits:expr) => {{
                type Native = <$kind as ArrowPrimitiveType>::Native;
                // The first and the last of all values in total order: NaN with all bits set, of either sign.
                let (first, last) = (Native::from_bits($all_bits), Native::from_bits($all_bits >> 1));
                let start = if self.wanted == Ordering::Less { last } else { first };
                Ok(Box::new(Groups::<$kind>::new(start, self.wanted)))
            }};
        }
        match args.return_field.data_type() {
            DataType::Float16 => groups!(Float16Type, u16::MAX),
            DataType::Float32 => groups!(Float32Type, u32::MAX),
            DataType::Float64 => groups!(Float64Type, u64::MAX),
            _ => self.engine.create_groups_accumulator(args),
        }
    }

    fn is_descending(&self) -> Option<bool> {
        self.engine.is_descending()
    }

    fn value_from_stats(&self, statistics: &StatisticsArgs) -> Option<ScalarValue> {
        self.engine.value_from_stats(statistics)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.engine.order_sensitivity()
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.engine.inner().set_monotonicity(data_type)
    }
}

struct Groups<T: ArrowPrimitiveType> {
    values: Vec<T::Native>,
    nulls: NullState,
    start: T::Native,
    wanted: Ordering,
}

impl<T> Groups<T>
where
    T: ArrowPrimitiveType + Send,
    T::Native: ArrowNativeTypeOp,
{
    fn new(start: T::Native, wanted: Ordering) -> Self {
        Self { values: Vec::new(), nulls: NullState::new(), start, wanted }
    }

    fn built(values: Vec<T::Native>, nulls: Option<NullBuffer>) -> ArrayRef {
        Arc::new(PrimitiveArray::<T>::new(values.into(), nulls))
    }
}

impl<T> GroupsAccumulator for Groups<T>
where
    T: ArrowPrimitiveType + Send,
    T::Native: ArrowNativeTypeOp,
{
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.values.resize(total_num_groups, self.start);
        let (found, wanted) = (&mut self.values, self.wanted);
        let values = values[0].as_primitive::<T>();
        self.nulls.accumulate(group_indices, values, opt_filter, total_num_groups, |group, value| {
            if let Some(current) = found.get_mut(group)
                && value.compare(*current) == wanted
            {
                *current = value;
            }
        });
        Ok(())
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.update_batch(values, group_indices, None, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let values = emit_to.take_needed(&mut self.values);
        Ok(Self::built(values, self.nulls.build(emit_to)))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.evaluate(emit_to)?])
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let values = values[0].as_primitive::<T>();
        let kept = opt_filter.map(|filter| match filter.nulls() {
            Some(nulls) => NullBuffer::new(filter.values() & nulls.inner()),
            None => NullBuffer::new(filter.values().clone()),
        });
        let nulls = NullBuffer::union(values.nulls(), kept.as_ref());
        Ok(vec![Self::built(values.values().to_vec(), nulls)])
    }

    fn size(&self) -> usize {
        self.values.capacity() * size_of::<T::Native>() + self.nulls.size()
    }
}
