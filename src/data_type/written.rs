//! Types as Python writes them: the way back from a type to what a user would type for it.

use arrow::datatypes::DataType;
use pyrust_engine::render::{type_name, type_unit};

/// The types without arguments, by the name that the package gives them.
pub(super) const PLAIN: [(&str, DataType); 16] = [
    ("Binary", DataType::Binary),
    ("Boolean", DataType::Boolean),
    ("Date", DataType::Date32),
    ("Float16", DataType::Float16),
    ("Float32", DataType::Float32),
    ("Float64", DataType::Float64),
    ("Int8", DataType::Int8),
    ("Int16", DataType::Int16),
    ("Int32", DataType::Int32),
    ("Int64", DataType::Int64),
    ("Null", DataType::Null),
    ("String", DataType::Utf8),
    ("UInt8", DataType::UInt8),
    ("UInt16", DataType::UInt16),
    ("UInt32", DataType::UInt32),
    ("UInt64", DataType::UInt64),
];

/// The digits of a decimal, and how many of them are after the point.
pub(super) fn decimal_digits(data_type: &DataType) -> Option<(u8, i8)> {
    match data_type {
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => Some((*precision, *scale)),
        _ => None,
    }
}

/// The type as Python that gives it again, with pyrust imported as `pr`.
pub(super) fn written(data_type: &DataType) -> String {
    use DataType::*;
    let name = type_name(data_type);
    if let Some((plain, _)) = PLAIN.iter().find(|(_, plain)| type_name(plain) == name) {
        return format!("pr.{plain}");
    }
    if let Some((precision, scale)) = decimal_digits(data_type) {
        return format!("pr.Decimal({precision}, {scale})");
    }
    let unit = type_unit(data_type).unwrap_or("us");
    match data_type {
        List(item) | LargeList(item) | ListView(item) | LargeListView(item) => {
            format!("pr.List({})", written(item.data_type()))
        }
        FixedSizeList(item, size) => format!("pr.List({}, {size})", written(item.data_type())),
        Struct(fields) => {
            let parts = fields.iter().map(|field| format!("{:?}: {}", field.name(), written(field.data_type())));
            format!("pr.Struct({{{}}})", parts.collect::<Vec<_>>().join(", "))
        }
        Map(entries, _) => match entries.data_type() {
            Struct(pair) if pair.len() == 2 => {
                format!("pr.Map({}, {})", written(pair[0].data_type()), written(pair[1].data_type()))
            }
            _ => format!("pr.DataType({name:?})"),
        },
        Timestamp(_, None) => format!("pr.Timestamp(\"{unit}\")"),
        Timestamp(_, Some(zone)) => format!("pr.Timestamp(\"{unit}\", \"{zone}\")"),
        Duration(_) => format!("pr.Duration(\"{unit}\")"),
        Time32(_) | Time64(_) => format!("pr.Time(\"{unit}\")"),
        Dictionary(_, values) => format!("pr.Categorical({})", written(values)),
        _ => format!("pr.DataType({name:?})"),
    }
}
