//! The values of a column, counted, for a list to choose from.

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use datafusion::logical_expr::Expr;

use super::View;
use super::arrange::Arrangement;
use super::predicate::{found_in, text_of, type_of};
use super::spec::ViewSpec;
use crate::error::{Error, Result};
use crate::expr::names::column;

const VALUE: &str = "value";
const COUNT: &str = "count";
const WHAT: &str = "values";

/// Some values of a column.
#[derive(Clone, Debug)]
pub struct Values {
    /// Each as text, none for a null, and in how many rows it is; the most frequent first.
    pub values: Vec<(Option<String>, u64)>,
    /// How many different ones there are, with a null.
    pub distinct: u64,
}

impl View {
    /// Returns values of a column in the rows that pass all filters of `spec` but those of this column: of those that
    /// contain `search`, in capitals or small letters, up to `limit` from `offset` on.
    ///
    /// # Errors
    /// `ColumnNotFound`; errors of reading or computing the rows.
    pub async fn values(
        &self,
        spec: &ViewSpec,
        name: &str,
        search: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Values> {
        let others = spec.filters.iter().filter(|filter| filter.column != name).cloned();
        let others = ViewSpec { filters: others.collect(), sort: Vec::new(), ..spec.clone() };
        let frame = self.base.repeatable().await?;
        let data_type = type_of(&frame, name)?.clone();
        let rows = Arrangement::of(&frame, &others)?.rows(&frame)?;
        let found = match search {
            "" => rows,
            text => rows.filter(found_in(name, &data_type, text))?,
        };
        let texts: Vec<Expr> = vec![text_of(column(name), &data_type).alias(VALUE)];
        let counted = found.select(texts)?.value_counts(&[VALUE.to_string()], COUNT, true, false)?;
        let distinct = counted.count().await?;
        let page = counted.limit(offset, Some(limit))?;
        let (_, stream) = page.start(WHAT).await?;
        let mut values = Vec::new();
        for batch in stream.collect().await? {
            let convert = |e| Error::from_arrow(WHAT, e);
            let texts = cast(batch.column(0), &DataType::Utf8View).map_err(convert)?;
            let counts = cast(batch.column(1), &DataType::Int64).map_err(convert)?;
            let (texts, counts) = (texts.as_string_view(), counts.as_primitive::<Int64Type>());
            values.extend((0..batch.num_rows()).map(|row| {
                let text = texts.is_valid(row).then(|| texts.value(row).to_string());
                (text, counts.value(row).max(0) as u64)
            }));
        }
        Ok(Values { values, distinct })
    }
}
