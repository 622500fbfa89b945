//! One schema for several files.
//!
//! Columns are matched by name; a column that a file lacks is null there. Metadata that differs between files (pandas'
//! description of its index, say) is dropped.

use std::collections::HashMap;

use arrow::datatypes::{DataType, Field, FieldRef, Schema};

use crate::error::{Error, ErrorKind, Result};
use crate::file_format::Format;
use crate::render::type_name;

/// Returns the common schema of all files.
///
/// # Errors
/// `Schema` when a column has two types in the files, or the files of a format that is read by position have different
/// columns.
pub(super) fn merged(operation: &str, format: Format, schemas: Vec<Schema>) -> Result<Schema> {
    let metadata = agreed(schemas.iter().map(Schema::metadata));
    let by_name = matches!(format, Format::Parquet | Format::Json);
    let count = schemas.len();
    let mut fields: Vec<(Field, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (file, schema) in schemas.iter().enumerate() {
        if !by_name && file > 0 && schema.fields().len() != fields.len() {
            return Err(differing(operation, "the files have different columns"));
        }
        for field in schema.fields() {
            match places.get(field.name()).and_then(|place| fields.get_mut(*place)) {
                Some((known, seen)) => {
                    *known = joined(operation, known, field, format)?;
                    *seen += 1;
                }
                None if !by_name && file > 0 => {
                    let message = format!("column \"{}\" is not in all of the files", field.name());
                    return Err(differing(operation, &message));
                }
                None => {
                    places.insert(field.name().clone(), fields.len());
                    fields.push((field.as_ref().clone(), 1));
                }
            }
        }
    }
    let fields = fields.into_iter().map(|(field, seen)| {
        // A file without the column has nulls.
        let nullable = field.is_nullable() || seen < count;
        field.with_nullable(nullable)
    });
    Ok(Schema::new_with_metadata(fields.collect::<Vec<_>>(), metadata))
}

/// Returns the schema of CSV files, which have the same names in the same order; a type that fits only some rows is
/// widened.
///
/// # Errors
/// `Schema` when the headers differ.
pub(super) fn of_text(operation: &str, schemas: Vec<Schema>) -> Result<Schema> {
    let mut schemas = schemas.into_iter();
    let Some(mut first) = schemas.next() else { return Ok(Schema::empty()) };
    for other in schemas {
        let names = |schema: &Schema| schema.fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>();
        if names(&first) != names(&other) {
            let message = format!("the headers differ: {} and {}", names(&first).join(", "), names(&other).join(", "));
            return Err(differing(operation, &message));
        }
        first = widened(&first, &other);
    }
    // Only nulls in all of them: a string holds any value.
    let fields = first.fields().iter().map(|field| match field.data_type() {
        DataType::Null => field.as_ref().clone().with_data_type(DataType::Utf8),
        _ => field.as_ref().clone(),
    });
    Ok(Schema::new(fields.collect::<Vec<_>>()))
}

/// Returns the columns of `one` with types that hold the values of `other` too, which has the same columns.
pub(super) fn widened(one: &Schema, other: &Schema) -> Schema {
    let fields = one.fields().iter().zip(other.fields());
    let fields = fields.map(|(a, b)| a.as_ref().clone().with_data_type(wider(a.data_type(), b.data_type())));
    Schema::new(fields.collect::<Vec<Field>>())
}

fn differing(operation: &str, message: &str) -> Error {
    Error::new(ErrorKind::Schema, operation, message)
        .with_hint("read them one by one and put the frames together by name")
}

fn wider(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        (DataType::Int64, DataType::Float64) | (DataType::Float64, DataType::Int64) => DataType::Float64,
        (DataType::Date32, DataType::Timestamp(..)) => b.clone(),
        (DataType::Timestamp(..), DataType::Date32) => a.clone(),
        (DataType::Timestamp(one, None), DataType::Timestamp(other, None)) => {
            DataType::Timestamp((*one).max(*other), None)
        }
        _ => DataType::Utf8,
    }
}

