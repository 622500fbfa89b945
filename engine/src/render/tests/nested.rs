//! Nested and encoded values.

use std::sync::Arc;

use arrow::array::*;
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::*;

use super::super::{Cell, CellKind, Column, type_name};
use super::{kinds, texts};

#[test]
fn nested_values_are_compact_json() {
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1), None, Some(3)]), None]);
    assert_eq!(texts(list.clone()), ["[1, null, 3]", ""]);
    assert_eq!(kinds(list.clone()), [CellKind::Nested, CellKind::Null]);
    assert_eq!(texts(list.slice(0, 1)), ["[1, null, 3]"]);

    let fields = Fields::from(vec![
        Field::new("a \"quoted\"", DataType::Utf8, true),
        Field::new("day", DataType::Date32, true),
        Field::new("blob", DataType::Binary, true),
        Field::new("ratio", DataType::Float64, true),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![Some("x\n\"y\""), Some("")])),
        Arc::new(Date32Array::from(vec![Some(0), None])),
        Arc::new(BinaryArray::from(vec![Some(b"\x00".as_slice()), None])),
        Arc::new(Float64Array::from(vec![f64::NAN, 0.5])),
    ];
    let array = StructArray::new(fields, columns, None);
    assert_eq!(
        texts(array.clone()),
        [
            r#"{"a \"quoted\"": "x\n\"y\"", "day": "1970-01-01", "blob": "\x00", "ratio": NaN}"#,
            r#"{"a \"quoted\"": "", "day": null, "blob": null, "ratio": 0.5}"#
        ]
    );
    assert_eq!(texts(array.slice(1, 1))[0], r#"{"a \"quoted\"": "", "day": null, "blob": null, "ratio": 0.5}"#);
}

#[test]
fn every_kind_of_list_is_written_alike() {
    let item = Arc::new(Field::new_list_field(DataType::Int32, true));
    let values: ArrayRef = Arc::new(Int32Array::from(vec![1, 2, 3, 4]));
    let offsets = OffsetBuffer::<i64>::from_lengths([1, 3]);
    let large = LargeListArray::new(Arc::clone(&item), offsets, Arc::clone(&values), None);
    assert_eq!(texts(large.slice(1, 1)), ["[2, 3, 4]"]);
    let (starts, sizes) = (ScalarBuffer::from(vec![2_i32, 0]), ScalarBuffer::from(vec![2_i32, 2]));
    let view = ListViewArray::new(Arc::clone(&item), starts, sizes, Arc::clone(&values), None);
    assert_eq!(texts(view), ["[3, 4]", "[1, 2]"]);
    let (starts, sizes) = (ScalarBuffer::from(vec![0_i64, 4]), ScalarBuffer::from(vec![4_i64, 0]));
    let view = LargeListViewArray::new(Arc::clone(&item), starts, sizes, Arc::clone(&values), None);
    assert_eq!(texts(view), ["[1, 2, 3, 4]", "[]"]);
    let fixed = FixedSizeListArray::new(item, 2, values, Some(NullBuffer::from(vec![false, true])));
    assert_eq!(texts(fixed.clone()), ["", "[3, 4]"]);
    assert_eq!(texts(fixed.slice(1, 1)), ["[3, 4]"]);
}

#[test]
fn maps_unions_and_encodings_show_their_values() {
    let mut map = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    map.keys().append_value("k");
    map.values().append_value(1);
    map.keys().append_value("l");
    map.values().append_null();
    map.append(true).unwrap();
    map.append(false).unwrap();
    assert_eq!(texts(map.finish()), [r#"{"k": 1, "l": null}"#, ""]);

    let keys = Int8Array::from(vec![Some(1), None, Some(0)]);
    let values: ArrayRef = Arc::new(StringArray::from(vec![None, Some("b")]));
    let dictionary = DictionaryArray::<Int8Type>::new(keys, values);
    assert_eq!(texts(dictionary.clone()), ["b", "", ""]);
    assert_eq!(kinds(dictionary), [CellKind::Text, CellKind::Null, CellKind::Null]);

    let runs = RunArray::<Int32Type>::try_new(
        &Int32Array::from(vec![2, 3, 6]),
        &StringArray::from(vec![Some("a"), None, Some("c")]),
    );
    let runs = runs.unwrap();
    assert_eq!(texts(runs.clone()), ["a", "a", "", "c", "c", "c"]);
    assert_eq!(texts(runs.slice(2, 2)), ["", "c"]);

    let fields =
        UnionFields::from_fields([Field::new("n", DataType::Int64, true), Field::new("s", DataType::Utf8, true)]);
    let children = || -> Vec<ArrayRef> {
        vec![Arc::new(Int64Array::from(vec![Some(7), None, Some(9)])), Arc::new(StringArray::from(vec!["x", "y", "z"]))]
    };
    let ids = ScalarBuffer::from(vec![0_i8, 1, 0]);
    let sparse = UnionArray::try_new(fields.clone(), ids.clone(), None, children()).unwrap();
    assert_eq!(texts(sparse.clone()), ["7", "y", "9"]);
    assert_eq!(texts(sparse.slice(1, 2)), ["y", "9"]);
    let offsets = ScalarBuffer::from(vec![1_i32, 0, 0]);
    let dense = UnionArray::try_new(fields, ids, Some(offsets), children()).unwrap();
    assert_eq!(texts(dense.clone()), ["", "x", "7"]);
    assert_eq!(kinds(dense), [CellKind::Null, CellKind::Text, CellKind::Number]);
}

#[test]
fn arrays_of_every_type_are_written_even_if_empty_or_null() {
    let item = Arc::new(Field::new_list_field(DataType::Utf8View, true));
    let pair = Fields::from(vec![Field::new("key", DataType::Int64, false), Field::new("value", DataType::Utf8, true)]);
    let entries = Arc::new(Field::new("entries", DataType::Struct(pair.clone()), false));
    let ends = Arc::new(Field::new("run_ends", DataType::Int16, false));
    let union = UnionFields::from_fields([Field::new("a", DataType::Int8, true)]);
    let types = [
        DataType::ListView(Arc::clone(&item)),
        DataType::FixedSizeList(Arc::clone(&item), 2),
        DataType::Struct(pair),
        DataType::Map(entries, false),
        DataType::RunEndEncoded(ends, item),
        DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8View)),
        DataType::Union(union.clone(), UnionMode::Dense),
        DataType::Union(union, UnionMode::Sparse),
        DataType::FixedSizeBinary(0),
        DataType::Interval(IntervalUnit::MonthDayNano),
        DataType::Duration(TimeUnit::Nanosecond),
        DataType::Timestamp(TimeUnit::Second, Some("nowhere".into())),
        DataType::Null,
    ];
    for data_type in types {
        let empty = Column::try_new(&new_empty_array(&data_type)).unwrap();
        assert_eq!(empty.cell(0, 10).kind, CellKind::Invalid);
        let nulls = Column::try_new(&new_null_array(&data_type, 3)).unwrap();
        assert_eq!(nulls.cell(2, 10), Cell { text: "".into(), kind: CellKind::Null, cut: false }, "{data_type}");
        assert!(!type_name(&data_type).is_empty());
    }
}
