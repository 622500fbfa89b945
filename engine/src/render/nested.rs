//! Nested values, as compact text similar to JSON, and encoded arrays, whose rows refer to other values.
//!
//! Items are written one by one until the limit cuts them off, so a list of ten million costs as much as one of fifty.

use std::ops::Range;

use arrow::array::{
    Array, ArrayRef, DictionaryArray, FixedSizeListArray, LargeListArray, LargeListViewArray, ListArray, ListViewArray,
    MapArray, OffsetSizeTrait, PrimitiveArray, RunArray, StructArray, UnionArray,
};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{
    ArrowDictionaryKeyType, ArrowNativeType, DataType, Int8Type, Int16Type, Int32Type, Int64Type, RunEndIndexType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};

use super::cells::{CellKind, Column, Values, typed};
use super::sink::Sink;
use crate::error::Result;

pub(super) fn lists(array: &ArrayRef) -> Result<Box<dyn Values>> {
    Ok(match array.data_type() {
        DataType::List(_) => {
            let list: ListArray = typed(array)?;
            Box::new(Lists(list.offsets().clone(), Column::try_new(list.values())?))
        }
        DataType::LargeList(_) => {
            let list: LargeListArray = typed(array)?;
            Box::new(Lists(list.offsets().clone(), Column::try_new(list.values())?))
        }
        DataType::ListView(_) => {
            let list: ListViewArray = typed(array)?;
            Box::new(Lists((list.offsets().clone(), list.sizes().clone()), Column::try_new(list.values())?))
        }
        DataType::LargeListView(_) => {
            let list: LargeListViewArray = typed(array)?;
            Box::new(Lists((list.offsets().clone(), list.sizes().clone()), Column::try_new(list.values())?))
        }
        _ => {
            let list: FixedSizeListArray = typed(array)?;
            Box::new(Lists(FixedSize(list.value_length().as_usize()), Column::try_new(list.values())?))
        }
    })
}

pub(super) fn maps(array: &ArrayRef) -> Result<Box<dyn Values>> {
    let map: MapArray = typed(array)?;
    let (keys, values) = (Column::try_new(map.keys())?, Column::try_new(map.values())?);
    Ok(Box::new(Maps { offsets: map.offsets().clone(), keys, values }))
}

pub(super) fn structs(array: &ArrayRef) -> Result<Box<dyn Values>> {
    let array: StructArray = typed(array)?;
    let fields = array.fields().iter().zip(array.columns());
    let fields = fields.map(|(field, column)| Ok((field.name().clone(), Column::try_new(column)?)));
    Ok(Box::new(Structs(fields.collect::<Result<_>>()?)))
}

pub(super) fn unions(array: &ArrayRef) -> Result<Box<dyn Values>> {
    let array: UnionArray = typed(array)?;
    let children = array.fields().iter().map(|(id, _)| Ok((id, Column::try_new(array.child(id))?)));
    let children = children.collect::<Result<_>>()?;
    Ok(Box::new(Unions { ids: array.type_ids().clone(), offsets: array.offsets().cloned(), children }))
}

pub(super) fn dictionaries(array: &ArrayRef) -> Result<Box<dyn Values>> {
    match array.data_type() {
        DataType::Dictionary(keys, _) => match keys.as_ref() {
            DataType::Int8 => dictionary::<Int8Type>(array),
            DataType::Int16 => dictionary::<Int16Type>(array),
            DataType::Int32 => dictionary::<Int32Type>(array),
            DataType::UInt8 => dictionary::<UInt8Type>(array),
            DataType::UInt16 => dictionary::<UInt16Type>(array),
            DataType::UInt32 => dictionary::<UInt32Type>(array),
            DataType::UInt64 => dictionary::<UInt64Type>(array),
            _ => dictionary::<Int64Type>(array),
        },
        _ => dictionary::<Int64Type>(array),
    }
}

pub(super) fn runs(array: &ArrayRef) -> Result<Box<dyn Values>> {
    match array.data_type() {
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => run::<Int16Type>(array),
            DataType::Int32 => run::<Int32Type>(array),
            _ => run::<Int64Type>(array),
        },
        _ => run::<Int64Type>(array),
    }
}

fn dictionary<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> Result<Box<dyn Values>> {
    let array: DictionaryArray<K> = typed(array)?;
    Ok(Box::new(Referred(array.keys().clone(), Column::try_new(array.values())?)))
}

