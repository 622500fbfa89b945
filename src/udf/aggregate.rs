//! A user function that makes one value of the rows of a group: a function over the group's arrays, or a class that
//! keeps a state. Both are computed for all groups at once ([`super::groups`]); one group alone is one of those.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, EmitTo, Expr, GroupsAccumulator};
use datafusion::scalar::ScalarValue;

use super::arrangement::Arrangement;
use super::groups::Groups;
use super::owner::{Handle, declared};

/// The function in the form that the engine calls for aggregates.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Aggregate(pub Arc<Handle>);

impl Aggregate {
    fn groups(&self, args: &AccumulatorArgs<'_>) -> EngineResult<Groups> {
        let handle = self.0.held().unwrap_or_else(|| Arc::clone(&self.0));
        Ok(Groups::new(handle, args.expr_fields, Arrangement::of(args)?))
    }
}

impl AggregateUDFImpl for Aggregate {
    declared!();

    fn return_type(&self, types: &[DataType]) -> EngineResult<DataType> {
        self.0.definition.check(types)?;
        Ok(self.0.definition.returns.clone())
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> EngineResult<Vec<FieldRef>> {
        let arrangement = Arrangement::of_state(&args);
        let types = Groups::state_types(&self.0.definition, args.input_fields, &arrangement);
        let field = |(index, data_type)| Arc::new(Field::new(format!("{}[{index}]", args.name), data_type, true));
        Ok(types.into_iter().enumerate().map(field).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> EngineResult<Box<dyn Accumulator>> {
        Ok(Box::new(Single(self.groups(&args)?)))
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> EngineResult<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(self.groups(&args)?))
    }

    /// The rows are put in order here, whatever order they have.
    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Beneficial
    }

    fn with_beneficial_ordering(self: Arc<Self>, _: bool) -> EngineResult<Option<Arc<dyn AggregateUDFImpl>>> {
        Ok(Some(self))
    }

    /// The optimiser works for a run, and a run holds on to what it calls.
    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        let held = Arc::new(Self(self.0.held()?).into());
        Some(Box::new(move |call, _| {
            Ok(Expr::AggregateFunction(AggregateFunction { func: Arc::clone(&held), ..call }))
        }))
    }
}

/// All rows as one group.
#[derive(Debug)]
struct Single(Groups);

impl Single {
    fn only(arrays: Vec<ArrayRef>) -> EngineResult<Vec<ScalarValue>> {
        arrays.iter().map(|array| ScalarValue::try_from_array(array, 0)).collect()
    }
}

impl Accumulator for Single {
    fn update_batch(&mut self, values: &[ArrayRef]) -> EngineResult<()> {
        let rows = values.first().map_or(0, |array| array.len());
        self.0.update_batch(values, &vec![0; rows], None, 1)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> EngineResult<()> {
        let rows = states.first().map_or(0, |array| array.len());
        self.0.merge_batch(states, &vec![0; rows], 1)
    }

    fn state(&mut self) -> EngineResult<Vec<ScalarValue>> {
        self.0.grow(1)?;
        Self::only(self.0.state(EmitTo::All)?)
    }

    // A window asks again and again while its frame grows, so nothing is given away here.
    fn evaluate(&mut self) -> EngineResult<ScalarValue> {
        self.0.grow(1)?;
        ScalarValue::try_from_array(&self.0.results(None)?, 0)
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}