/// Returns the common field of two files.
fn joined(operation: &str, a: &Field, b: &Field, format: Format) -> Result<Field> {
    let metadata = agreed([a.metadata(), b.metadata()].into_iter());
    let nullable = a.is_nullable() || b.is_nullable();
    let data_type = match (a.data_type(), b.data_type()) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        (one, other) => match of_both(one, other, format) {
            Some(data_type) => data_type,
            None => {
                let message = format!(
                    "column \"{}\" is {} in one file and {} in another",
                    a.name(),
                    type_name(one),
                    type_name(other)
                );
                return Err(Error::new(ErrorKind::Schema, operation, message)
                    .with_hint("the files name one column with two types: read them one by one and cast"));
            }
        },
    };
    Ok(Field::new(a.name(), data_type, nullable).with_metadata(metadata))
}

/// Returns the type that holds the values of both, if there is one.
fn of_both(a: &DataType, b: &DataType, format: Format) -> Option<DataType> {
    use DataType::*;
    match (a, b) {
        (a, b) if a == b => Some(a.clone()),
        (Null, other) | (other, Null) => Some(other.clone()),
        // The numbers of JSON have no types: these are the types of the values so far.
        (Float64, Int64 | UInt64 | Decimal128(38, 0)) | (Int64 | UInt64 | Decimal128(38, 0), Float64)
            if format == Format::Json =>
        {
            Some(Float64)
        }
        (Int64 | UInt64 | Decimal128(38, 0), Int64 | UInt64 | Decimal128(38, 0)) if format == Format::Json => {
            Some(Decimal128(38, 0))
        }
        (List(a), List(b)) if format == Format::Json => {
            Some(DataType::new_list(of_both(a.data_type(), b.data_type(), format)?, true))
        }
        (Struct(a), Struct(b)) if format == Format::Json => {
            let mut fields: Vec<Field> = a.iter().map(|field| field.as_ref().clone()).collect();
            for field in b {
                match fields.iter_mut().find(|known| known.name() == field.name()) {
                    Some(known) => {
                        let joined = of_both(known.data_type(), field.data_type(), format)?;
                        *known = known.clone().with_data_type(joined);
                    }
                    None => fields.push(field.as_ref().clone()),
                }
            }
            Some(Struct(fields.into()))
        }
        // arrow merges structs of different fields and lists of them.
        (a, b) => {
            let mut joined = Field::new("", a.clone(), true);
            joined.try_merge(&Field::new("", b.clone(), true)).ok()?;
            Some(joined.data_type().clone())
        }
    }
}

/// Returns the metadata that all of them have.
fn agreed<'a>(mut all: impl Iterator<Item = &'a HashMap<String, String>>) -> HashMap<String, String> {
    let Some(mut kept) = all.next().cloned() else { return HashMap::new() };
    for other in all {
        kept.retain(|key, value| other.get(key) == Some(value));
    }
    kept
}

pub(super) fn without(schema: &Schema, partitions: &[Field]) -> Schema {
    let kept = schema.fields().iter().filter(|field| partitions.iter().all(|p| p.name() != field.name()));
    Schema::new_with_metadata(kept.cloned().collect::<Vec<_>>(), schema.metadata().clone())
}

