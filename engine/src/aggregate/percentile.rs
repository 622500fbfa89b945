//! `percentile_cont` by one exact formula. DataFusion rounds the weight between the two nearest values to a millionth,
//! so that the percentile 0.3 of 1, 2, 4, 4 is 1.899999; here DataFusion's accumulator gathers the values, and they are
//! interpolated as in `quantile`.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Float64Type};
use datafusion::error::Result;
use datafusion::functions_aggregate::percentile_cont::PercentileCont;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};
use datafusion::physical_expr::expressions::Literal;
use datafusion::scalar::ScalarValue;

use super::last_step::{Groups, LastStep, Values};
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
        let gathered = self.engine.accumulator(args)?;
        Ok(match level {
            Some(level) => Box::new(Values { gathered, step: AtLevel(level) }),
            None => gathered,
        })
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.engine.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let level = level(&args);
        let gathered = self.engine.create_groups_accumulator(args)?;
        Ok(match level {
            Some(level) => Box::new(Groups { gathered, step: AtLevel(level) }),
            None => gathered,
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

/// The step that interpolates the values at a level.
#[derive(Debug)]
struct AtLevel(f64);

impl LastStep for AtLevel {
    /// A window continues after this, so the values that DataFusion has taken out are put back.
    fn evaluate(&self, gathered: &mut dyn Accumulator) -> Result<ScalarValue> {
        let state = gathered.state()?.iter().map(ScalarValue::to_array).collect::<Result<Vec<_>>>()?;
        let found = percentiles(&state, self.0)?;
        gathered.merge_batch(&state)?;
        ScalarValue::try_from_array(&found, 0)
    }

    fn evaluate_groups(&self, gathered: &mut dyn GroupsAccumulator, emit_to: EmitTo) -> Result<ArrayRef> {
        percentiles(&gathered.state(emit_to)?, self.0)
    }
}