fn run<R: RunEndIndexType>(array: &ArrayRef) -> Result<Box<dyn Values>> {
    let array: RunArray<R> = typed(array)?;
    let values = Column::try_new(array.values())?;
    Ok(Box::new(Referred(array, values)))
}

/// The range of a row's items among all items.
trait Ranges: Send + Sync {
    fn range(&self, row: usize) -> Range<usize>;
}

impl<O: OffsetSizeTrait> Ranges for OffsetBuffer<O> {
    fn range(&self, row: usize) -> Range<usize> {
        self[row].as_usize()..self[row + 1].as_usize()
    }
}

impl<O: OffsetSizeTrait> Ranges for (ScalarBuffer<O>, ScalarBuffer<O>) {
    fn range(&self, row: usize) -> Range<usize> {
        let start = self.0[row].as_usize();
        start..start.saturating_add(self.1[row].as_usize())
    }
}

struct FixedSize(usize);

impl Ranges for FixedSize {
    fn range(&self, row: usize) -> Range<usize> {
        let start = row.saturating_mul(self.0);
        start..start.saturating_add(self.0)
    }
}

struct Lists<R>(R, Column);

impl<R: Ranges> Values for Lists<R> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        write_joined(["[", "]"], self.0.range(row), out, |item, out| self.1.write_item(item, out))
    }
}

struct Maps {
    offsets: OffsetBuffer<i32>,
    keys: Column,
    values: Column,
}

impl Values for Maps {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        write_joined(["{", "}"], self.offsets.range(row), out, |entry, out| {
            self.keys.write_item(entry, out);
            out.ascii(": ");
            self.values.write_item(entry, out);
        })
    }
}

struct Structs(Vec<(String, Column)>);

impl Values for Structs {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        write_joined(["{", "}"], self.0.iter(), out, |(name, column), out| {
            out.quoted(name);
            out.ascii(": ");
            column.write_item(row, out);
        })
    }
}

/// Writes items between brackets with commas; stops at the first that does not fit.
fn write_joined<I: Iterator>(
    brackets: [&str; 2],
    items: I,
    out: &mut Sink<'_>,
    write: impl Fn(I::Item, &mut Sink<'_>),
) -> CellKind {
    out.ascii(brackets[0]);
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.ascii(", ");
        }
        write(item, out);
        if out.is_cut() {
            break;
        }
    }
    out.ascii(brackets[1]);
    CellKind::Nested
}

/// A union shows the value it holds; the form of the value tells its type.
struct Unions {
    ids: ScalarBuffer<i8>,
    offsets: Option<ScalarBuffer<i32>>,
    children: Vec<(i8, Column)>,
}

impl Unions {
    fn place(&self, row: usize) -> Option<(&Column, usize)> {
        let (_, child) = self.children.iter().find(|(id, _)| *id == self.ids[row])?;
        Some((child, self.offsets.as_ref().map_or(row, |offsets| offsets[row].as_usize())))
    }
}

impl Values for Unions {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        self.place(row).map_or(CellKind::Invalid, |(child, row)| child.write(row, out))
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        match self.place(row) {
            Some((child, row)) => child.write_item(row, out),
            None => out.ascii("?"),
        }
    }

    fn text(&self, row: usize) -> Option<&str> {
        let (child, row) = self.place(row)?;
        child.text(row)
    }
}

/// Where the value of a row is among the distinct values of an encoded array.
trait References: Send + Sync {
    fn place(&self, row: usize) -> usize;
}

impl<K: ArrowDictionaryKeyType> References for PrimitiveArray<K> {
    fn place(&self, row: usize) -> usize {
        self.value(row).as_usize()
    }
}

impl<R: RunEndIndexType> References for RunArray<R> {
    fn place(&self, row: usize) -> usize {
        self.get_physical_index(row)
    }
}

/// A dictionary or run-end encoded array: shows the value itself, as if it were not encoded.
struct Referred<P>(P, Column);

impl<P: References> Values for Referred<P> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        self.1.write(self.0.place(row), out)
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        self.1.write_item(self.0.place(row), out);
    }

    fn text(&self, row: usize) -> Option<&str> {
        self.1.text(self.0.place(row))
    }
}
