//! One dictionary for each column of an IPC file.
//!
//! Batches have dictionaries of their own, as strings of several sources do, and an IPC file has one for each column,
//! to which values may be added. So the dictionary of a column grows by the new values of a batch, and the keys of the
//! batch are remapped to it. Columns within structs and lists are columns too.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, RecordBatchOptions, UInt64Array, make_array};
use arrow::compute::{CastOptions, cast, cast_with_options, concat, take};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::row::{RowConverter, SortField};

use crate::memory::with_children;

/// The dictionaries of the columns of one file, in the order in which they are met.
#[derive(Default)]
pub(super) struct Dictionaries(Vec<Dictionary>);

/// The index of each value of a dictionary, by the value as one comparable row.
type Places = HashMap<Box<[u8]>, i64>;

struct Dictionary {
    values: ArrayRef,
    /// The index of each value; made when a batch first has another dictionary.
    places: Option<(RowConverter, Places)>,
}

impl Dictionaries {
    /// Returns the batch with its keys remapped to the columns' dictionaries.
    ///
    /// # Errors
    /// When a dictionary grows beyond the range of its keys.
    pub(super) fn unified(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        if !batch.columns().iter().any(|column| has_dictionary(column.data_type())) {
            return Ok(batch.clone());
        }
        let mut next = 0;
        let columns = batch.columns().iter().map(|column| self.rewritten(column, &mut next));
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(batch.schema(), columns.collect::<Result<_, _>>()?, &options)
    }

    fn rewritten(&mut self, array: &ArrayRef, next: &mut usize) -> Result<ArrayRef, ArrowError> {
        if !has_dictionary(array.data_type()) {
            return Ok(Arc::clone(array));
        }
        if let DataType::Dictionary(keys, _) = array.data_type() {
            let number = *next;
            *next += 1;
            return self.with_dictionary(array, keys, number);
        }
        with_children(array, |child| self.rewritten(child, next))
    }

    fn with_dictionary(&mut self, array: &ArrayRef, keys: &DataType, number: usize) -> Result<ArrayRef, ArrowError> {
        let given = array.as_any_dictionary();
        let Some(known) = self.0.get_mut(number) else {
            self.0.push(Dictionary { values: Arc::clone(given.values()), places: None });
            return Ok(Arc::clone(array));
        };
        if known.values.to_data().ptr_eq(&given.values().to_data()) {
            return Ok(Arc::clone(array));
        }
        let places = known.place(given.values())?;
        // `take` returns null for a null key, and for no other: the meaning of a key is in `places`.
        let indices = cast(
            &make_array(array.to_data().into_builder().data_type(keys.clone()).child_data(vec![]).build()?),
            &DataType::UInt64,
        )?;
        let mapped = take(&places, indices.as_primitive::<arrow::datatypes::UInt64Type>(), None)?;
        let exact = CastOptions { safe: false, ..CastOptions::default() };
        let mapped = cast_with_options(&mapped, keys, &exact)?;
        let data = mapped.to_data().into_builder().data_type(array.data_type().clone());
        Ok(make_array(data.add_child_data(known.values.to_data()).build()?))
    }
}

impl Dictionary {
    /// Returns the indices of the values of `given` in the dictionary, to which new ones are added.
    fn place(&mut self, given: &ArrayRef) -> Result<Int64Array, ArrowError> {
        let (converter, places) = match &mut self.places {
            Some(places) => places,
            empty => {
                let converter = RowConverter::new(vec![SortField::new(self.values.data_type().clone())])?;
                let rows = converter.convert_columns(&[Arc::clone(&self.values)])?;
                let mut places = HashMap::with_capacity(rows.num_rows());
                for (at, row) in (0i64..).zip(rows.iter()) {
                    // The first of equal values is used from now on.
                    places.entry(row.as_ref().into()).or_insert(at);
                }
                empty.insert((converter, places))
            }
        };
        let rows = converter.convert_columns(&[Arc::clone(given)])?;
        let mut count = i64::try_from(self.values.len()).unwrap_or(i64::MAX);
        let mut new = Vec::new();
        let mut found = Vec::with_capacity(given.len());
        for (at, row) in (0u64..).zip(rows.iter()) {
            let place = match places.get(row.as_ref()) {
                Some(place) => *place,
                None => {
                    places.insert(row.as_ref().into(), count);
                    new.push(at);
                    count += 1;
                    count - 1
                }
            };
            found.push(place);
        }
        if !new.is_empty() {
            let added = take(given, &UInt64Array::from(new), None)?;
            self.values = concat(&[self.values.as_ref(), added.as_ref()])?;
        }
        Ok(Int64Array::from(found))
    }
}

fn has_dictionary(data_type: &DataType) -> bool {
    use DataType::*;
    match data_type {
        Dictionary(..) => true,
        List(item) | LargeList(item) | FixedSizeList(item, _) | ListView(item) | LargeListView(item) => {
            has_dictionary(item.data_type())
        }
        Map(entries, _) => has_dictionary(entries.data_type()),
        RunEndEncoded(_, values) => has_dictionary(values.data_type()),
        Struct(fields) => fields.iter().any(|field| has_dictionary(field.data_type())),
        Union(fields, _) => fields.iter().any(|(_, field)| has_dictionary(field.data_type())),
        _ => false,
    }
}
