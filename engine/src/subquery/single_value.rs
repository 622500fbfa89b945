//! `single_value`: the one value of a group, and an error if there is a second: the value of a scalar subquery.
//! (Calcite calls the same aggregate SINGLE_VALUE.)

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, AsArray, BooleanArray};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility};

use crate::error::second_row::second_row;
use crate::trial::Mend;

const NAME: &str = "single_value";

/// The aggregate.
pub(super) fn single_value() -> Arc<AggregateUDF> {
    static FUNCTION: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| {
        let signature = Signature::any(1, Volatility::Immutable);
        Arc::new(AggregateUDF::new_from_impl(SingleValue { signature }))
    });
    Arc::clone(&FUNCTION)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct SingleValue {
    signature: Signature,
}

impl AggregateUDFImpl for SingleValue {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types.first().cloned().unwrap_or(DataType::Null))
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let nothing = ScalarValue::try_from(args.return_field.data_type())?;
        Ok(Box::new(Single { value: nothing, is_set: false }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let value = Field::new(format_state_name(args.name, "value"), args.return_type().clone(), true);
        let is_set = Field::new(format_state_name(args.name, "is_set"), DataType::Boolean, false);
        Ok(vec![Arc::new(value), Arc::new(is_set)])
    }
}

#[derive(Debug)]
struct Single {
    value: ScalarValue,
    is_set: bool,
}

impl Single {
    fn set(&mut self, value: ScalarValue) -> Result<()> {
        if self.is_set && Mend::SingleValue.is_on() {
            return Err(second_row().into());
        }
        self.is_set = true;
        self.value = value;
        Ok(())
    }
}

impl Accumulator for Single {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        match values {
            [values] if values.len() > 1 && Mend::SingleValue.is_on() => Err(second_row().into()),
            [values] if !values.is_empty() => {
                let mut value = ScalarValue::try_from_array(values, 0)?;
                // A slice would keep the whole batch.
                value.compact();
                self.set(value)
            }
            _ => Ok(()),
        }
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [values, are_set] = states else { return Ok(()) };
        let are_set: &BooleanArray = are_set.as_boolean();
        for row in (0..are_set.len()).filter(|&row| are_set.value(row)) {
            let mut value = ScalarValue::try_from_array(values, row)?;
            value.compact();
            self.set(value)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.value.clone(), ScalarValue::Boolean(Some(self.is_set))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.value.clone())
    }

    fn size(&self) -> usize {
        size_of_val(self) - size_of_val(&self.value) + self.value.size()
    }
}
