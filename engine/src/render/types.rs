//! Names and kinds of column types for users.

use arrow::datatypes::{DataType, Field, IntervalUnit, TimeUnit};

/// The kind of a column, as far as a table treats kinds differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Integers, floats and decimals; aligned right.
    Number,
    /// Strings.
    Text,
    /// True or false.
    Bool,
    /// Dates, times, timestamps, durations, intervals.
    Temporal,
    /// Lists, structs, maps, unions.
    Nested,
    /// Bytes.
    Binary,
    /// Nothing but nulls.
    Null,
}

impl ColumnKind {
    /// The kind as a word, as the grid expects it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Bool => "bool",
            Self::Temporal => "temporal",
            Self::Nested => "nested",
            Self::Binary => "binary",
            Self::Null => "null",
        }
    }
}

/// Returns the kind of a column of this type; an encoding has the kind of its values.
pub fn column_kind(data_type: &DataType) -> ColumnKind {
    use DataType::*;
    match data_type {
        Null => ColumnKind::Null,
        Boolean => ColumnKind::Bool,
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 => ColumnKind::Number,
        Float16 | Float32 | Float64 => ColumnKind::Number,
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => ColumnKind::Number,
        Timestamp(..) | Date32 | Date64 | Time32(_) | Time64(_) | Duration(_) | Interval(_) => ColumnKind::Temporal,
        Binary | FixedSizeBinary(_) | LargeBinary | BinaryView => ColumnKind::Binary,
        Utf8 | LargeUtf8 | Utf8View => ColumnKind::Text,
        List(_) | ListView(_) | FixedSizeList(..) | LargeList(_) | LargeListView(_) => ColumnKind::Nested,
        Struct(_) | Union(..) | Map(..) => ColumnKind::Nested,
        Dictionary(_, values) => column_kind(values),
        RunEndEncoded(_, values) => column_kind(values.data_type()),
    }
}

/// Returns the type's name: one name for all layouts of the same values, so `string` for `Utf8`, `LargeUtf8`,
/// `Utf8View`.
pub fn type_name(data_type: &DataType) -> String {
    use DataType::*;
    match data_type {
        Null => "null".into(),
        Boolean => "bool".into(),
        Int8 => "int8".into(),
        Int16 => "int16".into(),
        Int32 => "int32".into(),
        Int64 => "int64".into(),
        UInt8 => "uint8".into(),
        UInt16 => "uint16".into(),
        UInt32 => "uint32".into(),
        UInt64 => "uint64".into(),
        Float16 => "float16".into(),
        Float32 => "float32".into(),
        Float64 => "float64".into(),
        Decimal32(p, s) | Decimal64(p, s) | Decimal128(p, s) | Decimal256(p, s) => format!("decimal({p},{s})"),
        Timestamp(unit, None) => format!("timestamp[{}]", unit_name(*unit)),
        Timestamp(unit, Some(zone)) => format!("timestamp[{}, {zone}]", unit_name(*unit)),
        Date32 => "date".into(),
        Date64 => "date64".into(),
        Time32(unit) | Time64(unit) => format!("time[{}]", unit_name(*unit)),
        Duration(unit) => format!("duration[{}]", unit_name(*unit)),
        Interval(IntervalUnit::YearMonth) => "interval[month]".into(),
        Interval(IntervalUnit::DayTime) => "interval[day, ms]".into(),
        Interval(IntervalUnit::MonthDayNano) => "interval[month, day, ns]".into(),
        Binary | LargeBinary | BinaryView => "binary".into(),
        FixedSizeBinary(size) => format!("binary({size})"),
        Utf8 | LargeUtf8 | Utf8View => "string".into(),
        List(item) | LargeList(item) | ListView(item) | LargeListView(item) => {
            format!("list<{}>", type_name(item.data_type()))
        }
        FixedSizeList(item, size) => format!("list<{}, {size}>", type_name(item.data_type())),
        Struct(fields) => format!("struct<{}>", named(fields.iter().map(AsRef::as_ref))),
        Union(fields, _) => format!("union<{}>", named(fields.iter().map(|(_, field)| field.as_ref()))),
        Map(entries, _) => match entries.data_type() {
            Struct(pair) if pair.len() == 2 => {
                format!("map<{}, {}>", type_name(pair[0].data_type()), type_name(pair[1].data_type()))
            }
            other => format!("map<{}>", type_name(other)),
        },
        Dictionary(_, values) => format!("dictionary<{}>", type_name(values)),
        RunEndEncoded(_, values) => format!("run_end_encoded<{}>", type_name(values.data_type())),
    }
}

