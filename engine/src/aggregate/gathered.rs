//! `array_agg` and `string_agg`, which keep all values of a group and copy them into one at the end. What they keep is counted
//! in the pool; what the copy takes is asked for here before it is made.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, FieldRef};
use datafusion::error::Result;
use datafusion::functions_aggregate::array_agg::ArrayAgg;
use datafusion::functions_aggregate::string_agg::StringAgg;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, ReversedUDAF, Signature,
};
use datafusion::scalar::ScalarValue;

use super::last_step::{Groups, LastStep, Values};
use crate::run::reservation::room;

/// One of the engine's functions, but for its last step.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Gathered {
    engine: Arc<AggregateUDF>,
}

impl Gathered {
    /// The function that takes the place of `engine`, if it is one of these.
    pub(super) fn instead_of(engine: &Arc<AggregateUDF>) -> Option<Arc<AggregateUDF>> {
        let inner = engine.inner();
        (inner.is::<ArrayAgg>() || inner.is::<StringAgg>()).then(|| Self::of(Arc::clone(engine)))
    }

    fn of(engine: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
        Arc::new(AggregateUDF::new_from_impl(Self { engine }))
    }
}

impl AggregateUDFImpl for Gathered {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.engine.coerce_types(given)
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.engine.return_type(given)
    }

    fn return_field(&self, given: &[FieldRef]) -> Result<FieldRef> {
        self.engine.return_field(given)
    }

    fn is_nullable(&self) -> bool {
        self.engine.is_nullable()
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.engine.state_fields(args)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let gathered = self.engine.accumulator(args)?;
        Ok(Box::new(Values { gathered, step: Asking(self.name().to_owned()) }))
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.engine.create_sliding_accumulator(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.engine.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let gathered = self.engine.create_groups_accumulator(args)?;
        Ok(Box::new(Groups { gathered, step: Asking(self.name().to_owned()) }))
    }

    fn with_beneficial_ordering(self: Arc<Self>, beneficial: bool) -> Result<Option<Arc<dyn AggregateUDFImpl>>> {
        let engine = self.engine.as_ref().clone().with_beneficial_ordering(beneficial)?;
        Ok(engine.map(|engine| Arc::new(Self { engine: Arc::new(engine) }) as Arc<dyn AggregateUDFImpl>))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.engine.order_sensitivity()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        match self.engine.reverse_udf() {
            ReversedUDAF::Reversed(engine) => ReversedUDAF::Reversed(Self::of(engine)),
            other => other,
        }
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        self.engine.simplify()
    }

    fn default_value(&self, data_type: &DataType) -> Result<ScalarValue> {
        self.engine.default_value(data_type)
    }

    fn supports_null_handling_clause(&self) -> bool {
        self.engine.supports_null_handling_clause()
    }

    fn supports_within_group_clause(&self) -> bool {
        self.engine.supports_within_group_clause()
    }
}

/// The step that asks the pool, under the name of the function, before DataFusion copies the values.
#[derive(Debug)]
struct Asking(String);

impl LastStep for Asking {
    fn evaluate(&self, gathered: &mut dyn Accumulator) -> Result<ScalarValue> {
        let _room = room(&self.0, gathered.size())?;
        gathered.evaluate()
    }

    fn evaluate_groups(&self, gathered: &mut dyn GroupsAccumulator, emit_to: EmitTo) -> Result<ArrayRef> {
        let _room = room(&self.0, gathered.size())?;
        gathered.evaluate(emit_to)
    }

    fn state(&self, gathered: &mut dyn Accumulator) -> Result<Vec<ScalarValue>> {
        let _room = room(&self.0, gathered.size())?;
        gathered.state()
    }

    fn state_of_groups(&self, gathered: &mut dyn GroupsAccumulator, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let _room = room(&self.0, gathered.size())?;
        gathered.state(emit_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorKind};

    #[derive(Debug)]
    struct Many;

    impl Accumulator for Many {
        fn update_batch(&mut self, _: &[ArrayRef]) -> Result<()> {
            Ok(())
        }

        fn merge_batch(&mut self, _: &[ArrayRef]) -> Result<()> {
            Ok(())
        }

        fn state(&mut self) -> Result<Vec<ScalarValue>> {
            self.evaluate().map(|value| vec![value])
        }

        fn evaluate(&mut self) -> Result<ScalarValue> {
            panic!("memory was not asked for")
        }

        fn size(&self) -> usize {
            1 << 40
        }
    }

    #[test]
    fn the_copy_is_asked_for_before_it_is_made() {
        let mut values = Values { gathered: Box::new(Many), step: Asking("array_agg".to_owned()) };
        for error in [values.evaluate().unwrap_err(), values.state().unwrap_err()] {
            let error = Error::from_datafusion("collect", error);
            assert_eq!((error.kind(), error.operation()), (ErrorKind::Resources, "array_agg"));
        }
    }
}
