//! The statistics that a footer claims for its columns, and those that can be relied on.
//!
//! Minimum and maximum ignore NaN, which is the largest number here: NaN replaces the maximum of floats. Bloom filters
//! of floats distinguish -0.0 and 0.0, which are one value. The order of INT96 is undefined, and old writers compared
//! unsigned numbers and strings as if they were signed. A null count may be missing, which does not mean that there are
//! none. Whatever a comparison of ours cannot rely on is removed, for row groups and for pages.

use parquet::basic::{LogicalType, SortOrder, Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{
    ColumnChunkMetaData, FileMetaData, ParquetMetaData, ParquetMetaDataBuilder, RowGroupMetaData,
};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::statistics::Statistics;

/// The beginning of `created_by` of writers that omit a null count of 0.
const COUNTS_NO_ZERO: &str = "parquet-rs";

/// Returns the metadata with only those claims that hold.
///
/// # Errors
/// When the bytes of a column are outside of a file of `size` bytes.
pub(super) fn mended(mut builder: ParquetMetaDataBuilder, size: u64) -> Result<ParquetMetaData> {
    let mut groups = builder.take_row_groups();
    let mut pages = builder.take_column_index();
    let metadata = builder.build();
    let counts_nulls = !counts_no_zero(metadata.file_metadata());
    for (at, group) in groups.iter_mut().enumerate() {
        if !counts_alike(group) {
            return Err(ParquetError::General("its footer counts other rows than its columns have".to_string()));
        }
        for (leaf, column) in group.columns_mut().iter_mut().enumerate() {
            // Old writers write 0 where there is no dictionary; a dictionary would precede the data.
            let before = 1..column.data_page_offset();
            if column.dictionary_page_offset().is_some_and(|place| !before.contains(&place)) {
                *column = column.clone().into_builder().set_dictionary_page_offset(None).build()?;
            }
            if !lies_within(column, size) {
                return Err(ParquetError::General("its footer names columns where there are none".to_string()));
            }
            if !has_true_bounds(column) {
                *column = without_bounds(column)?;
                if let Some(page) = pages.as_mut().and_then(|pages| pages.get_mut(at)?.get_mut(leaf)) {
                    *page = ColumnIndexMetaData::NONE;
                }
            }
            let uncounted = column.statistics().is_some_and(|claimed| claimed.null_count_opt().is_none());
            if uncounted && counts_nulls && column.column_descr().max_def_level() > 0 {
                *column = column.clone().into_builder().clear_statistics().build()?;
            }
        }
    }
    Ok(metadata.into_builder().set_row_groups(groups).set_column_index(pages).build())
}

/// Returns whether the number of values fits the number of rows: false if all columns without repetition have the same
/// other number.
fn counts_alike(group: &RowGroupMetaData) -> bool {
    let flat = group.columns().iter().filter(|column| column.column_descr().max_rep_level() == 0);
    let mut counts = flat.map(ColumnChunkMetaData::num_values);
    match counts.next() {
        Some(first) => first == group.num_rows() || counts.any(|other| other != first),
        None => true,
    }
}

fn lies_within(column: &ColumnChunkMetaData, size: u64) -> bool {
    let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
    let end = start.checked_add(column.compressed_size()).and_then(|end| u64::try_from(end).ok());
    start >= 0 && column.compressed_size() >= 0 && column.num_values() >= 0 && end.is_some_and(|end| end <= size)
}

/// Returns the range that the row groups claim for a column of floats, for each leaf.
pub(super) fn ranges(metadata: &ParquetMetaData) -> Vec<Option<(f64, f64)>> {
    let leaves = metadata.file_metadata().schema_descr().num_columns();
    let range = |leaf: usize| {
        let groups = metadata.row_groups().iter().filter_map(|group| group.columns().get(leaf)?.statistics());
        let known = groups.filter_map(|claimed| match claimed {
            Statistics::Float(claimed) => Some((f64::from(*claimed.min_opt()?), f64::from(*claimed.max_opt()?))),
            Statistics::Double(claimed) => Some((*claimed.min_opt()?, *claimed.max_opt()?)),
            _ => None,
        });
        known.filter(|(low, high)| low <= high).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    };
    (0..leaves).map(range).collect()
}

fn counts_no_zero(file: &FileMetaData) -> bool {
    file.created_by().is_some_and(|writer| writer.starts_with(COUNTS_NO_ZERO))
}

/// Returns whether minimum and maximum were computed in the order that values are compared in.
fn has_true_bounds(column: &ColumnChunkMetaData) -> bool {
    let described = column.column_descr();
    match described.physical_type() {
        Type::FLOAT | Type::DOUBLE | Type::INT96 => false,
        _ if described.logical_type_ref() == Some(&LogicalType::Float16) => false,
        _ => {
            let deprecated = column.statistics().is_some_and(Statistics::is_min_max_deprecated);
            let is_integer = matches!(described.physical_type(), Type::BOOLEAN | Type::INT32 | Type::INT64);
            !deprecated || (is_integer && described.sort_order() == SortOrder::SIGNED)
        }
    }
}

/// Returns the chunk with no claim but its null count and, for floats, their minimum.
fn without_bounds(column: &ColumnChunkMetaData) -> Result<ColumnChunkMetaData> {
    let mut builder = column
        .clone()
        .into_builder()
        .set_column_index_offset(None)
        .set_column_index_length(None)
        .set_bloom_filter_offset(None)
        .set_bloom_filter_length(None);
    if let Some(claimed) = column.statistics() {
        let nulls = claimed.null_count_opt();
        builder = builder.set_statistics(match claimed {
            Statistics::Float(known) => {
                let low = known.min_opt().copied().filter(|low| !low.is_nan());
                // In the total order -0.0 comes before 0.0, which a minimum of 0.0 may stand for.
                let low = low.map(|low| if low == 0.0 { -f32::from_bits(1) } else { low });
                Statistics::float(low, low.map(|_| f32::NAN), None, nulls, false)
            }
            Statistics::Double(known) => {
                let low = known.min_opt().copied().filter(|low| !low.is_nan());
                let low = low.map(|low| if low == 0.0 { -f64::from_bits(1) } else { low });
                Statistics::double(low, low.map(|_| f64::NAN), None, nulls, false)
            }
            Statistics::Boolean(_) => Statistics::boolean(None, None, None, nulls, false),
            Statistics::Int32(_) => Statistics::int32(None, None, None, nulls, false),
            Statistics::Int64(_) => Statistics::int64(None, None, None, nulls, false),
            Statistics::Int96(_) => Statistics::int96(None, None, None, nulls, false),
            Statistics::ByteArray(_) => Statistics::byte_array(None, None, None, nulls, false),
            Statistics::FixedLenByteArray(_) => Statistics::fixed_len_byte_array(None, None, None, nulls, false),
        });
    }
    builder.build()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::schema::parser::parse_message_type;
    use parquet::schema::types::SchemaDescriptor;

    use super::*;

    /// Returns the statistics that are left of a claim about a column.
    fn left(column: &str, writer: &str, claimed: Statistics) -> Option<Statistics> {
        let schema = parse_message_type(&format!("message m {{ {column}; }}")).unwrap();
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
        let chunk = ColumnChunkMetaData::builder(schema.column(0)).set_statistics(claimed).build().unwrap();
        let group = RowGroupMetaData::builder(Arc::clone(&schema)).add_column_metadata(chunk).build().unwrap();
        let file = FileMetaData::new(2, 0, Some(writer.to_string()), None, schema, None);
        let mended = mended(ParquetMetaDataBuilder::new(file).add_row_group(group), u64::MAX).unwrap();
        mended.row_group(0).column(0).statistics().cloned()
    }

    #[test]
    fn nan_may_be_the_largest_float() {
        let claimed = Statistics::double(Some(1.0), Some(2.0), None, Some(3), false);
        let Some(Statistics::Double(left)) = left("optional double f", "x", claimed) else { unreachable!() };
        assert_eq!((left.min_opt(), left.null_count_opt()), (Some(&1.0), Some(3)));
        assert!(left.max_opt().is_some_and(|high| high.is_nan()));
    }

    #[test]
    fn unsigned_numbers_that_were_compared_as_signed_have_no_bounds() {
        let claimed = |deprecated| Statistics::int32(Some(-1), Some(5), None, Some(0), deprecated);
        let is_bounded = |column, deprecated| left(column, "x", claimed(deprecated)).unwrap().min_bytes_opt().is_some();
        assert!(is_bounded("optional int32 a (UINT_32)", false));
        assert!(!is_bounded("optional int32 a (UINT_32)", true));
        assert!(is_bounded("optional int32 a", true));
    }

    #[test]
    fn nulls_that_nobody_counted_may_be_there() {
        let claimed = || Statistics::int32(Some(1), Some(5), None, None, false);
        assert!(left("optional int32 a", "somebody", claimed()).is_none());
        assert!(left("optional int32 a", "parquet-rs version 5.0.0", claimed()).is_some());
        assert!(left("required int32 a", "somebody", claimed()).is_some());
    }
}
