//! `mode`, the value that comes most often, which DataFusion lacks; of several, the smallest.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, new_empty_array};
use arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use arrow::row::{RowConverter, SortField};
use datafusion::common::plan_err;
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Expr, Signature, Volatility};
use datafusion::scalar::ScalarValue;

use super::refuse_distinct;
use crate::cast::value_type;
use crate::render::type_name;

const NAME: &str = "mode";

/// The aggregate.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Mode {
    signature: Signature,
}

/// Returns the function.
pub(super) fn function() -> Arc<AggregateUDF> {
    let signature = Signature::user_defined(Volatility::Immutable);
    Arc::new(AggregateUDF::new_from_impl(Mode { signature }))
}

/// Returns the value that comes most often, the smallest of several; nulls do not count.
pub fn mode(expr: Expr) -> Expr {
    function().call(vec![expr])
}

fn list_of(data_type: &DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(data_type.clone(), true)))
}

impl AggregateUDFImpl for Mode {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [given] if RowConverter::supports_fields(&[SortField::new(value_type(given).clone())]) => {
                Ok(vec![value_type(given).clone()])
            }
            [given] => plan_err!("{NAME} is not computed of {}", type_name(given)),
            _ => plan_err!("{NAME} takes one column"),
        }
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        Ok(given.first().cloned().unwrap_or(DataType::Null))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, item| Arc::new(Field::new(format!("{}[{name}]", args.name), list_of(item), true));
        Ok(vec![field("values", args.return_type()), field("counts", &DataType::Int64)])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(NAME, &args)?;
        let data_type = args.return_type().clone();
        let rows = RowConverter::new(vec![SortField::new(data_type.clone())])?;
        Ok(Box::new(Counts { data_type, rows, counts: HashMap::new(), bytes: 0 }))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// How often each value comes, by the bytes of its row, which compare as the values do.
#[derive(Debug)]
struct Counts {
    data_type: DataType,
    rows: RowConverter,
    counts: HashMap<Box<[u8]>, i64>,
    bytes: usize,
}

impl Counts {
    fn add(&mut self, values: &ArrayRef, count_of: impl Fn(usize) -> i64) -> Result<()> {
        let rows = self.rows.convert_columns(&[Arc::clone(values)])?;
        let nulls = values.logical_nulls();
        for (index, row) in rows.iter().enumerate() {
            if nulls.as_ref().is_some_and(|nulls| nulls.is_null(index)) {
                continue;
            }
            let row = row.as_ref();
            match self.counts.get_mut(row) {
                Some(count) => *count += count_of(index),
                None => {
                    self.bytes += row.len();
                    self.counts.insert(row.into(), count_of(index));
                }
            }
        }
        Ok(())
    }

    /// Returns the values of rows.
    fn values<'a>(&self, rows: impl Iterator<Item = &'a [u8]>) -> Result<ArrayRef> {
        let parser = self.rows.parser();
        let values = self.rows.convert_rows(rows.map(|row| parser.parse(row)))?;
        Ok(values.into_iter().next().unwrap_or_else(|| new_empty_array(&self.data_type)))
    }
}

impl Accumulator for Counts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        match values.first() {
            Some(values) => self.add(values, |_| 1),
            None => Ok(()),
        }
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [values, counts] = states else { return Ok(()) };
        for (values, counts) in values.as_list::<i32>().iter().zip(counts.as_list::<i32>().iter()) {
            let (Some(values), Some(counts)) = (values, counts) else { continue };
            let counts = counts.as_primitive::<Int64Type>().clone();
            self.add(&values, |index| counts.value(index))?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let counts = Int64Array::from_iter_values(self.counts.values().copied());
        let list = |array: ArrayRef| SingleRowListArrayBuilder::new(array).build_list_scalar();
        Ok(vec![list(self.values(self.counts.keys().map(AsRef::as_ref))?), list(Arc::new(counts))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let counts = self.counts.iter();
        match counts.max_by(|(row, count), (other, often)| count.cmp(often).then_with(|| other.cmp(row))) {
            Some((row, _)) => ScalarValue::try_from_array(&self.values(std::iter::once(row.as_ref()))?, 0),
            None => ScalarValue::try_from(&self.data_type),
        }
    }

    fn size(&self) -> usize {
        let entry = size_of::<Box<[u8]>>() + size_of::<i64>();
        size_of_val(self) + self.rows.size() + self.counts.capacity() * entry + self.bytes
    }
}