/// Returns the schema with the types that the user has given.
///
/// # Errors
/// `ColumnNotFound` for a name that is in no file.
pub(super) fn overridden(
    operation: &str,
    schema: Schema,
    partitions: &mut [Field],
    overrides: &[(String, DataType)],
) -> Result<Schema> {
    let mut fields: Vec<Field> = schema.fields().iter().map(|field| field.as_ref().clone()).collect();
    for (name, data_type) in overrides {
        match fields.iter_mut().chain(partitions.iter_mut()).find(|field| field.name() == name) {
            Some(field) => *field = field.clone().with_data_type(data_type.clone()),
            None => {
                let names = fields.iter().map(|field| field.name().as_str());
                return Err(Error::column_not_found(operation, name, names));
            }
        }
    }
    Ok(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// Fails for a column whose type the format's reader cannot parse.
///
/// # Errors
/// `Schema`, with the column and the type.
pub(super) fn check_readable(operation: &str, format: Format, schema: &Schema) -> Result<()> {
    match schema.fields().iter().find(|field| !is_readable(format, field.data_type())) {
        Some(field) => {
            let name = type_name(field.data_type());
            let message = format!("column \"{}\" of type {name} cannot be read from {}", field.name(), format.title());
            Err(Error::new(ErrorKind::Schema, operation, message).with_hint("read it as string and cast it"))
        }
        None => Ok(()),
    }
}

fn is_readable(format: Format, data_type: &DataType) -> bool {
    use DataType::*;
    match (format, data_type) {
        (Format::Parquet | Format::Ipc | Format::Avro, _) => true,
        (_, Duration(_) | Interval(_) | Union(..) | RunEndEncoded(..)) => false,
        // The zeros before their decimal point would be read as digits.
        (_, Decimal32(_, scale) | Decimal64(_, scale) | Decimal128(_, scale) | Decimal256(_, scale)) => *scale >= 0,
        (Format::Csv, Dictionary(_, values)) => **values == Utf8,
        (Format::Csv, Binary | LargeBinary | BinaryView | FixedSizeBinary(_)) => false,
        (Format::Csv, other) => !other.is_nested(),
        (Format::Json, Dictionary(..)) => false,
        (
            Format::Json,
            List(item) | LargeList(item) | ListView(item) | LargeListView(item) | FixedSizeList(item, _),
        ) => is_readable(format, item.data_type()),
        (Format::Json, Struct(fields)) => fields.iter().all(|field| is_readable(format, field.data_type())),
        (Format::Json, Map(entries, _)) => is_readable(format, entries.data_type()),
        (Format::Json, _) => true,
    }
}

/// Returns the schema with strings for every column, and the types that they should have.
pub(super) fn as_strings(schema: &Schema) -> (Schema, Vec<(String, DataType)>) {
    let is_other = |field: &&FieldRef| !matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8);
    let types = schema.fields().iter().filter(is_other);
    let types = types.map(|field| (field.name().clone(), field.data_type().clone())).collect();
    let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_data_type(DataType::Utf8));
    (Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()), types)
}

/// Returns the schema with strings in the layout that the parsers make.
pub(super) fn with_plain_text(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::LargeUtf8 => field.as_ref().clone().with_data_type(DataType::Utf8),
        _ => field.as_ref().clone(),
    });
    Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(fields: &[(&str, DataType)]) -> Schema {
        Schema::new(fields.iter().map(|(name, kind)| Field::new(*name, kind.clone(), false)).collect::<Vec<_>>())
    }

    #[test]
    fn a_column_that_a_file_lacks_may_be_null() {
        let files = vec![schema(&[("a", DataType::Int64)]), schema(&[("a", DataType::Int64), ("b", DataType::Utf8)])];
        let all = merged("read", Format::Parquet, files.clone()).unwrap();
        assert_eq!(all.fields().iter().map(|f| f.is_nullable()).collect::<Vec<_>>(), [false, true]);
        assert!(merged("read", Format::Ipc, files).is_err());
    }

    #[test]
    fn metadata_is_kept_where_all_agree() {
        let noted = |a: &str| {
            Schema::empty().with_metadata([("k", "same"), ("p", a)].map(|(k, v)| (k.into(), v.into())).into())
        };
        let all = merged("read", Format::Parquet, vec![noted("1"), noted("2")]).unwrap();
        assert_eq!(all.metadata().len(), 1);
    }

    #[test]
    fn text_gives_way_to_the_wider_type() {
        let files = vec![schema(&[("a", DataType::Int64)]), schema(&[("a", DataType::Float64)])];
        assert_eq!(of_text("read", files).unwrap().field(0).data_type(), &DataType::Float64);
        let files = vec![schema(&[("a", DataType::Int64)]), schema(&[("b", DataType::Int64)])];
        assert!(of_text("read", files).is_err());
    }
}
