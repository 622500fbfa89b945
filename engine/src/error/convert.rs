//! Errors of DataFusion and arrow as ours: their kind by the variant, or by the wording where there is none.

use arrow::error::ArrowError;
use datafusion::common::{Column, SchemaError};
use datafusion::error::DataFusionError;

use super::carried::carried;
use super::{Error, ErrorKind, HINT, second_row, wording};

pub(super) fn convert(operation: &str, error: &DataFusionError) -> Error {
    let plain = |kind, message: String| Error::new(kind, operation, wording::tidy(&message));
    let of_reader = |inner| carried(operation, inner).unwrap_or_else(|| plain(ErrorKind::Read, inner.to_string()));
    match error {
        DataFusionError::External(inner) => match carried(operation, inner.as_ref()) {
            Some(own) => own,
            None => match inner.downcast_ref::<DataFusionError>() {
                Some(nested) => convert(operation, nested),
                None => plain(ErrorKind::Other, inner.to_string()),
            },
        },
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => convert(operation, inner),
        DataFusionError::Shared(inner) => convert(operation, inner),
        DataFusionError::Collection(errors) if !errors.is_empty() => convert(operation, &errors[0]),
        DataFusionError::SchemaError(inner, _) => convert_schema(operation, inner),
        DataFusionError::ArrowError(inner, _) => convert_arrow(operation, inner),
        DataFusionError::ParquetError(inner) => of_reader(inner.as_ref()),
        DataFusionError::ObjectStore(inner) => of_reader(inner.as_ref()),
        DataFusionError::IoError(inner) => of_reader(inner),
        DataFusionError::SQL(inner, _) => plain(ErrorKind::Sql, inner.to_string()),
        DataFusionError::ResourcesExhausted(text) => match text.split_once(HINT) {
            Some((reason, hint)) => plain(ErrorKind::Resources, reason.to_owned()).with_hint(hint),
            None => plain(ErrorKind::Resources, text.clone())
                .with_hint("free frames that are no longer needed, or select fewer columns or rows first"),
        },
        // An operation that does not support a type is an error of the columns.
        DataFusionError::NotImplemented(message) if wording::mentions_type(message) => {
            plain(ErrorKind::Schema, format!("DataFusion cannot compute this: {message}"))
        }
        DataFusionError::NotImplemented(message) => {
            plain(ErrorKind::Other, format!("DataFusion does not support this yet: {message}"))
        }
        DataFusionError::Internal(message) if wording::is_unimplemented_type(message) => {
            plain(ErrorKind::Schema, message.clone())
        }
        DataFusionError::Internal(message) => plain(ErrorKind::Internal, message.clone()),
        DataFusionError::Plan(message) => plain(ErrorKind::Schema, message.clone()),
        DataFusionError::Execution(message) if wording::is_second_row(message) => second_row::second_row(),
        DataFusionError::Execution(message) if wording::is_overflow(message) => {
            plain(ErrorKind::Overflow, message.clone())
        }
        other => plain(ErrorKind::Other, other.message().into_owned()),
    }
}

fn convert_schema(operation: &str, error: &SchemaError) -> Error {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let names: Vec<&str> = valid_fields.iter().map(Column::name).collect();
            Error::column_not_found(operation, field.name(), names.into_iter())
        }
        SchemaError::AmbiguousReference { field } => Error::new(
            ErrorKind::ColumnNotFound,
            operation,
            format!("the column name \"{}\" fits more than one table", field.name()),
        )
        .with_hint("put the table's name before it: table.column"),
        other => Error::new(ErrorKind::Schema, operation, wording::tidy(&other.to_string())),
    }
}

pub(super) fn convert_arrow(operation: &str, error: &ArrowError) -> Error {
    if let Some(own) = carried(operation, error) {
        return own;
    }
    let kind = match error {
        ArrowError::ExternalError(inner) => {
            if let Some(nested) = inner.downcast_ref::<DataFusionError>() {
                return convert(operation, nested);
            }
            ErrorKind::Other
        }
        ArrowError::ArithmeticOverflow(_) => ErrorKind::Overflow,
        // Arrow has no variant of its own for overflow: abs, dates and casts report it by wording.
        ArrowError::ComputeError(text) | ArrowError::CastError(text) | ArrowError::InvalidArgumentError(text)
            if wording::is_overflow(text) =>
        {
            ErrorKind::Overflow
        }
        ArrowError::SchemaError(_) => ErrorKind::Schema,
        ArrowError::NotYetImplemented(text) if wording::mentions_type(text) => ErrorKind::Schema,
        ArrowError::ParseError(_)
        | ArrowError::IoError(..)
        | ArrowError::IpcError(_)
        | ArrowError::ParquetError(_)
        | ArrowError::CsvError(_)
        | ArrowError::JsonError(_)
        | ArrowError::AvroError(_) => ErrorKind::Read,
        _ => ErrorKind::Other,
    };
    if let ArrowError::JsonError(text) = error
        && let Some((name, why)) = wording::undecoded_key(text)
    {
        return Error::new(kind, operation, format!("column \"{name}\": {why}"))
            .with_hint("a column has values of one type: write them alike, numbers or strings");
    }
    Error::new(kind, operation, wording::tidy(&error.to_string()))
}
