//! The file-level metadata of a footer: columns with unique names and with types that hold their values, and the number
//! of rows of its row groups.
//!
//! A format with columns by position may give two of them one name; DataFusion finds them by name. INT96, in which
//! Spark, Impala and Hive write timestamps, has nanoseconds and any year, for which Arrow has no type: without an Arrow
//! schema in the file it is read as microseconds, which hold all of its years. And some writers write 0 for the rows of
//! the file, which arrow's reader believes.

use std::sync::Arc;

use arrow::datatypes::{Field, Schema, TimeUnit};
use datafusion::datasource::physical_plan::parquet::Int96Coercer;
use parquet::arrow::{ARROW_SCHEMA_META_KEY, encode_arrow_schema, parquet_to_arrow_schema};
use parquet::basic::Type as Physical;
use parquet::errors::Result;
use parquet::file::metadata::{FileMetaData, KeyValue, ParquetMetaData, RowGroupMetaData};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

use crate::expr::names::distinct_names;

/// Returns the file's metadata with other names, types, or number of rows; `None` if nothing is to be corrected.
pub(super) fn mended(metadata: &ParquetMetaData) -> Result<Option<FileMetaData>> {
    let file = metadata.file_metadata();
    let rows = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).sum();
    let columns = file.schema().get_fields();
    let names = distinct_names(&columns.iter().map(|column| column.name()).collect::<Vec<_>>());
    let known = file.key_value_metadata();
    let is_told = known.is_some_and(|known| known.iter().any(|entry| entry.key == ARROW_SCHEMA_META_KEY));
    let has_int96 = file.schema_descr().columns().iter().any(|leaf| leaf.physical_type() == Physical::INT96);
    if names.is_none() && (is_told || !has_int96) && rows == file.num_rows() {
        return Ok(None);
    }
    let mut schema = parquet_to_arrow_schema(file.schema_descr(), known)?;
    let mut described = file.schema_descr_ptr();
    if let Some(names) = names {
        let renamed = columns.iter().zip(&names).map(|(column, name)| with_name(column, name));
        let root =
            Type::group_type_builder(file.schema().name()).with_fields(renamed.collect::<Result<_>>()?).build()?;
        described = Arc::new(SchemaDescriptor::new(Arc::new(root)));
        let fields = schema.fields().iter().zip(names).map(|(field, name)| field.as_ref().clone().with_name(name));
        schema = Schema::new_with_metadata(fields.collect::<Vec<Field>>(), schema.metadata().clone());
    }
    if has_int96 && !is_told {
        schema = Int96Coercer::new(&described, &schema, &TimeUnit::Microsecond).coerce().unwrap_or(schema);
    }
    let mut told: Vec<KeyValue> = known.cloned().unwrap_or_default();
    told.retain(|entry| entry.key != ARROW_SCHEMA_META_KEY);
    if schema.fields().len() == columns.len() {
        told.push(KeyValue::new(ARROW_SCHEMA_META_KEY.to_string(), encode_arrow_schema(&schema)));
    }
    Ok(Some(FileMetaData::new(
        file.version(),
        rows,
        file.created_by().map(str::to_string),
        Some(told),
        described,
        file.column_orders().cloned(),
    )))
}

fn with_name(column: &TypePtr, name: &str) -> Result<TypePtr> {
    let basic = column.get_basic_info();
    let id = basic.has_id().then(|| basic.id());
    let renamed = match column.as_ref() {
        Type::PrimitiveType { physical_type, type_length, scale, precision, .. } => {
            Type::primitive_type_builder(name, *physical_type)
                .with_repetition(basic.repetition())
                .with_converted_type(basic.converted_type())
                .with_logical_type(basic.logical_type_ref().cloned())
                .with_length(*type_length)
                .with_precision(*precision)
                .with_scale(*scale)
                .with_id(id)
                .build()
        }
        Type::GroupType { fields, .. } => Type::group_type_builder(name)
            .with_fields(fields.clone())
            .with_repetition(basic.repetition())
            .with_converted_type(basic.converted_type())
            .with_logical_type(basic.logical_type_ref().cloned())
            .with_id(id)
            .build(),
    };
    renamed.map(Arc::new)
}
