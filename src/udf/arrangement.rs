//! What `DISTINCT` and `ORDER BY` inside a user aggregate do to the rows of its groups before the function sees them.
//!
//! The engine hands over the keys of the order behind the arguments and leaves the rest to the function. So all rows
//! are kept, keys included, until the results are asked for: what the partitions of a group hand on to each other
//! could not be put in order, or told apart, any more.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, UInt64Array};
use arrow::compute::{SortColumn, SortOptions, lexsort_to_indices, take};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use arrow::row::{RowConverter, SortField};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::physical_expr::PhysicalSortExpr;

use super::groups::Sorted;

/// How the rows of a group are arranged.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    distinct: bool,
    keys: Vec<(FieldRef, SortOptions)>,
}

impl Arrangement {
    /// That of a call.
    pub fn of(args: &AccumulatorArgs<'_>) -> EngineResult<Self> {
        let key = |(index, by): (usize, &PhysicalSortExpr)| {
            Ok((key_field(index, by.expr.data_type(args.schema)?), by.options))
        };
        let keys = args.order_bys.iter().enumerate().map(key).collect::<EngineResult<_>>()?;
        Ok(Self { distinct: args.is_distinct, keys })
    }

    /// What a state has to know of it: the types of the keys, not the directions.
    pub fn of_state(args: &StateFieldsArgs<'_>) -> Self {
        let key =
            |(index, field): (usize, &FieldRef)| (key_field(index, field.data_type().clone()), SortOptions::default());
        Self { distinct: args.is_distinct, keys: args.ordering_fields.iter().enumerate().map(key).collect() }
    }

    /// Whether the rows are taken as they come.
    pub fn is_none(&self) -> bool {
        !self.distinct && self.keys.is_empty()
    }

    /// The keys of the order, which follow the arguments.
    pub fn keys(&self) -> impl Iterator<Item = &FieldRef> {
        self.keys.iter().map(|(field, _)| field)
    }

    /// The arguments alone, arranged; `arguments` is their number.
    pub fn apply(&self, mut rows: Sorted, arguments: usize) -> Result<Sorted, ArrowError> {
        if !self.keys.is_empty() {
            let order = self.order(&rows, arguments)?;
            rows.columns.truncate(arguments);
            rows.columns = taken(&rows.columns, &order)?;
        }
        if self.distinct { different(rows) } else { Ok(rows) }
    }

    /// Where the rows of each group are in their order; those with the same keys stay as they came.
    fn order(&self, rows: &Sorted, arguments: usize) -> Result<UInt64Array, ArrowError> {
        let ends = rows.starts.windows(2).enumerate();
        let groups =
            UInt64Array::from_iter_values(ends.flat_map(|(group, ends)| vec![group as u64; ends[1] - ends[0]]));
        let places = UInt64Array::from_iter_values(0..groups.values().len() as u64);
        let mut by = vec![SortColumn { values: Arc::new(groups), options: None }];
        by.extend(
            rows.columns[arguments..]
                .iter()
                .zip(&self.keys)
                .map(|(values, (_, options))| SortColumn { values: values.clone(), options: Some(*options) }),
        );
        by.push(SortColumn { values: Arc::new(places), options: None });
        let order = lexsort_to_indices(&by, None)?;
        Ok(order.values().iter().map(|place| u64::from(*place)).collect())
    }
}

/// The field of a key, as states carry it.
fn key_field(index: usize, data_type: DataType) -> FieldRef {
    Arc::new(Field::new(format!("key {index}"), data_type, true))
}

fn taken(columns: &[ArrayRef], order: &UInt64Array) -> Result<Vec<ArrayRef>, ArrowError> {
    columns.iter().map(|column| take(column, order, None)).collect()
}

/// The first of the rows of a group that are the same in all columns.
fn different(rows: Sorted) -> Result<Sorted, ArrowError> {
    let fields = rows.columns.iter().map(|column| SortField::new(column.data_type().clone())).collect();
    let converter = RowConverter::new(fields)?;
    let keys = converter.convert_columns(&rows.columns)?;
    let (mut kept, mut starts) = (Vec::new(), vec![0]);
    for ends in rows.starts.windows(2) {
        let mut seen = HashSet::new();
        kept.extend((ends[0]..ends[1]).filter(|row| seen.insert(keys.row(*row))).map(|row| row as u64));
        starts.push(kept.len());
    }
    Ok(Sorted { columns: taken(&rows.columns, &kept.into())?, starts })
}