/// Returns the kind of a type in the words of the field.
pub fn type_kind(data_type: &DataType) -> &'static str {
    use DataType::*;
    match data_type {
        Null => "null",
        Boolean => "boolean",
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 => "integer",
        Float16 | Float32 | Float64 => "float",
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => "decimal",
        Timestamp(..) => "timestamp",
        Date32 | Date64 => "date",
        Time32(_) | Time64(_) => "time",
        Duration(_) => "duration",
        Interval(_) => "interval",
        Binary | FixedSizeBinary(_) | LargeBinary | BinaryView => "binary",
        Utf8 | LargeUtf8 | Utf8View => "string",
        List(_) | ListView(_) | FixedSizeList(..) | LargeList(_) | LargeListView(_) => "list",
        Struct(_) => "struct",
        Union(..) => "union",
        Map(..) => "map",
        Dictionary(..) => "categorical",
        RunEndEncoded(_, values) => type_kind(values.data_type()),
    }
}

/// Returns the unit that values of a type count, by its short name.
pub fn type_unit(data_type: &DataType) -> Option<&'static str> {
    use DataType::*;
    match data_type {
        Timestamp(unit, _) | Time32(unit) | Time64(unit) | Duration(unit) => Some(unit_name(*unit)),
        _ => None,
    }
}

/// Returns the short name of a unit of time.
pub(super) fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    }
}

fn named<'a>(fields: impl Iterator<Item = &'a Field>) -> String {
    let parts: Vec<String> =
        fields.map(|field| format!("{}: {}", field.name(), type_name(field.data_type()))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn one_name_for_all_layouts() {
        for text in [DataType::Utf8, DataType::LargeUtf8, DataType::Utf8View] {
            assert_eq!(type_name(&text), "string");
            assert_eq!(column_kind(&text), ColumnKind::Text);
        }
        let item = Arc::new(Field::new_list_field(DataType::Int64, true));
        for list in [DataType::List(Arc::clone(&item)), DataType::LargeListView(Arc::clone(&item))] {
            assert_eq!(type_name(&list), "list<int64>");
        }
        assert_eq!(type_name(&DataType::FixedSizeList(item, 3)), "list<int64, 3>");
    }

    #[test]
    fn types_with_arguments() {
        let name = |data_type: DataType| type_name(&data_type);
        assert_eq!(name(DataType::Decimal128(15, 2)), "decimal(15,2)");
        assert_eq!(name(DataType::Timestamp(TimeUnit::Microsecond, None)), "timestamp[us]");
        let zoned = DataType::Timestamp(TimeUnit::Nanosecond, Some("Europe/Berlin".into()));
        assert_eq!(name(zoned), "timestamp[ns, Europe/Berlin]");
        assert_eq!(name(DataType::Time32(TimeUnit::Second)), "time[s]");
        let fields = vec![Field::new("a", DataType::Int64, true), Field::new("b", DataType::Utf8View, true)];
        assert_eq!(name(DataType::Struct(fields.clone().into())), "struct<a: int64, b: string>");
        let entries = Field::new("entries", DataType::Struct(fields.into()), false);
        assert_eq!(name(DataType::Map(Arc::new(entries), false)), "map<int64, string>");
        let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::LargeUtf8));
        assert_eq!(column_kind(&dictionary), ColumnKind::Text);
        assert_eq!(name(dictionary), "dictionary<string>");
    }
}
