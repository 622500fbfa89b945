//! `percentile_cont` by one exact formula. DataFusion rounds the weight between the two nearest values to a millionth,
//! so that the percentile 0.3 of 1, 2, 4, 4 is 1.899999; here DataFusion's accumulator gathers the values, and they are
//! interpolated as in `quantile`.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Float64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Float64Type};
use datafusion::error::Result;
use datafusion::functions_aggregate::percentile_cont::PercentileCont;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};
use datafusion::physical_expr::expressions::Literal;
use datafusion::scalar::ScalarValue;

use crate::aggregate::quantiles::quantile;

/// DataFusion's function with another last step.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Percentile {
    engine: Arc<AggregateUDF>,
}

impl Percentile {
    /// Returns the function that replaces `engine`, if that is `percentile_cont`.
    pub(super) fn instead_of(engine: &Arc<AggregateUDF>) -> Option<Arc<AggregateUDF>> {
        let percentile = || AggregateUDF::new_from_impl(Self { engine: Arc::clone(engine) });
        engine.inner().is::<PercentileCont>().then(|| Arc::new(percentile()))
    }
}

/// Returns the fraction of the values below the one that is asked for; `None` where DataFusion computes it.
fn level(args: &AccumulatorArgs) -> Option<f64> {
    let level = args.exprs.get(1)?.downcast_ref::<Literal>()?.value().cast_to(&DataType::Float64).ok()?;
    let ScalarValue::Float64(Some(level)) = level else { return None };
    let is_float = args.expr_fields.first().is_some_and(|field| field.data_type().is_floating());
    let descending = args.order_bys.first().is_some_and(|order| order.options.descending);
    (is_float && !args.is_distinct).then_some(if descending { 1.0 - level } else { level })
}

impl AggregateUDFImpl for Percentile {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.engine.return_type(arg_types)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.engine.state_fields(args)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let level = level(&args);
        let engine = self.engine.accumulator(args)?;
        Ok(match level {
            Some(level) => Box::new(Values { engine, level }),
            None => engine,
        })
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.engine.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let level = level(&args);
        let engine = self.engine.create_groups_accumulator(args)?;
        Ok(match level {
            Some(level) => Box::new(Groups { engine, level }),
            None => engine,
        })
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        self.engine.simplify()
    }

    fn supports_within_group_clause(&self) -> bool {
        self.engine.supports_within_group_clause()
    }
}

/// Returns the percentile of each list of values, in the type of the values.
fn percentiles(state: &[ArrayRef], level: f64) -> Result<ArrayRef> {
    let [lists] = state else {
        return datafusion::common::internal_err!("percentile_cont keeps its values in one list");
    };
    let lists = lists.as_list::<i32>();
    let found = lists.iter().map(|values| {
        let Some(values) = values else { return Ok(None) };
        let values = cast(&values, &DataType::Float64)?;
        let mut values = values.as_primitive::<Float64Type>().values().to_vec();
        Ok(quantile(&mut values, level))
    });
    let found: Float64Array = found.collect::<Result<_>>()?;
    Ok(cast(&found, &lists.value_type())?)
}

#[derive(Debug)]
struct Values {
    engine: Box<dyn Accumulator>,
    level: f64,
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.engine.update_batch(values)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.engine.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.engine.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.engine.supports_retract_batch()
    }

    /// A window continues after this, so the values that DataFusion has taken out are put back.
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let state = self.engine.state()?.iter().map(ScalarValue::to_array).collect::<Result<Vec<_>>>()?;
        let found = percentiles(&state, self.level)?;
        self.engine.merge_batch(&state)?;
        ScalarValue::try_from_array(&found, 0)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.engine.state()
    }

    fn size(&self) -> usize {
        self.engine.size()
    }
}

struct Groups {
    engine: Box<dyn GroupsAccumulator>,
    level: f64,
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.engine.update_batch(values, group_indices, opt_filter, total_num_groups)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.engine.merge_batch(values, group_indices, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        percentiles(&self.engine.state(emit_to)?, self.level)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        self.engine.state(emit_to)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.engine.convert_to_state(values, opt_filter)
    }

    fn size(&self) -> usize {
        self.engine.size()
    }
}
